"""Series of document numbers over HTTP, and questions about numbers."""

import pytest
from tests.support.world import Answer, Credentials, World

from invoicing.edge import wiring

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}
SHOP = {"code": "SHOP", "type": "invoice", "pattern": "{SERIE}-{YYYY}-{n:04}"}


def create(world: World, owner: Credentials, **members: object) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, {**MINIMUM, **members}, token=owner.token)


def add(world: World, owner: Credentials, body: object = SHOP, **headers: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/series"
    return world.request("POST", path, body, token=owner.token, headers=headers)


def ask(world: World, owner: Credentials, question: str) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/{question}"
    return world.request("GET", path, token=owner.token)


def test_F108_a_series_is_made_read_and_listed(world, owner):
    made = add(world, owner)
    assert made.status == 201
    assert made.json == {
        **SHOP,
        "id": made.json["id"],
        "version": 1,
        "incoming": False,
        "reset": "yearly",
        "start": 1,
        "startDate": "2026-11-21",
        "isDefault": False,
        "keepPricesAsGross": False,
    }
    path = made.headers["location"]
    read = world.request("GET", path, token=owner.token)
    assert (read.status, read.json, read.headers["etag"]) == (200, made.json, '"1"')
    assert ask(world, owner, "series").json == [made.json]


def test_C14_the_series_says_whether_prices_include_tax_and_the_document_has_the_last_word(
    world, owner
):
    add(world, owner, {**SHOP, "keepPricesAsGross": True})
    items = [{"name": "x", "priceGross": 122, "_documentItemTaxes": [{"rate": 22}]}]

    def gross(**members: object) -> bool:
        made = create(world, owner, _documentItems=items, **members)
        assert made.json["totalWithTax"] == 122
        return made.json["keepPricesAsGross"]

    assert gross(serie="SHOP")
    assert not gross()
    assert not gross(serie="SHOP", keepPricesAsGross=False)
    assert gross(keepPricesAsGross=True)
    assert not gross(serie="SHOP", imported=True, number="X-1")


def test_F107_each_series_counts_for_itself(world, owner):
    add(world, owner)
    numbers = [create(world, owner, serie="SHOP").json["number"] for _ in range(2)]
    assert numbers == ["SHOP-2026-0001", "SHOP-2026-0002"]
    assert create(world, owner).json["number"] == "2026-00001"
    assert create(world, owner, serie="SHOP").json["number"] == "SHOP-2026-0003"


def test_F108_the_default_series_is_used_where_none_is_named(world, owner):
    add(world, owner, {**SHOP, "isDefault": True})
    made = create(world, owner).json
    assert (made["number"], made["serie"]) == ("SHOP-2026-0001", "SHOP")
    assert create(world, owner, type="estimate").json["number"] == "2026-00001"


def test_one_series_of_a_type_is_the_default(world, owner):
    first = add(world, owner, {**SHOP, "isDefault": True}).json
    add(world, owner, {**SHOP, "code": "WEB", "isDefault": True})
    flags = {s["code"]: (s["isDefault"], s["version"]) for s in ask(world, owner, "series").json}
    assert flags == {"SHOP": (False, first["version"] + 1), "WEB": (True, 1)}


@pytest.mark.parametrize("draft", [True, False])
def test_an_unknown_series_is_422_and_takes_no_number(world, owner, draft):
    add(world, owner)
    refused = create(world, owner, serie="SHPO", draft=draft)
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] == "/serie"
    assert "SHPO" in refused.json["detail"]
    assert "SHOP" in refused.json["errors"][0]["fix"]
    assert create(world, owner, serie="SHOP").json["number"] == "SHOP-2026-0001"


def test_a_series_is_of_one_type(world, owner):
    add(world, owner)
    assert create(world, owner, type="estimate", serie="SHOP").status == 422


def test_F107_incoming_documents_count_in_their_own_series(world, owner):
    add(world, owner, {**SHOP, "code": "IN", "incoming": True, "isDefault": True})
    body = {"incoming": True, "number": "S-1", "_documentIssuer": {"name": "Supplier"}}
    assert create(world, owner, **body).json["numberInternal"] == "IN-2026-0001"
    assert create(world, owner).json["number"] == "2026-00001"


def test_U03_start_goes_on_where_another_system_stood_and_the_next_year_begins_at_1(world, owner):
    add(world, owner, {**SHOP, "start": 457})
    numbers = [
        create(world, owner, serie="SHOP", date=date).json["number"]
        for date in ("2026-11-21", "2026-12-31", "2027-01-01")
    ]
    assert numbers == ["SHOP-2026-0457", "SHOP-2026-0458", "SHOP-2027-0001"]


def test_U01_a_draft_is_numbered_in_its_series_when_it_is_issued(world, owner):
    add(world, owner)
    draft = create(world, owner, serie="SHOP", draft=True).json
    assert "number" not in draft
    assert create(world, owner, serie="SHOP").json["number"] == "SHOP-2026-0001"
    path = f"/v1/Documents/{draft['id']}"
    issued = world.request("PATCH", path, {"draft": False}, token=owner.token).json
    assert issued["number"] == "SHOP-2026-0002"


@pytest.mark.parametrize(
    ("pattern", "reset", "agrees"),
    [
        ("{SERIE}-{n}", "never", True),
        ("{SERIE}-{n}", "yearly", False),
        ("{SERIE}-{n}", "monthly", False),
        ("{YYYY}-{n}", "yearly", True),
        ("{YY}/{n}", "yearly", True),
        ("{YYYY}-{n}", "never", False),
        ("{YYYY}-{n}", "monthly", False),
        ("{YYYY}-{MM}-{n}", "monthly", True),
        ("{YYYY}-{MM}-{n}", "yearly", False),
    ],
)
def test_U03_a_reset_without_its_token_in_the_pattern_is_422(world, owner, pattern, reset, agrees):
    answer = add(world, owner, {**SHOP, "pattern": pattern, "reset": reset})
    assert answer.status == (201 if agrees else 422)
    if not agrees:
        assert answer.json["errors"][0]["pointer"] == "/reset"
        assert ask(world, owner, "series").json == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"pattern": "{SERIE}-{YYYY}"}, "/pattern"),
        ({"pattern": "{SERIE}-{WEEK}-{n}"}, "/pattern"),
        ({"pattern": "{MM}-{n}"}, "/pattern"),
        ({"code": "a|b"}, "/code"),
        ({"code": ""}, "/code"),
        ({"type": "poem"}, "/type"),
        ({"start": 0}, "/start"),
        ({"start": 1.5}, "/start"),
        ({"reset": "weekly"}, "/reset"),
        ({"startDate": "2026-02-30"}, "/startDate"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_F108_what_is_no_series_is_422_at_the_member(world, owner, change, pointer):
    before = world.rows()
    answer = add(world, owner, {**SHOP, **change})
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == pointer
    assert world.rows() == before


@pytest.mark.parametrize("member", ["code", "type", "pattern"])
def test_a_series_needs_code_type_and_pattern(world, owner, member):
    body = {name: value for name, value in SHOP.items() if name != member}
    assert add(world, owner, body).json["errors"][0]["pointer"] == f"/{member}"


def test_two_series_of_a_type_cannot_share_a_code_or_their_numbers(world, owner):
    add(world, owner)
    assert add(world, owner).json["errors"][0]["pointer"] == "/code"
    fixed = {**SHOP, "code": "B", "pattern": "SHOP-{YYYY}-{n:04}"}
    assert add(world, owner, fixed).json["errors"][0]["pointer"] == "/pattern"
    assert add(world, owner, {**SHOP, "type": "estimate"}).status == 201


def test_a_series_in_use_is_neither_deleted_nor_counted_otherwise(world, owner):
    made = add(world, owner).json
    path = f"/v1/Series/{made['id']}"
    create(world, owner, serie="SHOP")
    before = world.rows()
    assert world.request("DELETE", path, token=owner.token).json["code"] == "series-in-use"
    for change in (
        {"pattern": "{SERIE}-{n}"},
        {"pattern": "{SERIE}-{YYYY}-{MM}-{n}"},
        {"code": "WEB"},
        {"type": "estimate"},
        {"incoming": True},
        {"start": 100},
        {"startDate": "2027-01-01"},
    ):
        answer = world.request("PUT", path, {**SHOP, **change}, token=owner.token)
        assert (answer.status, answer.json["code"]) == (409, "series-in-use"), change
    assert world.rows() == before
    wider = {**SHOP, "pattern": "{SERIE}/{YYYY}/{n:06}", "isDefault": True}
    assert world.request("PUT", path, wider, token=owner.token).status == 200
    assert create(world, owner).json["number"] == "SHOP/2026/000002"


def test_an_unused_series_may_change_and_go(world, owner):
    made = add(world, owner).json
    path = f"/v1/Series/{made['id']}"
    changed = world.request(
        "PUT", path, {**made, "code": "WEB", "reset": "never", "pattern": "W{n}"}, token=owner.token
    )
    assert (changed.status, changed.json["version"], changed.json["reset"]) == (200, 2, "never")
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404
    assert world.request("DELETE", path, token=owner.token).status == 404


def test_a_series_used_by_another_container_is_not_deleted(world, owner):
    made = add(world, owner).json
    warm = world.request("GET", f"/v1/Series/{made['id']}", token=owner.token)
    assert warm.status == 200
    mine = wiring.ports()
    world.restart()
    create(world, owner, serie="SHOP")
    wiring.ports().known.clear()
    wiring.ports().known.update(mine.known)
    answer = world.request("DELETE", f"/v1/Series/{made['id']}", token=owner.token)
    assert answer.status == 409


def test_U35_a_series_is_made_once_by_equal_requests(world, owner):
    first = add(world, owner, **{"idempotency-key": "a"})
    again = add(world, owner, **{"idempotency-key": "a"})
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert len(ask(world, owner, "series").json) == 1


def test_U36_a_stale_etag_changes_no_series(world, owner):
    made = add(world, owner).json
    path = f"/v1/Series/{made['id']}"
    stale = {"if-match": '"3"'}
    for method, body in (("PUT", SHOP), ("DELETE", None)):
        answer = world.request(method, path, body, token=owner.token, headers=stale)
        assert (answer.status, answer.headers["etag"]) == (412, '"1"')
    taken = world.request("PUT", path, SHOP, token=owner.token, headers={"if-match": '"1"'})
    assert (taken.status, taken.headers["etag"]) == (200, '"2"')


def test_U36_an_organization_may_insist_on_if_match(world, owner):
    series = add(world, owner).json
    draft = create(world, owner, draft=True).json
    own = f"/v1/Organizations/{owner.organization_id}"
    switched = world.request("PATCH", own, {"requireIfMatch": True}, token=owner.token)
    assert switched.json["requireIfMatch"] is True
    changes = [
        ("PATCH", own, {"name": "Other"}),
        ("PUT", f"/v1/Series/{series['id']}", SHOP),
        ("PATCH", f"/v1/Documents/{draft['id']}", {"note": "x"}),
        ("PUT", f"/v1/Documents/{draft['id']}", MINIMUM),
        ("DELETE", f"/v1/Documents/{draft['id']}", None),
        ("DELETE", f"/v1/Series/{series['id']}", None),
    ]
    before = world.rows()
    for method, path, body in changes:
        answer = world.request(method, path, body, token=owner.token)
        assert (answer.status, answer.json["code"]) == (428, "precondition-required"), path
        assert answer.headers["etag"]
    assert world.rows() == before
    for method, path, body in changes:
        any_version = {"if-match": "*"}
        answer = world.request(method, path, body, token=owner.token, headers=any_version)
        assert answer.status == 200, (method, path)


def test_F111_a_number_is_unique_until_a_document_has_it(world, owner):
    question = "is-unique-doc-number?type=invoice&number=2026-00001"
    assert ask(world, owner, question).json == {"unique": True}
    made = create(world, owner).json
    assert ask(world, owner, question).json == {"unique": False}
    assert ask(world, owner, f"{question}&ignoreId={made['id']}").json == {"unique": True}
    estimate = question.replace("invoice", "estimate")
    assert ask(world, owner, estimate).json == {"unique": True}


def test_F111_a_suppliers_number_is_looked_for_among_incoming_documents(world, owner):
    body = {"incoming": True, "number": "S-1", "_documentIssuer": {"name": "Supplier"}}
    made = create(world, owner, **body).json
    question = "is-unique-doc-number?type=invoice&number=S-1"
    assert ask(world, owner, question).json == {"unique": True}
    assert ask(world, owner, f"{question}&incoming=true").json == {"unique": False}
    ignoring = f"{question}&incoming=true&ignoreId={made['id']}"
    assert ask(world, owner, ignoring).json == {"unique": True}


def test_F112_the_last_number_or_null(world, owner):
    assert ask(world, owner, "last-doc-number?type=invoice").json == {"number": None}
    create(world, owner)
    create(world, owner, date="2027-02-01")
    assert ask(world, owner, "last-doc-number?type=invoice").json == {"number": "2026-00001"}
    later = "last-doc-number?type=invoice&date=2027-12-31"
    assert ask(world, owner, later).json == {"number": "2027-00001"}
    assert ask(world, owner, "last-doc-number?type=estimate").json == {"number": None}


def test_F113_the_next_number_is_what_the_next_document_gets(world, owner):
    add(world, owner, {**SHOP, "start": 7})
    create(world, owner, number="2026-00002")
    for _ in range(3):
        told = ask(world, owner, "next-doc-number?type=invoice").json["number"]
        assert ask(world, owner, "next-doc-number?type=invoice").json["number"] == told
        assert create(world, owner).json["number"] == told
        told = ask(world, owner, "next-doc-number?type=invoice&serie=SHOP").json["number"]
        assert create(world, owner, serie="SHOP").json["number"] == told
    assert told == "SHOP-2026-0009"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("is-unique-doc-number", ("number", "type")),
        ("is-unique-doc-number?type=invoice", ("number",)),
        ("is-unique-doc-number?number=1", ("type",)),
        ("is-unique-doc-number?type=invoice&number=1&colour=red", ("colour",)),
        ("last-doc-number", ("type",)),
        ("last-doc-number?type=invoice&date=2026-02-30", ("date",)),
        ("next-doc-number?type=invoice&incoming=maybe", ("incoming",)),
        ("next-doc-number?type=invoice&ignoreId=1", ("ignoreId",)),
    ],
)
def test_missing_and_unknown_parameters_are_400_and_named(world, owner, question, named):
    answer = ask(world, owner, question)
    assert answer.status == 400
    assert all(name in answer.json["detail"] for name in named)
    assert answer.json["errors"][0]["pointer"] == f"/query/{named[0]}"


@pytest.mark.parametrize("question", ["is-unique", "last", "next"])
def test_F106_a_type_nobody_knows_is_told_with_those_there_are(world, owner, question):
    number = "&number=1" if question == "is-unique" else ""
    answer = ask(world, owner, f"{question}-doc-number?type=poem{number}")
    (error,) = answer.json["errors"]
    assert (answer.status, error["pointer"], error["code"]) == (422, "/query/type", "type-unknown")
    assert "invoice" in error["fix"]


def test_a_question_about_an_unknown_series_is_422(world, owner):
    assert ask(world, owner, "next-doc-number?type=invoice&serie=NO").status == 422


def test_F112_F113_a_unit_counts_together_with_its_organization(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    unit = world.request("POST", f"{own}/units", {"name": "Shop"}, token=owner.token).json

    def asked(question: str) -> Answer:
        return world.request("GET", f"/v1/Units/{unit['id']}/{question}", token=owner.token)

    assert asked("last-doc-number?type=invoice").json == {"number": None}
    assert asked("next-doc-number?type=invoice").json == {"number": "2026-00001"}
    assert create(world, owner, unitId=unit["id"]).status == 201
    assert create(world, owner).status == 201
    assert asked("last-doc-number?type=invoice").json == {"number": "2026-00002"}
    assert asked("next-doc-number").status == 400
    nobody = f"/v1/Units/{owner.organization_id}/next-doc-number?type=invoice"
    assert world.request("GET", nobody, token=owner.token).status == 404
