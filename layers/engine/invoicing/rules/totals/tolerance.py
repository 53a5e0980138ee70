"""Totals a caller sent, beside ours."""

from decimal import Decimal

from invoicing.errors import Finding, Severity
from invoicing.model import Line, Totals
from invoicing.model.money import ZERO, round_money
from invoicing.model.value import replace

PER_LINE = Decimal("0.02")

_LINE = {
    "net_amount": ("total", "BT-131"),
    "tax_amount": ("totalTax", ""),
    "amount_with_tax": ("totalWithTax", ""),
    "discount_amount": ("totalDiscount", ""),
}
_TOTALS = {
    "lines": ("/totals/lines", "BT-106"),
    "allowances": ("/totals/allowances", "BT-107"),
    "charges": ("/totals/charges", "BT-108"),
    "net": ("/total", "BT-109"),
    "tax": ("/totalTax", "BT-110"),
    "gross": ("/totalWithTax", "BT-112"),
    "discount": ("/totalDiscount", ""),
    "withholding": ("/totals/withholding", ""),
    "prepaid": ("/totals/prepaid", "BT-113"),
    "rounding": ("/totals/rounding", "BT-114"),
    "payable": ("/totalDue", "BT-115"),
}


def kept(given: Line, computed: Line, at: str, currency: str) -> tuple[Line, list[Finding]]:
    """The computed line with the caller's amounts where they are within 0.02 of ours.

    Each one further off, or finer than the currency's minor unit, is a finding.
    """
    found = []
    changes: dict[str, Decimal] = {}
    for field, (name, term) in _LINE.items():
        theirs, ours = getattr(given, field), getattr(computed, field)
        if theirs is None:
            continue
        if abs(theirs - ours) > PER_LINE:
            found.append(_differs(f"{at}/{name}", theirs, ours, term, "fatal"))
        elif theirs != round_money(theirs, currency):
            found.append(_too_fine(f"{at}/{name}", theirs, ours, currency, term))
        changes[field] = round_money(theirs, currency)
    if "amount_with_tax" not in changes and changes:
        net = changes.get("net_amount", computed.net_amount)
        tax = changes.get("tax_amount", computed.tax_amount)
        changes["amount_with_tax"] = (net or ZERO) + (tax or ZERO)
    return (replace(computed, **changes) if changes else computed), found


def _too_fine(pointer: str, given: Decimal, computed: Decimal, currency: str, term: str) -> Finding:
    return Finding(
        "TOTALS-DECIMALS",
        pointer,
        f"The amount {given} has more decimals than {currency} has.",
        f"Round it, or send {computed}.",
        term=term,
    )


def check_given_totals(
    given: Totals, computed: Totals, *, strict: bool = False
) -> tuple[Finding, ...]:
    """A finding for every total of the caller's that is not ours, with both figures.

    Warnings, or fatal when the caller asked for strict totals. A total the caller did not give
    is zero in `given`, and not compared.
    """
    severity: Severity = "fatal" if strict else "warning"
    return tuple(
        _differs(pointer, getattr(given, field), getattr(computed, field), term, severity)
        for field, (pointer, term) in _TOTALS.items()
        if getattr(given, field) and getattr(given, field) != getattr(computed, field)
    )


def _differs(
    pointer: str, given: Decimal, computed: Decimal, term: str, severity: Severity
) -> Finding:
    return Finding(
        "TOTALS-DIFFER",
        pointer,
        f"The amount is {given}; it should be {computed}.",
        f"Send {computed}, or leave it out: it is computed.",
        severity,
        term,
    )
