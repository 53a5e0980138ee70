"""The schedule and its queue under faults (R4): every day's document exactly once."""

from collections import Counter
from datetime import UTC, datetime
from unittest.mock import patch

from tests.faults.invariants import made_days, violations
from tests.faults.network import KILL_AFTER, faults_at, installed
from tests.faults.outside import one_fault
from tests.support.hooks import OutsideWorld
from tests.support.world import Credentials, cloud

from invoicing.rules.recurrence import at_place
from invoicing.usecases import run_recurrences

CONTENT = {"document": {"_documentItems": [{"name": "Rent [month]", "price": 10}]}}


def add(world: OutsideWorld, owner: Credentials, **members: object) -> str:
    path = f"/v1/Organizations/{owner.organization_id}/recurrences"
    body = {"name": "r", "type": "month", "dateFirst": "2026-12-31", **CONTENT, **members}
    answer = world.request("POST", path, body, token=owner.token)
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


# One fault at every call


def fault_run(at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """Two recurrences of a day each, and one that has missed a day."""
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        for title in ("a", "b"):
            content = {**CONTENT["document"], "reference": title}
            add(world, owner, dateFirst="2027-01-01", document=content)
        add(
            world, owner, type="day", dateFirst="2026-12-31", document={**content, "reference": "c"}
        )
        world.restart()
        world.now = datetime(2027, 1, 1, 6, tzinfo=UTC)
        calls()
        world.until_done(world.tick_schedule, lambda _: True)
        world.until_done(world.run_queue, lambda failed: failed == [])
        world.until_done(world.tick_schedule, lambda _: True)
        world.until_done(world.run_queue, lambda failed: failed == [])
        count = calls()
        world.network.open = False
        rows = world.rows()
    expected = Counter(
        {("a", "2027-01-01"): 1, ("b", "2027-01-01"): 1}
        | {("c", "2026-12-31"): 1, ("c", "2027-01-01"): 1}
    )
    broken = violations(rows)
    if made_days(rows) != expected:
        broken.append(f"made: {dict(made_days(rows))}")
    return count, broken


def test_R4_every_single_fault_leaves_each_day_with_one_document(shown):
    calls, broken = fault_run(None, None)
    assert not broken
    found, count = {}, 0
    for at in range(calls):
        for fault in faults_at(at):
            count += 1
            _, broken = fault_run(at, fault)
            if broken:
                found[at, fault] = broken
    with shown():
        print(
            f"sweep: schedule and recur: {count} runs over {calls} calls, {len(found)} violations"
        )
    assert not found


def test_R1b_a_recurrence_that_moves_on_beside_its_document_is_caught():
    """A wrong design: first the documents, then the recurrence, each in its own write."""

    def moving_alone(recurrence, make, zone, now):
        return make

    with (
        patch.object(run_recurrences, "_moving_on", moving_alone),
        patch.object(run_recurrences, "_make", _make_then_move),
    ):
        calls, _ = fault_run(None, None)
        assert any(fault_run(at, KILL_AFTER)[1] for at in range(calls))


def _make_then_move(due, tenant, ports):
    """The planted design: the key is drawn anew, so nothing remembers what was done."""
    for one in due:
        store = ports.store(tenant)
        store.commit(ports.key(None), one.commit)
        moved = at_place(one.recurrence, one.recurrence.next_n + 1, "Europe/Ljubljana")
        moved = run_recurrences.replace(moved, version=moved.version + 1)
        event = run_recurrences.Event(type="recurrence.updated", subject=moved.id)
        rows = run_recurrences.recurrence_rows(moved)
        commit = run_recurrences.Commit(event, objects=rows)
        store.commit(ports.key(None), lambda _, commit=commit: commit)
    return len(due), frozenset()
