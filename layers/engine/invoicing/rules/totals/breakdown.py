"""The tax breakdown (BG-23) and the allowances and charges of the whole document."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import Finding
from invoicing.model import AllowanceCharge, Document, FundContribution, LineTax, TaxSubtotal
from invoicing.model.money import ZERO
from invoicing.model.value import replace
from invoicing.rules.totals.discounts import rounded
from invoicing.rules.totals.groups import Group, Groups
from invoicing.rules.totals.taxes import HUNDRED

DRIFT_MAX = Decimal("0.99")  # BR-CO-17 allows less than one, of whatever currency
DISCOUNT_CODE = "95"  # UNCL5189: discount


class _Row:
    """One category and rate while it is being summed."""

    __slots__ = ("base", "category", "rate", "reasons", "source", "tax")

    def __init__(self, category: str, rate: Decimal | None, source: LineTax) -> None:
        self.category, self.rate, self.source = category, rate, source
        self.base = self.tax = ZERO
        self.reasons: dict[tuple[str, str], None] = {}

    def subtotal(self, *, reverse: bool = False) -> TaxSubtotal:
        code, reason = self._why()
        return TaxSubtotal(
            category=self.category,
            rate=self.rate,
            base=self.base,
            tax=self.tax,
            exemption_code=code,
            exemption_reason=reason,
            name=self.source.name,
            tax_id=self.source.tax_id,
            reverse_charged=reverse,
        )

    def _why(self) -> tuple[str, str]:
        """The reason for charging no tax; several are told together, in words."""
        texts = dict.fromkeys(text for _, text in self.reasons if text)
        if len(self.reasons) > 1 and texts:
            return "", "; ".join(texts)
        return self.source.exemption_code, self.source.exemption_reason


def breakdown(
    groups: Iterable[Group], quantum: Decimal, *, tax_once: bool
) -> tuple[tuple[TaxSubtotal, ...], tuple[TaxSubtotal, ...]]:
    """The subtotals, equal category and rate merged, and the informative reverse charged ones.

    With `tax_once` the tax of each row is computed on the row's base (EN 16931 BR-CO-17), else
    it is the sum of what the groups came to.
    """
    rows: dict[tuple[str, Decimal | None], _Row] = {}
    reversed_rows: dict[tuple[str, Decimal | None], _Row] = {}
    for group in groups:
        for i, base in enumerate(group.tax_bases()):
            category, rate, _, reverse = group.sign[i]
            source = group.taxes[i] if i < len(group.taxes) else LineTax(name="equalization")
            shown = None if category == "O" else ZERO if reverse else rate
            row = _row(rows, category, shown, source)
            row.base += base
            row.tax += group.tax_amounts[i]
            if not i:
                row.reasons |= group.reasons
            if reverse and rate:
                _row(reversed_rows, category, rate, source).base += base
    for row in (*reversed_rows.values(), *(rows.values() if tax_once else ())):
        tax = (row.base * (row.rate or ZERO) / HUNDRED).quantize(quantum, ROUND_HALF_UP)
        row.tax = tax + ZERO  # a negative base at rate 0 gives minus zero
    return (
        tuple([row.subtotal() for row in rows.values()]),
        tuple([row.subtotal(reverse=True) for row in reversed_rows.values()]),
    )


def drifted(document: Document, subtotals: Iterable[TaxSubtotal]) -> list[Finding]:
    """A finding for each tax that came out a whole unit off rate times base.

    Rounded line by line, or several times at one rate in prices that include tax. Nobody could
    read such a document as an e-invoice. Source: EN 16931 BR-CO-17.
    """
    finding = _drifted_by_line if document.rounding_level == "line" else _drifted_in_prices
    return [
        finding(row, exact)
        for row in subtotals
        if row.rate and abs(row.tax - (exact := row.base * row.rate / HUNDRED)) >= DRIFT_MAX
    ]


def _drifted_by_line(row: TaxSubtotal, exact: Decimal) -> Finding:
    return Finding(
        "BR-CO-17",
        "/roundingLevel",
        f"Rounded line by line, the tax at {row.rate} % is {row.tax};"
        f" on the whole base it is {exact:f}.",
        "Send roundingLevel document, or fewer lines.",
        term="BT-117",
    )


def _drifted_in_prices(row: TaxSubtotal, exact: Decimal) -> Finding:
    return Finding(
        "BR-CO-17",
        "/keepPricesAsGross",
        f"Taken out of prices with tax, the tax at {row.rate} % is {row.tax};"
        f" on the whole base it is {exact:f}.",
        "Send prices without tax, or each rate once.",
        term="BT-117",
    )


def _row(
    rows: dict[tuple[str, Decimal | None], _Row],
    category: str,
    rate: Decimal | None,
    source: LineTax,
) -> _Row:
    row = rows.setdefault((category, rate), _Row(category, rate, source))
    if not (row.source.exemption_code or row.source.exemption_reason):
        row.source = source
    return row


def assign_allowances(
    document: Document, groups: Groups, lines: Decimal, quantum: Decimal
) -> tuple[list[AllowanceCharge], list[Finding]]:
    """The document's allowances and charges with amount, category and rate filled in.

    Each is added to the group it is taxed with; one without a category needs a document where
    all lines are taxed alike.
    """
    found: list[Finding] = []
    filled: list[AllowanceCharge] = []
    for pointer, item in _stated(document):
        group = _group_of(item, groups)
        if group is None:
            found.append(
                Finding(
                    "BR-37" if item.is_charge else "BR-32",
                    f"{pointer}/taxCategory",
                    "The lines bear different taxes, and this names no category.",
                    "Send taxCategory and taxRate.",
                    term="BT-102" if item.is_charge else "BT-95",
                )
            )
            filled.append(item)
            continue
        done = rounded(item, lines, quantum)
        group.explain(item.exemption_code, item.exemption_reason)
        group.charges += done.amount if done.is_charge else -done.amount
        filled.append(replace(done, tax_category=group.category, tax_rate=group.rate))
    return filled, found


def _stated(document: Document) -> Iterator[tuple[str, AllowanceCharge]]:
    """The caller's allowances and charges, contributions to funds, and a stamp duty charged on."""
    own = (item for item in document.allowances_charges if not item.computed)
    for index, item in enumerate(own):
        yield f"/allowancesCharges/{index}", item
    for index, fund in enumerate(document.funds):
        yield f"/funds/{index}", _contribution(fund)
    if document.stamp_duty and document.stamp_duty.charge:
        yield "/stampDuty", document.stamp_duty.charge


def _contribution(fund: FundContribution) -> AllowanceCharge:
    return AllowanceCharge(
        is_charge=True,
        base=fund.base,
        percent=fund.rate,
        reason=fund.reason,
        tax_category=fund.tax_category,
        tax_rate=fund.tax_rate,
        exemption_code=fund.exemption_code,
        fund=fund.type,
        withheld=fund.withheld,
        computed=True,
    )


def _group_of(item: AllowanceCharge, groups: Groups) -> Group | None:
    category, rate = item.tax_category, item.tax_rate
    fitting = [
        group
        for group in groups.all()
        if (not category or group.category == category) and (rate is None or group.rate == rate)
    ]
    if fitting and (category or rate is not None or len(fitting) == 1):
        exact = [group for group in fitting if len(group.sign) == 1]
        return (exact or fitting)[0] if rate is not None or len(fitting) == 1 else None
    if not category and not rate:
        return None
    tax = LineTax(
        category=category or "S",
        rate=rate or ZERO,
        reverse_charged=category == "AE",
        exemption_code=item.exemption_code,
        exemption_reason=item.exemption_reason,
    )
    sign = ((tax.category, tax.rate, False, tax.reverse_charged),)
    return groups.at(sign, (tax,))


def computed_allowances(groups: Iterable[Group]) -> list[AllowanceCharge]:
    """The document's own discount as one allowance (BG-20) on each category and rate."""
    return [
        AllowanceCharge(
            amount=group.allowance,
            reason_code=DISCOUNT_CODE,
            tax_category=group.category,
            tax_rate=group.rate,
            computed=True,
        )
        for group in groups
        if group.allowance
    ]
