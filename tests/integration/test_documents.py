"""One document's life over HTTP: created, read, changed, deleted, shared."""

import pytest
from tests.support.world import Credentials, World

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}


def create(world: World, owner: Credentials, body: object = MINIMUM, **headers: str):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, body, token=owner.token, headers=headers)


def test_F025_one_line_is_enough_and_the_rest_is_filled_in(world, owner):
    answer = create(world, owner)
    assert answer.status == 201
    document = answer.json
    assert answer.headers["location"] == f"/v1/Documents/{document['id']}"
    assert answer.headers["etag"] == '"1"'
    assert document["type"] == "invoice"
    assert document["number"] == "2026-00001"
    assert document["date"] == "2026-11-21"
    assert document["dateDue"] == "2026-12-06"
    assert document["currencyId"] == "EUR"
    assert document["_documentIssuer"]["name"] == "Lipa d.o.o."
    assert document["_documentItems"][0]["total"] == 10
    assert document["total"] == 10


def test_F027_today_is_the_organizations_day_not_utcs(world, owner):
    world.now = world.now.replace(hour=23, minute=30)  # 00:30 on the 22nd in Ljubljana
    assert create(world, owner).json["date"] == "2026-11-22"


def test_F139_totals_and_F147_the_tax_summary_are_computed(world, owner):
    tax = [{"rate": 22}]
    items = [
        {"name": "a", "price": "100.00", "quantity": 3, "_documentItemTaxes": tax},
        {"name": "b", "price": 10, "_documentItemTaxes": [{"rate": "9.5"}]},
    ]
    document = create(world, owner, {"_documentItems": items}).json
    assert (document["total"], document["totalWithTax"]) == (310, 376.95)
    rows = {(r["rate"], r["base"], r["totalTax"]) for r in document["_documentTaxes"]}
    assert rows == {(22, 300, 66), (9.5, 10, 0.95)}


def test_C15_totals_of_the_caller_are_not_trusted(world, owner):
    item = {"name": "x", "price": 10, "total": 1, "totalWithTax": 1}
    document = create(world, owner, {"_documentItems": [item], "total": 1, "totalDue": 0}).json
    assert document["total"] == 10
    assert [w["pointer"] for w in document["warnings"]] == ["/total"]


def test_F107_numbers_are_consecutive_per_type(world, owner):
    numbers = [create(world, owner).json["number"] for _ in range(3)]
    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]
    estimate = create(world, owner, {**MINIMUM, "type": "estimate"}).json
    assert estimate["number"] == "2026-00001"


def test_U01_drafts_take_no_number_and_leave_no_gap(world, owner):
    drafts = [create(world, owner, {**MINIMUM, "draft": True}).json for _ in range(3)]
    assert all("number" not in draft for draft in drafts)
    deleted = world.request("DELETE", f"/v1/Documents/{drafts[0]['id']}", token=owner.token)
    assert deleted.json == {"count": 1}
    numbers = [
        world.request(
            "PATCH", f"/v1/Documents/{draft['id']}", {"draft": False}, token=owner.token
        ).json["number"]
        for draft in drafts[1:]
    ]
    assert numbers == ["2026-00001", "2026-00002"]


def test_U03_the_counter_follows_the_documents_own_date(world, owner):
    create(world, owner)
    january = create(world, owner, {**MINIMUM, "date": "2027-01-01"}).json
    assert january["number"] == "2027-00001"


def test_a_number_of_the_callers_is_kept_and_no_other_document_gets_it(world, owner):
    assert create(world, owner, {**MINIMUM, "number": "2026-00001"}).status == 201
    again = create(world, owner, {**MINIMUM, "number": "2026-00001"})
    assert (again.status, again.json["code"]) == (409, "number-taken")
    assert create(world, owner).json["number"] == "2026-00002"


def test_F055_a_unique_id_is_taken_once(world, owner):
    first = create(world, owner, {**MINIMUM, "uniqueId": "shop-1"}).json
    again = create(world, owner, {**MINIMUM, "uniqueId": "shop-1"})
    assert (again.status, again.json["code"]) == (409, "unique-id-taken")
    assert again.json["existingId"] == first["id"]
    assert create(world, owner).json["number"] == "2026-00002"


def test_F034_what_was_created_is_what_is_read(world, owner):
    made = create(world, owner).json
    answer = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token)
    assert (answer.status, answer.json) == (200, made)


def test_a_document_can_be_sent_back_as_it_was_received(world, owner):
    body = {**MINIMUM, "draft": True, "discountPercent": 10, "discountAmount": 1}
    draft = create(world, owner, body).json
    assert draft["total"] == 8
    answer = world.request("PUT", f"/v1/Documents/{draft['id']}", draft, token=owner.token)
    assert answer.status == 200
    same = {"version", "updatedAt"}
    assert {k: v for k, v in answer.json.items() if k not in same} == {
        k: v for k, v in draft.items() if k not in same
    }


def test_F037_put_replaces_and_absent_fields_fall_to_their_defaults(world, owner):
    draft = create(world, owner, {**MINIMUM, "draft": True, "reference": "A-1"}).json
    body = {"_documentItems": [{"name": "y", "price": 7}], "draft": True}
    answer = world.request("PUT", f"/v1/Documents/{draft['id']}", body, token=owner.token)
    assert answer.json["total"] == 7
    assert "reference" not in answer.json


def test_F038_patch_merges_and_null_takes_away(world, owner):
    draft = create(world, owner, {**MINIMUM, "draft": True, "reference": "A-1"}).json
    path = f"/v1/Documents/{draft['id']}"
    patched = world.request("PATCH", path, {"note": "hello"}, token=owner.token).json
    assert (patched["note"], patched["reference"], patched["total"]) == ("hello", "A-1", 10)
    patched = world.request("PATCH", path, {"reference": None}, token=owner.token).json
    assert "reference" not in patched


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_F039_issued_content_is_immutable_and_the_answer_says_what_is_allowed(world, owner, method):
    made = create(world, owner).json
    before = world.rows()
    body = None if method == "DELETE" else MINIMUM
    answer = world.request(method, f"/v1/Documents/{made['id']}", body, token=owner.token)
    assert answer.status == 409
    assert "credit" in answer.json["allowedActions"]
    assert answer.json["errors"][0]["fix"]
    assert world.rows() == before


def test_F039_neutral_fields_stay_editable(world, owner):
    made = create(world, owner).json
    body = {"custom": {"cost centre": 7, "rate": 1.5}}
    answer = world.request("PATCH", f"/v1/Documents/{made['id']}", body, token=owner.token)
    assert (answer.status, answer.json["custom"]) == (200, body["custom"])
    assert answer.json["number"] == made["number"]


def test_U36_a_stale_etag_changes_nothing(world, owner):
    draft = create(world, owner, {**MINIMUM, "draft": True}).json
    path = f"/v1/Documents/{draft['id']}"
    stale, current = {"if-match": '"7"'}, {"if-match": '"1"'}
    refused = world.request("PATCH", path, {"note": "a"}, token=owner.token, headers=stale)
    assert (refused.status, refused.headers["etag"]) == (412, '"1"')
    taken = world.request("PATCH", path, {"note": "b"}, token=owner.token, headers=current)
    assert (taken.status, taken.headers["etag"]) == (200, '"2"')


def test_U35_an_equal_request_is_answered_again_and_done_once(world, owner):
    key = {"idempotency-key": "order-77"}
    first = create(world, owner, **key)
    again = create(world, owner, **key)
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    count = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert world.request("GET", count, token=owner.token).json == {"count": 1}


def test_U35_a_key_used_for_another_body_is_refused(world, owner):
    key = {"idempotency-key": "order-77"}
    create(world, owner, **key)
    other = create(world, owner, {"_documentItems": [{"name": "y", "price": 1}]}, **key)
    assert (other.status, other.json["errors"][0]["code"]) == (422, "idempotency-key-reused")


def test_F008_minimal_answers_carry_the_id_only(world, owner):
    answer = create(world, owner, prefer="return=minimal")
    assert (answer.status, list(answer.json)) == (201, ["id"])


def test_F072_lists_are_newest_first_and_paged_by_link(world, owner):
    made = [create(world, owner).json["id"] for _ in range(5)]
    path = f"/v1/Organizations/{owner.organization_id}/documents?limit=2"
    walked = []
    pages = 0
    while path:
        answer = world.request("GET", path, token=owner.token)
        walked += [d["id"] for d in answer.json]
        pages += 1
        link = answer.headers.get("link", "")
        path = link[1 : link.index(">")] if link else ""
    assert walked == made[::-1]
    assert pages == 3


def test_F219_sharing_gives_the_same_link_until_it_is_regenerated(world, owner):
    made = create(world, owner).json
    path = f"/v1/Documents/{made['id']}/share"
    first = world.request("POST", path, token=owner.token).json["shareableId"]
    assert world.request("POST", path, {}, token=owner.token).json["shareableId"] == first
    assert world.request("GET", f"/v1/Documents/public/{first}").json["number"] == made["number"]
    body = {"regenerate": True}
    second = world.request("POST", path, body, token=owner.token).json["shareableId"]
    assert second != first
    assert world.request("GET", f"/v1/Documents/public/{first}").status == 404
    assert world.request("GET", f"/v1/Documents/public/{second}").status == 200
    assert world.request("DELETE", path, token=owner.token).status == 200
    assert world.request("GET", f"/v1/Documents/public/{second}").status == 404
    third = world.request("POST", path, token=owner.token).json["shareableId"]
    assert third not in (first, second)


def test_F220_the_public_document_hides_what_is_internal(world, owner):
    body = {**MINIMUM, "custom": {"margin": 3}, "uniqueId": "secret-1"}
    made = create(world, owner, body).json
    path = f"/v1/Documents/{made['id']}/share"
    link = world.request("POST", path, token=owner.token).json["shareableId"]
    shown = world.request("GET", f"/v1/Documents/public/{link}")
    assert shown.headers["x-robots-tag"] == "noindex"
    for secret in (made["id"], owner.organization_id, "secret-1", "margin"):
        assert secret not in shown.body.decode()


def test_F002_the_document_id_is_no_public_link(world, owner):
    made = create(world, owner).json
    wrong = [made["id"], "shd_" + "A" * 27, "shd_", "x"]
    bodies = {
        world.request("GET", f"/v1/Documents/public/{link}").body.split(b'"requestId"')[0]
        for link in wrong
    }
    assert len(bodies) == 1
    assert world.request("GET", f"/v1/Documents/public/{made['id']}").status == 404


def test_U27_drafts_cannot_be_shared(world, owner):
    draft = create(world, owner, {**MINIMUM, "draft": True}).json
    answer = world.request("POST", f"/v1/Documents/{draft['id']}/share", token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "not-issued")


def test_F169_the_issuer_is_a_snapshot(world, owner):
    made = create(world, owner).json
    path = f"/v1/Organizations/{owner.organization_id}"
    patched = world.request("PATCH", path, {"name": "Hrast d.o.o."}, token=owner.token)
    assert (patched.status, patched.json["name"]) == (200, "Hrast d.o.o.")
    shown = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json
    assert shown["_documentIssuer"]["name"] == "Lipa d.o.o."
    assert create(world, owner).json["_documentIssuer"]["name"] == "Hrast d.o.o."
