"""Random documents for what the calculator promises: every way to say an amount, few words."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    ConversionRate,
    Delivery,
    Document,
    Identifier,
    Line,
    LineTax,
    Party,
    PaymentTier,
)
from invoicing.rules.totals.rounding import CASH_STEPS

SELLER = Party(
    name="Seller",
    vat_identifier="SI12345678",
    tax_registration="1234",
    address=Address(city="Ljubljana", country_code="SI"),
    contact=Contact(name="A"),
)
OUTSIDE_VAT = Party(
    name="Seller",
    legal_registration=Identifier(value="1234"),
    address=Address(city="Ljubljana", country_code="SI"),
)
BUYER = Party(
    name="Buyer", vat_identifier="DE123456789", address=Address(city="Bonn", country_code="DE")
)
TO_GERMANY = Delivery(
    delivered_on=date(2026, 3, 1), address=Address(city="Bonn", country_code="DE")
)

RATES = [Decimal(rate) for rate in ("5", "5.5", "7.7", "9.5", "9.975", "19", "22", "25")]
UNTAXED = {
    "Z": ("", ""),
    "E": ("VATEX-EU-132", "Exempt"),
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "K": ("VATEX-EU-IC", "Intra-Community supply"),
    "G": ("VATEX-EU-G", "Export"),
}


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


PRICES = decimals("0", "9999", 4) | decimals("0", "99", 2) | decimals("0", "999999", 8)
QUANTITIES = decimals("1", "20", 0) | decimals("-20", "500", 3)
AMOUNTS = decimals("0", "50", 2) | decimals("0", "50", 4)
PERCENTS = decimals("0", "100", 2)
OFFSETS = st.sampled_from([Decimal(x) for x in ("0", "0.01", "-0.01", "0.02", "0.005", "0.03")])


def maybe(strategy: st.SearchStrategy[Any], odds: int = 3) -> st.SearchStrategy[Any]:
    """None, or one time in so many a value."""
    return st.integers(1, odds).flatmap(lambda n: strategy if n == odds else st.none())


@st.composite
def single_taxes(draw: st.DrawFn) -> LineTax:
    """One tax as EN 16931 has it."""
    if draw(st.integers(0, 2)):
        return LineTax(rate=draw(st.sampled_from(RATES)), category=draw(st.sampled_from(["", "S"])))
    category = draw(st.sampled_from(sorted(UNTAXED)))
    code, reason = UNTAXED[category]
    return LineTax(category=category, exemption_code=code, exemption_reason=reason)


@st.composite
def national_taxes(draw: st.DrawFn) -> tuple[LineTax, ...]:
    """What EN 16931 has no place for: several taxes, one on another, a rate reverse charged."""
    first = LineTax(rate=draw(st.sampled_from(RATES)), reverse_charged=draw(st.integers(0, 3)) == 0)
    if first.reverse_charged or draw(st.booleans()):
        return (first,)
    return (first, LineTax(rate=draw(st.sampled_from(RATES)), compound=draw(st.booleans())))


@st.composite
def allowances(draw: st.DrawFn, tax: LineTax | None = None) -> AllowanceCharge:
    by_percent = draw(st.booleans())
    return AllowanceCharge(
        is_charge=draw(st.booleans()),
        amount=Decimal(0) if by_percent else draw(AMOUNTS),
        percent=draw(decimals("0", "30", 2)) if by_percent else None,
        base=draw(maybe(AMOUNTS)) if by_percent else None,
        reason="because",
        tax_category=(tax.category or "S") if tax else "",
        tax_rate=tax.rate if tax else None,
    )


@st.composite
def lines(draw: st.DrawFn, taxes: tuple[LineTax, ...], number: int) -> Line:
    reductions: dict[str, Any] = draw(
        st.just({})
        | st.builds(lambda x: {"discount": x}, PERCENTS)
        | st.builds(lambda x: {"discount": x, "discount_is_amount": True}, decimals("0", "5", 4))
        | st.builds(lambda x: {"discounts": tuple(x)}, st.lists(PERCENTS, min_size=1, max_size=3))
        | st.builds(
            lambda x: {"allowances_charges": tuple(x)},
            st.lists(allowances(), min_size=1, max_size=2),
        )
        | st.just({"price_base_quantity": Decimal(100)})
    )
    return Line(
        id=str(number),
        name="Item",
        unit_code="C62",
        quantity=draw(QUANTITIES),
        taxes=taxes,
        **{draw(st.sampled_from(["price", "price", "price_with_tax"])): draw(PRICES)},
        **reductions,
    )


@st.composite
def money_documents(draw: st.DrawFn, *, national: bool = False) -> Document:
    """A document before it is calculated; with `national`, one that EN 16931 cannot say."""
    outside = not national and draw(st.integers(0, 9)) == 0
    if outside:
        choice: list[tuple[LineTax, ...]] = [(LineTax(category="O", exemption_reason="Outside"),)]
    elif national:
        choice = draw(st.lists(national_taxes(), min_size=1, max_size=3))
    else:
        choice = [(tax,) for tax in draw(st.lists(single_taxes(), min_size=1, max_size=3))]
    items = [
        draw(lines(draw(st.sampled_from(choice)), number))
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    if national and draw(st.booleans()):
        kinds = st.sampled_from(["subtitle", "section_total", "divider"])
        items.insert(draw(st.integers(0, len(items))), Line(kind=draw(kinds), name="Part"))
    used = items[0].taxes[0] if items[0].taxes else None
    extra = draw(st.lists(allowances(used), max_size=2)) if used and not outside else []
    currency = draw(st.sampled_from(["EUR", "EUR", "CHF", "SEK", "JPY", "HUF"]))
    conversion = draw(maybe(decimals("0.001", "500", 6), 4))
    other = "USD" if currency == "EUR" else "EUR"
    return Document(
        number="1",
        type=draw(st.sampled_from(["invoice", "invoice", "credit-note"])),
        issue_date=date(2026, 3, 1),
        due_date=date(2026, 3, 31),
        currency=currency,
        tax_currency=other if conversion and draw(st.booleans()) else "",
        conversion=ConversionRate(from_currency=currency, to_currency=other, rate=conversion)
        if conversion
        else None,
        seller=OUTSIDE_VAT if outside else SELLER,
        buyer=Party(name="Buyer", address=BUYER.address) if outside else BUYER,
        delivery=TO_GERMANY,
        payment_terms="soon",
        prices_include_tax=draw(st.booleans()),
        rounding_level=draw(st.sampled_from(["document", "document", "line"])),
        discount_percent=draw(maybe(PERCENTS)),
        discount_amount=draw(maybe(decimals("0", "20", 4))),
        withholding_rate=draw(maybe(decimals("0", "30", 2))),
        equalization=draw(maybe(st.just(Decimal("5.2")))) if national else None,
        cash_rounding=draw(maybe(st.sampled_from(CASH_STEPS.get(currency, (Decimal(1),))))),
        cash_discounts=draw(st.sampled_from([(), (PaymentTier(days=10, percent=Decimal(2)),)])),
        prepaid=draw(maybe(decimals("0", "50", 3))),
        lines=tuple(items),
        allowances_charges=tuple(extra),
    )
