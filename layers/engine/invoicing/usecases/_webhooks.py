"""Events on their way to webhooks: at least once each, or visibly failed.

A try is stored before it is made (the delivery moves to a later time, so that nobody else makes
it as well) and its outcome after. A try whose outcome was lost is made again; the event's id is
the same every time, so the receiver can tell.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from invoicing.errors import InvoicingError, NotFound
from invoicing.model import Document
from invoicing.model.ids import ulid
from invoicing.model.journal import Entry, Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.model.webhook import TEST_EVENT, Attempt, Delivery, Webhook
from invoicing.outbound.webhook import signed_headers
from invoicing.safe.safe_http import HttpAnswer, NoAnswer, UnsafeUrl
from invoicing.store.commit import Commit, Kept
from invoicing.store.deliveries import Deliveries
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases.ports import Ports

KIND = "WEBHOOK"
# Source: the schedule recommended by Standard Webhooks 1.0; 75 hours in all.
DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
TRIES_MAX = len(DELAYS) + 1
# Longer than any try: who finds a try this old without an outcome may make the next.
LEASE = timedelta(seconds=60)
GONE = 410

Payload = Callable[[Delivery, Document | None], bytes]
"""The message's body for a delivery, and the document it is about if it still exists."""


@dataclass(frozen=True, slots=True)
class _Try:
    """A stored try that is to be made now."""

    tenant: Tenant
    delivery: Delivery
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Outcome:
    answer: HttpAnswer | None
    error: str
    duration_ms: int


def event_id(world: str, entry: Entry) -> str:
    """The id of an entry's event, the same however often and wherever it is sent."""
    return "evt_" + hashlib.sha256(f"{world}|{entry.id}".encode()).hexdigest()[:32]


def fan_out(entry: Entry, tenant: Tenant, ports: Ports) -> list[Delivery]:
    """Store a delivery for each webhook that wants the event; those that are new."""
    store = ports.store(tenant)
    event = entry.event
    if event.type == TEST_EVENT:
        wanting = [hook for hook in store.all_kept(KIND, Webhook) if hook.id == event.subject]
    else:
        wanting = [hook for hook in store.all_kept(KIND, Webhook) if hook.wants(event.type)]
    deliveries = Deliveries(tenant)
    made = [new_delivery(entry, store.world, hook.id) for hook in wanting]
    return [delivery for delivery in made if deliveries.add(delivery)]


def new_delivery(entry: Entry, world: str, webhook_id: str) -> Delivery:
    """The delivery of an entry's event to a webhook; its id follows from the two."""
    seed = f"{world}|{entry.id}|{webhook_id}"
    return Delivery(
        id=ulid(entry.at, Random(seed)),  # noqa: S311 - the same id every time is the purpose
        webhook_id=webhook_id,
        event_id=event_id(world, entry),
        type=entry.event.type,
        subject=entry.event.subject,
        at=entry.at,
        next_at=entry.at,
    )


def make_tries(
    work: Sequence[tuple[Tenant, Delivery]], ports: Ports, payload: Payload, *, timeout_s: int
) -> int:
    """Try each delivery once, all at the same time; how many were tried or settled.

    What cannot be prepared or stored now stays pending and is found again when it is due.
    """
    done = 0
    tries: list[_Try] = []
    for tenant, delivery in work:
        try:
            prepared = _prepare(tenant, delivery, ports, payload)
        except InvoicingError:  # the store is busy; others' deliveries go on
            continue
        done += 1
        if prepared is not None:
            tries.append(prepared)
    outcomes = ports.together([partial(_post, one, ports, timeout_s) for one in tries])
    for one, outcome in zip(tries, outcomes, strict=True):
        try:
            _record(one, outcome, ports)
        except InvoicingError:  # the try is known to have been made; its lease ends by itself
            continue
    return done


def _prepare(tenant: Tenant, delivery: Delivery, ports: Ports, payload: Payload) -> _Try | None:
    """The try to make; None where there is none to make any more, or somebody else makes it."""
    store = ports.store(tenant)
    deliveries = Deliveries(tenant)
    now = ports.now()
    try:
        webhook = store.kept(KIND, delivery.webhook_id, Webhook)
    except NotFound:
        deliveries.save(_ended(delivery, "failed", "the webhook was deleted"))
        return None
    if not webhook.enabled and delivery.type != TEST_EVENT:
        deliveries.save(_ended(delivery, "failed", "the webhook is disabled"))
        return None
    if delivery.tries >= TRIES_MAX:
        deliveries.save(_ended(delivery, "failed", "no try came to an end"))
        return None
    leased = replace(
        delivery, version=delivery.version + 1, tries=delivery.tries + 1, next_at=now + LEASE
    )
    if not deliveries.save(leased):
        return None
    try:
        about = delivery.type.startswith("document.")
        document = store.document(delivery.subject) if about else None
    except NotFound:
        document = None
    body = payload(leased, document)
    headers = signed_headers(leased.event_id, now, body, webhook.secrets_at(now))
    return _Try(tenant, leased, webhook.url, headers, body)


def _post(one: _Try, ports: Ports, timeout_s: int) -> _Outcome:
    began = ports.now()
    answer, error = None, ""
    try:
        answer = ports.post(one.url, one.headers, one.body, timeout_s=timeout_s)
    except NoAnswer as exc:
        error = exc.kind
    except UnsafeUrl:
        error = "unsafe-url"
    return _Outcome(answer, error, (ports.now() - began) // timedelta(milliseconds=1))


def _record(one: _Try, outcome: _Outcome, ports: Ports) -> None:
    delivery, now = one.delivery, ports.now()
    status = outcome.answer.status if outcome.answer else 0
    attempt = Attempt(at=now, duration_ms=outcome.duration_ms, status=status, error=outcome.error)
    tried = replace(delivery, attempts=(*delivery.attempts, attempt))
    if 200 <= status < 300:
        after = _ended(tried, "delivered", "")
    elif status == GONE:
        _disable(one, ports)
        after = _ended(tried, "failed", "the address answered 410 Gone; the webhook is disabled")
    elif delivery.tries >= TRIES_MAX:
        after = _ended(tried, "failed", f"given up after {TRIES_MAX} tries")
    else:
        due = next_try_at(delivery.tries, now, ports.random)
        after = replace(tried, version=delivery.version + 1, next_at=due)
    Deliveries(one.tenant).save(after)


def next_try_at(tries: int, now: datetime, random: Random) -> datetime:
    """When the next try is due; up to a tenth later than the schedule, so that crowds part."""
    delay_s = int(DELAYS[tries - 1].total_seconds())
    return now + timedelta(seconds=delay_s + random.randrange(delay_s // 10 + 1))


def _ended(delivery: Delivery, state: str, detail: str) -> Delivery:
    return replace(delivery, version=delivery.version + 1, state=state, detail=detail, next_at=None)


def _disable(one: _Try, ports: Ports) -> None:
    """Switch the webhook off; once for a try, so that its owner's later decision stands."""
    store = ports.store(one.tenant)
    now = ports.now()

    def build(_: Known) -> Commit:
        stored = store.kept(KIND, one.delivery.webhook_id, Webhook)
        off = replace(
            stored,
            version=stored.version + 1,
            enabled=False,
            disabled_reason="gone",
            updated_at=now,
        )
        event = Event(type="webhook.updated", subject=stored.id, data={"reason": "gone"})
        return Commit(event, objects=(Kept(KIND, off.id, off, off.version),))

    try:
        store.commit(Key(f"G{one.delivery.id}-{one.delivery.tries}"), build)
    except NotFound:
        return  # its owner deleted it meanwhile
