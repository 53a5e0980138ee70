"""Lines over HTTP: their kinds, what is filled in, and what has no one meaning."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, World, cloud


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


def line(price: object, rate: object = 22, **members: object) -> dict[str, object]:
    return {"name": "x", "price": price, "_documentItemTaxes": [{"rate": rate}], **members}


def create(world: World, owner: Credentials, *lines: dict, **members: object) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": list(lines), **members}
    return world.request("POST", path, body, token=owner.token)


def refused(answer: Answer) -> set[tuple[str, str]]:
    assert answer.status in (400, 422), answer.body
    return {(error["code"], error["pointer"]) for error in answer.json["errors"]}


def test_F118_one_is_sold_where_no_quantity_is_given(world, owner):
    lines = [line(10), line(10, quantity="0.125"), line(10, quantity=-1)]
    made = create(world, owner, *lines).json["_documentItems"]
    assert [(x["quantity"], x["total"]) for x in made] == [(1, 10), (0.125, 1.25), (-1, -10)]


def test_F119_either_price_gives_the_other(world, owner):
    gross = {"name": "x", "priceGross": 122, "_documentItemTaxes": [{"rate": 22}]}
    made = create(world, owner, line(100), gross).json["_documentItems"]
    assert [(x["price"], x["priceGross"]) for x in made] == [(100, 122), (100, 122)]


def test_F123_F124_F125_headings_totals_and_dividers_add_nothing(world, owner):
    lines = [
        {"kind": "subtitle", "name": "A"},
        line(10),
        {"kind": "divider"},
        line(5),
        {"kind": "section_total"},
        {"isSeparator": True, "name": "B"},
        line(1),
        {"kind": "section_total"},
    ]
    made = create(world, owner, *lines).json
    items = made["_documentItems"]
    assert [x["kind"] for x in items] == [
        "subtitle",
        "product",
        "divider",
        "product",
        "section_total",
        "subtitle",
        "product",
        "section_total",
    ]
    assert [x.get("total") for x in items] == [None, 10, None, 5, 15, None, 1, 1]
    assert [x["isSeparator"] for x in items].count(True) == 2
    assert made["total"] == 16


def test_F144_a_compound_tax_is_charged_on_the_taxes_before_it(world, owner):
    taxes = [{"rate": 5}, {"rate": 10, "compound": True}]
    made = create(world, owner, line(100, _documentItemTaxes=taxes)).json
    assert [row["totalTax"] for row in made["_documentTaxes"]] == [5, 10.5]
    assert made["totalWithTax"] == 115.5


def test_F149_an_exemption_says_why(world, owner):
    exempt = {"rate": 0, "category": "E"}
    told = refused(create(world, owner, line(1), line(1, _documentItemTaxes=[exempt])))
    assert told == {("BR-E-10", "/_documentItems/1/_documentItemTaxes/0/exemptionReason")}
    assert create(world, owner, line(1, _documentItemTaxes=[exempt]), draft=True).status == 201
    for why in ({"exemptionReason": "Law 1"}, {"exemptionCode": "VATEX-EU-132"}):
        made = create(world, owner, line(1, _documentItemTaxes=[{**exempt, **why}]))
        assert made.status == 201
    theirs = create(
        world, owner, line(1, _documentItemTaxes=[exempt]), imported=True, number="theirs-1"
    )
    assert theirs.status == 201


def test_F155_F156_a_discount_by_amount_is_shared_over_the_rates(world, owner):
    made = create(world, owner, line(100, 20), line(50, 10), discountAmount="10").json
    assert [row["base"] for row in made["_documentTaxes"]] == [93.33, 46.67]
    assert made["total"] == 140
    halved = create(world, owner, line(100, 20), discountPercent=50).json
    assert halved["totalWithTax"] == 60


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"discount": 5, "discounts": [1, 2]}, "/_documentItems/0/discount"),
        ({"discounts": [101]}, "/_documentItems/0/discounts/0"),
        ({"discount": 11, "discountIsAmount": True}, "/_documentItems/0/discount"),
        ({"quantity": "1e3"}, "/_documentItems/0/quantity"),
        ({"price": "NaN"}, "/_documentItems/0/price"),
        ({"withholdingRate": 101}, "/_documentItems/0/withholdingRate"),
        ({"itemType": "thing"}, "/_documentItems/0/itemType"),
        ({"positionNumber": "1"}, "/_documentItems/0/positionNumber"),
    ],
)
def test_C13_what_has_no_one_meaning_is_named_and_takes_no_number(world, owner, members, pointer):
    before = world.rows()
    assert {at for _, at in refused(create(world, owner, {**line(10), **members}))} == {pointer}
    assert world.rows() == before


def test_C08_amounts_are_read_as_numbers_and_as_text(world, owner):
    one, other = create(world, owner, line(0.1)).json, create(world, owner, line("0.1")).json
    assert one["_documentItems"] == other["_documentItems"]


def page(world: World, owner: Credentials, made: dict) -> str:
    path, accept = f"/v1/Documents/{made['id']}", {"accept": "text/html"}
    answer = world.request("GET", path, token=owner.token, headers=accept)
    assert answer.status == 200, answer.body
    return answer.body.decode()


def test_F161_the_total_in_a_second_currency_is_printed_where_both_are_asked_for(world, owner):
    rate = {"from": "EUR", "to": "USD", "rate": "1.1", "date": "2026-11-20", "source": "own"}
    one = create(world, owner, line(100), _documentConversionRate=rate).json
    both = {**rate, "dualCurrency": True}
    two = create(world, owner, line(100), _documentConversionRate=both).json
    assert one["totalWithTaxConverted"] == two["totalWithTaxConverted"] == 134.2
    assert "134.20" in page(world, owner, two)
    assert "134.20" not in page(world, owner, one)
    taxed = create(world, owner, line(100), _documentConversionRate=rate, taxCurrencyId="USD").json
    assert "24.20" in page(world, owner, taxed)


def credit(world: World, owner: Credentials, made: dict, items: list[dict]) -> dict:
    path = f"/v1/Documents/{made['id']}/credit"
    answer = world.request("POST", path, {"items": items}, token=owner.token)
    assert answer.status == 201, answer.body
    return answer.json


@pytest.mark.parametrize(
    ("lines", "members"),
    [
        ([line("0.15", 10)] * 3, {}),
        ([line("0.14", 10)] * 4, {}),
        ([line("33.33"), line("66.67", 9.5), line("0.05")], {"discountPercent": "3.3"}),
        ([line("33.33"), line("66.67", 9.5), line("0.05")], {"discountAmount": "10"}),
        ([line("9.99", 19, quantity=3)] * 2, {"keepPricesAsGross": True}),
    ],
)
def test_U08_the_last_credit_takes_the_residue(world, owner, lines, members):
    made = create(world, owner, *lines, **members).json
    credits = [credit(world, owner, made, [{"id": x["id"]}]) for x in made["_documentItems"]]
    assert round(sum(c["totalWithTax"] for c in credits), 2) == made["totalWithTax"]
    read = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json
    assert read["totalDue"] == 0


def test_U08_a_quantity_credited_in_thirds_comes_to_the_whole(world, owner):
    made = create(world, owner, line("3.35", 22, quantity=3)).json
    parts = [{"id": "1", "quantity": 1}, {"id": "1", "quantity": "0.5"}, {"id": "1"}]
    credits = [credit(world, owner, made, [part]) for part in parts]
    assert round(sum(c["totalWithTax"] for c in credits), 2) == made["totalWithTax"]
