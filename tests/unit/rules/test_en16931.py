"""The rules of EN 16931: one valid document, and what each single change breaks."""

from datetime import date
from decimal import Decimal as D

import pytest

from invoicing.model import (
    Address,
    AllowanceCharge,
    CreditTransfer,
    Delivery,
    Document,
    DocumentReference,
    Identifier,
    Line,
    LineTax,
    Party,
    PaymentInstructions,
    TaxSubtotal,
    Totals,
)
from invoicing.model.value import replace
from invoicing.rules.en16931 import RULES, check

LINE = Line(
    name="Hours",
    quantity=D(2),
    unit_code="HUR",
    price=D("50.00"),
    net_amount=D("100.00"),
    taxes=(LineTax(category="S", rate=D(22)),),
)
VALID = Document(
    number="2026-1",
    issue_date=date(2026, 1, 31),
    currency="EUR",
    seller=Party(name="A", vat_identifier="SI12345679", address=Address(country_code="SI")),
    buyer=Party(name="B", vat_identifier="IT12345670017", address=Address(country_code="IT")),
    lines=(LINE,),
    totals=Totals(
        lines=D("100.00"), net=D("100.00"), tax=D("22.00"), gross=D("122.00"), payable=D("122.00")
    ),
    tax_subtotals=(TaxSubtotal(category="S", rate=D(22), base=D("100.00"), tax=D("22.00")),),
)


def rules(document):
    return {f.rule for f in check(document)}


def with_totals(**changes):
    return replace(VALID, totals=replace(VALID.totals, **changes))


def with_line(**changes):
    return replace(VALID, lines=(replace(LINE, **changes),))


def with_category(category, rate, **changes):
    """The valid document in another VAT category, without tax."""
    return replace(
        VALID,
        lines=(replace(LINE, taxes=(LineTax(category=category, rate=D(rate)),)),),
        totals=replace(VALID.totals, tax=D(0), gross=D(100), payable=D(100)),
        tax_subtotals=(
            TaxSubtotal(
                category=category,
                rate=None if category == "O" else D(rate),
                base=D(100),
                tax=D(0),
                exemption_reason="because",
            ),
        ),
        **changes,
    )


def test_a_valid_document_has_no_findings():
    assert check(VALID) == ()


BROKEN = {
    "BR-02": replace(VALID, number=" "),
    "BR-03": replace(VALID, issue_date=None),
    "BR-05": replace(VALID, currency=""),
    "BR-06": replace(VALID, seller=replace(VALID.seller, name="")),
    "BR-07": replace(VALID, buyer=replace(VALID.buyer, name="")),
    "BR-08": replace(VALID, seller=replace(VALID.seller, address=Address())),
    "BR-09": replace(VALID, seller=replace(VALID.seller, address=Address(city="X"))),
    "BR-10": replace(VALID, buyer=replace(VALID.buyer, address=Address())),
    "BR-11": replace(VALID, buyer=replace(VALID.buyer, address=Address(city="X"))),
    "BR-16": replace(VALID, lines=()),
    "BR-24": with_line(net_amount=None),
    "BR-25": with_line(name=""),
    "BR-26": with_line(price=None),
    "BR-27": with_line(price=D(-1)),
    "BR-28": with_line(list_price=D(-1)),
    "BR-29": replace(VALID, period_start=date(2026, 2, 1), period_end=date(2026, 1, 1)),
    "BR-30": with_line(period_start=date(2026, 2, 1), period_end=date(2026, 1, 1)),
    "BR-33": replace(VALID, allowances_charges=(AllowanceCharge(tax_category="S"),)),
    "BR-50": replace(
        VALID,
        payment_instructions=PaymentInstructions(
            means_code="58", credit_transfers=(CreditTransfer(),)
        ),
    ),
    "BR-53": replace(VALID, tax_currency="CHF"),
    "BR-55": replace(VALID, preceding=(DocumentReference(),)),
    "BR-57": replace(VALID, delivery=Delivery(address=Address(city="X"))),
    "BR-61": replace(VALID, payment_instructions=PaymentInstructions(means_code="30")),
    "BR-64": with_line(standard_item_id=Identifier(value="1")),
    "BR-65": with_line(classifications=(Identifier(value="1"),)),
    "BR-CO-03": replace(VALID, tax_point_date=date(2026, 1, 1), tax_point_code="35"),
    "BR-CO-04": with_line(taxes=()),
    "BR-CO-09": replace(VALID, seller=replace(VALID.seller, vat_identifier="12345679")),
    "BR-CO-10": with_totals(lines=D(99)),
    "BR-CO-11": with_totals(allowances=D(1)),
    "BR-CO-12": with_totals(charges=D(1)),
    "BR-CO-13": with_totals(net=D(99)),
    "BR-CO-14": with_totals(tax=D(21)),
    "BR-CO-15": with_totals(gross=D(121)),
    "BR-CO-16": with_totals(payable=D(121)),
    "BR-CO-18": replace(VALID, tax_subtotals=()),
    "BR-DEC-23": with_line(net_amount=D("100.000")),
    "BR-DEC-18": with_totals(payable=D("122.000")),
    "BR-CL-01": replace(VALID, type_code="999999"),
    "BR-CL-04": replace(VALID, currency="XYZ"),
    "BR-CL-14": replace(VALID, buyer=replace(VALID.buyer, address=Address(country_code="QQ"))),
    "BR-CL-23": with_line(unit_code="kg"),
    "BR-S-01": replace(VALID, tax_subtotals=()),
    "BR-S-02": replace(VALID, seller=replace(VALID.seller, vat_identifier="")),
    "BR-AE-02": with_category("AE", 0, buyer=replace(VALID.buyer, vat_identifier="")),
    "BR-IC-11": with_category("K", 0),
    "BR-IC-12": with_category("K", 0),
    "BR-O-02": with_category("O", 0),
    "BR-E-05": with_category("E", 5),
}


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_rule_finds_what_breaks_it(rule):
    assert rule in rules(BROKEN[rule])


@pytest.mark.parametrize("category", ["E", "AE", "G"])
def test_untaxed_categories_with_a_reason_are_valid(category):
    assert rules(with_category(category, 0)) == set()


def test_br_co_16_payable_subtracts_prepaid_and_adds_rounding():
    assert rules(with_totals(prepaid=D(22), rounding=D("0.05"), payable=D("100.05"))) == set()
    assert "BR-CO-16" in rules(with_totals(prepaid=D(22)))


def test_br_co_17_allows_less_than_one_unit():
    near = replace(VALID.tax_subtotals[0], tax=D("22.99"))
    far = replace(VALID.tax_subtotals[0], tax=D("23.00"))
    assert "BR-CO-17" not in rules(replace(VALID, tax_subtotals=(near,)))
    assert "BR-CO-17" in rules(replace(VALID, tax_subtotals=(far,)))


def test_findings_name_place_term_and_remedy():
    (finding,) = check(with_line(price=D(-1)))
    assert (finding.pointer, finding.term) == ("/_documentItems/0/price", "BT-146")
    assert finding.fix
    assert finding.severity == RULES["BR-27"].severity == "fatal"


def test_unknown_profile_is_an_error():
    with pytest.raises(KeyError):
        check(VALID, "nowhere")


def test_peppol_demands_a_reference_and_both_electronic_addresses():
    found = {f.rule for f in check(VALID, "peppol")}
    assert found == {f"PEPPOL-EN16931-R0{n}" for n in ("03", "10", "20")}
    addressed = replace(
        VALID,
        buyer_reference="X",
        seller=replace(
            VALID.seller, electronic_address=Identifier(value="7300010000001", scheme="0088")
        ),
        buyer=replace(
            VALID.buyer, electronic_address=Identifier(value="5790000435975", scheme="0088")
        ),
    )
    assert check(addressed, "peppol") == ()
