"""Discounts and line allowances, and what is refused before anything is calculated."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import Finding
from invoicing.model import AllowanceCharge, Document, Line, LineTax
from invoicing.model.money import ZERO
from invoicing.model.value import replace

ONE, HUNDRED = Decimal(1), Decimal(100)
DIGITS_MAX = 12  # before the point
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


def findings_of_document(document: Document) -> list[Finding]:
    """What is wrong with the discount of the whole document."""
    found: list[Finding] = []
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


def is_plain(line: Line) -> bool:
    """Whether the line is just a price times a quantity; most lines are, and no such is wrong."""
    price = line.price
    return (
        price is not None
        and line.discount is None
        and not line.discounts
        and not line.allowances_charges
        and line.price_base_quantity == ONE
        and not price.is_signed()
    )


def findings_of_line(line: Line, at: str) -> list[Finding]:
    """Everything on a line that has no one meaning, at its place."""
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
    return found


def findings_of_taxes(taxes: tuple[LineTax, ...], at: str) -> list[Finding]:
    """Rates that a category without tax cannot have."""
    return [
        Finding(
            "TOTALS-RATE",
            f"{at}/_documentItemTaxes/{i}/rate",
            f"Category {tax.category} has the rate 0, not {tax.rate}.",
            "Send rate 0, or the category S.",
            term="BT-152",
        )
        for i, tax in enumerate(taxes)
        if tax.rate and tax.category in NO_TAX and not tax.reverse_charged
    ]


def too_large(pointer: str) -> Finding:
    """What is told of an amount that has more than twelve digits before the point."""
    return Finding(
        "TOTALS-DIGITS",
        pointer,
        f"The amount has more than {DIGITS_MAX} digits before the point.",
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


def settled(
    items: tuple[AllowanceCharge, ...], amount: Decimal, quantum: Decimal
) -> tuple[AllowanceCharge, ...]:
    """Allowances and charges of a line (BG-27, BG-28) with their amounts, rounded.

    A percentage without a base is of `amount`. Source: EN 16931 BR-DEC-24, 25, 27, 28.
    """
    return tuple([rounded(item, amount, quantum) for item in items])


def rounded(item: AllowanceCharge, amount: Decimal, quantum: Decimal) -> AllowanceCharge:
    """The allowance or charge with its amount and base rounded; the amount filled in."""
    base = item.base
    if base is not None:
        base = base.quantize(quantum, ROUND_HALF_UP) + ZERO
        item = replace(item, base=base)
    return replace(item, amount=amount_of(item, amount).quantize(quantum, ROUND_HALF_UP) + ZERO)


def charges_less_allowances(items: tuple[AllowanceCharge, ...]) -> Decimal:
    """What allowances and charges add in all."""
    return sum([item.amount if item.is_charge else -item.amount for item in items], ZERO)
