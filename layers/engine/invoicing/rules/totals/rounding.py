"""Rounding, and sharing an amount out so that nothing is lost."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from invoicing.model.money import ZERO

# The smallest coins a total is paid with, where they are larger than the minor unit.
CASH_STEPS = {
    "CHF": (Decimal("0.05"),),
    "SEK": (Decimal(1),),
    "NOK": (Decimal(1),),
    "DKK": (Decimal("0.50"),),
    "CZK": (Decimal(1),),
    "HUF": (Decimal(5),),
    "EUR": (Decimal("0.05"),),
    "AUD": (Decimal("0.05"),),
    "CAD": (Decimal("0.05"),),
    "NZD": (Decimal("0.10"),),
}


def round_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """The nearest multiple of `step`, halves away from zero."""
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def cash_difference(amount: Decimal, currency: str, step: Decimal | None) -> Decimal:
    """What rounding to coins adds to the amount (BT-114).

    Zero unless `step` is a step of this very currency: an organization's setting for CHF
    never touches its invoices in EUR.
    """
    if step is None or step not in CASH_STEPS.get(currency, ()):
        return ZERO
    return round_to_step(amount, step) - amount


def apportion(total: Decimal, weights: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Parts of `total` in proportion to the weights, multiples of `unit`, summing to it exactly.

    Largest remainder: every part is cut to the unit, what is left goes, one unit each, to the
    parts that lost most (the earlier one on a tie).

    >>> apportion(Decimal(100), [Decimal(1)] * 3, Decimal("0.01"))
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    whole = sum(weights, ZERO)
    if not whole:
        return [total, *[ZERO] * (len(weights) - 1)] if weights else []
    exact = [total * weight / whole for weight in weights]
    cut = [part.quantize(unit, ROUND_DOWN) for part in exact]
    return settle(total, exact, cut, unit)


def settle(
    total: Decimal, exact: Sequence[Decimal], rounded: Sequence[Decimal], unit: Decimal
) -> list[Decimal]:
    """The rounded parts, moved by single units where that costs least, so they sum to `total`."""
    parts = list(rounded)
    missing = int((total - sum(parts, ZERO)) / unit)
    if not missing:
        return parts
    sign = 1 if missing > 0 else -1
    order = sorted(range(len(parts)), key=lambda i: sign * (rounded[i] - exact[i]))
    for step in range(abs(missing)):
        parts[order[step % len(order)]] += sign * unit
    return parts
