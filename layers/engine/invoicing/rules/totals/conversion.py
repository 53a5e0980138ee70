"""Amounts in the second currency of a document."""

from decimal import Decimal

from invoicing.model import Document, Line
from invoicing.model.money import round_money
from invoicing.model.value import replace


def converted(document: Document, amount: Decimal, currency: str | None = None) -> Decimal | None:
    """The amount in the second currency (or None where no rate leads to `currency`)."""
    rate = document.conversion
    own = document.currency
    if rate is None or not rate.rate:
        return None
    if rate.to_currency == own and rate.from_currency not in ("", own):
        target, found = rate.from_currency, amount / rate.rate
    elif rate.from_currency in ("", own):
        target, found = rate.to_currency, amount * rate.rate
    else:
        return None
    if currency == own or currency not in (None, target):
        return None
    return round_money(found, target)


def with_converted(document: Document, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their amounts in the second currency, each converted by itself."""
    if document.conversion is None and all(line.net_converted is None for line in lines):
        return lines

    def amount(own: Decimal | None) -> Decimal | None:
        return None if own is None else converted(document, own)

    return tuple(
        [
            replace(
                line,
                net_converted=amount(line.net_amount),
                gross_converted=amount(line.amount_with_tax),
            )
            for line in lines
        ]
    )
