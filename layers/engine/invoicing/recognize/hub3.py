"""HUB-3: the Croatian universal payment order, a PDF417 barcode.

Source: Hrvatska udruga banaka, 2D barcode specification (HRVHUB30).
"""

from collections.abc import Mapping

from invoicing.recognize import Code, Content
from invoicing.recognize._values import cents, compact, kept, lines


def read(text: str) -> Mapping[str, Content] | None:
    """The payee's order."""
    found = lines(text, 14)
    if found[0] != "HRVHUB30":
        return None
    return kept(
        {
            "currency": found[1],
            "total": cents(found[2]),
            "supplier_name": found[6],
            "supplier_street": found[7],
            "supplier_town": found[8],
            "iban": compact(found[9]),
            "reference": compact(found[10] + found[11]),
            "purpose": found[13],
        }
    )


CODE = Code(name="hub3", title="HUB-3", read=read, encoding="iso-8859-2")
