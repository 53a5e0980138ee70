"""What lines take from items and from the organization's taxes, and what rates follow."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoicing.model import Document, Identifier, Line, LineTax
from invoicing.model.catalogue import ExchangeRates, Item, Tax, TaxRate
from invoicing.rules.catalogue import fill_line, with_known_taxes
from invoicing.rules.exchange import conversion

texts = st.sampled_from(["", "mine"])
prices = st.sampled_from([None, Decimal(0), Decimal("7.50")])
lines = st.builds(
    Line,
    name=texts,
    description=texts,
    unit=texts,
    seller_item_id=texts,
    origin_country=texts,
    price=prices,
    price_with_tax=prices,
    list_price=prices,
    classifications=st.sampled_from([(), (Identifier(value="1"),)]),
)
ITEM = Item(
    id="i",
    name="Chair",
    description="oak",
    unit="pcs",
    unit_code="H87",
    price=Decimal(50),
    seller_item_id="C-1",
    origin_country="SI",
    classifications=(Identifier(value="9401"),),
)
DOCUMENT = Document(currency="EUR", issue_date=date(2026, 11, 21))


@given(lines)
def test_F117_every_field_the_line_has_stays_and_every_other_is_the_items(line):
    filled = fill_line(line, ITEM, DOCUMENT, None)
    for field in ("name", "description", "seller_item_id", "origin_country", "classifications"):
        assert getattr(filled, field) == (getattr(line, field) or getattr(ITEM, field))
    own_price = (line.price, line.price_with_tax, line.list_price)
    if own_price == (None, None, None):
        assert (filled.price, filled.price_with_tax) == (Decimal(50), None)
    else:
        assert (filled.price, filled.price_with_tax, filled.list_price) == own_price
    if line.unit:  # a unit of the line's own never gets the code of another
        assert (filled.unit, filled.unit_code) == ("mine", "")
    else:
        assert (filled.unit, filled.unit_code) == ("pcs", "H87")


@given(lines)
def test_F117_filling_twice_is_filling_once(line):
    once = fill_line(line, ITEM, DOCUMENT, None)
    assert fill_line(once, ITEM, DOCUMENT, None) == once


days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@given(st.dictionaries(days, st.integers(0, 30), min_size=1, max_size=6), days)
def test_F144_the_rate_is_the_last_one_that_began_by_the_documents_day(begins, on):
    rates = tuple(
        TaxRate(rate=Decimal(rate), valid_from=day)
        for day, rate in sorted(begins.items(), reverse=True)
    )
    tax = Tax(id="t", name="VAT", rates=rates)
    line = Line(name="x", taxes=(LineTax(tax_id="t"),))
    document, findings = with_known_taxes(Document(issue_date=on, lines=(line,)), (tax,))
    begun = [day for day in begins if day <= on]
    if begun:
        assert findings == []
        assert document.lines[0].taxes[0].rate == begins[max(begun)]
    else:
        assert [f.rule for f in findings] == ["tax-not-yet"]


def test_F144_the_id_wins_over_the_rate_and_the_rate_over_the_classification():
    standard = Tax(id="s", name="S", classification="standard", rates=(TaxRate(rate=Decimal(22)),))
    reduced = Tax(id="r", name="R", classification="reduced", rates=(TaxRate(rate=Decimal(5)),))

    def named(**members: object) -> str:
        line = Line(name="x", taxes=(LineTax(**members),))
        document = Document(issue_date=date(2026, 1, 1), lines=(line,))
        found, findings = with_known_taxes(document, (standard, reduced))
        assert findings == []
        return found.lines[0].taxes[0].tax_id

    five = Decimal(5)
    assert named(tax_id="s", rate=five, classification="reduced") == "s"
    assert named(rate=five, classification="standard") == "r"
    assert named(classification="standard") == "s"
    assert named(rate=Decimal(7)) == ""


def test_F144_no_rate_is_taken_for_a_tax_of_another_category():
    exempt = Tax(id="e", name="E", category="E", rates=(TaxRate(rate=Decimal(0)),))
    for category, found in (("E", "e"), ("AE", ""), ("", "")):
        line = Line(name="x", taxes=(LineTax(category=category),))
        document = Document(issue_date=date(2026, 1, 1), lines=(line,))
        (filled,) = with_known_taxes(document, (exempt,))[0].lines
        assert filled.taxes[0].tax_id == found


def test_F144_the_suppliers_rates_are_not_taken_for_our_taxes():
    tax = Tax(id="s", name="S", rates=(TaxRate(rate=Decimal(22)),))
    line = Line(name="x", taxes=(LineTax(rate=Decimal(22)),))
    document = Document(issue_date=date(2026, 1, 1), lines=(line,), incoming=True)
    assert with_known_taxes(document, (tax,))[0] == document


rate = st.integers(1, 10**8).map(lambda n: Decimal(n) / 10**4)


@given(rate, rate)
def test_F160_a_published_rate_is_kept_as_published(usd, czk):
    day = date(2026, 11, 20)
    rates = ExchangeRates(day=day, rates={"USD": usd, "CZK": czk}, source="bank")
    home = conversion(rates, "USD", "EUR")
    assert (home.from_currency, home.to_currency, home.rate) == ("EUR", "USD", usd)
    away = conversion(rates, "EUR", "USD")
    assert (away.from_currency, away.to_currency, away.rate) == ("EUR", "USD", usd)
    cross = conversion(rates, "USD", "CZK")
    assert (cross.from_currency, cross.to_currency) == ("USD", "CZK")
    assert abs(cross.rate * usd - czk) <= czk * Decimal("1e-9")
    assert {r.source for r in (home, away, cross)} == {"bank"}
    assert {r.rate_date for r in (home, away, cross)} == {day}
    assert conversion(rates, "GBP", "EUR") is None
    assert conversion(rates, "USD", "GBP") is None
