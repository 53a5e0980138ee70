"""Lines as EN 16931 has them, whatever the syntax."""

from decimal import Decimal

from invoicing.countries import find_country
from invoicing.formats._codes import unit_code
from invoicing.model import AllowanceCharge, Document, Line, LineTax, TaxSubtotal
from invoicing.model.money import ZERO
from invoicing.model.value import Value, replace


def product_lines(document: Document) -> tuple[Line, ...]:
    """The lines that cost something, each with an id (BT-126); the others are for the eye only."""
    return tuple(
        line if line.id else replace(line, id=str(n))
        for n, line in enumerate(document.lines, 1)
        if line.kind == "product"
    )


def view_line(line: Line) -> Line:
    """The line as EN 16931 can say it: with a unit code, its discount an allowance."""
    changes: dict[str, object] = {}
    if not line.unit_code:
        changes["unit_code"] = unit_code(line.unit)
    if line.discount_amount:
        changes["allowances_charges"] = (*line.allowances_charges, _discount(line))
    return replace(line, **changes) if changes else line


def _discount(line: Line) -> AllowanceCharge:
    return AllowanceCharge(amount=line.discount_amount or ZERO, reason_code="95")


class Taxed(Value, frozen=True, kw_only=True):
    """A category and its rate, as far as EN 16931 wants the rate written."""

    category: str = ""
    rate: Decimal | None = None


def view_tax(tax: LineTax) -> LineTax | Taxed:
    """The tax without a rate outside VAT (BR-O-05), at 0 where reverse charged (BR-AE-05)."""
    if tax.category == "O":
        return Taxed(category="O")
    return Taxed(category=tax.category, rate=ZERO) if tax.reverse_charged and tax.rate else tax


def view_allowance(value: AllowanceCharge) -> AllowanceCharge:
    """A document level allowance or charge, without a rate outside VAT (BR-O-06, BR-O-07)."""
    if value.tax_category == "O" and value.tax_rate is not None:
        return replace(value, tax_rate=None)
    return value


def view_subtotals(document: Document) -> tuple[TaxSubtotal, ...]:
    """The breakdown with VATEX codes (BR-CL-22); national ones are put into words."""
    if not any(s.exemption_code for s in document.tax_subtotals):
        return document.tax_subtotals
    country = find_country(document.seller.address.country_code)
    own = {e.code: e for e in country.exemptions} if country else {}
    return tuple(
        replace(
            s,
            exemption_code=own[s.exemption_code].vatex,
            exemption_reason=s.exemption_reason or own[s.exemption_code].text,
        )
        if s.exemption_code in own
        else s
        for s in document.tax_subtotals
    )


def with_exemptions(
    lines: tuple[Line, ...], subtotals: tuple[TaxSubtotal, ...]
) -> tuple[Line, ...]:
    """Lines whose taxes carry the reason that the breakdown gives for their category."""
    reasons: dict[tuple[str, Decimal], set[tuple[str, str]]] = {}
    for s in subtotals:
        key = (s.category, s.rate or Decimal(0))
        reasons.setdefault(key, set()).add((s.exemption_code, s.exemption_reason))
    clear = {
        key: next(iter(found))
        for key, found in reasons.items()
        if len(found) == 1 and any(next(iter(found)))
    }
    if not clear:
        return lines
    return tuple(
        replace(line, taxes=tuple(_reasoned(t, clear) for t in line.taxes)) for line in lines
    )


def _reasoned(tax: LineTax, reasons: dict[tuple[str, Decimal], tuple[str, str]]) -> LineTax:
    found = reasons.get((tax.category, tax.rate))
    if found is None:
        return tax
    return replace(tax, exemption_code=found[0], exemption_reason=found[1])
