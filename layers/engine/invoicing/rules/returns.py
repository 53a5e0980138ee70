"""Returned goods in foreign files: a line that is stated negative without a negative quantity."""

from invoicing.model import Document, Line
from invoicing.model.money import round_money
from invoicing.model.value import replace


def with_signed_quantities(document: Document) -> Document:
    """The document with the minus of such lines on their quantity, where our model has it.

    Some senders write quantity 6, price 18.33 and the amount -109.98. Nothing else is changed.
    """
    lines = tuple(_signed(line, document.currency) for line in document.lines)
    return replace(document, lines=lines)


def _signed(line: Line, currency: str) -> Line:
    if line.net_amount is None or line.price is None or line.net_amount >= 0:
        return line
    computed = round_money(line.price * line.quantity / line.price_base_quantity, currency)
    return replace(line, quantity=-line.quantity) if computed == -line.net_amount else line
