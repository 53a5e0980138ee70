"""What the buyer withholds and pays to the authority instead."""

from collections.abc import Sequence
from decimal import Decimal

from invoicing.model import Document, Line
from invoicing.model.money import ZERO, round_money
from invoicing.rules.totals.taxes import HUNDRED


def withheld(document: Document, lines: Sequence[Line], net: Decimal) -> Decimal:
    """The amount withheld from a net sum: by each line's own percentage, else the document's.

    Allowances and charges of the whole document count at the average of its lines.
    """
    usual = document.withholding_rate or ZERO
    percent = usual
    if any(line.withholding_rate is not None for line in lines):
        whole = part = ZERO
        for line in lines:
            if line.kind == "product":
                amount, own = line.net_amount or ZERO, line.withholding_rate
                whole += amount
                part += amount * (usual if own is None else own)
        percent = part / whole if whole else usual
    return round_money(net * percent / HUNDRED, document.currency)
