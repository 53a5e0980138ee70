"""Types of documents of an organization's own: another name, the base type's rules."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud

from invoicing.rules.own_types import BASE_TYPES

LINES = {"_documentItems": [{"name": "Flat 3", "price": 100}]}
RENT = {
    "key": "rent",
    "baseType": "invoice",
    "name": "Rent invoice",
    "l10n": {"name_de": "Mietrechnung"},
    "numberPattern": "R{YYYY}-{n:04}",
}


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


def _create(ask, **members):
    return ask("POST", "documents", {**LINES, **members})


def test_F105_an_own_type_has_its_name_its_numbers_and_its_base_types_rules(ask):
    defined = ask("POST", "document-types", RENT)
    assert (defined.status, defined.headers["location"]) == (
        201,
        f"/v1/DocumentTypes/{defined.json['id']}",
    )
    assert ask("GET", "document-types").json == [defined.json]
    plain, rent = _create(ask).json, _create(ask, type="rent").json
    assert (plain["type"], plain["number"]) == ("invoice", "2026-00001")
    assert "baseType" not in plain
    assert (rent["type"], rent["baseType"], rent["number"]) == ("rent", "invoice", "R2026-0001")
    assert rent["dateDue"] == plain["dateDue"]
    assert "credit" in ask("POST", f"/v1/Documents/{rent['id']}/finalize").json["allowedActions"]
    assert _create(ask, type="rent").json["number"] == "R2026-0002"
    assert _create(ask).json["number"] == "2026-00002"
    assert ask("DELETE", f"/v1/Documents/{rent['id']}").status == 409


def test_F106_a_type_without_numbers_of_its_own_counts_with_its_base_type(ask):
    ask("POST", "document-types", {"key": "offer", "baseType": "estimate", "name": "Offer"})
    numbers = [_create(ask, type=t).json["number"] for t in ("estimate", "offer", "estimate")]
    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]


def test_F106_a_number_is_never_given_twice_among_types_of_one_base(ask):
    ask("POST", "document-types", RENT)
    assert _create(ask, number="R2026-0001").status == 201
    assert _create(ask, type="rent", number="R2026-0001").json["code"] == "number-taken"


def test_F108_an_own_type_has_series_of_its_own(ask):
    ask("POST", "document-types", {"key": "offer", "baseType": "estimate", "name": "Offer"})
    series = {"code": "O", "type": "offer", "pattern": "O{YYYY}-{n:03}", "isDefault": True}
    assert ask("POST", "series", series).status == 201
    assert _create(ask, type="offer").json["number"] == "O2026-001"
    assert _create(ask, type="estimate").json["number"] == "2026-00001"
    assert ask("GET", "next-doc-number?type=offer").json == {"number": "O2026-002"}
    assert ask("GET", "last-doc-number?type=offer").json == {"number": "O2026-001"}
    unique = ask("GET", "is-unique-doc-number?type=offer&number=O2026-001").json
    assert unique == {"unique": False}


@pytest.mark.parametrize(
    ("members", "language", "printed"),
    [
        ({}, "en", "Rent invoice"),
        ({}, "de", "Mietrechnung"),
        ({}, "it", "Rent invoice"),
        ({"displayName": "June"}, "de", "June"),
    ],
)
def test_F105_an_own_type_is_printed_with_its_label(ask, members, language, printed):
    ask("POST", "document-types", RENT)
    made = _create(ask, type="rent", **members).json
    page = ask("GET", f"/v1/Documents/{made['id']}?l={language}", accept="text/html")
    assert page.status == 200
    assert f"{printed} {made['number']}" in page.body.decode()


def test_F105_an_issued_document_keeps_the_name_its_type_had(ask):
    defined = ask("POST", "document-types", RENT).json
    made = _create(ask, type="rent").json
    changed = ask("PATCH", f"/v1/DocumentTypes/{defined['id']}", {"name": "Lease invoice"})
    assert (changed.status, changed.json["version"]) == (200, 2)
    page = ask("GET", f"/v1/Documents/{made['id']}", accept="text/html")
    assert "Rent invoice" in page.body.decode()


def test_F086_documents_are_found_and_counted_by_an_own_type(ask):
    ask("POST", "document-types", RENT)
    _create(ask)
    rent = [_create(ask, type="rent").json["id"] for _ in range(2)]
    found = [one["id"] for one in ask("GET", "documents?type=rent").json]
    assert found == rent[::-1]
    assert ask("GET", "documents/count?type=rent").json == {"count": 2}
    assert ask("GET", "documents/count?type=rent,invoice").json == {"count": 3}


def test_F105_drafts_clones_and_credit_notes_of_an_own_type(ask):
    ask("POST", "document-types", RENT)
    draft = _create(ask, type="rent", draft=True).json
    one = f"/v1/Documents/{draft['id']}"
    assert ask("PATCH", one, {"note": "x"}).json["type"] == "rent"
    assert ask("PATCH", one, {"type": "invoice"}).json["type"] == "invoice"
    assert ask("PATCH", one, {"type": "rent"}).json["type"] == "rent"
    issued = ask("POST", f"{one}/finalize").json
    assert issued["number"] == "R2026-0001"
    assert ask("POST", f"{one}/clone").json["type"] == "rent"
    credit = ask("POST", f"{one}/credit", {}).json
    assert (credit["type"], "baseType" in credit) == ("credit-note", False)


def test_F105_a_type_nobody_knows_is_refused_with_those_there_are(ask):
    ask("POST", "document-types", RENT)
    for draft in (True, False):
        refused = _create(ask, type="lease", draft=draft)
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/type")
        assert "rent" in refused.json["errors"][0]["fix"]
    assert ask("GET", "documents/count").json == {"count": 0}
    series = {"code": "L", "type": "lease", "pattern": "L{n}"}
    assert ask("POST", "series", series).json["errors"][0]["pointer"] == "/type"
    assert ask("GET", "next-doc-number?type=lease").status == 422


def test_F105_a_type_goes_only_while_nothing_is_of_it(ask):
    defined = ask("POST", "document-types", RENT).json
    made = _create(ask, type="rent", draft=True).json
    refused = ask("DELETE", f"/v1/DocumentTypes/{defined['id']}")
    assert (refused.status, refused.json["code"]) == (409, "in-use")
    ask("DELETE", f"/v1/Documents/{made['id']}")
    series = ask("POST", "series", {"code": "X", "type": "rent", "pattern": "X{n}"}).json
    assert ask("DELETE", f"/v1/DocumentTypes/{defined['id']}").status == 409
    ask("DELETE", f"/v1/Series/{series['id']}")
    answer = ask("DELETE", f"/v1/DocumentTypes/{defined['id']}")
    assert (answer.status, answer.json) == (200, {"count": 1})
    assert _create(ask, type="rent").status == 422


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"key": "invoice"}, "/key"),
        ({"key": "lodging"}, "/key"),
        ({"key": "Rent 2"}, "/key"),
        ({"key": None}, "/key"),
        ({"baseType": "rent"}, "/baseType"),
        ({"name": ""}, "/name"),
        ({"numberPattern": "R{YYYY}"}, "/pattern"),
        ({"numberPattern": "{YYYY}-{n:05}"}, "/numberPattern"),
        ({"numberPattern": "L{n}"}, "/numberPattern"),
        ({"label": "x"}, "/label"),
    ],
)
def test_F105_what_is_no_type_is_refused_at_its_member(ask, change, pointer):
    ask("POST", "document-types", {**RENT, "key": "lodging", "numberPattern": "L{n}"})
    refused = ask("POST", "document-types", {**RENT, **change})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert len(ask("GET", "document-types").json) == 1


@pytest.mark.parametrize("change", [{"key": "lease"}, {"baseType": "estimate"}])
def test_F105_key_and_base_type_are_never_changed(ask, change):
    defined = ask("POST", "document-types", RENT).json
    refused = ask("PATCH", f"/v1/DocumentTypes/{defined['id']}", change)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "type-fixed")


@pytest.mark.parametrize("base", BASE_TYPES)
def test_F106_every_type_can_be_a_base(ask, base):
    ask("POST", "document-types", {"key": "own", "baseType": base, "name": "Own"})
    made = _create(ask, type="own").json
    assert (made["type"], made["baseType"], made["state"]) == ("own", base, "issued")


@pytest.mark.parametrize(
    "query",
    [
        "type=poem",
        "type=invoice,poem",
        'filter={"where":{"type":"poem"}}',
        'filter={"where":{"or":[{"type":{"nin":["poem"]}},{"number":"1"}]}}',
    ],
)
@pytest.mark.parametrize("path", ["documents", "documents/count"])
def test_F086_a_type_nobody_knows_is_told_with_those_there_are(world, owner, path, query):
    target = f"/v1/Organizations/{owner.organization_id}/{path}?{query}"
    refused = world.request("GET", target, token=owner.token)
    (error,) = refused.json["errors"]
    assert (refused.status, error["pointer"], error["code"]) == (422, "/query/type", "type-unknown")
    assert "delivery-note" in error["fix"]
