"""Items, taxes and tax schemas over HTTP, and what documents take from them."""

from decimal import Decimal
from unittest.mock import patch

import pytest
from tests.faults.network import Network, installed
from tests.support.world import Answer, Credentials, World, cloud

from invoicing.edge import wiring
from invoicing.usecases import taxes

CHAIR = {
    "name": "Chair",
    "description": "oak",
    "SKU": "C-1",
    "EAN": "3838900000012",
    "classification": "9401",
    "price": "50.00",
    "unit": "pcs",
    "unitCode": "H87",
    "tags": ["wood"],
}
VAT = {
    "name": "DDV",
    "abbreviation": "DDV",
    "classification": "standard",
    "_taxRates": [
        {"rate": 20, "dateValidFrom": "2002-01-01"},
        {"rate": 22, "dateValidFrom": "2013-07-01"},
    ],
}


def add(world: World, owner: Credentials, kind: str, body: object, **headers: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{kind}"
    return world.request("POST", path, body, token=owner.token, headers=headers)


def ask(world: World, owner: Credentials, question: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{question}"
    return world.request("GET", path, token=owner.token)


def create(world: World, owner: Credentials, *items: object, **members: object) -> Answer:
    return add(world, owner, "documents", {"_documentItems": list(items), **members})


def line(world: World, owner: Credentials, item: object, **members: object) -> dict:
    answer = create(world, owner, item, **members)
    assert answer.status == 201, answer.body
    return answer.json["_documentItems"][0]


def test_F117_an_item_is_made_read_listed_changed_and_removed(world, owner):
    made = add(world, owner, "items", CHAIR)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    path = made.headers["location"]
    assert path == f"/v1/Items/{made.json['id']}"
    assert {m: made.json[m] for m in CHAIR} == {**CHAIR, "price": 50}
    read = world.request("GET", path, token=owner.token)
    assert (read.status, read.json, read.headers["etag"]) == (200, made.json, '"1"')
    assert ask(world, owner, "items").json == [made.json]
    assert ask(world, owner, "items/count").json == {"count": 1}
    patched = world.request("PATCH", path, {"price": 60, "tags": None}, token=owner.token)
    assert (patched.json["price"], patched.json["description"]) == (60, "oak")
    assert "tags" not in patched.json
    assert patched.headers["etag"] == '"2"'
    put = world.request("PUT", path, {"name": "Stool"}, token=owner.token)
    assert put.json["name"] == "Stool"
    assert {"price", "SKU", "EAN", "unit"} & set(put.json) == set()
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404
    assert ask(world, owner, "items/count").json == {"count": 0}


def test_an_item_can_be_sent_back_as_it_was_received(world, owner):
    tax = add(world, owner, "taxes", VAT).json
    body = {**CHAIR, "taxIds": [tax["id"]], "_itemTaxes": [{"classification": "standard"}]}
    made = add(world, owner, "items", body).json
    put = world.request("PUT", f"/v1/Items/{made['id']}", made, token=owner.token).json
    same = {"version", "updatedAt"}
    assert {k: v for k, v in put.items() if k not in same} == {
        k: v for k, v in made.items() if k not in same
    }


def test_U36_a_stale_etag_changes_no_item(world, owner):
    path = add(world, owner, "items", CHAIR).headers["location"]
    before = world.rows()
    stale = {"if-match": '"7"'}
    for method, body in (("PUT", CHAIR), ("PATCH", {"price": 1}), ("DELETE", None)):
        refused = world.request(method, path, body, token=owner.token, headers=stale)
        assert (refused.status, refused.headers["etag"]) == (412, '"1"')
    assert world.rows() == before


def test_U35_an_equal_request_makes_one_item_and_is_answered_the_same(world, owner):
    key = {"idempotency-key": "item-1"}
    first = add(world, owner, "items", CHAIR, **key)
    world.request("PATCH", first.headers["location"], {"price": 1}, token=owner.token)
    again = add(world, owner, "items", CHAIR, **key)
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert ask(world, owner, "items/count").json == {"count": 1}


def test_a_sku_is_of_one_item_and_free_again_once_it_is_given_up(world, owner):
    first = add(world, owner, "items", CHAIR)
    again = add(world, owner, "items", {**CHAIR, "name": "Other"})
    assert (again.status, again.json["code"]) == (409, "sku-taken")
    assert again.json["existingId"] == first.json["id"]
    path = first.headers["location"]
    for price in (1, 2):  # the copy under the SKU follows every version
        assert world.request("PATCH", path, {"price": price}, token=owner.token).status == 200
    assert line(world, owner, {"SKU": "C-1"})["price"] == 2
    assert world.request("PATCH", path, {"SKU": "C-2"}, token=owner.token).status == 200
    assert add(world, owner, "items", {**CHAIR, "name": "Other"}).status == 201
    assert line(world, owner, {"SKU": "C-1"})["name"] == "Other"
    assert line(world, owner, {"SKU": "C-2"})["name"] == "Chair"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"SKU": "C 1"}, "/SKU"),
        ({"price": "1e3"}, "/price"),
        ({"taxIds": ["nope"]}, "/_itemTaxes/0/taxId"),
        ({"taxSchemaId": "nope"}, "/taxSchemaId"),
        ({"tags": [""]}, "/tags/0"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_no_item_is_422_at_the_member_and_stores_nothing(world, owner, change, pointer):
    before = world.rows()
    answer = add(world, owner, "items", {**CHAIR, **change})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


def test_search_finds_parts_of_names_skus_and_tags_whatever_the_case(world, owner):
    add(world, owner, "items", CHAIR)
    add(world, owner, "items", {"name": "Table Ščit", "description": "wood"})

    def found(term: str) -> list[str]:
        return [item["name"] for item in ask(world, owner, f"items/search?term={term}").json]

    assert found("hai") == found("c-1") == found("38389") == ["Chair"]
    assert found("%C5%A1%C4%8Dit") == ["Table Ščit"]
    assert found("sofa") == []
    assert [i["name"] for i in ask(world, owner, "items?tag=wood").json] == ["Chair"]
    assert ask(world, owner, "items/count?tag=woo").json == {"count": 0}
    assert ask(world, owner, "items/search").status == 400
    assert ask(world, owner, "items?colour=red").status == 400


def test_F072_items_are_listed_newest_first_and_paged_by_link(world, owner):
    made = [add(world, owner, "items", {"name": f"i{n}"}).json["id"] for n in range(5)]
    path, walked = f"/v1/Organizations/{owner.organization_id}/items?limit=2", []
    while path:
        answer = world.request("GET", path, token=owner.token)
        walked.append([item["id"] for item in answer.json])
        link = answer.headers.get("link", "")
        path = link[1 : link.index(">")] if link else ""
    assert walked == [made[4:2:-1], made[2:0:-1], made[:1]]


def test_U46_items_of_another_organization_are_404_and_fill_nothing(world, owner):
    path = add(world, owner, "items", CHAIR).headers["location"]
    item_id = path.rsplit("/", 1)[1]
    other = world.organization(name="Other", tax_number="SI15012557")
    for method, body in (("GET", None), ("PUT", CHAIR), ("PATCH", {}), ("DELETE", None)):
        assert world.request(method, path, body, token=other.token).status == 404
    assert ask(world, other, "items").json == []
    refused = create(world, other, {"itemId": item_id})
    assert (refused.status, refused.json["code"]) == (422, "invalid")
    assert line(world, other, {"SKU": "C-1", "name": "x", "price": 1})["name"] == "x"


@pytest.mark.parametrize("by", ["itemId", "SKU"])
def test_F117_an_item_fills_the_fields_a_line_leaves_out(world, owner, by):
    item = add(world, owner, "items", CHAIR).json
    named = {"itemId": item["id"]} if by == "itemId" else {"SKU": "C-1"}
    filled = line(world, owner, {**named, "quantity": 2})
    members = ("name", "description", "SKU", "EAN", "classification", "unit", "unitCode")
    assert {m: filled[m] for m in members} == {m: CHAIR[m] for m in members}
    assert (filled["price"], filled["total"], filled["itemId"]) == (50, 100, item["id"])


def test_F117_what_the_line_says_wins(world, owner):
    tax = add(world, owner, "taxes", VAT).json
    item = add(world, owner, "items", {**CHAIR, "taxIds": [tax["id"]]}).json
    given = {
        "itemId": item["id"],
        "name": "Special",
        "description": "ash",
        "price": 7,
        "unit": "h",
        "_documentItemTaxes": [{"rate": "9.5"}],
    }
    filled = line(world, owner, given)
    assert (filled["name"], filled["description"], filled["price"]) == ("Special", "ash", 7)
    assert filled["unit"] == "h"
    assert "unitCode" not in filled
    assert [t["rate"] for t in filled["_documentItemTaxes"]] == [9.5]


def test_F117_a_price_with_tax_wins_over_one_without(world, owner):
    item = add(world, owner, "items", {"name": "x", "price": 1, "priceGross": "12.20"}).json
    assert "price" not in item
    filled = line(world, owner, {"itemId": item["id"]})
    assert (filled["priceGross"], filled["total"]) == (12.2, 10)


def test_F117_an_unknown_item_is_422_at_its_line_and_an_unknown_sku_is_the_callers_own(
    world, owner
):
    before = world.rows()
    answer = create(
        world, owner, {"name": "a", "price": 1}, {"itemId": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
    )
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "/_documentItems/1/itemId"
    assert world.rows() == before
    assert line(world, owner, {"SKU": "ZZ", "name": "a", "price": 1})["SKU"] == "ZZ"


def test_F117_all_items_of_a_document_cost_one_store_call():
    network = Network(lambda *_: None)
    with installed(network), cloud(World()) as world:
        owner = world.organization()
        made = [add(world, owner, "items", {"name": f"i{n}", "price": n}).json for n in range(9)]
        plain = _calls(network, world, owner, {"name": "x", "price": 1})
        assert _calls(network, world, owner, *({"itemId": item["id"]} for item in made)) == [
            "dynamodb.BatchGetItem",
            *plain,
        ]


def _calls(network: Network, world: World, owner: Credentials, *items: object) -> list[str]:
    before = len(network.log)
    assert create(world, owner, *items).status == 201
    calls = [call.split(" ")[0] for call in network.log[before:]]
    return sorted(call for call in calls if call.startswith("dynamodb."))


def test_later_changes_of_an_item_change_no_document(world, owner):
    item = add(world, owner, "items", CHAIR)
    made = create(world, owner, {"itemId": item.json["id"]}).json
    draft = create(world, owner, {"itemId": item.json["id"]}, draft=True).json
    world.request("PATCH", item.headers["location"], {"name": "N", "price": 1}, token=owner.token)
    world.request("DELETE", item.headers["location"], token=owner.token)
    assert world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json == made
    path = f"/v1/Documents/{draft['id']}"
    noted = world.request("PATCH", path, {"note": "hello"}, token=owner.token).json
    assert noted["_documentItems"] == draft["_documentItems"]


def test_F144_a_tax_is_made_read_listed_changed_and_removed(world, owner):
    made = add(world, owner, "taxes", VAT)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    assert [r["rate"] for r in made.json["_taxRates"]] == [22, 20]
    path = made.headers["location"]
    read = world.request("GET", path, token=owner.token)
    assert (read.json, read.headers["etag"]) == (made.json, '"1"')
    assert ask(world, owner, "taxes").json == [made.json]
    assert ask(world, owner, "taxes/count").json == {"count": 1}
    put = world.request("PUT", path, {**made.json, "name": "VAT"}, token=owner.token)
    assert (put.json["name"], put.json["version"]) == ("VAT", 2)
    stale = {"if-match": '"1"'}
    assert world.request("DELETE", path, token=owner.token, headers=stale).status == 412
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"_taxRates": []}, "/_taxRates"),
        ({"_taxRates": [{"rate": 101}]}, "/_taxRates/0/rate"),
        ({"_taxRates": [{"rate": 1}, {"rate": 2}]}, "/_taxRates"),
        ({"category": "X"}, "/category"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_F144_what_is_no_tax_is_422_at_the_member(world, owner, change, pointer):
    answer = add(world, owner, "taxes", {**VAT, **change})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert ask(world, owner, "taxes").json == []


@pytest.mark.parametrize(
    ("country", "number", "category", "code"),
    [
        ("SI", "SI50223054", "S", None),
        ("DE", "DE136695976", "AE", "VATEX-EU-AE"),
    ],
)
def test_F151_the_clause_of_a_document_is_told_before_there_is_one(
    world, country, number, category, code
):
    owner = world.organization(tax_number="SI50223054")
    buyer = {"name": "Kupec", "countryAlpha2Code": country, "taxNumber": number or None}
    body = {"_documentItems": [{"name": "x", "price": 10}], "_documentClient": buyer}
    told = world.request("POST", "/v1/Taxes/clause-type", body, token=owner.token)
    assert told.status == 200, told.body
    (tax,) = told.json["taxes"]
    made = create(world, owner, {"name": "x", "price": 10}, _documentClient=buyer).json
    assert told.json["taxClause"] == made.get("taxClause", "")
    assert (tax["category"], tax.get("exemptionCode")) == (category, code)
    assert ask(world, owner, "documents/count").json == {"count": 1}


def test_F144_a_rate_is_added_to_a_tax_and_taken_away(world, owner):
    made = add(world, owner, "taxes", VAT)
    rates, token = f"{made.headers['location']}/taxRates", owner.token
    body = {"rate": 23, "dateValidFrom": "2027-01-01"}
    key = {"idempotency-key": "one"}
    added = world.request("POST", rates, body, token=token, headers=key)
    assert (added.status, added.json) == (201, {"id": "2027-01-01", **body})
    again = world.request("POST", rates, body, token=token, headers=key)
    assert (again.json, again.headers["idempotent-replayed"]) == (added.json, "true")
    read = world.request("GET", made.headers["location"], token=token).json
    assert ([r["rate"] for r in read["_taxRates"]], read["version"]) == ([23, 22, 20], 2)
    same_day = world.request("POST", rates, {**body, "rate": 24}, token=token)
    assert (same_day.status, same_day.json["errors"][0]["pointer"]) == (422, "/dateValidFrom")
    assert world.request("POST", rates, {"rate": 101}, token=token).status == 422
    with patch.object(taxes, "RATES_MAX", 3):
        full = world.request("POST", rates, {**body, "dateValidFrom": "2028-01-01"}, token=token)
    assert (full.status, full.json["code"]) == (409, "too-many")
    for day, status in (("2027-01-01", 200), ("2027-01-01", 404), ("2002-01-01", 200)):
        assert world.request("DELETE", f"{rates}/{day}", token=token).status == status
    assert world.request("DELETE", f"{rates}/yesterday", token=token).status == 404
    last = world.request("DELETE", f"{rates}/2013-07-01", token=token)
    assert (last.status, last.json["code"]) == (409, "last-rate")
    left = world.request("GET", made.headers["location"], token=token).json
    assert [r["rate"] for r in left["_taxRates"]] == [22]


@pytest.mark.parametrize(("date", "rate"), [("2013-06-30", 20), ("2013-07-01", 22)])
@pytest.mark.parametrize("named_by", ["taxId", "classification"])
def test_F144_a_tax_has_the_rate_of_the_documents_date(world, owner, date, rate, named_by):
    tax = add(world, owner, "taxes", VAT).json
    named = {"taxId": tax["id"]} if named_by == "taxId" else {"classification": "standard"}
    item = {"name": "x", "price": 100, "_documentItemTaxes": [named]}
    (row,) = line(world, owner, item, date=date)["_documentItemTaxes"]
    assert (row["rate"], row["taxId"], row["name"]) == (rate, tax["id"], "DDV")


def test_F144_a_rate_alone_finds_the_tax_that_has_it_on_that_day(world, owner):
    tax = add(world, owner, "taxes", VAT).json

    def row(**members: object) -> dict:
        item = {"name": "x", "price": 100, "_documentItemTaxes": [{"rate": 20}]}
        return line(world, owner, item, **members)["_documentItemTaxes"][0]

    assert "taxId" not in row()  # no tax of 20 % on this day
    assert row(date="2010-01-01")["taxId"] == tax["id"]


def test_F144_a_draft_that_moves_to_another_day_takes_the_rate_of_that_day(world, owner):
    tax = add(world, owner, "taxes", VAT).json
    item = {"name": "x", "price": 100, "_documentItemTaxes": [{"taxId": tax["id"]}]}
    draft = create(world, owner, item, draft=True).json
    assert draft["totalWithTax"] == 122
    path = f"/v1/Documents/{draft['id']}"
    moved = world.request("PATCH", path, {"date": "2012-01-01"}, token=owner.token).json
    assert moved["totalWithTax"] == 120


@pytest.mark.parametrize(
    ("named", "member"),
    [({"taxId": "nope"}, "taxId"), ({"classification": "odd"}, "classification")],
)
def test_F144_an_unknown_tax_is_422_at_the_member(world, owner, named, member):
    answer = create(world, owner, {"name": "x", "price": 1, "_documentItemTaxes": [named]})
    assert answer.status == 422
    pointer = f"/_documentItems/0/_documentItemTaxes/0/{member}"
    assert answer.json["errors"][0]["pointer"] == pointer


def test_F144_a_day_before_the_first_rate_is_422(world, owner):
    tax = add(world, owner, "taxes", VAT).json
    item = {"name": "x", "price": 1, "_documentItemTaxes": [{"taxId": tax["id"]}]}
    answer = create(world, owner, item, date="2001-12-31")
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "tax-not-yet")


def test_F144_a_tax_of_another_container_is_known_at_once(world, owner):
    create(world, owner, {"name": "warm", "price": 1})
    behind = wiring.ports()
    world.restart()
    tax = add(world, owner, "taxes", VAT).json
    world.restart()
    wiring.ports.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "build", lambda: behind)
        item = {"name": "x", "price": 100, "_documentItemTaxes": [{"taxId": tax["id"]}]}
        assert create(world, owner, item).json["totalWithTax"] == 122
    wiring.ports.cache_clear()


def test_a_tax_in_use_stays(world, owner):
    tax = add(world, owner, "taxes", VAT)
    add(world, owner, "items", {**CHAIR, "taxIds": [tax.json["id"]]})
    refused = world.request("DELETE", tax.headers["location"], token=owner.token)
    assert (refused.status, refused.json["code"]) == (409, "in-use")


def test_an_items_taxes_are_those_of_a_sale_at_home(world, owner):
    tax = add(world, owner, "taxes", {**VAT, "_taxRates": [{"rate": "9.5"}]}).json
    item = add(world, owner, "items", {**CHAIR, "taxIds": [tax["id"]]}).json
    assert line(world, owner, {"itemId": item["id"]})["_documentItemTaxes"][0]["rate"] == 9.5
    abroad = {"name": "Kunde GmbH", "countryAlpha2Code": "DE", "taxNumber": "DE136695976"}
    filled = line(world, owner, {"itemId": item["id"]}, _documentClient=abroad)
    (row,) = filled["_documentItemTaxes"]
    assert (row["rate"], row["category"]) == (0, "AE")


def test_F146_the_schemas_of_item_and_party_together_choose_the_taxes(world, owner):
    full = add(world, owner, "taxes", {"name": "Full", "_taxRates": [{"rate": 22}]}).json["id"]
    low = add(world, owner, "taxes", {"name": "Low", "_taxRates": [{"rate": "9.5"}]}).json["id"]
    party = add(world, owner, "tax-schemas", {"name": "Schools", "appliesTo": "party"}).json
    body = {
        "name": "Books",
        "entries": [{"taxIds": [full]}, {"partySchemaId": party["id"], "taxIds": [low]}],
    }
    schema = add(world, owner, "tax-schemas", body)
    assert schema.status == 201
    item = add(
        world, owner, "items", {"name": "Book", "price": 10, "taxSchemaId": schema.json["id"]}
    )
    school = {"name": "School", "defaults": {"taxSchemaId": party["id"]}}
    client = add(world, owner, "clients", school).json
    named = {"itemId": item.json["id"]}
    assert line(world, owner, named)["_documentItemTaxes"][0]["rate"] == 22
    filled = line(world, owner, named, clientId=client["id"])
    assert filled["_documentItemTaxes"][0]["rate"] == 9.5
    for used in (f"/v1/TaxSchemas/{party['id']}", f"/v1/Taxes/{full}", schema.headers["location"]):
        assert world.request("DELETE", used, token=owner.token).status == 409


def test_F146_a_schema_refers_only_to_what_there_is(world, owner):
    body = {
        "name": "Books",
        "entries": [
            {"partySchemaId": "nope", "taxIds": ["none"]},
            {"partySchemaId": "nope", "taxIds": []},
        ],
    }
    answer = add(world, owner, "tax-schemas", body)
    assert answer.status == 422
    assert {e["pointer"] for e in answer.json["errors"]} == {
        "/entries/0/partySchemaId",
        "/entries/0/taxIds/0",
        "/entries/1/partySchemaId",
    }


def test_taxes_are_exact_decimals(world, owner):
    tax = add(world, owner, "taxes", {"name": "T", "_taxRates": [{"rate": "9.55555555"}]})
    assert Decimal("9.55555555") == Decimal(str(tax.json["_taxRates"][0]["rate"]))
