"""Why a supply bears no tax, in the codes of the seller's country."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from invoicing.model import AllowanceCharge, Document, LineTax, TaxSubtotal
from invoicing.model.country import Country
from invoicing.model.money import ZERO
from invoicing.rules.totals.taxes import completed


class Part(NamedTuple):
    """One reason and the base it holds for."""

    code: str
    reason: str
    base: Decimal


class Row(NamedTuple):
    """A row of the breakdown and its parts by reason; one without a reason has one without a code.

    An allowance or a charge that gives no reason counts with the first of its row.
    """

    subtotal: TaxSubtotal
    parts: tuple[Part, ...]


Stated = dict[str, dict[str, Part]]
"""By category and code."""


def national_code(
    country: Country, category: str, code: str, rate: Decimal | None, *, abroad: bool = False
) -> str:
    """The national code of a tax; "" for taxes that are charged.

    The one it states, else that of its VATEX code, else the category's usual one.
    """
    if rate or category not in country.usual_exemptions:
        return ""
    known = {e.code: e for e in country.exemptions}
    if code in known:
        return code
    usual = country.usual_exemptions[category]
    if code in ("", known[usual].vatex):
        return country.usual_exemptions_abroad.get(category, usual) if abroad else usual
    fitting = (e.code for e in country.exemptions if (e.category, e.vatex) == (category, code))
    return next(fitting, usual)


def national_text(country: Country, code: str) -> str:
    """What the code stands for; "" for codes the country has not."""
    return next((e.text for e in country.exemptions if e.code == code), "")


def is_abroad(document: Document, country: Country) -> bool:
    return document.buyer.address.country_code not in ("", country.code)


def bases_by_code(document: Document, country: Country) -> tuple[Row, ...]:
    """The breakdown of a calculated document, by the country's reasons."""
    abroad = is_abroad(document, country)
    stated: Stated = {}
    for tax, net in _untaxed(document):
        code = national_code(country, tax.category, tax.exemption_code, tax.rate, abroad=abroad)
        parts = stated.setdefault(tax.category, {})
        known = parts.get(code, Part(code, tax.exemption_reason, ZERO))
        parts[code] = known._replace(base=known.base + net)
    found = []
    for row in document.tax_subtotals:
        parts = {} if row.rate else stated.get(row.category, {})
        if len(parts) > 1:
            found.append(Row(row, _with_unexplained(parts, row, document)))
        else:  # one reason holds for the whole row
            code = next(iter(parts), "") or national_code(
                country, row.category, row.exemption_code, row.rate, abroad=abroad
            )
            found.append(Row(row, (Part(code, row.exemption_reason, row.base),)))
    return tuple(found)


def _untaxed(document: Document) -> Iterable[tuple[LineTax, Decimal]]:
    for line in document.lines:
        if line.kind == "product" and line.taxes:
            tax = completed(line.taxes[0])
            if tax.reverse_charged or not tax.rate:
                yield tax, line.net_amount or ZERO
    for item in document.allowances_charges:
        if item.exemption_code and not item.tax_rate:
            tax = LineTax(
                category=item.tax_category,
                exemption_code=item.exemption_code,
                exemption_reason=item.exemption_reason,
            )
            yield tax, _signed(item)


def _signed(item: AllowanceCharge) -> Decimal:
    return item.amount if item.is_charge else -item.amount


def _with_unexplained(
    parts: dict[str, Part], row: TaxSubtotal, document: Document
) -> tuple[Part, ...]:
    unexplained = [
        _signed(item)
        for item in document.allowances_charges
        if item.tax_category == row.category and not item.tax_rate and not item.exemption_code
    ]
    first, *others = parts.values()
    return (first._replace(base=first.base + sum(unexplained, ZERO)), *others)
