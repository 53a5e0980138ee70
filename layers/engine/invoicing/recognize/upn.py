"""UPN QR: the Slovenian universal payment order.

Source: Združenje bank Slovenije, technical standard of the UPN QR form.
"""

from collections.abc import Mapping

from invoicing.recognize import Code, Content
from invoicing.recognize._values import cents, compact, day, kept, lines


def read(text: str) -> Mapping[str, Content] | None:
    """The payee's order. Its control sum is not asked: some issuers count bytes."""
    found = lines(text, 20)
    if found[0] != "UPNQR" or not found[14]:
        return None
    return kept(
        {
            "total": cents(found[8]),
            "currency": "EUR",
            "purpose": found[12],
            "due_date": day(found[13], "%d.%m.%Y"),
            "iban": compact(found[14]),
            "reference": compact(found[15]),
            "supplier_name": found[16],
            "supplier_street": found[17],
            "supplier_town": found[18],
        }
    )


CODE = Code(name="upn", title="UPN QR", read=read, encoding="iso-8859-2")
