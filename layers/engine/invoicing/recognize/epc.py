"""EPC QR code: a SEPA credit transfer.

Source: European Payments Council, EPC069-12.
"""

from collections.abc import Mapping

from invoicing.recognize import Code, Content
from invoicing.recognize._values import amount, compact, kept, lines


def read(text: str) -> Mapping[str, Content] | None:
    """The transfer; its amount may be left to the payer."""
    found = lines(text, 12)
    if found[0] != "BCD" or found[3] != "SCT":
        return None
    currency, value = found[7][:3], found[7][3:]
    return kept(
        {
            "bic": compact(found[4]),
            "supplier_name": found[5],
            "iban": compact(found[6]),
            "currency": currency,
            "total": amount(value) if currency else None,
            "reference": compact(found[9]),
            "purpose": found[10],
        }
    )


CODE = Code(name="epc", title="EPC QR", read=read, encoding="iso-8859-1")
