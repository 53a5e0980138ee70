"""Attributes: what the members of `custom` hold, required ones among them."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def ask(world, owner):
    def ask(method, path, body=None, **headers):
        if not path.startswith("/"):
            path = f"/v1/Organizations/{owner.organization_id}/{path}"
        return world.request(method, path, body, token=owner.token, headers=headers)

    return ask


def _create(ask, line=None, **members):
    lines = [{"name": "Flat 3", "price": 100, **(line or {})}]
    return ask("POST", "documents", {"_documentItems": lines, **members})


def _define(ask, **members):
    made = ask("POST", "custom-attributes", {"name": "project", **members})
    assert made.status == 201, made.body
    return made.json


def _told(refused):
    return [(error["code"], error["pointer"]) for error in refused.json["errors"]]


def test_F068_an_attribute_is_defined_listed_changed_and_removed(ask):
    made = _define(ask, type="choice", choices=["A", "B"], required=True)
    assert made["appliesTo"] == "document"
    assert ask("GET", "custom-attributes").json == [made]
    one = f"/v1/Attributes/{made['id']}"
    changed = ask("PATCH", one, {"required": False}).json
    assert (changed["required"], changed["choices"], changed["version"]) == (False, ["A", "B"], 2)
    assert ask("DELETE", one).json == {"count": 1}
    assert ask("GET", one).status == 404


def test_F068_a_required_attribute_is_asked_for_when_a_document_is_issued(ask):
    _define(ask, required=True)
    _define(ask, name="floor", appliesTo="item", type="number", required=True)
    refused = _create(ask)
    assert refused.status == 422
    assert _told(refused) == [
        ("attribute-required", "/custom/project"),
        ("attribute-required", "/_documentItems/0/custom/floor"),
    ]
    draft = _create(ask, draft=True)
    assert draft.status == 201
    one = f"/v1/Documents/{draft.json['id']}"
    assert ask("POST", f"{one}/finalize").status == 422
    assert ask("GET", one).json["state"] == "draft"
    body = {
        "custom": {"project": "Oak"},
        "_documentItems": [{"name": "Flat", "price": 1, "custom": {"floor": 3}}],
    }
    assert ask("PATCH", one, body).status == 200
    issued = ask("POST", f"{one}/finalize").json
    assert (issued["number"], issued["custom"]) == ("2026-00001", {"project": "Oak"})


def test_F068_an_issued_document_does_not_lose_a_required_attribute(ask):
    _define(ask, required=True)
    one = f"/v1/Documents/{_create(ask, custom={'project': 'Oak'}).json['id']}"
    assert _told(ask("PATCH", one, {"custom": {"project": None}})) == [
        ("attribute-required", "/custom/project")
    ]
    assert ask("PATCH", one, {"custom": {"project": "Elm"}}).json["custom"] == {"project": "Elm"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ({"type": "text"}, "x", 4),
        ({"type": "number"}, 4.5, "4.5"),
        ({"type": "number"}, 0, True),
        ({"type": "boolean"}, False, "no"),
        ({"type": "date"}, "2026-02-28", "2026-02-30"),
        ({"type": "date"}, "2026-02-28", "20260228"),
        ({"type": "choice", "choices": ["A", "B"]}, "A", "C"),
        ({"type": "choice", "choices": ["A", "B"]}, "B", ["A"]),
    ],
)
def test_F068_a_value_is_of_its_attributes_kind_in_drafts_too(ask, kind, good, bad):
    _define(ask, **kind)
    for draft in (True, False):
        refused = _create(ask, draft=draft, custom={"project": bad})
        assert _told(refused) == [("attribute-type", "/custom/project")]
        assert _create(ask, draft=draft, custom={"project": good, "free": [1]}).status == 201
    assert ask("GET", "documents/count").json == {"count": 2}


def test_F068_an_attribute_of_some_types_is_not_asked_of_others(ask):
    rent = {"key": "rent", "baseType": "invoice", "name": "Rent"}
    assert ask("POST", "document-types", rent).status == 201
    _define(ask, required=True, documentTypes=["rent", "estimate"])
    assert _create(ask).status == 201
    assert _create(ask, type="rent").status == 422
    assert _create(ask, type="estimate").status == 422


def test_F068_texts_and_separators_have_no_attributes_of_items(ask):
    _define(ask, appliesTo="item", required=True)
    lines = [{"name": "Part one", "isSeparator": True}, {"name": "x", "price": 1}]
    refused = ask("POST", "documents", {"_documentItems": lines})
    assert _told(refused) == [("attribute-required", "/_documentItems/1/custom/project")]


def test_F068_a_validation_tells_of_attributes(ask):
    _define(ask, required=True)
    lines = [{"name": "x", "price": 1}]
    told = ask("POST", "/v1/Documents/validate", {"_documentItems": lines}).json
    assert "/custom/project" in [error["pointer"] for error in told["errors"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": "a b"}, "/name"),
        ({"name": "taken"}, "/name"),
        ({"name": "x", "type": "money"}, "/type"),
        ({"name": "x", "type": "choice"}, "/choices"),
        ({"name": "x", "choices": ["a"]}, "/choices"),
        ({"name": "x", "appliesTo": "client"}, "/appliesTo"),
        ({"name": "x", "required": "yes"}, "/required"),
        ({"name": "x", "documentTypes": ["lease"]}, "/documentTypes"),
        ({"name": "x", "colour": "red"}, "/colour"),
    ],
)
def test_F068_what_is_no_attribute_is_refused_at_its_member(ask, body, pointer):
    _define(ask, name="taken")
    refused = ask("POST", "custom-attributes", body)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert len(ask("GET", "custom-attributes").json) == 1
