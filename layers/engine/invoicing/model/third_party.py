"""Payments for third parties (BG-DEX-09 of XRechnung's extension), as a document keeps them.

They stand in its `data`: {"xrechnung": {"third_party_payments": [{"type", "amount",
"description"}]}}.
"""

from decimal import Decimal
from typing import Any

from invoicing.model.document import Document
from invoicing.model.money import parse_amount
from invoicing.model.value import Value

_KEY, _PAYMENTS = "xrechnung", "third_party_payments"


class ThirdPartyPayment(Value, frozen=True, kw_only=True):
    """What is due here and belongs to somebody else."""

    type: str = ""  # BT-DEX-001
    amount: Decimal | None = None  # BT-DEX-002
    description: str = ""  # BT-DEX-003


def kept(payments: tuple[ThirdPartyPayment, ...]) -> tuple[dict[str, Any], ...]:
    """The `data` of a document with these payments."""
    rows = [
        {"type": p.type, "description": p.description}
        | ({} if p.amount is None else {"amount": format(p.amount, "f")})
        for p in payments
    ]
    return ({_KEY: {_PAYMENTS: rows}},) if rows else ()


def third_party_payments(document: Document) -> tuple[ThirdPartyPayment, ...]:
    """The payments in a document's `data`; what a caller wrote there is read as far as it fits."""
    found = []
    for data in document.data:
        held = data.get(_KEY)
        rows = held.get(_PAYMENTS) if isinstance(held, dict) else None
        for row in rows if isinstance(rows, list | tuple) else ():
            if isinstance(row, dict):
                found.append(_payment(row))
    return tuple(found)


def _payment(row: dict[str, Any]) -> ThirdPartyPayment:
    try:
        amount: Decimal | None = parse_amount(str(row.get("amount", "")))
    except ValueError:
        amount = None
    kind, description = str(row.get("type", "")), str(row.get("description", ""))
    return ThirdPartyPayment(type=kind, amount=amount, description=description)
