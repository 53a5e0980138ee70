"""One attribute of a document or of an item, set by its name: the neutral ones in every state."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud

from invoicing.edge.attributes import NEUTRAL, NEUTRAL_OF_ITEMS

VALUES = {
    "accountingSchema": "Cash",
    "partyAccountingSchema": "Accrual",
    "chargesDisabled": True,
    "custom": {"a": 1},
    "_data": [{"name": "n", "value": 1}],
    "isActive": False,
    "isSeriesCommunicated": True,
}
ITEM_VALUES = {"custom": {"a": 1}, "_data": [{"name": "n", "value": 1}]}
CUSTOM = "/v1/Organizations/{}/custom-attributes"


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def issued(world, owner):
    return world.document(owner)


@pytest.fixture
def put(world, owner):
    def put(document, name, value, item="", **headers):
        at = f"/items/{item}" if item else ""
        path = f"/v1/Documents/{document['id']}{at}/attributes/{name}"
        return world.request("PUT", path, value, token=owner.token, headers=headers)

    return put


def _bare(value):
    """The value without the ids that parts are shown with."""
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in one.items() if k != "id"} for one in value]


def test_F065_every_neutral_attribute_of_an_issued_document_is_set(put, issued):
    assert {"note", "noteToRecipient", "remarks", "emailTo", "financialAccount"} <= set(NEUTRAL)
    before, version = issued, issued["version"]
    for name in NEUTRAL:
        value = VALUES.get(name, f"{name} of ours")
        answer = put(issued, name, {"value": value})
        assert answer.status == 200, (name, answer.body)
        version += 1
        assert (_bare(answer.json[name]), answer.json["version"]) == (value, version)
        changed = {k for k in before | answer.json if before.get(k) != answer.json.get(k)}
        assert changed <= {name, "version", "updatedAt"}
        before = answer.json
    assert put(issued, "remarks", {"value": None}).json.get("remarks") is None


def test_F065_a_bare_value_is_the_same(put, issued):
    assert put(issued, "remarks", '"ours"').json["remarks"] == "ours"
    assert put(issued, "isActive", "false").json["isActive"] is False
    assert put(issued, "custom", {"a": 1, "b": 2}).json["custom"] == {"a": 1, "b": 2}
    assert put(issued, "custom", {"value": {"c": 3}}).json["custom"] == {"c": 3}


def test_F065_what_was_issued_is_refused_with_what_may_be_set(world, owner, put, issued):
    for name, value in (("date", "2026-11-02"), ("currencyId", "USD"), ("total", 1)):
        refused = put(issued, name, {"value": value})
        assert (refused.status, refused.json["code"]) == (409, "attribute-fixed")
        assert (refused.json["currentState"], name in refused.json["detail"]) == ("issued", True)
        assert all(allowed in refused.body.decode() for allowed in NEUTRAL)
    stored = world.request("GET", f"/v1/Documents/{issued['id']}", token=owner.token)
    assert stored.json == issued


def test_F065_a_draft_takes_any_attribute(world, owner, put):
    draft = world.document(owner, draft=True)
    assert put(draft, "reference", {"value": "R-1"}).json["reference"] == "R-1"
    changed = put(draft, "price", "12.5", item="1").json
    assert (changed["total"], changed["_documentItems"][0]["price"]) == (12.5, 12.5)
    assert put(draft, "externalSourceDoc", '"A"', item="1").json["total"] == 12.5
    assert put(draft, "totalWithTax", "1").status == 409


@pytest.mark.parametrize("name", ["colour", "send", "draft", "payments", "custom_colour"])
def test_F067_an_attribute_nobody_knows_is_not_found(world, owner, put, issued, name):
    assert put(issued, name, '"x"').status == 404
    assert put(issued, name, '"x"', item="1").status == 404


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("accountingSchema", '"Other"', 422),
        ("isActive", '"yes"', 422),
        ("remarks", "7", 422),
        ("custom", '"x"', 422),
        ("custom", '{"a": "' + "x" * 5000 + '"}', 422),
        ("remarks", "{", 400),
        ("remarks", "", 400),
    ],
)
def test_F065_a_value_of_another_kind_is_refused(put, issued, name, value, status):
    refused = put(issued, name, value)
    assert refused.status == status
    if status == 422:
        assert refused.json["errors"][0]["pointer"] == f"/{name}"


def test_F066_every_neutral_attribute_of_an_item_is_set(world, owner, put):
    lines = [{"name": "x", "price": 3, "quantity": 3}, {"name": "y", "price": 1}]
    issued = world.document(owner, _documentItems=lines)
    first, second = issued["_documentItems"]
    assert {"customerOrderId", "customerOrderLine"} <= set(NEUTRAL_OF_ITEMS)
    for name in NEUTRAL_OF_ITEMS:
        value = ITEM_VALUES.get(name, f"{name} of ours")
        answer = put(issued, name, {"value": value}, item=second["id"])
        assert answer.status == 200, (name, answer.body)
        assert _bare(answer.json["_documentItems"][1][name]) == value
        assert answer.json["_documentItems"][0] == first
        assert answer.json["totals"] == issued["totals"]
    refused = put(issued, "price", {"value": 7}, item=second["id"])
    assert (refused.status, refused.json["code"]) == (409, "attribute-fixed")
    assert all(allowed in refused.body.decode() for allowed in NEUTRAL_OF_ITEMS)
    assert put(issued, "externalSourceDoc", '"x"', item="99").status == 404
    assert put(issued, "externalSourceDoc", "7", item=second["id"]).status == 422


def test_F067_attributes_of_the_organization_are_set_and_checked(world, owner, put, issued):
    path = CUSTOM.format(owner.organization_id)
    for body in (
        {"name": "route", "type": "choice", "choices": ["north", "south"]},
        {"name": "pallets", "type": "number", "appliesTo": "item"},
    ):
        assert world.request("POST", path, body, token=owner.token).status == 201
    assert put(issued, "custom_route", {"value": "north"}).json["custom"] == {"route": "north"}
    shown = put(issued, "custom_pallets", "4", item="1").json
    assert shown["_documentItems"][0]["custom"] == {"pallets": 4}
    for name, value, item in (("custom_route", '"west"', ""), ("custom_pallets", '"4"', "1")):
        refused = put(issued, name, value, item=item)
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "attribute-type")
    assert put(issued, "custom_pallets", "4").status == 404
    assert put(issued, "custom_route", {"value": None}).json.get("custom") in (None, {})


def test_F065_locks_and_versions_hold_for_single_attributes(world, owner, put, issued):
    stale = put(issued, "remarks", '"a"', **{"if-match": '"99"'})
    assert stale.status == 412
    path = f"/v1/Documents/{issued['id']}/lock"
    world.request("POST", path, {"reason": "closed"}, token=owner.token)
    refused = put(issued, "remarks", '"a"')
    assert (refused.status, refused.json["code"]) == (409, "document-locked")


def test_F064_remarks_are_ours_and_the_note_to_the_recipient_is_printed(world, owner, put, issued):
    put(issued, "remarks", '"pays late"')
    put(issued, "noteToRecipient", '"Mind the step, [organization name]"')
    path = f"/v1/Documents/{issued['id']}"
    link = world.request("POST", f"{path}/share", {}, token=owner.token).json["shareableId"]
    public = f"/v1/Documents/public/{link}"
    for headers in ({}, {"accept": "text/html"}):
        text = world.request("GET", public, headers=headers).body.decode()
        assert "Mind the step" in text
        assert "pays late" not in text


def test_F227_a_mail_that_names_nobody_goes_to_those_the_document_names(world, owner):
    sent = world.document(
        owner,
        emailTo="a@example.com, b@example.com",
        _documentClient={"name": "c", "email": "c@example.com"},
        send=True,
    )
    world.deliver()
    shown = world.request("GET", f"/v1/Documents/{sent['id']}", token=owner.token).json
    assert [one["to"] for one in shown["sends"]] == [["a@example.com", "b@example.com"]]
