"""What single lines come to."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import Finding
from invoicing.model import Document, Line
from invoicing.model.money import ZERO, minor_units
from invoicing.model.value import replace
from invoicing.rules.totals.discounts import (
    DIGITS_MAX,
    beyond,
    charges_less_allowances,
    discounted,
    findings_of_line,
    is_plain,
    settled,
    too_large,
)
from invoicing.rules.totals.groups import Group, Groups
from invoicing.rules.totals.taxes import Taxes


def priced_lines(
    document: Document, groups: Groups, unit: Decimal
) -> tuple[list[Line], list[Finding]]:
    """The lines with what each comes to alone; each joins the group it is taxed with."""
    price_unit = Decimal(1).scaleb(-max(document.decimal_places, minor_units(document.currency)))
    inclusive = bool(document.prices_include_tax)
    known, nothing = groups.by_identity, ZERO.quantize(unit)
    lines: list[Line] = []
    findings: list[Finding] = []
    for index, line in enumerate(document.lines):
        if line.kind != "product":
            lines.append(_without_amounts(line))
            continue
        taxes, group = known.get(id(line.taxes)) or groups.of(line.taxes)
        price = line.price
        if inclusive or price is None or line.price_with_tax is not None or not is_plain(line):
            wrong = findings_of_line(line, f"/_documentItems/{index}")
            if wrong:
                findings += wrong
                continue
            done, amount, gross = _priced(line, taxes, group, inclusive, unit, price_unit)
            findings += _beyond(line, done, index, inclusive)
        else:  # most lines of long documents; `_priced` comes to the same in twice the time
            amount = (price * line.quantity).quantize(unit) or nothing
            tax = (amount * group.rate_sum).quantize(unit) or nothing
            gross = amount + tax
            done = replace(
                line,
                taxes=taxes,
                price_with_tax=(price * group.factor).quantize(price_unit),
                net_amount=amount,
                tax_amount=tax,
                amount_with_tax=gross,
                discount_amount=ZERO,
            )
        if gross.adjusted() >= DIGITS_MAX:
            findings.append(too_large(f"/_documentItems/{index}/total"))
        group.indices.append(index)
        group.amounts.append(amount)
        lines.append(done)
    return lines, findings + groups.findings(document)


def _priced(  # noqa: PLR0917 - one line, its taxes and how to round: all are needed
    line: Line, taxes: Taxes, group: Group, inclusive: bool, unit: Decimal, price_unit: Decimal
) -> tuple[Line, Decimal, Decimal]:
    """The line with its amounts; its amount in the document's basis; its amount with tax."""
    factor = group.factor
    price, with_tax = prices(line, factor, inclusive, price_unit)
    done, amount = _reduced(line, with_tax if inclusive else price, factor, inclusive, unit)
    if inclusive:
        net, gross = (amount / factor).quantize(unit, ROUND_HALF_UP), amount
    else:
        net, gross = amount, amount + (amount * group.rate_sum).quantize(unit, ROUND_HALF_UP)
    done = replace(
        done,
        taxes=taxes,
        price=price,
        price_with_tax=with_tax,
        net_amount=net,
        tax_amount=gross - net,
        amount_with_tax=gross,
    )
    return done, amount, gross


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


def _reduced(
    line: Line, price: Decimal, factor: Decimal, inclusive: bool, unit: Decimal
) -> tuple[Line, Decimal]:
    """The line with its discount without tax, and its amount in the basis of `price`.

    Rounded once, after the discount; then allowances and charges, which are without tax.
    """
    exact = price * line.quantity
    if line.price_base_quantity != 1:
        exact /= line.price_base_quantity
    amount = exact.quantize(unit, ROUND_HALF_UP) + ZERO
    discount = ZERO
    if line.discount is not None or line.discounts:
        after = discounted(exact, line).quantize(unit, ROUND_HALF_UP)
        discount = amount - after
        if inclusive:
            discount = (discount / factor).quantize(unit, ROUND_HALF_UP)
        amount = after + ZERO
    if not line.allowances_charges:
        return replace(line, discount_amount=discount), amount
    items = settled(line.allowances_charges, amount / factor if inclusive else amount, unit)
    added = charges_less_allowances(items)
    if inclusive:
        added = (added * factor).quantize(unit, ROUND_HALF_UP)
    return replace(line, discount_amount=discount, allowances_charges=items), amount + added


def _beyond(line: Line, done: Line, index: int, inclusive: bool) -> list[Finding]:
    """A finding where the line's discount by amount takes more than there is."""
    if not line.discount_is_amount or not line.discount:
        return []
    price = (done.price_with_tax if inclusive else done.price) or ZERO
    amount = price * line.quantity / line.price_base_quantity
    found = beyond(f"/_documentItems/{index}/discount", line.discount, amount)
    return [found] if found else []


def _without_amounts(line: Line) -> Line:
    return replace(
        line, net_amount=None, tax_amount=None, amount_with_tax=None, discount_amount=None
    )
