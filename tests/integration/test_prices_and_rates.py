"""Price lists, exchange rates, business units and look-ups over HTTP."""

import pytest
from tests.support.world import Answer, Credentials, World

MINIMUM = [{"name": "x", "price": 100, "_documentItemTaxes": [{"rate": 22}]}]
RATES = {"date": "2026-11-20", "rates": {"USD": "1.0850", "CZK": "25.000"}, "source": "own"}
ECB = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time="2026-11-20">
      <Cube currency="USD" rate="1.1"/><Cube currency="JPY" rate="160.55"/>
    </Cube>
    <Cube time="2026-11-19"><Cube currency="USD" rate="1.2"/></Cube>
  </Cube>
</gesmes:Envelope>"""


def add(world: World, owner: Credentials, kind: str, body: object, **headers: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{kind}"
    return world.request("POST", path, body, token=owner.token, headers=headers)


def ask(world: World, owner: Credentials, question: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{question}"
    return world.request("GET", path, token=owner.token)


def create(world: World, owner: Credentials, **members: object) -> Answer:
    return add(world, owner, "documents", {"_documentItems": MINIMUM, **members})


def upload(world: World, owner: Credentials, text: str) -> Answer:
    return add(world, owner, "exchange-rates", text.encode(), **{"content-type": "application/xml"})


def test_F188_a_price_list_is_made_read_listed_changed_and_removed(world, owner):
    body = {"name": "Wholesale", "currencyId": "EUR", "prices": [{"itemId": "a", "price": "4.00"}]}
    made = add(world, owner, "price-lists", body)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    path = made.headers["location"]
    assert world.request("GET", path, token=owner.token).json == made.json
    assert ask(world, owner, "price-lists").json == [made.json]
    assert ask(world, owner, "price-lists/count").json == {"count": 1}
    put = world.request("PUT", path, {**made.json, "pricesIncludeTax": True}, token=owner.token)
    assert (put.status, put.json["pricesIncludeTax"]) == (200, True)
    stale = {"if-match": '"1"'}
    assert world.request("DELETE", path, token=owner.token, headers=stale).status == 412
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    twice = {**body, "prices": [{"itemId": "a", "price": 1}, {"itemId": "a", "price": 2}]}
    refused = add(world, owner, "price-lists", twice)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/prices/1")


def test_F188_the_price_is_the_lists_where_item_unit_and_currency_agree(world, owner):
    item = add(world, owner, "items", {"name": "Chair", "price": 50, "unit": "pcs"}).json["id"]
    prices = [
        {"itemId": item, "price": 40},
        {"itemId": item, "price": 400, "unit": "box"},
    ]
    body = {"name": "Wholesale", "currencyId": "EUR", "prices": prices}
    listed = add(world, owner, "price-lists", body).json["id"]

    def price(line: dict, **members: object) -> object:
        made = create(world, owner, _documentItems=[{"itemId": item, **line}], **members)
        return made.json["_documentItems"][0]["price"]

    assert price({}) == 50
    assert price({}, priceListId=listed) == 40
    assert price({"unit": "box"}, priceListId=listed) == 400
    assert price({"price": 7}, priceListId=listed) == 7
    assert price({}, priceListId=listed, currencyId="CHF") == 50
    client = add(world, owner, "clients", {"name": "Shop", "defaults": {"priceListId": listed}})
    assert price({}, clientId=client.json["id"]) == 40
    unknown = create(world, owner, _documentItems=[{"itemId": item}], priceListId="nope")
    assert (unknown.status, unknown.json["errors"][0]["pointer"]) == (422, "/priceListId")
    world.request("DELETE", f"/v1/PriceLists/{listed}", token=owner.token)
    assert price({}, clientId=client.json["id"]) == 50  # the client's list is gone


def test_F160_a_price_list_with_tax_gives_prices_with_tax(world, owner):
    item = add(world, owner, "items", {"name": "Chair", "price": 50}).json["id"]
    prices = [{"itemId": item, "price": "12.20"}]
    body = {"name": "Shop", "currencyId": "EUR", "pricesIncludeTax": True, "prices": prices}
    listed = add(world, owner, "price-lists", body).json["id"]
    made = create(world, owner, _documentItems=[{"itemId": item}], priceListId=listed).json
    assert (made["total"], made["totalWithTax"]) == (10, 12.2)


@pytest.mark.parametrize(
    ("currency", "rate", "converted"),
    [
        ("USD", 1.085, 112.44),  # 122.00 USD / 1.0850
        ("CZK", 25, 4.88),
    ],
)
def test_F160_a_document_in_another_currency_takes_the_rate_of_its_day(
    world, owner, currency, rate, converted
):
    assert add(world, owner, "exchange-rates", RATES).status == 201
    made = create(world, owner, currencyId=currency, date="2026-11-20").json
    shown = made["_documentConversionRate"]
    assert (shown["from"], shown["to"], shown["rate"]) == ("EUR", currency, rate)
    assert (shown["date"], shown["source"]) == ("2026-11-20", "own")
    assert made["totalWithTaxConverted"] == converted


def test_F160_between_two_currencies_beside_the_base_the_rate_is_computed(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", path, {"currencyId": "CZK"}, token=owner.token)
    add(world, owner, "exchange-rates", RATES)
    made = create(world, owner, currencyId="USD", date="2026-11-20").json
    shown = made["_documentConversionRate"]
    assert (shown["from"], shown["to"], shown["rate"]) == ("USD", "CZK", 23.04147465)
    assert made["totalWithTaxConverted"] == 2811.06
    made = create(world, owner, currencyId="EUR", date="2026-11-20").json
    assert made["totalWithTaxConverted"] == 3050


@pytest.mark.parametrize(
    ("date", "status"), [("2026-11-27", 201), ("2026-11-28", 422), ("2026-11-19", 201)]
)
def test_F160_over_holidays_the_last_rate_holds_for_a_week(world, owner, date, status):
    add(world, owner, "exchange-rates", RATES)
    made = create(world, owner, currencyId="USD", date=date)
    assert made.status == status
    if date == "2026-11-27":
        assert made.json["_documentConversionRate"]["date"] == "2026-11-20"
    elif status == 422:
        assert made.json["errors"][0]["pointer"] == "/_documentConversionRate"
    else:  # before the table begins
        assert "_documentConversionRate" not in made.json


def test_F160_a_currency_the_table_has_not_is_422_and_the_callers_own_rate_wins(world, owner):
    add(world, owner, "exchange-rates", RATES)
    refused = create(world, owner, currencyId="GBP")
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "exchange-rate-missing")
    own = {"from": "EUR", "to": "GBP", "rate": "0.8", "date": "2026-11-20", "source": "bank"}
    made = create(world, owner, currencyId="GBP", _documentConversionRate=own).json
    assert made["_documentConversionRate"]["source"] == "bank"
    assert made["totalWithTaxConverted"] == 152.5


def test_U10_changing_the_table_never_changes_documents(world, owner):
    add(world, owner, "exchange-rates", RATES)
    made = create(world, owner, currencyId="USD").json
    changed = {**RATES, "rates": {"USD": "2"}}
    assert add(world, owner, "exchange-rates", changed).json["count"] == 1
    assert world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json == made
    path = f"/v1/Organizations/{owner.organization_id}/exchange-rates/2026-11-20"
    assert world.request("GET", path, token=owner.token).json["rates"] == {"USD": 2}
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404
    assert world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json == made


def test_U10_a_back_dated_document_takes_the_rate_of_its_own_day(world, owner):
    assert upload(world, owner, ECB).json == {"count": 2, "dates": ["2026-11-19", "2026-11-20"]}
    draft = create(world, owner, currencyId="USD", date="2026-11-20", draft=True).json
    assert draft["_documentConversionRate"]["rate"] == 1.1
    path = f"/v1/Documents/{draft['id']}"
    moved = world.request("PATCH", path, {"date": "2026-11-19"}, token=owner.token).json
    assert moved["_documentConversionRate"]["rate"] == 1.2
    assert moved["_documentConversionRate"]["source"] == "European Central Bank"
    noted = world.request("PATCH", path, {"note": "a"}, token=owner.token).json
    assert noted["_documentConversionRate"] == moved["_documentConversionRate"]


def test_the_table_is_listed_latest_day_first_and_paged(world, owner):
    upload(world, owner, ECB)
    page = ask(world, owner, "exchange-rates?limit=1")
    assert [(d["date"], d["rates"]["JPY"]) for d in page.json] == [("2026-11-20", 160.55)]
    link = page.headers["link"]
    rest = world.request("GET", link[1 : link.index(">")], token=owner.token)
    assert [d["date"] for d in rest.json] == ["2026-11-19"]
    assert "link" not in rest.headers
    other = world.organization(name="Other", tax_number="SI15012557")
    assert ask(world, other, "exchange-rates").json == []
    assert ask(world, owner, "exchange-rates/yesterday").status == 404


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("<a/>", 422),
        ("no xml", 400),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400),
        (ECB.replace("1.1", "-1"), 422),
        (ECB.replace("1.1", "1e3"), 422),
        (ECB.replace("USD", "dollar"), 422),
        (ECB.replace("2026-11-20", "2026-02-30"), 422),
    ],
)
def test_what_is_no_file_of_rates_is_refused_and_stores_nothing(world, owner, text, status):
    before = world.rows()
    assert upload(world, owner, text).status == status
    assert world.rows() == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"rates": {}}, "/rates"),
        ({"rates": {"USD": 0}}, "/rates/USD"),
        ({"date": None}, "/date"),
        ({"base": "euro"}, "/base"),
    ],
)
def test_what_is_no_rate_is_422_at_the_member(world, owner, change, pointer):
    answer = add(world, owner, "exchange-rates", {**RATES, **change})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_F170_a_unit_is_a_snapshot_on_its_documents(world, owner):
    made = add(world, owner, "units", {"name": "Lipa Outdoor", "city": "Bled", "tags": ["shop"]})
    assert made.status == 201
    path = made.headers["location"]
    document = create(world, owner, unitId=made.json["id"]).json
    assert document["hasUnit"] is True
    assert document["_documentUnit"]["name"] == "Lipa Outdoor"
    world.request("PATCH", path, {"name": "Other"}, token=owner.token)
    shown = world.request("GET", f"/v1/Documents/{document['id']}", token=owner.token).json
    assert shown == document
    assert [u["name"] for u in ask(world, owner, "units?tag=shop").json] == ["Other"]
    refused = create(world, owner, unitId="nope")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/unitId")
    assert add(world, owner, "units", {"city": "Bled"}).status == 422
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}


def test_currencies_and_countries_are_named_in_a_language(world, owner):
    found = {c["id"]: c for c in world.request("GET", "/v1/currencies", token=owner.token).json}
    assert found["EUR"] == {
        "id": "EUR",
        "name": "Euro",
        "symbol": "€",
        "decimalPlaces": 2,
        "type": "fiat",
    }
    assert (found["JPY"]["decimalPlaces"], found["BHD"]["decimalPlaces"]) == (0, 3)
    path = "/v1/countries?l=sl&date=2026-11-21"
    countries = {c["alpha2Code"]: c for c in world.request("GET", path, token=owner.token).json}
    assert len(countries) > 240
    assert (countries["DE"]["name"], countries["DE"]["euMember"]) == ("Nemčija", True)
    assert {"classification": "standard", "rate": 22} in countries["SI"]["taxes"]
    assert "taxes" not in countries["BR"]
    assert world.request("GET", "/v1/currencies?l=xx", token=owner.token).status == 200
    assert world.request("GET", "/v1/countries?date=x", token=owner.token).status == 400
