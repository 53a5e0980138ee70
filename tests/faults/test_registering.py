"""Documents and tax authorities: every fault at every store call and every authority call.

Whatever fails, the document has one number and one code, the authority has it once, with what the
document says, and nothing waits for ever.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.invariants import documents, violations
from tests.faults.network import (
    KILL_AFTER,
    KILL_BEFORE,
    LOST_AFTER,
    TIMEOUT_BEFORE,
    Killed,
    Network,
    faults_at,
    installed,
)
from tests.support.fiscal import PASSPHRASE
from tests.support.fiscal_world import CASH, FiscalWorld, fiscal_cloud, taxpayer
from tests.support.world import Answer, Credentials

from invoicing.safe.safe_http import HttpAnswer, NoAnswer
from invoicing.usecases import _registering

TALLY = "registration: {total} runs over {kinds} requests, 0 violations"
TRIES_MAX = 6
WAITS = (timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=30))


@dataclass
class FaultyShop(FiscalWorld):
    """A world in which one call fails, be it to AWS or to the authority."""

    network: Network = field(default_factory=lambda: Network(lambda *_: None))

    def ask(self, url: str, headers: Any, body: bytes, **more: Any) -> HttpAnswer:
        fault = self.network.choose(len(self.network.log), "authority.ask")
        self.network.log.append(f"authority.ask {fault or 'ok'}")
        if fault == KILL_BEFORE:
            raise Killed
        if fault == TIMEOUT_BEFORE:
            raise NoAnswer("timeout")
        if fault not in (None, KILL_AFTER, LOST_AFTER):
            raise NoAnswer("connect")
        answer = super().ask(url, headers, body, **more)
        if fault == KILL_AFTER:
            raise Killed
        if fault == LOST_AFTER:
            raise NoAnswer("timeout")
        return answer

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """The client sends the same request, with the same key, until it is answered."""
        for _ in range(TRIES_MAX):
            try:
                answer = ask()
            except Killed:
                self.restart()
                continue
            if answer.status < 500 and "in-flight" not in answer.body.decode():
                return answer
            self.now += timedelta(minutes=2)
        raise AssertionError("never answered")

    def let_time_pass(self) -> None:
        for wait in WAITS:
            self.now += wait
            try:
                self.tick_janitor()
            except Killed:
                self.restart()


def run(what: str, at: int | None, fault: str | None) -> tuple[int, list[str]]:
    """One request of a shop with a fault at one of its calls, and what is broken after it."""
    start: list[int] = []

    def choose(number: int, _: str) -> str | None:
        return fault if start and number - start[0] == at else None

    world = FaultyShop(random=Random(1), network=Network(choose))
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
    broken += [f"{row['PK']['S']} still waits" for row in rows if _waits(row)]
    if answer.status not in (200, 201, 202):
        broken.append(f"answered {answer.status}: {answer.body!r}")
    return calls, broken + _registered(world, documents(rows), 2 if what == "cancel" else 1)


def _waits(row: dict[str, Any]) -> bool:
    """Whether something is yet to be done; a certificate waits for its end, years ahead."""
    return "GSI3PK" in row and not row["PK"]["S"].endswith("#CERTIFICATE")


def _request(what: str, world: FaultyShop, owner: Credentials) -> tuple[str, Any]:
    if what == "issue":
        return f"/v1/Organizations/{owner.organization_id}/documents", CASH
    if what == "cancel":
        return f"/v1/Documents/{world.issue(owner)['id']}/cancel", {}
    unpaid = {"_documentItems": CASH["_documentItems"]}
    return f"/v1/Documents/{world.issue(owner, unpaid)['id']}/fiscally-verify", {}


def _registered(world: FaultyShop, stored: dict[str, Any], count: int) -> list[str]:
    """Each document is known to the authority, once, as it is stored here."""
    broken = []
    if len(stored) != count or len(world.furs.invoices) != count:
        broken.append(f"{len(stored)} documents, {len(world.furs.invoices)} at the authority")
    for document in stored.values():
        fiscal = document["fiscal"]
        known = world.furs.invoices.get((50223054, fiscal["code"]))
        if known is None or fiscal.get("state") != "registered":
            broken.append(f"{document['id']} is {fiscal.get('state')}: {fiscal.get('fault')}")
            continue
        told = known["invoice"]
        ours = (fiscal["confirmation"], fiscal["issued_local"], str(fiscal["number"]))
        theirs = (known["eor"], told["IssueDateTime"], told["InvoiceIdentifier"]["InvoiceNumber"])
        if ours != theirs:
            broken.append(f"{document['id']}: {ours} here, {theirs} there")
    messages = [m["InvoiceRequest"] for m in world.furs.messages if "InvoiceRequest" in m]
    for code in {m["Invoice"]["ProtectedID"] for m in messages}:
        same = [m for m in messages if m["Invoice"]["ProtectedID"] == code]
        told = {json.dumps(_told(m), sort_keys=True, default=str) for m in same}
        if len(told) > 1:
            broken.append(f"{code} was told in {len(told)} ways")
    return broken


def _told(message: Any) -> Any:
    """All that must be the same on every try."""
    invoice = {k: v for k, v in message["Invoice"].items() if k != "SubsequentSubmit"}
    return {"id": message["Header"]["MessageID"], "invoice": invoice}


def sweep(what: str, tally: Callable[[str, str, int], None] | None) -> dict[Any, list[str]]:
    calls, broken = run(what, None, None)
    assert not broken
    found = {}
    for at in range(calls):
        for fault in faults_at(at):
            if tally:
                tally(TALLY, what, 1)
            _, broken = run(what, at, fault)
            if broken:
                found[at, fault] = broken
                if tally is None:
                    return found
    return found


SWEPT = ("issue", "verify", "cancel") if "NOTULA_LONG" in os.environ else ("issue", "cancel")


@pytest.mark.parametrize("what", SWEPT)
def test_R13_a_document_is_registered_once_with_one_code(what, tally):
    assert sweep(what, tally) == {}


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
        assert sweep("issue", None)


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
