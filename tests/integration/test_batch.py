"""Many documents in one request: all of them or none (F024)."""

import pytest

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}


@pytest.fixture
def batch(world, owner):
    def create(*documents, **headers):
        path = f"/v1/Organizations/{owner.organization_id}/documents/batch"
        body = {"documents": list(documents)}
        return world.request("POST", path, body, token=owner.token, headers=headers)

    return create


def test_F024_a_batch_gets_consecutive_numbers_in_its_order(world, owner, batch):
    made = batch(*[{**MINIMUM, "reference": str(n)} for n in range(25)])
    assert made.status == 201
    numbers = [(d["number"], d["reference"]) for d in made.json]
    assert numbers == [(f"2026-{n + 1:05}", str(n)) for n in range(25)]
    after = batch({**MINIMUM, "type": "estimate"}, MINIMUM)
    assert [d["number"] for d in after.json] == ["2026-00001", "2026-00026"]
    shown = world.request("GET", f"/v1/Documents/{made.json[7]['id']}", token=owner.token)
    assert shown.json == made.json[7]


def test_F024_a_batch_passes_over_a_number_a_caller_took(batch):
    assert batch({**MINIMUM, "number": "2026-00003"}).status == 201
    made = batch(*[MINIMUM] * 4).json
    assert [d["number"] for d in made] == ["2026-00001", "2026-00002", "2026-00004", "2026-00005"]


def test_F024_one_fault_and_nothing_is_made(world, batch):
    before = world.rows()
    faulty = {"_documentItems": [{"name": "x", "price": "ten"}]}
    refused = batch(MINIMUM, faulty, {"_documentItems": []})
    assert refused.status == 422
    assert [e["pointer"] for e in refused.json["errors"]] == ["/documents/1/_documentItems/0/price"]
    empty = batch(MINIMUM, {"_documentItems": []})
    assert empty.json["errors"][0]["pointer"] == "/documents/1/_documentItems"
    taken = batch({**MINIMUM, "number": "A"}, {**MINIMUM, "number": "A"})
    assert taken.status in (409, 422)
    assert world.rows() == before


@pytest.mark.parametrize("count", [0, 26])
def test_F024_a_batch_has_1_to_25_documents(world, batch, count):
    before = world.rows()
    refused = batch(*[MINIMUM] * count)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/documents")
    assert world.rows() == before


@pytest.mark.parametrize("member", [{"draft": True}, {"send": True}])
def test_F024_a_batch_issues_and_does_nothing_else(batch, member):
    assert batch({**MINIMUM, **member}).json["errors"][0]["code"] == "batch-issues"


def test_U35_a_repeated_batch_is_made_once(world, owner, batch):
    first = batch(MINIMUM, MINIMUM, **{"idempotency-key": "b"})
    again = batch(MINIMUM, MINIMUM, **{"idempotency-key": "b"})
    assert again.headers["idempotent-replayed"] == "true"
    assert [d["id"] for d in again.json] == [d["id"] for d in first.json]
    count = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert world.request("GET", count, token=owner.token).json == {"count": 2}
