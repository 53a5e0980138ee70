"""Documents and tax authorities: every fault at every store call and every authority call.

Whatever fails, the document has one number and one code, the authority has it once, with what the
document says, and nothing waits for ever.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.invariants import documents, violations
from tests.faults.network import LOST_AFTER, Network, faults_at, installed
from tests.faults.registers import FINA, FURS, FaultyAt, FaultyShop, Register, compare
from tests.support.fiscal import PASSPHRASE
from tests.support.fiscal_world import CASH, fiscal_cloud, taxpayer
from tests.support.portuguese_world import NIF, client
from tests.support.world import Credentials

from invoicing.usecases import _registering

LONG = "NOTULA_LONG" in os.environ
KINDS = ("lost", "doubled", "changed")


def run(register: Register, what: str, at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """One request of a shop with a fault at one of its calls, and what is broken after it."""
    start: list[int] = []

    def choose(number: int, _: str) -> str | None:
        return fault if start and number - start[0] == at else None

    world = register.shop(random=Random(1), network=Network(choose))
    with installed(world.network), fiscal_cloud(world):
        owner = world.shop()
        path, body = _request(what, world, owner)
        world.restart()
        start.append(len(world.network.log))
        headers = {"idempotency-key": "the-request"}
        answer = world.until_answered(
            lambda: world.request("POST", path, body, token=owner.token, headers=headers)
        )
        calls = len(world.network.log) - start[0]
        world.let_time_pass()
        world.network.open = False
        rows = world.rows()
    broken = violations(rows)
    broken += [f"waits: {row['PK']['S']}" for row in rows if _waits(row)]
    if what == "change":
        broken += _unchanged(documents(rows))
    if answer.status not in (200, 201, 202):
        broken.append(f"answered {answer.status}: {answer.body!r}")
    return calls, broken + compare(register, world, documents(rows), 2 if what == "cancel" else 1)


def _unchanged(found: Mapping[str, Any]) -> list[str]:
    """What is wrong where one change was to be told: it is told, and there is no other."""
    told = [
        (change["kind"], change["value"], change.get("state"))
        for document in found.values()
        for change in document["fiscal"].get("changes", ())
    ]
    return [] if told == [("payment", "K", "registered")] else [f"changed: {told}"]


def _waits(row: dict[str, Any]) -> bool:
    """Whether something is yet to be done; a certificate waits for its end, years ahead."""
    return "GSI3PK" in row and not row["PK"]["S"].endswith("#CERTIFICATE")


def _request(what: str, world: FaultyShop, owner: Credentials) -> tuple[str, Any]:
    if what == "issue":
        return f"/v1/Organizations/{owner.organization_id}/documents", CASH
    if what == "cancel":
        return f"/v1/Documents/{world.issue(owner)['id']}/cancel", {}
    if what == "change":
        return f"/v1/Documents/{world.issue(owner)['id']}/fiscal-change", {"paymentType": "K"}
    unpaid = {"_documentItems": CASH["_documentItems"]}
    return f"/v1/Documents/{world.issue(owner, unpaid)['id']}/fiscally-verify", {}


Run = Callable[[int | None, str | None], tuple[int, list[str]]]


def sweep(run: Run, *, step: int = 1) -> tuple[int, dict[Any, list[str]]]:
    """How many faults were tried, at every `step`-th call, and what each broke."""
    calls, broken = run(None, None)
    assert not broken
    count, found = 0, {}
    for at in range(0, calls, step):
        for fault in faults_at(at):
            count += 1
            _, broken = run(at, fault)
            if broken:
                found[at, fault] = broken
    return count, found


def _figures(name: str, count: int, found: dict[Any, list[str]]) -> str:
    kinds = Counter(text.partition(":")[0] for broken in found.values() for text in broken)
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS)
    return f"registration: {name}: {count} runs, {told}, {len(found)} with any violation"


SWEPT = [
    pytest.param(FURS, "issue", 1, id="furs-issue"),
    pytest.param(FURS, "cancel", 1, id="furs-cancel"),
    # In the short form every other call: its store calls are those of the others.
    pytest.param(FINA, "issue", 1 if LONG else 2, id="fina-issue"),
    pytest.param(FINA, "change", 1 if LONG else 4, id="fina-change"),
]
if LONG:
    SWEPT += [
        pytest.param(FURS, "verify", 1, id="furs-verify"),
        pytest.param(FINA, "cancel", 1, id="fina-cancel"),
    ]


@pytest.mark.parametrize(("register", "what", "step"), SWEPT)
def test_R13_a_document_is_registered_once_with_one_code(
    register, what, step, record_property, request
):
    count, found = sweep(lambda at, fault: run(register, what, at, fault), step=step)
    record_property("figures", _figures(request.node.callspec.id, count, found))
    assert found == {}


def tell_of_series(at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """A series told to the authority; who hears that it is known there asks for its code."""
    start: list[int] = []

    def choose(number: int, _: str) -> str | None:
        return fault if start and number - start[0] == at else None

    world = FaultyAt(random=Random(1), network=Network(choose))
    with installed(world.network), fiscal_cloud(world):
        owner = world.shop(series=None)
        world.at.users[f"{NIF}/1"] = "secret"
        assert world.upload(owner, client().p12(PASSPHRASE), kind="at-tls").status == 200
        world.restart()
        path = f"/v1/Organizations/{owner.organization_id}/fiscal-series"
        body = {"series": "A2026", "username": f"{NIF}/1", "password": "secret"}

        def tell(action: str) -> Any:
            told = {**body, "action": action}
            return world.until_answered(
                lambda: world.request("POST", path, told, token=owner.token)
            )

        start.append(len(world.network.log))
        answer = tell("register")
        calls = len(world.network.log) - start[0]
        if answer.status == 422:
            answer = tell("query")
        world.network.open = False
        world.restart()
        block = world.issue(owner)["_at"] if answer.status == 200 else {}
        rows = world.rows()
    broken = violations(rows)
    codes = [known["codValidacaoSerie"] for known in world.at.series.values()]
    if len(codes) != 1:
        broken.append(f"{'doubled' if codes else 'lost'}: {len(codes)} series at the authority")
    elif codes[0] != block.get("atcudSeriesId"):
        broken.append(f"changed: {codes} there, {block} here")
    return calls, broken


def test_R13_a_series_gets_one_code_whatever_fails(record_property):
    count, found = sweep(tell_of_series)
    record_property("figures", _figures("at-series", count, found))
    assert found == {}


def test_R13_a_code_made_anew_for_each_try_is_caught():
    """A wrong design: the code and the time are those of the try."""
    prepared = _registering._prepare

    def anew(document: Any, *more: Any) -> Any:
        shifted = document.fiscal.issued_local + timedelta(seconds=document.fiscal.attempts)
        moved = _registering.replace(document.fiscal, issued_local=shifted)
        write = prepared(_registering.replace(document, fiscal=moved), *more)

        def written(tried: Any) -> Any:
            own = _registering.replace(tried.fiscal, issued_local=shifted)
            return write(_registering.replace(tried, fiscal=own))

        return written

    with patch.object(_registering, "_prepare", anew):
        calls, broken = run(FURS, "issue", None, None)
        assert not broken
        assert any(run(FURS, "issue", at, LOST_AFTER)[1] for at in range(calls))


def test_R2_a_certificate_is_uploaded_once_whatever_fails():
    def upload(at: int | None, fault: str | None) -> tuple[int, int, list[str]]:
        start: list[int] = []

        def choose(number: int, _: str) -> str | None:
            return fault if start and number - start[0] == at else None

        world = FaultyShop(random=Random(1), network=Network(choose))
        with installed(world.network), fiscal_cloud(world):
            owner = world.organization()
            world.restart()
            start.append(len(world.network.log))
            data = taxpayer().p12(PASSPHRASE)
            answer = world.until_answered(lambda: world.upload(owner, data))
            calls = len(world.network.log) - start[0]
            world.network.open = False
            rows = world.rows()
        return calls, answer.status, violations(rows)

    calls, status, broken = upload(None, None)
    assert (status, broken) == (200, [])
    for at in range(calls):
        for fault in faults_at(at):
            assert upload(at, fault)[1:] == (200, []), (at, fault)
