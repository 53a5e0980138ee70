"""Discounts and line allowances, and what is refused before anything is calculated."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import Finding
from invoicing.model import AllowanceCharge, Document, Line
from invoicing.model.money import ZERO

HUNDRED = Decimal(100)
LIMIT = Decimal(10) ** 12
NO_TAX = frozenset({"Z", "E", "O", "G", "K"})


def discounted(amount: Decimal, line: Line) -> Decimal:
    """The line's amount after its discount, unrounded.

    One discount by percent or amount, or percentages one after another; an amount follows the
    sign of the line, so that a credited line gives the discount back.
    """
    for percent in line.discounts:
        amount = amount * (HUNDRED - percent) / HUNDRED
    if line.discount is None:
        return amount
    if line.discount_is_amount:
        return amount - line.discount.copy_sign(amount)
    return amount * (HUNDRED - line.discount) / HUNDRED


def amount_of(item: AllowanceCharge, base: Decimal) -> Decimal:
    """An allowance's or charge's amount, unsigned by its kind; a mere percentage is of `base`."""
    if item.amount or item.percent is None:
        return item.amount
    return (item.base if item.base is not None else base) * item.percent / HUNDRED


def findings_before(document: Document) -> list[Finding]:
    """Everything in the input that has no one meaning, at its place."""
    found: list[Finding] = []
    for index, line in enumerate(document.lines):
        if line.kind == "product" and not _is_plain(line):
            found += _of_line(line, f"/_documentItems/{index}")
    percent = document.discount_percent
    if percent is not None and not 0 <= percent <= HUNDRED:
        found.append(_percent("/discountPercent"))
    if document.discount_amount is not None and document.discount_amount < 0:
        found.append(
            Finding(
                "TOTALS-DISCOUNT",
                "/discountAmount",
                "A document discount is not negative.",
                "Send a charge in allowancesCharges instead.",
            )
        )
    return found


def _is_plain(line: Line) -> bool:
    """Whether nothing on the line could be found wrong; most lines are like this."""
    price = line.price
    if price is None or price < 0 or line.price_base_quantity != 1:
        return False
    if line.discount is not None or line.discounts:
        return False
    for tax in line.taxes:  # noqa: SIM110 - runs for every line, a generator costs double
        if tax.category in NO_TAX and tax.rate:
            return False
    return True


def _of_line(line: Line, at: str) -> list[Finding]:
    found: list[Finding] = []
    if line.price is None and line.price_with_tax is None and line.list_price is None:
        found.append(
            Finding(
                "BR-26",
                f"{at}/price",
                "The line has no price.",
                "Send price or priceGross.",
                term="BT-146",
            )
        )
    price = line.price if line.price is not None else line.price_with_tax
    if price is not None and price < 0 and line.quantity < 0:
        found.append(
            Finding(
                "TOTALS-SIGNS",
                f"{at}/quantity",
                "Quantity and price are both negative.",
                "Credit with a negative quantity and a positive price.",
                term="BT-129",
            )
        )
    if line.price_base_quantity <= 0:
        found.append(
            Finding(
                "TOTALS-BASE-QUANTITY",
                f"{at}/priceBaseQuantity",
                "The price base quantity is not positive.",
                "Send the number of units the price is for, for example 1.",
                term="BT-149",
            )
        )
    if line.discount is not None and line.discounts:
        found.append(
            Finding(
                "TOTALS-DISCOUNT",
                f"{at}/discount",
                "The line has one discount and cascading ones.",
                "Send either discount or discounts.",
            )
        )
    given = [(f"{at}/discounts/{i}", percent) for i, percent in enumerate(line.discounts)]
    if line.discount is not None:
        if not line.discount_is_amount:
            given.append((f"{at}/discount", line.discount))
        elif line.discount < 0:
            found.append(_percent(f"{at}/discount"))
    found += [_percent(pointer) for pointer, percent in given if not 0 <= percent <= HUNDRED]
    for i, tax in enumerate(line.taxes):
        if tax.rate and tax.category in NO_TAX and not tax.reverse_charged:
            found.append(
                Finding(
                    "TOTALS-RATE",
                    f"{at}/_documentItemTaxes/{i}/rate",
                    f"Category {tax.category} has the rate 0, not {tax.rate}.",
                    "Send rate 0, or the category S.",
                    term="BT-152",
                )
            )
    return found


def too_large(pointer: str, amount: Decimal) -> Finding | None:
    """A finding where an amount has more than twelve digits before the point."""
    if -LIMIT < amount < LIMIT:
        return None
    return Finding(
        "TOTALS-DIGITS",
        pointer,
        "The amount has more than 12 digits before the point.",
        "Split the document.",
    )


def beyond(pointer: str, discount: Decimal, amount: Decimal) -> Finding | None:
    """A finding where a discount takes more than there is."""
    if abs(discount) <= abs(amount):
        return None
    return Finding(
        "TOTALS-DISCOUNT",
        pointer,
        f"The discount of {discount} is more than the amount of {amount}.",
        "Send a smaller discount.",
    )


def _percent(pointer: str) -> Finding:
    return Finding(
        "TOTALS-DISCOUNT",
        pointer,
        "A discount is at least 0, and at most 100 percent.",
        "Send a percentage from 0 to 100, or a positive amount with discountIsAmount.",
    )


def charges_less_allowances(line: Line, amount: Decimal, quantum: Decimal) -> Decimal:
    """What the line's allowances and charges (BG-27, BG-28) add to its net amount, each rounded."""
    total = ZERO
    for item in line.allowances_charges:
        part = amount_of(item, amount).quantize(quantum, ROUND_HALF_UP)
        total += part if item.is_charge else -part
    return total
