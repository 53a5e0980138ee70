"""Documents signed over the one before: every fault at every call, and several who issue at once.

Whatever fails, there is one chain per series, without a gap, a fork or a document signed twice.
"""

from collections.abc import Mapping
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.containers import Container
from tests.faults.episode import create_event
from tests.faults.invariants import documents, violations
from tests.faults.network import FAULTS, Killed, Network, Scheduler, faults_at, installed
from tests.support.fiscal_world import fiscal_cloud
from tests.support.portuguese_world import PLAIN, PortugueseWorld, is_signed
from tests.support.world import Answer, Credentials

from invoicing.usecases import _fiscal

TRIES_MAX = 60


def broken_series(stored: Mapping[str, Any]) -> list[str]:
    """What is wrong with the chains of all series, from what is stored."""
    wrong: list[str] = []
    series: dict[str, list[Any]] = {}
    for document in stored.values():
        series.setdefault(document["number"].split("/")[0], []).append(document)
    for several in series.values():
        several.sort(key=lambda one: one["series_number"])
        previous, before = "", ""
        for n, one in enumerate(several, 1):
            fiscal = one["fiscal"]
            text = (
                f"{one['issue_date']};{fiscal['issued_local']};{one['number']};"
                f"{one['totals']['gross']};{previous}"
            )
            if not is_signed(text, fiscal["code"]):
                wrong.append(f"{one['number']} is not signed over the one before it")
            if fiscal.get("previous_id", "") != before or one["series_number"] != n:
                wrong.append(f"{one['number']} does not follow on {before or 'nothing'}")
            previous, before = fiscal["code"], one["id"]
    return wrong


def until_answered(world: PortugueseWorld, owner: Credentials, path: str, body: Any) -> Answer:
    """The client sends the same request, with the same key, until it is answered."""
    headers = {"idempotency-key": "the-request"}
    for _ in range(TRIES_MAX):
        try:
            answer = world.request("POST", path, body, token=owner.token, headers=headers)
        except Killed:
            world.restart()
            continue
        if answer.status < 500:
            return answer
    raise AssertionError("never answered")


def run(what: str, at: int | None, fault: str | None, *, warm: bool) -> tuple[int, list[str]]:
    """One request with a fault at one of its calls, one after it, and what is broken then."""
    start: list[int] = []

    def choose(number: int, _: str) -> str | None:
        return fault if start and number - start[0] == at else None

    world, network = PortugueseWorld(random=Random(1)), Network(choose)
    with installed(network), fiscal_cloud(world):
        owner = world.shop()
        first = world.issue(owner)
        own = f"/v1/Organizations/{owner.organization_id}/documents"
        path, body, count = {
            "issue": (own, PLAIN, 3),
            "batch": (f"{own}/batch", {"documents": [PLAIN] * 3}, 5),
            "credit": (f"/v1/Documents/{first['id']}/credit", {}, 3),
        }[what]
        if not warm:
            world.restart()
        start.append(len(network.log))
        answer = until_answered(world, owner, path, body)
        calls = len(network.log) - start[0]
        network.open = False
        world.restart()
        world.issue(owner)
        rows = world.rows()
    stored = documents(rows)
    broken = violations(rows) + broken_series(stored)
    if answer.status != 201 or len(stored) != count:
        broken.append(f"answered {answer.status}, {len(stored)} documents: {answer.body!r}")
    told = answer.json if what == "batch" else [answer.json]
    for one in told if answer.status == 201 else ():
        if stored[one["id"]]["fiscal"]["code"] != one["_at"]["hash"]:
            broken.append(f"{one['number']} was answered with another hash")
    return calls, broken


def sweep(what: str, *, warm: bool) -> tuple[int, dict[Any, list[str]]]:
    calls, broken = run(what, None, None, warm=warm)
    assert broken == []
    found, count = {}, 0
    for at in range(calls):
        for fault in faults_at(at):
            count += 1
            _, broken = run(what, at, fault, warm=warm)
            if broken:
                found[at, fault] = broken
    return count, found


@pytest.mark.parametrize("what", ["issue", "batch", "credit"])
def test_F282_every_fault_at_every_call_leaves_one_chain(what, shown):
    count, found = sweep(what, warm=what == "batch")
    with shown():
        print(f"chain: {what}: {count} runs, {len(found)} violations")
    assert found == {}


def episode(seed: int) -> list[str]:
    """Four containers issue three documents each at once, while calls fail at random."""
    random, armed = Random(seed), False
    scheduler = Scheduler(random)

    def choose(_: int, __: str) -> str | None:
        return random.choice(FAULTS) if armed and random.random() < 0.15 else None

    world, network = PortugueseWorld(random=random), Network(choose, gate=scheduler.gate)
    with installed(network), fiscal_cloud(world):
        owner = world.shop()
        armed = True

        def creator(number: int) -> None:
            container = Container(world)
            for position in range(3):
                event = create_event(owner, f"creator-{number}-{position}", PLAIN)
                for _ in range(TRIES_MAX):
                    try:
                        answer = container.invoke(event, "POST", event["rawPath"])
                    except Killed:
                        container.restart()
                        continue
                    if answer["statusCode"] < 500:
                        break
                assert answer["statusCode"] == 201, answer

        scheduler.run([lambda n=n: creator(n) for n in range(4)])  # type: ignore[misc]
        armed = False
        network.open = False
        rows = world.rows()
    stored = documents(rows)
    broken = violations(rows) + broken_series(stored)
    return broken if len(stored) == 12 else [*broken, f"{len(stored)} documents of 12"]


@pytest.mark.parametrize("seed", range(2))
def test_F282_several_who_issue_at_once_make_one_chain(seed):
    assert episode(seed) == []


def test_F282_a_chain_that_is_read_before_the_transaction_is_caught():
    """A wrong design: what is signed over is what this container saw first."""
    seen: dict[str, str] = {}
    sealed = _fiscal.sealed

    def stale(document: Any, issue: Any, **more: Any) -> Any:
        known, advances = more["known"].draft(), more["advances"]
        counter = known.counter(advances[0].scope)
        counter.last_hash = seen.setdefault(advances[0].scope, counter.last_hash)
        return sealed(document, issue, **(more | {"known": known}))

    with patch("invoicing.usecases._issuing.sealed", stale):
        assert episode(0)
