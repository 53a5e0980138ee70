"""The documents of recurrences whose day has come: each day's exactly once.

A recurrence moves on in the same transaction that makes its document, at the version it was read
at; so two runs at a time, a run that is repeated, and one whose answer was lost make one document.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace as replace_commit
from datetime import datetime, timedelta

from invoicing.errors import Conflict, InvoicingError, Unavailable
from invoicing.model.fiscal import FiscalWork
from invoicing.model.journal import Event
from invoicing.model.recurrence import Occurrence, Recurrence
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import moment, today
from invoicing.rules.recurrence import at_place
from invoicing.store.commit import Commit
from invoicing.store.deliveries import due_objects
from invoicing.store.known import Known
from invoicing.store.objects import Objects
from invoicing.store.repository import Key
from invoicing.usecases._fiscal import WORK
from invoicing.usecases._recurring import RECURRENCE, Maker, recurrence_rows
from invoicing.usecases._registering import register_soon
from invoicing.usecases.ports import Ports

# A document takes four rows here: itself, its number, its journal entry and its recurrence.
TOGETHER_MAX = 24
REGISTERED_TOGETHER_MAX = 4  # each may wait for its authority
DUE_MAX = 10_000
RETRY_MIN, RETRY_MAX = timedelta(minutes=15), timedelta(hours=12)
OCCURRENCES_KEPT = 1_000
_WAITING = frozenset({"pending", "in-doubt"})
_INACTIVE = "the organization is not active"


@dataclass(frozen=True, slots=True)
class Batch:
    """What is due of one organization: recurrences, or documents a tax authority is to know of."""

    tenant: Tenant
    recurrence_ids: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did."""

    documents: int
    failures: int


@dataclass(frozen=True, slots=True)
class _Due:
    """A recurrence and the day it stands at."""

    recurrence: Recurrence
    commit: Callable[[Known], Commit]


def due_batches(ports: Ports) -> list[Batch]:
    """All that is due, the longest waiting first, in batches of one transaction each."""
    by_tenant: dict[Tenant, list[str]] = {}
    for tenant, recurrence_id in due_objects(RECURRENCE, ports.now(), DUE_MAX):
        by_tenant.setdefault(tenant, []).append(recurrence_id)
    return [batch for tenant, ids in by_tenant.items() for batch in _batches(tenant, ids)]


def clock_batches(tenant: Tenant, ports: Ports) -> list[Batch]:
    """What is due by the clock of a test world, which no schedule looks at."""
    store = ports.store(tenant)
    until = moment(store.organization(), ports.now())
    recurrences = store.all_kept(RECURRENCE, Recurrence)
    ids = [one.id for one in recurrences if one.next_at is not None and one.next_at <= until]
    return [*_batches(tenant, ids), *_waiting(tenant, until, ports)]


def _waiting(tenant: Tenant, until: datetime, ports: Ports) -> list[Batch]:
    """Registrations that wait for their next try, where the clock was put ahead."""
    if until <= ports.now():
        return []
    works = ports.store(tenant).all_kept(WORK, FiscalWork)
    ids = [work.document_id for work in works if work.state in _WAITING]
    starts = range(0, len(ids), REGISTERED_TOGETHER_MAX)
    return [
        Batch(tenant, document_ids=tuple(ids[start : start + REGISTERED_TOGETHER_MAX]))
        for start in starts
    ]


def _batches(tenant: Tenant, ids: Sequence[str]) -> list[Batch]:
    starts = range(0, len(ids), TOGETHER_MAX)
    return [Batch(tenant, tuple(ids[start : start + TOGETHER_MAX])) for start in starts]


def run_batch(batch: Batch, ports: Ports) -> Ran:
    """Make the documents that are due, days that were missed too, oldest first.

    One that cannot be made is left for later with its reason, and holds up no other.
    Unavailable where the store decided nothing: run the batch again. Registrations that wait are
    tried once.
    """
    documents = failures = 0
    for document_id in batch.document_ids:
        register_soon(document_id, batch.tenant, ports)
    waiting = list(batch.recurrence_ids)
    while waiting:
        due = _read(waiting, batch.tenant, ports)
        made, failed = _make(due, batch.tenant, ports)
        documents += made
        failures += len(failed)
        waiting = [d.recurrence.id for d in due if d.recurrence.id not in failed]
    return Ran(documents, failures)


def _read(ids: Iterable[str], tenant: Tenant, ports: Ports) -> list[_Due]:
    """Those of the recurrences that are due now; one that was put off comes again at its time."""
    store, now = ports.store(tenant), ports.now()
    organization = store.known(fresh=not tenant.live).organization  # its clock may have been set
    objects = Objects(store)
    rows = objects.several([(RECURRENCE, recurrence_id) for recurrence_id in ids])
    found = [objects.value(row, Recurrence) for row in rows.values()]
    maker = Maker(organization, tenant, ports)
    here, until = today(organization, now), moment(organization, now)
    due = []
    for recurrence in sorted(found, key=lambda r: r.id):
        if recurrence.next_at is None or recurrence.next_at > until or recurrence.next_day is None:
            continue
        on = recurrence.next_day if recurrence.date_mode == "planned" else here
        make = maker.making(recurrence, recurrence.next_n, on)
        due.append(_Due(recurrence, _moving_on(recurrence, make, organization.time_zone, now)))
    return due


def _moving_on(
    recurrence: Recurrence, make: Callable[[Known], Commit], zone: str, now: datetime
) -> Callable[[Known], Commit]:
    """How to make the document and move the recurrence to its next day, together."""

    def build(known: Known) -> Commit:
        commit = make(known)
        assert recurrence.next_day is not None  # noqa: S101 - only what is due comes here
        made = Occurrence(
            day=recurrence.next_day,
            iteration=recurrence.next_n + 1,
            document_id=commit.documents[0].id,
        )
        moved = replace(
            recurrence,
            version=recurrence.version + 1,
            updated_at=now,
            occurrences=(*recurrence.occurrences, made)[-OCCURRENCES_KEPT:],
            failures=0,
            failure="",
        )
        moved = at_place(moved, recurrence.next_n + 1, zone)
        event = commit.event
        told = {"id": recurrence.id, "day": made.day.isoformat(), "iteration": made.iteration}
        return replace_commit(
            commit,
            event=replace(event, data={**event.data, "recurrence": told}),
            objects=(*commit.objects, *recurrence_rows(moved)),
        )

    return build


def _make(due: Sequence[_Due], tenant: Tenant, ports: Ports) -> tuple[int, frozenset[str]]:
    """How many documents were made, and the recurrences of those that could not be."""
    if not due:
        return 0, frozenset()
    try:
        _commit(due, tenant, ports)
    except _Overtaken:
        return 0, frozenset()
    except Unavailable:
        raise
    except InvoicingError as error:
        if len(due) == 1:
            _put_off(due[0].recurrence, error, tenant, ports)
            return 0, frozenset({due[0].recurrence.id})
    else:
        return len(due), frozenset()
    results = [_make([one], tenant, ports) for one in due]
    return sum(made for made, _ in results), frozenset().union(*(ids for _, ids in results))


class _Overtaken(Conflict):
    """Another run has moved one of the recurrences on."""

    def __init__(self) -> None:
        super().__init__("the recurrence has moved on", code="recurrence-overtaken")


def _commit(due: Sequence[_Due], tenant: Tenant, ports: Ports) -> None:
    unmoved = _guard([one.recurrence for one in due], tenant, ports)

    def build(known: Known) -> list[Commit]:
        unmoved()
        if not known.organization.active:
            raise Conflict(_INACTIVE, code="inactive", fix="ask the operator to activate it")
        draft = known.draft()
        commits = []
        for one in due:
            commit = one.commit(draft)
            draft.advance(commit)
            commits.append(commit)
        return commits

    ports.store(tenant).commit_all(_key(due), build)


def _guard(recurrences: Sequence[Recurrence], tenant: Tenant, ports: Ports) -> Callable[[], None]:
    """From its second call on, which follows a refused write, it looks whether all still stand
    where they were read; _Overtaken where one does not."""
    seen = False

    def unmoved() -> None:
        nonlocal seen
        if seen:
            keys = [(RECURRENCE, one.id) for one in recurrences]
            rows = Objects(ports.store(tenant)).several(keys)
            versions = {recurrence_id: row.version for (_, recurrence_id), row in rows.items()}
            if any(versions.get(one.id) != one.version for one in recurrences):
                raise _Overtaken
        seen = True

    return unmoved


def _key(due: Sequence[_Due]) -> Key:
    """The same for the same days of the same recurrences."""
    days = ",".join(f"{d.recurrence.id}@{d.recurrence.next_day}" for d in due)
    return Key(f"R{hashlib.sha256(days.encode()).hexdigest()[:40]}")


def _put_off(recurrence: Recurrence, error: InvoicingError, tenant: Tenant, ports: Ports) -> None:
    """The day stays as it is and is tried again later; its owner is told why."""
    now = ports.now()
    failures = recurrence.failures + 1
    changed = replace(
        recurrence,
        version=recurrence.version + 1,
        updated_at=now,
        failures=failures,
        failure=str(error),
        next_at=now + min(RETRY_MIN * 2 ** min(failures - 1, 8), RETRY_MAX),
    )
    event = Event(
        type="recurrence.failed",
        subject=recurrence.id,
        data={"day": str(recurrence.next_day), "reason": str(error), "failures": failures},
    )
    unmoved = _guard([recurrence], tenant, ports)

    def build(_: Known) -> Commit:
        unmoved()
        return Commit(event, objects=recurrence_rows(changed))

    key = Key(f"F{recurrence.id}-{recurrence.version}")
    with suppress(_Overtaken):
        ports.store(tenant).commit(key, build)
