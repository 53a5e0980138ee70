"""Random documents for what the calculator promises: every way to say an amount, few words.

Drawn by `Random`, a hundred times as fast as by hypothesis: a seed gives its document again.
"""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from invoicing.model import (
    Address,
    AllowanceCharge,
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

ISSUED = date(2026, 3, 1)
SELLER = Party(
    name="Seller",
    vat_identifier="SI12345678",
    tax_registration="1234",
    address=Address(city="Ljubljana", country_code="SI"),
)
OUTSIDE_VAT = Party(
    name="Seller",
    legal_registration=Identifier(value="1234"),
    address=Address(city="Ljubljana", country_code="SI"),
)
BUYER = Party(
    name="Buyer", vat_identifier="DE123456789", address=Address(city="Bonn", country_code="DE")
)
OUTSIDE_BUYER = Party(name="Buyer", address=BUYER.address)
DELIVERY = Delivery(delivered_on=ISSUED, address=BUYER.address)

RATES = [Decimal(rate) for rate in ("5", "5.5", "7.7", "9.5", "9.975", "19", "22", "25")]
UNTAXED = {
    "Z": ("", ""),
    "E": ("VATEX-EU-132", "Exempt"),
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "K": ("VATEX-EU-IC", "Intra-Community supply"),
    "G": ("VATEX-EU-G", "Export"),
}
CURRENCIES = ("EUR", "EUR", "CHF", "SEK", "JPY", "HUF")
OFFSETS = [Decimal(x) for x in ("0", "0", "0.01", "-0.01", "0.02", "0.0100", "0.005", "0.03")]


def decimal(random: Random, low: int, high: int, places: int) -> Decimal:
    """A number with exactly so many places; round numbers and the ends come often."""
    unit = 10**places
    kind = random.randrange(6)
    if kind == 0:
        scaled = random.choice((low, high, max(low, 0))) * unit
    elif kind == 1:
        scaled = random.randint(low, high) * unit
    else:
        scaled = random.randint(low * unit, high * unit)
    return Decimal(scaled).scaleb(-places)


def maybe(random: Random, value: Any, odds: int = 3) -> Any:
    return None if random.randrange(odds) else value


def taxes(random: Random, *, national: bool) -> tuple[LineTax, ...]:
    """One tax as EN 16931 has it; or what it has no place for: several, one on another."""
    if national:
        reverse = random.randrange(4) == 0
        first = LineTax(rate=random.choice(RATES), reverse_charged=reverse)
        if reverse or random.randrange(2):
            return (first,)
        return (first, LineTax(rate=random.choice(RATES), compound=bool(random.randrange(2))))
    if random.randrange(3):
        return (LineTax(rate=random.choice(RATES), category=random.choice(("", "S"))),)
    category = random.choice(sorted(UNTAXED))
    code, reason = UNTAXED[category]
    return (LineTax(category=category, exemption_code=code, exemption_reason=reason),)


def allowance(random: Random, tax: LineTax | None = None) -> AllowanceCharge:
    by_percent = bool(random.randrange(2))
    return AllowanceCharge(
        is_charge=bool(random.randrange(2)),
        amount=Decimal(0) if by_percent else decimal(random, 0, 50, random.choice((2, 4))),
        percent=decimal(random, 0, 30, 2) if by_percent else None,
        base=maybe(random, decimal(random, 0, 50, 3)) if by_percent else None,
        reason="because",
        tax_category=(tax.category or "S") if tax else "",
        tax_rate=tax.rate if tax else None,
    )


def reduction(random: Random) -> dict[str, Any]:
    """What a line may have beside a price and a quantity."""
    kind = random.randrange(8)
    if kind == 0:
        return {"discount": decimal(random, 0, 100, 2)}
    if kind == 1:
        return {"discount": decimal(random, 0, 5, 4), "discount_is_amount": True}
    if kind == 2:
        percents = [decimal(random, 0, 100, 2) for _ in range(random.randint(1, 3))]
        return {"discounts": tuple(percents)}
    if kind == 3:
        items = [allowance(random) for _ in range(random.randint(1, 2))]
        return {"allowances_charges": tuple(items)}
    return {"price_base_quantity": Decimal(100)} if kind == 4 else {}


def line(random: Random, borne: tuple[LineTax, ...], number: int) -> Line:
    high, places = random.choice(((9999, 4), (99, 2), (999_999, 8)))
    quantity = decimal(random, 1, 20, 0) if random.randrange(2) else decimal(random, -20, 500, 3)
    return Line(
        id=str(number),
        name="Item",
        unit_code="C62",
        quantity=quantity,
        taxes=borne,
        **{
            random.choice(("price", "price", "price_with_tax")): decimal(random, 0, high, places),
            **reduction(random),
        },
    )


def money_document(random: Random, *, national: bool = False) -> Document:
    """A document before it is calculated; with `national`, one that EN 16931 cannot say."""
    outside = not national and random.randrange(10) == 0
    if outside:
        choice = [(LineTax(category="O", exemption_reason="Outside"),)]
    else:
        choice = [taxes(random, national=national) for _ in range(random.randint(1, 3))]
    count = random.choice((1, 2, 3, 5, 8))
    lines = [line(random, random.choice(choice), number) for number in range(1, count + 1)]
    extra = []
    if not outside:
        borne = lines[0].taxes[0]
        extra = [allowance(random, borne) for _ in range(random.choice((0, 0, 1, 2)))]
    if national and random.randrange(2):
        kind = random.choice(("subtitle", "section_total", "divider"))
        lines.insert(random.randint(0, count), Line(kind=kind, name="Part"))
    currency = random.choice(CURRENCIES)
    other = "USD" if currency == "EUR" else "EUR"
    rate = maybe(random, decimal(random, 0, 500, 6) + Decimal("0.001"), 4)
    return Document(
        number="1",
        type=random.choice(("invoice", "invoice", "credit-note")),
        issue_date=ISSUED,
        due_date=date(2026, 3, 31),
        currency=currency,
        tax_currency=other if rate and random.randrange(2) else "",
        conversion=ConversionRate(from_currency=currency, to_currency=other, rate=rate)
        if rate
        else None,
        seller=OUTSIDE_VAT if outside else SELLER,
        buyer=OUTSIDE_BUYER if outside else BUYER,
        delivery=DELIVERY,
        payment_terms="soon",
        prices_include_tax=bool(random.randrange(2)),
        rounding_level=random.choice(("document", "document", "line")),
        discount_percent=maybe(random, decimal(random, 0, 100, 2)),
        discount_amount=maybe(random, decimal(random, 0, 20, 4)),
        withholding_rate=maybe(random, decimal(random, 0, 30, 2)),
        equalization=maybe(random, Decimal("5.2")) if national else None,
        cash_rounding=maybe(random, random.choice(CASH_STEPS.get(currency, (Decimal(1),)))),
        cash_discounts=random.choice(((), (PaymentTier(days=10, percent=Decimal(2)),))),
        prepaid=maybe(random, decimal(random, 0, 50, 3)),
        lines=tuple(lines),
        allowances_charges=tuple(extra),
    )
