"""The calculator: the page's examples, known figures, and what is refused."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invoicing.errors import InvalidDocument
from invoicing.model import (
    AllowanceCharge,
    ConversionRate,
    Document,
    Line,
    LineTax,
    Payment,
    PaymentTier,
    Totals,
)
from invoicing.model.value import replace
from invoicing.rules.totals import calculate, check_given_totals

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rounding.md"
EXAMPLES = re.findall(r"^    ([A-Z]{3}.*)\n    (\S.*)$", PAGE.read_text("utf-8"), re.M)
SETTINGS = {
    "discountPercent": "discount_percent",
    "discountAmount": "discount_amount",
    "cashRounding": "cash_rounding",
    "withholdingRate": "withholding_rate",
    "prepaid": "prepaid",
}
D = Decimal


def line(price: str, *rates: str, quantity: str = "1", **more: Any) -> Line:
    taxes = tuple(LineTax(rate=D(r.lstrip("*")), compound=r.startswith("*")) for r in rates)
    return Line(**{"price": D(price), "quantity": D(quantity), "taxes": taxes, **more})


def euros(*lines: Line, **more: Any) -> Document:
    return Document(currency="EUR", lines=lines, **more)


def read_example(text: str) -> Document:
    head, _, body = text.partition(": ")
    currency, *words = head.split()
    inclusive = "inclusive" in words
    given = dict(word.split("=") for word in words if "=" in word)
    lines = []
    for item in body.split("; "):
        quantity, price, rates = re.fullmatch(r"(\S+) x (\S+) @ (\S+)", item).groups()
        made = line(price, *rates.split("+"), quantity=quantity)
        lines.append(replace(made, price=None, price_with_tax=made.price) if inclusive else made)
    return Document(
        currency=currency,
        prices_include_tax=inclusive,
        lines=tuple(lines),
        **{SETTINGS[name]: D(value) for name, value in given.items()},
    )


def refused(document: Document) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        calculate(document)
    return [finding.pointer for finding in caught.value.findings]


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == 15


@pytest.mark.parametrize(("given", "expected"), EXAMPLES)
def test_example_of_the_rounding_page(given, expected):
    totals = calculate(read_example(given)).totals
    shown = {name: D(value) for name, value in (pair.split() for pair in expected.split(", "))}
    assert {name: getattr(totals, name) for name in shown} == shown


def test_inclusive_total_does_not_depend_on_the_number_of_lines():
    one = Line(price_with_tax=D("125.00"), taxes=(LineTax(rate=D(6)),))
    totals = calculate(euros(*[one] * 12, prices_include_tax=True)).totals
    assert (totals.net, totals.tax, totals.gross) == (D("1415.09"), D("84.91"), D("1500.00"))


def test_either_price_gives_the_other():
    done = calculate(
        euros(line("100", "22"), Line(price_with_tax=D(122), taxes=line("0", "22").taxes))
    )
    assert [(x.price, x.price_with_tax) for x in done.lines] == [(100, 122), (100, 122)]


def test_cascading_discounts_multiply_and_round_once():
    done = calculate(euros(line("99.99", "0", discounts=(D(10), D(5), D("2.5")))))
    assert done.lines[0].net_amount == D("83.35")  # 99.99 * .9 * .95 * .975 = 83.354...
    assert done.lines[0].discount_amount == done.totals.discount == D("16.64")


def test_discount_by_amount_is_of_the_whole_line():
    done = calculate(euros(line("10", "0", quantity="3", discount=D(5), discount_is_amount=True)))
    assert done.totals.net == 25


def test_price_is_for_the_base_quantity():
    assert (
        calculate(euros(line("12", "0", quantity="250", price_base_quantity=D(100)))).totals.net
        == 30
    )


def test_line_allowances_and_charges_enter_the_line():
    extras = (
        AllowanceCharge(amount=D(3)),
        AllowanceCharge(percent=D(10), is_charge=True),
    )
    assert calculate(euros(line("50", "0", allowances_charges=extras))).totals.lines == 52


def test_br_dec_24_allowances_of_a_line_are_amounts_of_the_currency():
    extras = (
        AllowanceCharge(amount=D("3.005")),
        AllowanceCharge(percent=D(10), base=D("10.005"), is_charge=True),
        AllowanceCharge(percent=D("2.5")),
    )
    done = calculate(euros(line("50", "0", allowances_charges=extras)))
    stated = [(str(a.amount), a.base) for a in done.lines[0].allowances_charges]
    assert stated == [("3.01", None), ("1.00", D("10.01")), ("1.25", None)]
    assert done.totals.lines == D("46.74")


def test_br_dec_02_the_base_of_an_allowance_is_an_amount_of_the_currency():
    extra = AllowanceCharge(percent=D(10), base=D("10.005"))
    (done,) = calculate(euros(line("50", "0"), allowances_charges=(extra,))).allowances_charges
    assert (str(done.amount), str(done.base)) == ("1.00", "10.01")


def test_document_discount_is_an_allowance_on_each_rate():
    done = calculate(euros(line("33.33", "20"), line("66.67", "10"), discount_amount=D("10.00")))
    assert [(a.amount, a.tax_rate, a.computed) for a in done.allowances_charges] == [
        (D("3.33"), 20, True),
        (D("6.67"), 10, True),
    ]
    assert done.totals.allowances == 10


def test_charge_takes_the_only_rate_there_is():
    charge = AllowanceCharge(amount=D(10), is_charge=True)
    done = calculate(euros(line("90", "20"), allowances_charges=(charge,)))
    assert (done.totals.charges, done.totals.tax) == (10, 20)
    assert (done.allowances_charges[0].tax_category, done.allowances_charges[0].tax_rate) == (
        "S",
        20,
    )


def test_reverse_charge_is_shown_and_not_added():
    done = calculate(euros(Line(price=D(100), taxes=(LineTax(rate=D(22), reverse_charged=True),))))
    (row,), (informative,) = done.tax_subtotals, done.reverse_tax_subtotals
    assert (row.category, row.rate, row.base, row.tax, done.totals.gross) == ("AE", 0, 100, 0, 100)
    assert (informative.rate, informative.tax, informative.reverse_charged) == (22, 22, True)


@pytest.mark.parametrize(
    ("tax", "category"),
    [
        (LineTax(rate=D(22)), "S"),
        (LineTax(), "Z"),
        (LineTax(exemption_reason="medical care"), "E"),
        (LineTax(exemption_code="VATEX-EU-O"), "O"),
        (LineTax(rate=D(22), reverse_charged=True), "AE"),
        (LineTax(category="G", exemption_code="VATEX-EU-G"), "G"),
    ],
)
def test_category_where_the_caller_names_none(tax, category):
    done = calculate(euros(Line(price=D(1), taxes=(tax,))))
    assert done.tax_subtotals[0].category == done.lines[0].taxes[0].category == category
    assert done.tax_subtotals[0].exemption_code == tax.exemption_code
    assert done.tax_subtotals[0].exemption_reason == tax.exemption_reason


def test_omitted_taxes_leave_the_supply_outside_vat():
    done = calculate(euros(line("10", "22"), omit_taxes=True, tax_clause="small business"))
    (row,) = done.tax_subtotals
    assert (row.category, row.rate, row.exemption_reason) == ("O", None, "small business")
    assert done.totals.gross == 10
    assert calculate(
        euros(line("10", "22"), omit_taxes=True, ignore_omit_taxes=True)
    ).totals.tax == D("2.20")


def test_equalization_surcharge_is_a_row_of_its_own():
    done = calculate(euros(line("100", "21"), equalization=D("5.2")))
    assert [(r.rate, r.tax) for r in done.tax_subtotals] == [(21, 21), (D("5.2"), D("5.20"))]


def test_rounding_per_line_sums_rounded_taxes():
    lines = [line("0.12", "20")] * 3
    assert calculate(euros(*lines)).totals.tax == D("0.07")
    assert calculate(euros(*lines, rounding_level="line")).totals.tax == D("0.06")


def test_br_co_17_rounding_per_line_that_drifts_a_whole_unit_is_refused():
    lines = [line("4", "10") for _ in range(3)]
    yen = Document(currency="JPY", lines=tuple(lines), rounding_level="line")
    assert refused(yen) == ["/roundingLevel"]
    assert calculate(replace(yen, rounding_level="document")).totals.tax == 1
    assert calculate(replace(yen, lines=yen.lines[:2])).totals.tax == 0


def test_br_co_17_a_rate_borne_twice_in_prices_with_tax_that_drifts_is_refused():
    twice = line("101", "22", "22")
    yen = Document(currency="JPY", lines=(twice,), prices_include_tax=True)
    given = replace(yen, lines=(replace(twice, price=None, price_with_tax=D(101)),))
    assert refused(given) == ["/keepPricesAsGross"]
    assert calculate(replace(yen, prices_include_tax=False)).totals.tax == 44
    once = replace(given.lines[0], taxes=twice.taxes[:1])
    assert calculate(replace(given, lines=(once,))).totals.gross == 101
    assert calculate(replace(given, currency="EUR")).totals.gross == 101


def test_only_products_add_and_a_section_total_sums_its_section():
    done = calculate(
        euros(
            Line(kind="subtitle"),
            line("10", "0"),
            Line(kind="divider"),
            line("5", "0"),
            Line(kind="section_total"),
            line("7", "0"),
            Line(kind="section_total"),
        )
    )
    assert done.totals.lines == 22
    assert [x.net_amount for x in done.lines] == [None, 10, None, 5, 15, 7, 7]


def test_payments_reduce_the_payable_amount_only():
    paid = (Payment(amount=D(30)), Payment(amount=D("2.00")))
    totals = calculate(euros(line("100", "22"), payments=paid, prepaid=D(10))).totals
    assert (totals.gross, totals.prepaid, totals.payable) == (122, 42, 80)


def test_cash_discounts_change_no_total():
    document = euros(line("100", "22"))
    tiers = (PaymentTier(days=10, percent=D(2)),)
    assert calculate(replace(document, cash_discounts=tiers)).totals == calculate(document).totals


def test_second_currency_is_converted_by_the_stored_rate():
    rate = ConversionRate(from_currency="EUR", to_currency="HUF", rate=D("390.5"))
    totals = calculate(euros(line("10", "20"), conversion=rate, tax_currency="HUF")).totals
    assert (totals.net_converted, totals.gross_converted) == (D("3905.00"), D("4686.00"))
    assert totals.tax_in_tax_currency == D("781.00")


def test_given_totals_are_ignored():
    lie = replace(line("10", "20"), net_amount=D(1), amount_with_tax=D(1))
    assert calculate(euros(lie, totals=Totals(gross=D(1)))).totals.gross == 12


def test_custom_totals_within_tolerance_are_kept():
    near = replace(line("10", "20"), net_amount=D("10.02"))
    done = calculate(euros(near, custom_totals=True))
    assert (done.totals.lines, done.totals.net, done.totals.tax) == (
        D("10.02"),
        D("10.02"),
        D("2.00"),
    )
    assert calculate(done) == done


def test_custom_totals_beyond_tolerance_are_refused_with_both_figures():
    far = replace(line("10", "20"), net_amount=D("10.03"))
    with pytest.raises(InvalidDocument) as caught:
        calculate(euros(line("1", "20"), far, custom_totals=True))
    (finding,) = caught.value.findings
    assert finding.pointer == "/_documentItems/1/total"
    assert "10.03" in finding.text
    assert "10.00" in finding.text


@pytest.mark.parametrize(
    ("currency", "price", "given"), [("EUR", "10", "10.005"), ("JPY", "10", "10.01")]
)
def test_br_dec_23_custom_totals_have_no_more_decimals_than_the_currency(currency, price, given):
    fine = replace(line(price, "20"), net_amount=D(given))
    with pytest.raises(InvalidDocument) as caught:
        calculate(Document(currency=currency, lines=(fine,), custom_totals=True))
    (finding,) = caught.value.findings
    assert (finding.rule, finding.pointer) == ("TOTALS-DECIMALS", "/_documentItems/0/total")


def test_custom_totals_are_kept_at_the_minor_unit():
    near = replace(line("10", "20"), net_amount=D("10.0100"))
    (done,) = calculate(euros(near, custom_totals=True)).lines
    assert str(done.net_amount) == "10.01"


def test_wrong_given_total_is_a_warning_or_fatal_when_strict():
    computed = calculate(euros(line("50", "0"))).totals
    (warning,) = check_given_totals(Totals(gross=D(25)), computed)
    assert (warning.pointer, warning.severity) == ("/totalWithTax", "warning")
    assert check_given_totals(Totals(gross=D(25)), computed, strict=True)[0].severity == "fatal"
    assert check_given_totals(Totals(gross=D(50)), computed) == ()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"discount": D(1), "discounts": (D(1),)}, "discount"),
        ({"discount": D("100.01")}, "discount"),
        ({"discount": D(-1)}, "discount"),
        ({"discounts": (D(5), D(101))}, "discounts/1"),
        ({"discount": D("10.01"), "discount_is_amount": True}, "discount"),
        ({"discount": D(-1), "discount_is_amount": True}, "discount"),
        ({"quantity": D(-1), "price": D(-1)}, "quantity"),
        ({"price_base_quantity": D(0)}, "priceBaseQuantity"),
        ({"price": None}, "price"),
        ({"taxes": (LineTax(rate=D(5), category="Z"),)}, "_documentItemTaxes/0/rate"),
        ({"price": D("999999999999"), "quantity": D(2)}, "total"),
    ],
)
def test_what_has_no_one_meaning_is_refused_at_its_place(change, pointer):
    assert refused(euros(line("1", "0"), replace(line("10", "0"), **change))) == [
        f"/_documentItems/1/{pointer}"
    ]


def test_document_discount_beyond_the_document_is_refused():
    assert refused(euros(line("10", "20"), discount_amount=D("10.01"))) == ["/discountAmount"]
    assert refused(euros(line("10", "20"), discount_percent=D(101))) == ["/discountPercent"]


def test_sum_with_more_than_twelve_digits_is_refused():
    big = line("999999999999", "0")
    assert refused(euros(big, big)) == ["/totalWithTax"]


def test_allowance_without_category_needs_lines_taxed_alike():
    extra = (AllowanceCharge(amount=D(1)),)
    document = euros(line("10", "20"), line("10", "10"), allowances_charges=extra)
    assert refused(document) == ["/allowancesCharges/0/taxCategory"]


def test_all_findings_come_at_once():
    bad = replace(line("10", "0"), discount=D(101))
    assert refused(euros(bad, bad, discount_percent=D(-1))) == [
        "/_documentItems/0/discount",
        "/_documentItems/1/discount",
        "/discountPercent",
    ]


def test_br_co_14_a_negative_base_at_rate_zero_has_no_minus_zero():
    tax = LineTax(rate=Decimal(0), category="AE", reverse_charged=True)
    line = Line(name="back", quantity=Decimal(-1), price=Decimal("0.75"), taxes=(tax,))
    document = calculate(Document(currency="EUR", lines=(line,)))
    amounts = [row.tax for row in document.tax_subtotals] + [document.totals.tax]
    assert [str(amount) for amount in amounts] == ["0.00"] * len(amounts)
