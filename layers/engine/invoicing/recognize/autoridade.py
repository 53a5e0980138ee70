"""The QR code of Portugal's tax authority: fields parted by asterisks.

Source: Autoridade Tributária, Especificações técnicas: código QR; Portaria 195/2020.
"""

import re
from collections.abc import Mapping

from invoicing.recognize import Code, Content
from invoicing.recognize._values import amount, day, kept

_FIELD = re.compile(r"([A-Z][0-9]?):([^*]*)")


def read(text: str) -> Mapping[str, Content] | None:
    """The invoice: parties, number, day and totals."""
    found = dict(_FIELD.findall(text))
    if not text.startswith("A:") or not {"B", "F", "G", "H", "O"} <= set(found):
        return None
    buyer = found["B"]
    return kept(
        {
            "tax_id": f"PT{found['A']}",
            "buyer_tax_id": "" if buyer == "999999990" else f"{found.get('C', '')}{buyer}",
            "issue_date": day(found["F"], "%Y%m%d"),
            "number": found["G"],
            "tax": amount(found.get("N", "")),
            "total": amount(found["O"]),
            "fiscal_code": found["H"],
        }
    )


CODE = Code(name="autoridade", title="Autoridade Tributária", read=read)
