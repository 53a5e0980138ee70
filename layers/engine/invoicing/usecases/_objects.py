"""Objects the organization keeps, of any kind: made, read, listed, changed, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from invoicing.model.entity import Entity
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit, Kept
from invoicing.store.known import Known
from invoicing.store.objects import Objects, containing, having, in_group
from invoicing.store.repository import Committed, Key
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports

E = TypeVar("E", bound=Entity)

PAGE_DEFAULT, PAGE_MAX = 100, 1000


@dataclass(frozen=True, slots=True)
class Change(Generic[E]):
    """An object about to be stored, with what it is checked against."""

    value: E
    stored: E | None  # None for a new object
    known: Known
    tenant: Tenant
    ports: Ports

    @property
    def objects(self) -> Objects:
        return Objects(self.ports.store(self.tenant))


def _nothing(_: Any) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Kind(Generic[E]):
    """A kind of object."""

    name: str  # where its rows stand
    noun: str  # in event types
    type: type[E]
    rows: Callable[[E], tuple[Kept, ...]]
    """The object's own row, and those that lead to it by something else than its id."""
    prepare: Callable[[Change[E]], E] = lambda change: change.value
    """The object as it is stored; raises where it cannot be."""
    on_delete: Callable[[Change[E]], None] = _nothing
    """Raises where the object cannot go."""


@dataclass(frozen=True, slots=True)
class Saved(Generic[E]):
    """An object as a request left it; `replayed` where an equal request had done it before."""

    value: E
    replayed: bool


class Sought(NamedTuple):
    """What a list is narrowed by."""

    term: str = ""  # part of a word
    tag: str = ""
    group: str = ""

    def condition(self) -> Any:
        parts = []
        if self.term:
            parts.append(containing(self.term))
        if self.tag:
            parts.append(having(tag_word(self.tag)))
        if self.group:
            parts.append(in_group(self.group))
        found = None
        for part in parts:
            found = part if found is None else found & part
        return found


def tag_word(tag: str) -> str:
    """A tag among the words of an object; the sign keeps it apart from names."""
    return f"#{tag}"


@dataclass(frozen=True, slots=True)
class ObjectPage(Generic[E]):
    """Objects, newest first, and where the next page starts."""

    values: list[E]
    after: str | None


def create_object(
    kind: Kind[E], draft: E, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Saved[E]:
    """The stored object with its id."""
    store, now = ports.store(tenant), ports.now()
    made = replace(draft, id=ports.new_id(), version=1, created_at=now, updated_at=now)
    made_last = [made]

    def build(known: Known) -> Commit:
        value = kind.prepare(Change(made, None, known, tenant, ports))
        made_last[0] = value
        event = _event(kind, "created", value, tenant, key)
        return Commit(event, objects=kind.rows(value))

    return _saved(kind, store.commit(ports.key(key), build), made_last[0])


def check_object(kind: Kind[E], draft: E, tenant: Tenant, ports: Ports) -> None:
    """Raises where the draft could not become an object; nothing is stored."""
    now = ports.now()
    made = replace(draft, id=ports.new_id(), version=1, created_at=now, updated_at=now)
    kind.prepare(Change(made, None, ports.store(tenant).known(fresh=True), tenant, ports))


def get_object(kind: Kind[E], object_id: str, tenant: Tenant, ports: Ports) -> E:
    """NotFound for absent and for other tenants' ids alike."""
    return ports.store(tenant).kept(kind.name, object_id, kind.type)


def list_objects(
    kind: Kind[E],
    tenant: Tenant,
    ports: Ports,
    *,
    limit: int = PAGE_DEFAULT,
    after: str | None = None,
    sought: Sought | None = None,
) -> ObjectPage[E]:
    """A page of the organization's objects of the kind."""
    objects = Objects(ports.store(tenant))
    condition = (sought or Sought()).condition()
    page = objects.page(kind.name, kind.type, limit=limit, before=after, condition=condition)
    return ObjectPage(*page)


def count_objects(
    kind: Kind[E], tenant: Tenant, ports: Ports, *, sought: Sought | None = None
) -> int:
    return Objects(ports.store(tenant)).count(kind.name, (sought or Sought()).condition())


def update_object(
    kind: Kind[E],
    object_id: str,
    change: Callable[[E], E],
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Saved[E]:
    """The object after the change; `change` need not care for id, version and times."""
    store, now = ports.store(tenant), ports.now()
    made_last: list[E] = []

    def build(known: Known) -> Commit:
        stored = store.kept(kind.name, object_id, kind.type)
        require_version(stored.version, expected_version, known.organization)
        changed = replace(
            change(stored),
            id=stored.id,
            version=stored.version + 1,
            created_at=stored.created_at,
            updated_at=now,
        )
        value = kind.prepare(Change(changed, stored, known, tenant, ports))
        made_last[:] = [value]
        before = {(kept.kind, kept.id): kept for kept in kind.rows(stored)}
        after = {(kept.kind, kept.id): kept for kept in kind.rows(value)}
        return Commit(
            _event(kind, "updated", value, tenant, key),
            objects=tuple(kept for at, kept in after.items() if kept != before.get(at)),
            removed_objects=tuple(kept for at, kept in before.items() if at not in after),
        )

    done = store.commit(ports.key(key), build)
    return _saved(kind, done, made_last[0] if made_last else None)


def delete_object(
    kind: Kind[E],
    object_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> None:
    """Remove the object; documents that took something from it keep what they took."""
    store = ports.store(tenant)

    def build(known: Known) -> Commit:
        stored = store.kept(kind.name, object_id, kind.type)
        require_version(stored.version, expected_version, known.organization)
        kind.on_delete(Change(stored, stored, known, tenant, ports))
        event = Event(type=f"{kind.noun}.deleted", subject=object_id, account_id=tenant.account_id)
        return Commit(event, removed_objects=kind.rows(stored))

    store.commit(ports.key(key), build)


def _event(kind: Kind[E], deed: str, value: E, tenant: Tenant, key: Key | None) -> Event:
    """The event; it holds the object where a repeated request must be answered the same."""
    return Event(
        type=f"{kind.noun}.{deed}",
        subject=value.id,
        account_id=tenant.account_id,
        data={"object": msgspec.to_builtins(value)} if key is not None else {},
    )


def _saved(kind: Kind[E], done: Committed, made: E | None) -> Saved[E]:
    told = done.entry.event.data.get("object")
    if told is not None:
        return Saved(msgspec.convert(told, kind.type), done.replayed)
    assert made is not None  # noqa: S101 - without a key nothing is replayed but our own attempt
    return Saved(made, done.replayed)
