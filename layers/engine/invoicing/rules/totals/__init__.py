"""The one calculator: every output prints what `calculate` returned and recomputes nothing.

docs/rounding.md states the rules with worked examples. In order: line discount, document
percentage, document amount (largest remainder over rates), document allowances and charges,
taxes per category on rounded bases, withholding, cash rounding, what was paid.
"""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import AllowanceCharge, Document, Line, Totals
from invoicing.model.money import ZERO, quantum, round_money
from invoicing.model.value import replace
from invoicing.rules.totals.breakdown import (
    assign_allowances,
    breakdown,
    computed_allowances,
    drifted,
)
from invoicing.rules.totals.conversion import converted, with_converted
from invoicing.rules.totals.discounts import (
    DIGITS_MAX,
    HUNDRED,
    beyond,
    findings_of_document,
    too_large,
)
from invoicing.rules.totals.groups import Groups
from invoicing.rules.totals.lines import priced_lines
from invoicing.rules.totals.rounding import apportion, cash_difference
from invoicing.rules.totals.tolerance import check_given_totals, kept
from invoicing.rules.totals.withholding import withheld

__all__ = ["SPLIT", "calculate", "check_given_totals"]

SPLIT = "B"  # UNCL5305: VAT of split payment

# Wide enough for 20-digit factors; never the caller's own context.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def calculate(document: Document) -> Document:
    """The document with every amount that follows from its lines.

    Pure, and idempotent. Totals the document already holds are ignored; only with
    `custom_totals` a line's amounts within 0.02 of ours are kept. InvalidDocument, with every
    finding, for what has no one meaning. Source: EN 16931 BR-CO-10 to BR-CO-17.
    """
    with localcontext(_EXACT):
        return _Calculation(document).result()


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise InvalidDocument(findings)


class _Calculation:
    """One run over one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.quantum = quantum(document.currency)
        self.inclusive = bool(document.prices_include_tax)
        self.groups = Groups(document)

    def result(self) -> Document:
        lines, findings = priced_lines(self.document, self.groups, self.quantum)
        _refuse(findings + findings_of_document(self.document))
        given: list[AllowanceCharge] = []
        if self.document.allowances_charges or self.document.funds or self.document.stamp_duty:
            given, findings = assign_allowances(
                self.document, self.groups, _sum_of_products(lines), self.quantum
            )
        _refuse(findings + self._spread_discount())
        lines = self._settled(lines)
        groups = self.groups.all()
        by_line = self.document.rounding_level == "line"
        tax_once = not (by_line or self.inclusive)
        subtotals, reverse = breakdown(groups, self.quantum, tax_once=tax_once)
        if not tax_once:
            _refuse(drifted(self.document, subtotals))
        allowances = (*given, *computed_allowances(groups))
        totals = Totals(
            lines=_sum_of_products(lines),
            allowances=sum([a.amount for a in allowances if not a.is_charge], ZERO),
            charges=sum([a.amount for a in allowances if a.is_charge], ZERO),
            tax=sum([row.tax for row in subtotals], ZERO),
            discount=sum([line.discount_amount or ZERO for line in lines], ZERO)
            + sum([group.allowance for group in groups], ZERO),
        )
        net = totals.lines - totals.allowances + totals.charges
        free = sum([a.amount for a in given if a.is_charge and not a.withheld], ZERO)
        totals = replace(
            totals,
            net=net,
            withholding=withheld(self.document, lines, net - free),
            split_tax=sum([row.tax for row in subtotals if row.category == SPLIT], ZERO),
        )
        return replace(
            self.document,
            lines=with_converted(self.document, _with_section_totals(lines)),
            allowances_charges=allowances,
            tax_subtotals=subtotals,
            reverse_tax_subtotals=reverse,
            totals=self._payable(totals),
        )

    def _spread_discount(self) -> list[Finding]:
        """Shares the document's discount out over the groups; a finding where it is too large."""
        document = self.document
        if not document.discount_percent and not document.discount_amount:
            return []
        groups = [group for group in self.groups.all() if group.indices]
        weights = [sum(group.amounts, ZERO) for group in groups]
        whole = sum(weights, ZERO)
        percent = document.discount_percent or ZERO
        discount = (whole * percent / HUNDRED).quantize(self.quantum, ROUND_HALF_UP)
        amount = round_money(document.discount_amount or ZERO, document.currency)
        excess = beyond("/discountAmount", amount, whole - discount)
        if excess:
            return [excess]
        discount += amount.copy_sign(whole)
        for group, share in zip(groups, apportion(discount, weights, self.quantum), strict=True):
            group.discount = share
        return []

    def _settled(self, lines: list[Line]) -> list[Line]:
        """Sums the groups; lines whose net amount had to move by a unit, or is kept as given."""
        by_line = self.document.rounding_level == "line"
        for group in self.groups.all():
            if by_line:
                group.sum_lines(self.inclusive, self.quantum)
            elif self.inclusive:
                for index, net in zip(
                    group.indices, group.sum_inclusive(self.quantum), strict=True
                ):
                    line = lines[index]
                    if net != line.net_amount:
                        tax = (line.amount_with_tax or ZERO) - net
                        lines[index] = replace(line, net_amount=net, tax_amount=tax)
            else:
                group.sum_net(self.quantum)
        return self._custom(lines) if self.document.custom_totals else lines

    def _custom(self, lines: list[Line]) -> list[Line]:
        """The lines with the caller's amounts where they are near enough; groups summed anew."""
        findings: list[Finding] = []
        for index, given in enumerate(self.document.lines):
            if given.kind == "product":
                at = f"/_documentItems/{index}"
                lines[index], found = kept(given, lines[index], at, self.document.currency)
                findings += found
        _refuse(findings)
        for group in self.groups.all():
            before = group.base
            nets = sum([lines[i].net_amount or ZERO for i in group.indices], ZERO)
            group.base = nets - group.allowance + group.charges
            if self.inclusive:  # the gross stays exact: the first tax takes the difference
                group.tax_amounts[0] += before - group.base if any(group.rates) else ZERO
            else:
                group.retax(self.quantum)
        return lines

    def _payable(self, totals: Totals) -> Totals:
        """The totals from the tax on: with tax, rounded, paid, payable, converted."""
        document = self.document
        currency = document.currency
        net = totals.net
        gross = net + totals.tax
        if gross.adjusted() >= DIGITS_MAX:
            raise InvalidDocument([too_large("/totalWithTax")])
        paid = sum([payment.amount or ZERO for payment in document.payments], ZERO)
        prepaid = round_money(paid + (document.prepaid or ZERO), currency)
        prepaid += totals.withholding + totals.split_tax
        if document.rounding_amount is not None:
            rounding = round_money(document.rounding_amount, currency)
        else:
            rounding = cash_difference(
                gross - totals.withholding - totals.split_tax, currency, document.cash_rounding
            )
        return replace(
            totals,
            gross=gross,
            prepaid=prepaid,
            rounding=rounding,
            payable=gross - prepaid + rounding,
            tax_in_tax_currency=converted(document, totals.tax, document.tax_currency),
            net_converted=converted(document, net),
            gross_converted=converted(document, gross),
        )


def _sum_of_products(lines: list[Line]) -> Decimal:
    return sum([line.net_amount or ZERO for line in lines if line.kind == "product"], ZERO)


def _with_section_totals(lines: list[Line]) -> tuple[Line, ...]:
    """The lines; a section total holds the sum of its products since the last heading or total."""
    if {line.kind for line in lines} == {"product"}:
        return tuple(lines)
    found: list[Line] = []
    fields = ("net_amount", "tax_amount", "amount_with_tax", "discount_amount")
    sums = dict.fromkeys(fields, ZERO)
    for line in lines:
        if line.kind == "product":
            for field in fields:
                sums[field] += getattr(line, field)
            found.append(line)
            continue
        found.append(replace(line, **sums) if line.kind == "section_total" else line)
        if line.kind != "divider":
            sums = dict.fromkeys(fields, ZERO)
    return tuple(found)
