"""What holds for every document the calculator accepts."""

import os
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from invoicing.errors import InvalidDocument
from invoicing.model import AllowanceCharge, Document, Line, LineTax
from invoicing.model.value import replace
from invoicing.rules.totals import calculate as calculate_all
from invoicing.rules.totals import lines as lines_module

EXAMPLES = 10_000 if os.environ.get("NOTULA_LONG") == "1" else 100
RULES = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS = {"EUR": Decimal("0.01"), "JPY": Decimal(1), "BHD": Decimal("0.001")}
RATES = [Decimal(r) for r in ("0", "5", "5.5", "7.7", "9.975", "19", "22", "25")]


def calculate(document: Document) -> Document:
    """The calculated document; what the calculator refuses is not its promise."""
    try:
        return calculate_all(document)
    except InvalidDocument:
        return reject()


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


@st.composite
def taxes(draw: st.DrawFn) -> tuple[LineTax, ...]:
    first = LineTax(rate=draw(st.sampled_from(RATES)), reverse_charged=draw(st.integers(0, 9)) == 0)
    if first.reverse_charged or draw(st.integers(0, 5)):
        return (first,)
    return (first, LineTax(rate=draw(st.sampled_from(RATES)), compound=draw(st.booleans())))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    if draw(st.integers(0, 9)) == 0:
        return Line(kind=draw(st.sampled_from(["subtitle", "section_total", "divider"])))
    price = draw(decimals("0", "9999", 4))
    field = draw(st.sampled_from(["price", "price_with_tax"]))
    more = draw(
        st.sampled_from(
            [
                {},
                {"discount": Decimal("12.5")},
                {"discounts": (Decimal(10), Decimal("2.5"))},
                {"allowances_charges": (AllowanceCharge(amount=Decimal("0.5"), is_charge=True),)},
                {"price_base_quantity": Decimal(100)},
            ]
        )
    )
    return Line(
        quantity=draw(decimals("-20", "500", 3)),
        taxes=draw(taxes()),
        **{field: price},
        **more,
    )


@st.composite
def documents(draw: st.DrawFn, *, inclusive: bool | None = None) -> Document:
    extra = ()
    if draw(st.booleans()):
        charge = draw(st.booleans())
        extra = (
            AllowanceCharge(
                is_charge=charge,
                amount=draw(decimals("0", "50", 2)),
                tax_category="S",
                tax_rate=Decimal(19),
            ),
        )
    return Document(
        currency=draw(st.sampled_from(list(UNITS))),
        prices_include_tax=draw(st.booleans()) if inclusive is None else inclusive,
        rounding_level=draw(st.sampled_from(["document", "document", "line"])),
        discount_percent=draw(st.sampled_from([None, None, Decimal(3), Decimal("33.3")])),
        withholding_rate=draw(st.sampled_from([None, Decimal(15)])),
        equalization=draw(st.sampled_from([None, None, Decimal("5.2")])),
        prepaid=draw(st.sampled_from([None, Decimal("10.005")])),
        lines=tuple(draw(st.lists(lines(), min_size=1, max_size=8))),
        allowances_charges=extra,
    )


def nets(document: Document) -> list[Decimal]:
    return [line.net_amount for line in document.lines if line.kind == "product"]


@RULES
@given(documents())
def test_br_co_10_to_16_hold_and_nothing_is_finer_than_the_minor_unit(document):
    done = calculate(document)
    totals, extra = done.totals, done.allowances_charges
    assert totals.lines == sum(nets(done))
    assert totals.allowances == sum(a.amount for a in extra if not a.is_charge)
    assert totals.charges == sum(a.amount for a in extra if a.is_charge)
    assert totals.net == totals.lines - totals.allowances + totals.charges
    assert totals.tax == sum(row.tax for row in done.tax_subtotals)
    assert totals.gross == totals.net + totals.tax
    assert totals.payable == totals.gross - totals.prepaid + totals.rounding
    unit = UNITS[document.currency]
    amounts = [*nets(done), *(a.amount for a in extra)]
    amounts += [x for row in done.tax_subtotals for x in (row.base, row.tax)]
    amounts += [totals.net, totals.gross, totals.prepaid, totals.withholding, totals.payable]
    assert all(amount == amount.quantize(unit) for amount in amounts)


@RULES
@given(documents())
def test_calculating_twice_changes_nothing(document):
    done = calculate(document)
    assert calculate(done) == done


@RULES
@given(documents(inclusive=False))
def test_br_co_17_tax_is_the_rate_on_the_rounded_base(document):
    document = calculate(document)
    slack = UNITS[document.currency] * (
        len(document.lines) + 3 if document.rounding_level == "line" else 0
    )
    for row in document.tax_subtotals:
        exact = row.base * (row.rate or 0) / 100
        rounded = exact.quantize(UNITS[document.currency], ROUND_HALF_UP)
        assert abs(row.tax - rounded) <= slack


@RULES
@given(documents(inclusive=True))
def test_inclusive_totals_never_move(document):
    done = calculate(document)
    paid = sum(line.amount_with_tax for line in done.lines if line.kind == "product")
    if not document.allowances_charges and document.discount_percent is None:
        assert done.totals.gross == paid
    for line in done.lines:
        if line.kind == "product":
            assert line.net_amount + line.tax_amount == line.amount_with_tax


@RULES
@given(documents())
def test_bases_of_singly_taxed_lines_sum_to_the_net_total(document):
    done = calculate(document)
    single = all(len(line.taxes) == 1 for line in done.lines if line.kind == "product")
    if single and document.equalization is None:
        assert sum(row.base for row in done.tax_subtotals) == done.totals.net


@RULES
@given(documents(inclusive=False))
def test_the_short_way_of_plain_lines_comes_to_the_same(document):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "is_plain", lambda _: False)
        long_way = calculate(document)
    assert calculate(document) == long_way


@RULES
@given(documents())
def test_equal_taxes_are_taxed_alike_whether_shared_or_not(document):
    def own(line):
        return replace(line, taxes=tuple(replace(tax) for tax in line.taxes))

    apart = replace(document, lines=tuple(own(line) for line in document.lines))
    assert calculate(apart) == calculate(document)
