"""Amounts over HTTP: what a caller may ask for, and the figures that come back."""

import pytest
from tests.support.world import Answer, Credentials, World


def line(price: object, rate: object = 22, **members: object) -> dict[str, object]:
    return {"name": "x", "price": price, "_documentItemTaxes": [{"rate": rate}], **members}


def create(world: World, owner: Credentials, *lines: dict, **members: object) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": list(lines), **members}
    return world.request("POST", path, body, token=owner.token)


def sums(answer: Answer) -> tuple:
    assert answer.status == 201, answer.body
    return tuple(answer.json[name] for name in ("total", "totalTax", "totalWithTax"))


def refused(answer: Answer) -> set[tuple[str, str]]:
    assert answer.status == 422, answer.body
    return {(error["code"], error["pointer"]) for error in answer.json["errors"]}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line(8180, "9.975")], (8180, 815.96, 8995.96)),
        (
            [line(140, 5, _documentItemTaxes=[{"rate": 5}, {"rate": "9.975"}])],
            (140, 20.97, 160.97),
        ),
        ([line(8500, 19), line(7500, 19, quantity=-1)], (1000, 190, 1190)),
        ([line("73.875", 19)], (73.88, 14.04, 87.92)),
    ],
)
def test_U04_U06_a_line_is_rounded_once_and_the_tax_once_per_rate(world, owner, lines, expected):
    assert sums(create(world, owner, *lines)) == expected


@pytest.mark.parametrize(
    ("prices", "rate", "expected"),
    [
        ([("340.00", 1), ("13.90", 1)], 19, (297.39, 56.51, 353.9)),
        ([("125.00", 12)], 6, (1415.09, 84.91, 1500)),
        ([("125.00", 1)] * 12, 6, (1415.09, 84.91, 1500)),
        ([("19.99", 50)], 19, (839.92, 159.58, 999.5)),
    ],
)
def test_U05_prices_with_tax_never_move_the_total(world, owner, prices, rate, expected):
    lines = [
        {"name": "x", "priceGross": p, "quantity": q, "_documentItemTaxes": [{"rate": rate}]}
        for p, q in prices
    ]
    made = create(world, owner, *lines, keepPricesAsGross=True)
    assert sums(made) == expected
    assert sum(item["total"] for item in made.json["_documentItems"]) == pytest.approx(expected[0])


@pytest.mark.parametrize(
    ("currency", "step", "expected"),
    [("CHF", "0.05", (-0.02, 10)), ("SEK", 1, (-0.02, 10)), ("EUR", 1, (0, 10.02))],
)
def test_U07_coins_round_what_is_due_in_their_own_currency_only(
    world, owner, currency, step, expected
):
    made = create(world, owner, line("10.02", 0), currencyId=currency, cashRounding=step).json
    assert (made["totals"]["rounding"], made["totals"]["payable"]) == expected
    assert made["totalWithTax"] == 10.02


@pytest.mark.parametrize(("level", "tax"), [("document", 0.05), ("line", 0.06)])
def test_F143_taxes_are_rounded_per_rate_or_per_line(world, owner, level, tax):
    lines = [line("0.15", 10)] * 3
    assert create(world, owner, *lines, roundingLevel=level).json["totalTax"] == tax


@pytest.mark.parametrize(
    ("currency", "price", "total"), [("JPY", "33.5", 34), ("BHD", "1.2345", 1.235)]
)
def test_F142_totals_have_the_decimals_of_the_currency(world, owner, currency, price, total):
    made = create(world, owner, line(price, 0), currencyId=currency).json
    assert (made["total"], made["_documentItems"][0]["price"]) == (total, float(price))


def test_F128_C13_percentages_of_a_line_multiply_then_come_those_of_the_document(world, owner):
    lines = [line(100, 20, discounts=[10, 10, 10]), line(50, 10)]
    made = create(world, owner, *lines, discountPercent=10, discountAmount=1)
    assert [item["total"] for item in made.json["_documentItems"]] == [72.9, 50]
    assert sums(made) == (109.61, 17.46, 127.07)


def test_F127_a_discount_by_amount_is_of_the_whole_line(world, owner):
    made = create(world, owner, line(10, 0, quantity=3, discount=5, discountIsAmount=True))
    assert (made.json["total"], made.json["totalDiscount"]) == (25, 5)


def test_F140_custom_totals_are_kept_within_two_cents_a_line(world, owner):
    near, far = line(10, 20, total="10.02"), line(10, 20, total="10.03")
    assert create(world, owner, near, customTotals=True).json["total"] == 10.02
    assert create(world, owner, far).json["total"] == 10
    told = refused(create(world, owner, near, far, customTotals=True))
    assert told == {("TOTALS-DIFFER", "/_documentItems/1/total")}
    fine = line(10, 20, total="10.005")
    told = refused(create(world, owner, fine, customTotals=True))
    assert told == {("TOTALS-DECIMALS", "/_documentItems/0/total")}


@pytest.mark.parametrize("stated", [12, "12.00"])
def test_F141_strict_totals_refuse_what_is_not_ours(world, owner, stated):
    before = world.rows()
    told = create(world, owner, line(10), strictTotals=True, total=10, totalWithTax=stated)
    assert refused(told) == {("TOTALS-DIFFER", "/totalWithTax")}
    assert "12.20" in told.json["errors"][0]["message"]
    assert world.rows() == before
    made = create(world, owner, line(10), strictTotals=True, total=10, totalWithTax="12.20")
    assert sums(made) == (10, 2.2, 12.2)
    assert made.json["number"] == "2026-00001"


def test_C15_totals_that_are_not_strict_only_warn(world, owner):
    made = create(world, owner, line(10), totalWithTax=12)
    assert made.json["totalWithTax"] == 12.2
    assert [w["pointer"] for w in made.json["warnings"]] == ["/totalWithTax"]


def test_F141_strict_totals_hold_for_changes_of_a_draft(world, owner):
    draft = create(world, owner, line(10), draft=True).json
    path = f"/v1/Documents/{draft['id']}"
    body = {"_documentItems": [line(20)], "strictTotals": True, "total": 10}
    assert refused(world.request("PATCH", path, body, token=owner.token)) == {
        ("TOTALS-DIFFER", "/total")
    }
    body["total"] = 20
    assert world.request("PATCH", path, body, token=owner.token).json["total"] == 20


def test_F148_reverse_charge_is_shown_and_not_added(world, owner):
    reverse = [{"rate": 22, "reverseCharged": True}]
    made = create(world, owner, line(100, _documentItemTaxes=reverse))
    assert sums(made) == (100, 0, 100)
    (row,) = made.json["_documentReverseTaxes"]
    assert (row["rate"], row["base"], row["totalTax"]) == (22, 100, 22)


def test_F153_the_equalization_surcharge_is_a_row_of_its_own(world, owner):
    made = create(world, owner, line(100, 21), equalization="5.2")
    assert [row["totalTax"] for row in made.json["_documentTaxes"]] == [21, 5.2]
    assert made.json["totalWithTax"] == 126.2


def test_F154_withholding_reduces_what_is_due_and_not_the_total(world, owner):
    made = create(world, owner, line(100), withholdingRate=15, prepaid=20).json
    assert (made["totalWithTax"], made["totalDue"]) == (122, 87)


def test_F161_a_second_currency_has_its_own_totals(world, owner):
    rate = {"from": "EUR", "to": "USD", "rate": "1.1", "date": "2026-11-20", "source": "own"}
    rate["dualCurrency"] = True
    made = create(world, owner, line(100), _documentConversionRate=rate, taxCurrencyId="USD").json
    assert (made["totalConverted"], made["totalWithTaxConverted"]) == (110, 134.2)
    assert made["totals"]["taxInTaxCurrency"] == 24.2
    assert made["_documentConversionRate"] == {
        **rate,
        "rate": 1.1,
        "id": "documentConversionRate",
    }


def test_F121_each_line_has_its_amounts_in_the_second_currency(world, owner):
    rate = {"from": "EUR", "to": "USD", "rate": "1.1", "date": "2026-11-20", "source": "own"}
    lines = [line(100), {"kind": "subtitle", "name": "B"}, line("10.01", 5)]
    made = create(world, owner, *lines, _documentConversionRate=rate).json
    own, title, other = made["_documentItems"]
    assert own["converted"] == {"total": 110, "totalTax": 24.2, "totalWithTax": 134.2}
    assert other["converted"] == {"total": 11.01, "totalTax": 0.55, "totalWithTax": 11.56}
    assert "converted" not in title
    assert "converted" not in create(world, owner, line(100)).json["_documentItems"][0]


def test_F126_items_stand_as_they_are_sent_and_none_claims_anothers_position(world, owner):
    lines = [line(1, positionNumber=7), line(2), line(3, positionNumber=1)]
    made = create(world, owner, *lines).json["_documentItems"]
    assert [(x["positionNumber"], x["price"]) for x in made] == [(1, 1), (2, 2), (3, 3)]
    lines[1]["positionNumber"] = 7
    told = refused(create(world, owner, *lines))
    assert told == {("position-repeated", "/_documentItems/1/positionNumber")}


def test_F138_a_lines_own_withholding_wins_over_the_documents(world, owner):
    lines = [line(100), line(50, withholdingRate=0), line(30, withholdingRate="10.5")]
    made = create(world, owner, *lines, withholdingRate=20).json
    assert made["totals"]["withholding"] == 23.15
    assert made["totalDue"] == made["totalWithTax"] - 23.15
    halved = create(world, owner, *lines, withholdingRate=20, discountPercent=50).json
    assert halved["totals"]["withholding"] == 11.58


ABROAD = {"name": "B", "countryAlpha2Code": "DE", "taxNumber": "DE136695976"}


def untaxed(world: World, owner: Credentials, *lines: dict, **members: object) -> Answer:
    told = [{k: v for k, v in x.items() if k != "_documentItemTaxes"} for x in lines]
    return create(world, owner, *told, **{"_documentClient": ABROAD, **members})


def test_F131_F162_goods_are_supplied_and_services_reverse_charged_to_a_business_abroad(
    world, owner
):
    made = untaxed(world, owner, line(100, itemType="item"), line(50, itemType="service")).json
    taxes = [x["_documentItemTaxes"][0] for x in made["_documentItems"]]
    assert [(x["category"], x["exemptionCode"]) for x in taxes] == [
        ("K", "VATEX-EU-IC"),
        ("AE", "VATEX-EU-AE"),
    ]
    assert (made["totalTax"], made["totalWithTax"]) == (0, 150)
    clauses = [row["exemptionReason"] for row in made["_documentTaxes"]]
    assert made["taxClause"] == " ".join(clauses)


def test_F151_the_clause_follows_from_the_countries_and_the_callers_own_wins(world, owner):
    assert untaxed(world, owner, line(100)).json["taxClause"]
    own = untaxed(world, owner, line(100), taxClause="Ours").json
    assert (own["taxClause"], own["totalTax"]) == ("Ours", 0)


def test_F150_taxes_are_kept_where_the_caller_insists(world, owner):
    kept = untaxed(world, owner, line(100), ignoreOmitTaxes=True).json
    assert (kept["totalTax"], "taxClause" in kept) == (22, False)
    own = create(world, owner, line(100, 19), _documentClient=ABROAD).json
    assert own["totalTax"] == 19
    none = create(world, owner, line(100, 19), omitTaxes=True).json
    assert (none["totalTax"], none["totalWithTax"]) == (0, 100)


def test_F162_consumers_abroad_pay_their_own_rate_where_the_seller_declares_in_the_one_stop_shop(
    world, owner
):
    consumer = {"name": "Max", "countryAlpha2Code": "DE", "isEndCustomer": True}
    at_home = untaxed(world, owner, line(100), _documentClient=consumer).json
    assert at_home["totalTax"] == 22
    own = f"/v1/Organizations/{owner.organization_id}"
    changed = world.request("PATCH", own, {"oneStopShop": True}, token=owner.token)
    assert changed.json["oneStopShop"] is True
    abroad = untaxed(world, owner, line(100), _documentClient=consumer).json
    assert abroad["totalTax"] == 19


def test_F162_goods_to_a_third_country_are_an_export(world, owner):
    buyer = {"name": "Acme Inc.", "countryAlpha2Code": "US"}
    goods = {**line(100), "itemType": "item"}
    made = untaxed(world, owner, goods, _documentClient=buyer).json
    assert made["totalTax"] == 0
    assert made["_documentTaxes"][0]["category"] == "G"


SKONTO = [{"days": 10, "percent": 3}, {"days": 20, "percent": 2}]
DAYS = {"date": "2026-11-01", "dateDue": "2026-12-01"}


def paid(world: World, owner: Credentials, *payments: tuple[str, object]) -> tuple:
    made = create(world, owner, line(100, 0), cashDiscounts=SKONTO, **DAYS).json
    assert (made["totalWithTax"], made["totalDue"], made["totalCashDiscount"]) == (100, 100, 0)
    path = f"/v1/Documents/{made['id']}"
    for day, amount in payments:
        body = {"type": "bank", "date": day, "amount": amount}
        assert world.request("POST", f"{path}/payments", body, token=owner.token).status == 201
    shown = world.request("GET", path, token=owner.token).json
    return shown["totalDue"], shown["totalCashDiscount"], shown["paymentStatus"]


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([("2026-11-11", 97)], (0, 3, "paid")),
        ([("2026-11-12", 97)], (3, 0, "partial")),
        ([("2026-11-12", 98)], (0, 2, "paid")),
        ([("2026-11-22", 98)], (2, 0, "partial")),
        ([("2026-11-05", 50), ("2026-11-11", 47)], (0, 3, "paid")),
        ([("2026-11-11", "96.99")], (3.01, 0, "partial")),
        ([("2026-11-11", 97), ("2026-11-15", 1)], (0, 2, "paid")),
        ([("2026-11-11", 97), ("2026-11-15", 4)], (-1, 0, "overpaid")),
        ([("2026-11-11", 97), ("2026-11-15", -97)], (100, 0, "unpaid")),
        ([("2026-11-11", 100)], (0, 0, "paid")),
    ],
)
def test_F157_a_payment_within_a_tier_settles_the_document(world, owner, payments, expected):
    assert paid(world, owner, *payments) == expected
