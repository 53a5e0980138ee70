"""What single lines come to."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.model import Line
from invoicing.model.money import ZERO
from invoicing.rules.totals.discounts import charges_less_allowances, discounted


def prices(line: Line, factor: Decimal, inclusive: bool, unit: Decimal) -> tuple[Decimal, Decimal]:
    """The line's price without and with tax; `factor` is one plus its taxes.

    The one that decides (with tax where the document's prices include it) is kept as given,
    the other is computed, rounded to `unit`; it is kept too where it already fits.
    """
    net, gross = line.price, line.price_with_tax
    if gross is None:
        if net is None:  # BT-146 = BT-148 less BT-147
            net = (line.list_price or ZERO) - (line.price_discount or ZERO)
        return net, (net * factor).quantize(unit, ROUND_HALF_UP)
    to_net = (gross / factor).quantize(unit, ROUND_HALF_UP)
    if net is None:
        return to_net, gross
    to_gross = (net * factor).quantize(unit, ROUND_HALF_UP)
    if net == to_net or gross == to_gross:
        return net, gross
    return (to_net, gross) if inclusive else (net, to_gross)


def amount_and_discount(
    line: Line, price: Decimal, factor: Decimal, inclusive: bool, quantum: Decimal
) -> tuple[Decimal, Decimal]:
    """The line's amount in the basis of `price`, and its discount without tax, both rounded.

    Rounded once, after the discount; then allowances and charges, which are without tax.
    """
    exact = price * line.quantity
    if line.price_base_quantity != 1:
        exact /= line.price_base_quantity
    amount = exact.quantize(quantum, ROUND_HALF_UP) + ZERO
    discount = ZERO
    if line.discount is not None or line.discounts:
        after = discounted(exact, line).quantize(quantum, ROUND_HALF_UP)
        discount = amount - after
        if inclusive:
            discount = (discount / factor).quantize(quantum, ROUND_HALF_UP)
        amount = after
    if line.allowances_charges:
        net = amount / factor if inclusive else amount
        added = charges_less_allowances(line, net, quantum)
        if inclusive:
            added = (added * factor).quantize(quantum, ROUND_HALF_UP)
        amount += added
    return amount, discount
