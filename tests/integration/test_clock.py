"""The clock of the test world: its days go by it, and the live world never does."""

from collections.abc import Iterator

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import Credentials, cloud

LINES = {"_documentItems": [{"name": "Rent", "price": 100}]}


@pytest.fixture
def world() -> Iterator[OutsideWorld]:
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def own(owner: Credentials) -> str:
    return f"/v1/Organizations/{owner.organization_id}"


@pytest.fixture
def tester(world, owner, own) -> str:
    body = {"role": "admin", "live": False}
    return world.request("POST", f"{own}/tokens", body, token=owner.token).json["secret"]


def put(world, own, token, now):
    answer = world.request("PUT", f"{own}/test-clock", {"now": now}, token=token)
    assert answer.status == 200, answer.body
    assert answer.json["isSet"] is True


def issued(world, own, token):
    return world.request("POST", f"{own}/documents", LINES, token=token).json


def test_U17_documents_of_the_test_world_are_dated_by_its_clock_alone(world, owner, own, tester):
    put(world, own, tester, "2027-01-31T23:30:00Z")  # in Ljubljana the next day has begun
    there = issued(world, own, tester)
    assert (there["date"][:10], there["number"]) == ("2027-02-01", "2027-00001")
    assert issued(world, own, owner.token)["date"][:10] == "2026-11-21"
    assert world.request("GET", f"{own}/test-clock", token=tester).json["isSet"] is True
    gone = world.request("DELETE", f"{own}/test-clock", token=tester)
    assert (gone.status, gone.json["isSet"]) == (200, False)
    assert issued(world, own, tester)["date"][:10] == "2026-11-21"


def test_U17_what_is_overdue_follows_the_clock(world, own, tester):
    made = issued(world, own, tester)

    def seen():
        one = world.request("GET", f"/v1/Documents/{made['id']}", token=tester).json
        many = world.request("GET", f"{own}/documents", token=tester).json
        overdue = world.request(
            "GET", f"{own}/documents/count?paymentStatus=overdue", token=tester
        ).json["count"]
        return one["paymentStatus"], many[0]["paymentStatus"], overdue

    assert seen() == ("unpaid", "unpaid", 0)
    put(world, own, tester, "2027-03-01T09:00:00Z")
    assert seen() == ("overdue", "overdue", 1)
    put(world, own, tester, "2026-11-22T09:00:00Z")
    assert seen() == ("unpaid", "unpaid", 0)


def test_U17_recurrences_run_up_to_the_clock_when_it_is_set(world, owner, own, tester):
    body = {"name": "Rent", "type": "month", "dateFirst": "2026-12-31", "document": LINES}
    body["dateMode"] = "planned"
    for token in (tester, owner.token):
        made = world.request("POST", f"{own}/recurrences", body, token=token)
        assert made.status == 201, made.body
    for _ in range(2):  # set twice, run once
        put(world, own, tester, "2027-03-01T09:00:00Z")
        assert world.run_queue() == []
    listed = world.request("GET", f"{own}/documents", token=tester).json
    days = sorted(document["date"][:10] for document in listed)
    assert days == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert world.request("GET", f"{own}/documents", token=owner.token).json == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_U41_the_live_world_has_no_clock_to_set(world, owner, own, method):
    before = world.rows()
    body = {"now": "2027-01-31T09:00:00Z"} if method == "PUT" else None
    answer = world.request(method, f"{own}/test-clock", body, token=owner.token)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert world.rows() == before


@pytest.mark.parametrize(
    "now",
    [
        None,
        "",
        "tomorrow",
        "2027-01-31",
        "2027-01-31T09:00:00",
        "2027-02-30T09:00:00Z",
        1,
        "0001-01-01T00:00:00+23:59",
        "2027-01-31T24:00:00Z",
        "2027-01-31T09:00:00+99:00",
    ],
)
def test_an_instant_that_is_none_is_refused(world, own, tester, now):
    answer = world.request("PUT", f"{own}/test-clock", {"now": now}, token=tester)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/now")
