"""Mails at most once, messages to webhooks at least once, and nothing left half-done (R13)."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.files import broken_files
from tests.faults.invariants import documents, violations
from tests.faults.network import LOST_AFTER, faults_at, installed
from tests.faults.outside import FaultyWorld, one_fault
from tests.support.hooks import URL
from tests.support.world import Credentials, cloud

from invoicing.model.journal import Entry
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Message
from invoicing.usecases import _printing, _sending
from invoicing.usecases import deliver_entry as delivering
from invoicing.usecases.ports import Ports

TALLY = "delivery: {total} runs over {kinds} ways out, 0 violations"
Broken = list[str]


@pytest.fixture(autouse=True)
def _drawn() -> Iterator[None]:
    """Pages are not what fails here."""
    with patch.object(_printing, "write_pdf", lambda view: b"%PDF-1.7 " + view.number.encode()):
        yield


def sweep(
    name: str,
    run: Callable[[int | None, str | None], tuple[int, Broken]],
    tally: Callable[[str, str, int], None] | None,
    *,
    faults: tuple[str, ...] = (),
    sought: str = "",
) -> list[Any]:
    """What breaks first (as `sought`, if that is given), over every fault at every call."""
    calls, broken = run(None, None)
    assert not broken
    for at in range(calls):
        for fault in faults or faults_at(at):
            if tally:
                tally(TALLY, name, 1)
            _, broken = run(at, fault)
            if any(sought in text for text in broken):
                return [at, fault, *broken]
    return []


def rows_of(world: FaultyWorld) -> list[dict[str, Any]]:
    world.network.open = False
    return world.rows()


# Mail


def mail_run(
    at: int | None, fault: str | None, *, news: bool, has_pdf: bool = True
) -> tuple[int, Broken]:
    """A document that asks for its mail, delivered; then news or silence, and time."""
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        made = world.document(owner, send={"recipients": ["a@example.com"]})
        world.restart()
        records = world.records
        calls()
        for _ in range(2):  # a stream may hand over again what went well
            world.until_done(lambda: world.deliver(records), lambda failed: failed == [])
        if news:
            world.tell_of_mails(owner.organization_id, made["id"])
        world.let_time_pass([timedelta(minutes=16), timedelta(minutes=60)])
        count = calls()
        rows = rows_of(world)
        broken = violations(rows) + broken_files(rows)
    broken += [f"{row['PK']['S']} still waits" for row in rows if "GSI3PK" in row]
    originals = len(documents(rows)[made["id"]].get("prints", []))
    sends = documents(rows)[made["id"]].get("sends", [])
    states = [sent.get("state", "sending") for sent in sends]
    mails = len(world.network.mails)
    if mails > 1:
        broken.append(f"{mails} mails were sent")
    if originals > 1 or (has_pdf and originals < mails):
        broken.append(f"{mails} mails carry {originals} originals")
    expected = ["delivered"] if news else ["sent", "failed"]
    if len(states) != 1 or states[0] not in (expected if mails else ["failed"]):
        broken.append(f"{mails} mails, and the states {states}")
    return count, broken


@pytest.mark.parametrize("news", [True, False], ids=["news arrive", "news are lost"])
def test_R13_a_mail_is_sent_once_or_visibly_failed(news, tally):
    found = sweep(f"mail, news {news}", lambda at, fault: mail_run(at, fault, news=news), tally)
    assert not found


def reminder_run(at: int | None, fault: str | None) -> tuple[int, Broken]:
    """A client is reminded of two overdue documents until it is answered; then silence."""
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        own = f"/v1/Organizations/{owner.organization_id}"
        buyer = {"name": "Kupec", "email": "a@example.com"}
        client = world.request("POST", f"{own}/clients", buyer, token=owner.token).json["id"]
        for _ in range(2):
            world.document(owner, clientId=client, date="2026-09-01", dateDue="2026-10-01")
        world.restart()
        calls()
        path = f"/v1/Clients/{client}/send-reminder"
        world.until_done(
            lambda: world.request("POST", path, {}, token=owner.token).status,
            lambda status: status < 500,
        )
        count = calls()
        world.let_time_pass([timedelta(minutes=16), timedelta(minutes=60)])
        rows = rows_of(world)
    broken = violations(rows)
    broken += [f"{row['PK']['S']} still waits" for row in rows if "GSI3PK" in row]
    reminded = [tags["notula-document"] for tags in world.network.mails]
    if len(set(reminded)) < len(reminded):
        broken.append(f"mails were sent of {reminded}")
    for document in documents(rows).values():
        states = [sent.get("state", "sending") for sent in document.get("sends", [])]
        expected = ["sent", "failed"] if document["id"] in reminded else ["failed"]
        if len(states) != 1 or states[0] not in expected:
            broken.append(f"{reminded.count(document['id'])} mails, and the states {states}")
    return count, broken


def test_R13_a_reminder_is_sent_once_or_visibly_failed(tally):
    assert not sweep("reminders", reminder_run, tally)


def _resend_blindly(entry: Entry, _asked: object, tenant: Tenant, ports: Ports) -> None:
    """A wrong design: whoever finds no success sends again."""
    store = ports.store(tenant)
    document = store.document(entry.event.subject)
    if any(sent.state != "sending" for sent in document.sends):
        return
    message = Message(to=("a@example.com",), subject="s", text="t")
    attempt = _sending.Sent(id=ports.new_id(), recipients=message.to, at=ports.now())
    origin = _sending._origin(document.id, tenant)
    message_id = ports.mail.send(message, attempt.id, origin=origin)
    sent = _sending.replace(attempt, state="sent", message_id=message_id)
    key = _sending.Key(f"D{entry.id}-sent")
    _sending._record(store, document, sent, key=key, event="document.sent")


def test_R1b_resending_blindly_is_caught():
    with patch.object(delivering, "_send", _resend_blindly):
        found = sweep(
            "planted",
            lambda at, fault: mail_run(at, fault, news=True, has_pdf=False),
            None,
            faults=(LOST_AFTER,),
            sought="2 mails were sent",
        )
    assert found


# Webhooks


def hook_run(at: int | None, fault: str | None, *, status: int, state: str) -> tuple[int, Broken]:
    """A document and two webhooks; time passes until nothing is on its way any more."""
    world, calls = one_fault(at, fault)
    world.behave = lambda _: status
    with installed(world.network), cloud(world):
        owner = world.organization()
        for name in ("a", "b"):
            world.webhook(owner, url=f"{URL}/{name}")
        document = world.document(owner)
        world.restart()
        records = [r for r in world.records if b"document.issued" in _entry(r)]
        calls()
        for _ in range(2):
            world.until_done(lambda: world.deliver(records), lambda failed: failed == [])
        world.let_time_pass([timedelta(minutes=2), timedelta(minutes=10)])
        count = calls()
        if status >= 500:
            world.let_time_pass([timedelta(hours=30)] * 9)
        rows = rows_of(world)
        seen = [d for hook in _hooks(world, owner) for d in world.deliveries(owner, hook)]
    broken = violations(rows)
    broken += [f"{row['PK']['S']} still waits" for row in rows if "GSI3PK" in row]
    if [d["subject"] for d in seen] != [document["id"]] * 2:
        broken.append(f"{len(seen)} deliveries for one event and two webhooks")
    broken += [f"a delivery is {d['state']}" for d in seen if d["state"] != state]
    broken += _messages(world, seen)
    return count, broken


def _entry(record: dict[str, Any]) -> bytes:
    return base64.b64decode(record["dynamodb"]["NewImage"]["entry"]["B"])


def _hooks(world: FaultyWorld, owner: Credentials) -> list[dict[str, Any]]:
    path = f"/v1/Organizations/{owner.organization_id}/webhooks"
    found: list[dict[str, Any]] = world.request("GET", path, token=owner.token).json
    return found


def _messages(world: FaultyWorld, seen: list[dict[str, Any]]) -> Broken:
    """Equal ids over all emissions of an event; whatever is delivered did arrive."""
    ids: dict[str, set[str]] = {}
    for message in world.messages:
        told = json.loads(message.body)
        ids.setdefault(told["data"]["id"], set()).add(message.event_id)
    broken = [f"{subject} was sent as {found}" for subject, found in ids.items() if len(found) > 1]
    arrived = [event for found in ids.values() for event in found]
    broken += [
        f"{d['eventId']} counts as delivered"
        for d in seen
        if d["state"] == "delivered" and d["eventId"] not in arrived
    ]
    return broken


@pytest.mark.parametrize(
    ("status", "state"), [(200, "delivered"), (500, "failed")], ids=["taken", "refused"]
)
def test_R13_every_event_ends_delivered_or_visibly_failed(status, state, tally):
    found = sweep(
        f"webhooks answering {status}",
        lambda at, fault: hook_run(at, fault, status=status, state=state),
        tally,
    )
    assert not found


# Requests about webhooks


REQUESTS: dict[str, tuple[str, str, Any, Callable[[dict[str, Any]], bool]]] = {
    "change": ("PATCH", "", {"description": "x"}, lambda hook: hook["version"] == 2),
    "rotate": ("POST", "/rotate-secret", None, lambda hook: len(hook["secrets"]) == 2),
    "test": ("POST", "/test", None, lambda hook: "version" not in hook),
    "delete": ("DELETE", "", None, lambda hook: hook == {}),
    "create": ("POST", "create", {"url": URL}, lambda hook: "version" not in hook),
}


def request_run(name: str, at: int | None, fault: str | None) -> tuple[int, Broken]:
    method, action, body, holds = REQUESTS[name]
    world, calls = one_fault(at, fault)
    with installed(world.network), cloud(world):
        owner = world.organization()
        if action == "create":
            path = f"/v1/Organizations/{owner.organization_id}/webhooks"
        else:
            path = f"/v1/Webhooks/{world.webhook(owner)['id']}{action}"
        world.restart()
        calls()
        world.until_done(
            lambda: (
                world.request(
                    method, path, body, token=owner.token, headers={"idempotency-key": "one"}
                ).status
            ),
            lambda status: status < 500,
        )
        count = calls()
        records = world.records
        world.deliver(records)
        world.let_time_pass([timedelta(minutes=2)])
        rows = rows_of(world)
        stored = _stored_hooks(world, owner)
    broken = violations(rows)
    broken += [f"{row['PK']['S']} still waits" for row in rows if "GSI3PK" in row]
    if len(stored) != (0 if name == "delete" else 1):
        broken.append(f"{len(stored)} webhooks are stored")
    elif not holds(stored[0] if stored else {}):
        broken.append(f"the webhook is {stored}")
    if name == "test" and len({message.event_id for message in world.messages}) != 1:
        broken.append("the test event has no one id")
    return count, broken


def _stored_hooks(world: FaultyWorld, owner: Credentials) -> list[dict[str, Any]]:
    pk = f"ORG#{owner.organization_id}#WEBHOOK"
    found = [row["body"]["B"] for row in world.rows() if row["PK"]["S"] == pk]
    return [json.loads(zlib.decompress(body)) for body in found]


@pytest.mark.parametrize("name", REQUESTS)
def test_R2_requests_about_webhooks_are_done_once(name, tally):
    assert not sweep(f"webhook {name}", lambda at, fault: request_run(name, at, fault), tally)
