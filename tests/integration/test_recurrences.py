"""Recurrences over HTTP, the schedule and the queue: every day's document exactly once."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from dateutil.relativedelta import relativedelta
from tests.support.hooks import OutsideWorld
from tests.support.recurrences import FREQUENCIES
from tests.support.world import ROOT, Answer, cloud

PAGE = ROOT / "docs" / "recurrences.md"

LINES = [{"name": "Rent", "price": 100, "_documentItemTaxes": [{"rate": 22}]}]
MONTHLY = {"name": "rent", "type": "month", "dateFirst": "2026-12-31"}


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization(email="own@example.com")


def add(world, owner, **members) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/recurrences"
    document = {"_documentItems": LINES, **members.pop("document", {})}
    body = {**MONTHLY, "document": document, **members}
    return world.request("POST", path, body, token=owner.token)


def ask(world, owner, path) -> Answer:
    return world.request("GET", path, token=owner.token)


def documents(world, owner) -> list[dict]:
    return ask(world, owner, f"/v1/Organizations/{owner.organization_id}/documents").json[::-1]


def go_to(world, day: str, hour: int = 6) -> None:
    """The schedule runs on that day, and what it queued is done."""
    world.now = datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
    world.tick_schedule()
    assert world.run_queue() == []


def test_F247_a_recurrence_makes_its_document_on_its_day(world, owner):
    made = add(world, owner)
    assert (made.status, made.json["nextDate"]) == (201, "2026-12-31")
    go_to(world, "2026-12-30")
    assert documents(world, owner) == []
    go_to(world, "2026-12-31")
    go_to(world, "2026-12-31", 7)
    (document,) = documents(world, owner)
    assert (document["date"], document["number"]) == ("2026-12-31", "2026-00001")
    assert document["totalWithTax"] == 122
    shown = ask(world, owner, made.headers["location"]).json
    assert shown["nextDate"] == "2027-01-31"
    done, *to_come = shown["_recurrenceDates"]
    assert (done["date"], done["iteration"], done["documentId"]) == (
        "2026-12-31",
        1,
        document["id"],
    )
    assert [one["date"] for one in to_come[:3]] == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_U12_the_day_begins_in_the_organizations_time_zone(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}"
    zone = {"timezone": "Pacific/Auckland"}
    assert world.request("PATCH", path, zone, token=owner.token).status == 200
    add(world, owner)
    go_to(world, "2026-12-30", 10)
    assert documents(world, owner) == []
    go_to(world, "2026-12-30", 11)
    assert [made["date"] for made in documents(world, owner)] == ["2026-12-31"]


def test_U14_days_missed_in_an_outage_are_made_up_and_do_not_move_the_others(world, owner):
    made = add(world, owner)
    go_to(world, "2027-03-02")
    found = documents(world, owner)
    assert [d["date"] for d in found] == ["2027-03-02"] * 3
    assert [d["dateTaxPoint"] for d in found] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert [d["number"] for d in found] == ["2027-00001", "2027-00002", "2027-00003"]
    assert ask(world, owner, made.headers["location"]).json["nextDate"] == "2027-03-31"


def test_U14_a_late_document_carries_its_planned_date_where_that_is_asked_for(world, owner):
    add(world, owner, dateMode="planned")
    go_to(world, "2027-01-05")
    (document,) = documents(world, owner)
    assert (document["date"], document["number"]) == ("2026-12-31", "2026-00001")


def test_U15_days_before_a_recurrence_was_made_are_left_out_unless_asked_for(world, owner):
    assert add(world, owner, dateFirst="2026-09-30").json["nextDate"] == "2026-11-30"
    assert add(world, owner, dateFirst="2026-09-30", catchUp=True).json["nextDate"] == "2026-09-30"
    go_to(world, "2026-11-21", 10)
    assert len(documents(world, owner)) == 2


def test_U15_two_runs_at_a_time_make_one_document(world, owner):
    add(world, owner)
    world.now = datetime(2026, 12, 31, 6, tzinfo=UTC)
    for _ in range(3):
        world.tick_schedule()
    assert len(world.queue) == 3
    assert world.run_queue() == []
    assert len(documents(world, owner)) == 1


def test_F250_a_pause_leaves_days_out_and_a_resumption_with_catch_up_brings_them(world, owner):
    plain, catching = add(world, owner), add(world, owner, catchUp=True)
    for made in (plain, catching):
        path = made.headers["location"]
        paused = world.request("PATCH", path, {"active": False}, token=owner.token).json
        assert "nextDate" not in paused
    go_to(world, "2027-02-15")
    assert documents(world, owner) == []
    for made in (plain, catching):
        world.request("PATCH", made.headers["location"], {"active": True}, token=owner.token)
    assert ask(world, owner, plain.headers["location"]).json["nextDate"] == "2027-02-28"
    assert ask(world, owner, catching.headers["location"]).json["nextDate"] == "2026-12-31"
    go_to(world, "2027-02-15", 8)
    assert len(documents(world, owner)) == 2


def test_F251_a_recurrence_ends_with_its_last_day_or_its_count(world, owner):
    by_day = add(world, owner, dateLast="2027-01-31").headers["location"]
    by_count = add(world, owner, numRecurrences=2).headers["location"]
    go_to(world, "2028-01-01")
    assert len(documents(world, owner)) == 4
    for path in (by_day, by_count):
        assert "nextDate" not in ask(world, owner, path).json


@pytest.mark.parametrize("name", FREQUENCIES)
def test_F248_each_frequency_is_made_of_a_type_and_an_interval(world, owner, name):
    unit, interval = FREQUENCIES[name]
    assert f"| {name} | {unit} | {interval} |" in PAGE.read_text()
    made = add(world, owner, type=unit, interval=interval)
    assert made.status == 201
    step = relativedelta(**{f"{unit}s": interval})
    go_to(world, "2026-12-31")
    shown = ask(world, owner, made.headers["location"]).json
    assert [one["date"] for one in shown["_recurrenceDates"]] == [
        (date(2026, 12, 31) + step * n).isoformat() for n in range(13)
    ]
    assert [d["date"] for d in documents(world, owner)] == ["2026-12-31"]


def test_a_recurrence_of_a_document_repeats_what_it_says(world, owner):
    original = world.document(
        owner,
        date="2026-11-10",
        dateDue="2026-11-30",
        note="Rent for [month]",
        uniqueId="once",
        payments=[{"type": "cash"}],
    )
    path = f"/v1/Documents/{original['id']}/recurrence"
    body = {"name": "rent", "type": "month", "dateFirst": "2026-12-10"}
    made = world.request("POST", path, body, token=owner.token)
    assert (made.status, made.json["documentId"]) == (201, original["id"])
    assert [r["id"] for r in ask(world, owner, path).json] == [made.json["id"]]
    go_to(world, "2026-12-10")
    copy = documents(world, owner)[-1]
    assert (copy["date"], copy["dateDue"]) == ("2026-12-10", "2026-12-30")
    assert copy["note"] == "Rent for December 2026"
    assert copy["paymentStatus"] == "unpaid"
    assert "uniqueId" not in copy


def test_dates_stand_in_texts_in_the_language_of_each(world, owner):
    line = {**LINES[0], "name": "Rent [month]", "description": "[period], [quarter], [year+1]"}
    document = {
        "_documentItems": [line],
        "note": "after [month-1], not [date+1]",
        "l10n": {"note_de": "Miete [month]"},
    }
    add(world, owner, document=document, dateFirst="2026-12-01")
    go_to(world, "2026-12-01")
    (made,) = documents(world, owner)
    (shown,) = made["_documentItems"]
    assert shown["name"] == "Rent December 2026"
    assert shown["description"] == "Dec 1, 2026 – Dec 31, 2026, Q4 2026, 2027"
    assert made["note"] == "after November 2026, not [date+1]"
    assert made["l10n"] == {"note_de": "Miete Dezember 2026"}


def test_periods_of_lines_move_with_the_days(world, owner):
    line = {**LINES[0], "dateService": "2026-11-01", "dateServiceTo": "2026-11-30"}
    add(world, owner, document={"_documentItems": [line]}, dateFirst="2026-11-30")
    go_to(world, "2027-02-28")
    periods = [
        (d["_documentItems"][0]["dateService"], d["_documentItems"][0]["dateServiceTo"])
        for d in documents(world, owner)
    ]
    assert periods[-2:] == [("2027-01-01", "2027-01-31"), ("2027-02-01", "2027-02-28")]


def test_a_document_is_mailed_to_the_client_when_it_is_made(world, owner):
    client = {"name": "Buyer", "email": "buyer@example.com"}
    add(world, owner, autoSend=True, document={"_documentClient": client})
    go_to(world, "2026-12-31")
    world.deliver()
    (mail,) = world.mails()
    assert b"buyer@example.com" in mail
    assert b"own@example.com" in mail


def test_the_organization_hears_of_a_document_that_is_mailed_to_nobody_else(world, owner):
    add(world, owner)
    add(world, owner, notify=False)
    go_to(world, "2026-12-31")
    world.deliver()
    (mail,) = world.mails()
    assert b"To: own@example.com" in mail


def test_drafts_are_made_where_asked_for(world, owner):
    add(world, owner, saveAsDraft=True)
    go_to(world, "2026-12-31")
    (draft,) = documents(world, owner)
    assert (draft["draft"], "number" in draft) == (True, False)


def test_a_preview_shows_days_and_totals_and_saves_nothing(world, owner):
    made = add(world, owner)
    before = world.rows()
    shown = ask(world, owner, f"{made.headers['location']}/preview?count=3")
    assert shown.json == [
        {"date": day, "total": 122} for day in ("2026-12-31", "2027-01-31", "2027-02-28")
    ]
    assert world.rows() == before
    assert ask(world, owner, f"{made.headers['location']}/preview?count=121").status == 400


def test_one_that_cannot_be_made_waits_with_its_reason_and_holds_up_no_other(world, owner):
    item = world.request(
        "POST",
        f"/v1/Organizations/{owner.organization_id}/items",
        {"name": "i", "price": 1},
        token=owner.token,
    )
    broken = add(world, owner, document={"_documentItems": [{"itemId": item.json["id"]}]})
    assert broken.status == 201
    add(world, owner)
    world.request("DELETE", item.headers["location"], token=owner.token)
    go_to(world, "2026-12-31")
    (document,) = documents(world, owner)
    assert document["number"] == "2026-00001"
    shown = ask(world, owner, broken.headers["location"]).json
    assert shown["failures"] == 1
    assert "/document/_documentItems/0/itemId" in shown["failure"]
    assert shown["nextDate"] == "2026-12-31"
    world.tick_schedule(timedelta(minutes=10))
    assert world.queue == []
    content = {"document": {"_documentItems": LINES}}
    mended = world.request("PATCH", broken.headers["location"], content, token=owner.token)
    assert "failures" not in mended.json
    world.tick_schedule(timedelta(minutes=1))
    assert world.run_queue() == []
    assert [d["number"] for d in documents(world, owner)] == ["2026-00001", "2026-00002"]


def test_a_full_batch_is_one_transaction_with_consecutive_numbers(world, owner):
    for _ in range(30):
        assert add(world, owner).status == 201
    go_to(world, "2026-12-31")
    numbers = [d["number"] for d in documents(world, owner)]
    assert numbers == [f"2026-{n:05}" for n in range(1, 31)]


def test_a_day_that_has_its_document_never_comes_again(world, owner):
    made = add(world, owner)
    go_to(world, "2026-12-31")
    path = made.headers["location"]
    body = {"type": "week", "dateFirst": "2026-12-24", "catchUp": True}
    moved = world.request("PATCH", path, body, token=owner.token).json
    assert moved["nextDate"] == "2027-01-07"
    assert moved["_recurrenceDates"][0]["date"] == "2026-12-31"


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"type": "fortnight"}, "/type"),
        ({"dateFirst": "31.12.2026"}, "/dateFirst"),
        ({"dateFirst": None}, "/dateFirst"),
        ({"interval": 0}, "/interval"),
        ({"numRecurrences": 1.5}, "/numRecurrences"),
        ({"dateLast": "2026-11-01"}, "/dateFirst"),
        ({"type": "week", "isLastOfMonth": True}, "/isLastOfMonth"),
        ({"document": {"number": "A-1"}}, "/document/number"),
        ({"document": {"payments": [{"type": "cash"}]}}, "/document/payments"),
        ({"document": {"_documentItems": [{"price": "x"}]}}, "/document/_documentItems/0/price"),
        ({"document": {"series": "none"}}, "/document/series"),
        ({"every": "month"}, "/every"),
    ],
    ids=json.dumps,
)
def test_a_recurrence_that_could_not_work_is_refused_and_nothing_is_stored(
    world, owner, members, pointer
):
    before = world.rows()
    answer = add(world, owner, **members)
    assert answer.status == 422, answer.body
    assert answer.json["errors"][0]["pointer"] == pointer
    assert world.rows() == before


def test_a_suppliers_document_does_not_recur(world, owner):
    document = world.document(owner, incoming=True, number="S-1", _documentIssuer={"name": "S"})
    path = f"/v1/Documents/{document['id']}/recurrence"
    answer = world.request("POST", path, MONTHLY, token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "recurrence-foreign")


def test_totals_of_documents_made_later_follow_the_law_of_their_day(world, owner):
    add(world, owner, document={"_documentItems": [{"name": "x", "price": 10}]})
    go_to(world, "2026-12-31")
    (made,) = documents(world, owner)
    assert Decimal(str(made["totalWithTax"])) == Decimal("12.2")
    assert date.fromisoformat(made["date"]) == date(2026, 12, 31)


def test_F247_recurrences_are_listed_by_the_document_they_were_made_of(world, owner):
    add(world, owner)
    path = f"/v1/Organizations/{owner.organization_id}"
    document = {"_documentItems": LINES}
    made = world.request("POST", f"{path}/documents", document, token=owner.token).json
    of_document = f"/v1/Documents/{made['id']}/recurrence"
    recurring = world.request("POST", of_document, MONTHLY, token=owner.token).json
    found = ask(world, owner, f"{path}/recurrences?documentId={made['id']}").json
    assert [one["id"] for one in found] == [recurring["id"]]


def test_F247_what_befell_a_document_is_not_repeated(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, {"_documentItems": LINES}, token=owner.token).json
    one = f"/v1/Documents/{made['id']}"
    assert world.request("POST", f"{one}/credit", token=owner.token).status == 201
    assert world.request("POST", f"{one}/recurrence", MONTHLY, token=owner.token).status == 201
    go_to(world, "2026-12-31")
    repeated = documents(world, owner)[-1]
    assert repeated["totalWithTax"] == made["totalWithTax"]
    assert "_successors" not in repeated


def test_F035_a_document_is_shown_with_its_recurrences_where_they_are_asked_for(world, owner):
    made = world.document(owner)
    one = f"/v1/Documents/{made['id']}"
    include = "filter=" + quote('{"include": "recurrences"}')
    assert ask(world, owner, f"{one}?{include}").json == {**made, "recurrences": []}
    added = world.request("POST", f"{one}/recurrence", MONTHLY, token=owner.token).json
    shown = ask(world, owner, f"{one}?{include}").json
    assert [recurrence["id"] for recurrence in shown["recurrences"]] == [added["id"]]
    only = "filter=" + quote('{"fields": ["id"], "include": ["recurrences"]}')
    assert set(ask(world, owner, f"{one}?{only}").json) == {"id", "recurrences"}
    assert "recurrences" not in ask(world, owner, one).json
    listed = ask(world, owner, f"/v1/Organizations/{owner.organization_id}/documents?{include}")
    assert (listed.status, listed.json["errors"][0]["pointer"]) == (422, "/query/filter/include")
