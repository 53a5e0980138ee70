"""What stands in the organization, so that documents know it at no cost: taxes, types and more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from invoicing.errors import Conflict, NotFound
from invoicing.model import Organization
from invoicing.model.catalogue import Tax, TaxSchema
from invoicing.model.definition import Attribute, DocumentType
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key, Repository
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports

M = TypeVar("M", Tax, TaxSchema, DocumentType, Attribute)

MEMBERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Members(Generic[M]):
    """A kind of object that stands in the organization."""

    field: str
    noun: str
    type: type[M]
    check: Callable[[M, Organization], None]
    require_unused: Callable[[M, Organization, Repository], None]

    def of(self, organization: Organization) -> tuple[M, ...]:
        found: tuple[M, ...] = getattr(organization, self.field)
        return found

    def one(self, organization: Organization, member_id: str) -> M:
        for member in self.of(organization):
            if member.id == member_id:
                return member
        raise NotFound(member_id)


@dataclass(frozen=True, slots=True)
class SavedMember(Generic[M]):
    """A member as a request left it; `replayed` where an equal request had done it before."""

    value: M
    replayed: bool


def list_members(kind: Members[M], tenant: Tenant, ports: Ports) -> tuple[M, ...]:
    """All of the organization's, oldest first."""
    return kind.of(ports.store(tenant).organization())


def get_member(kind: Members[M], member_id: str, tenant: Tenant, ports: Ports) -> M:
    """NotFound for absent ids and those of other organizations alike."""
    return kind.one(ports.store(tenant).organization(), member_id)


def create_member(
    kind: Members[M], draft: M, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedMember[M]:
    """The new member with its id; InvalidDocument where it refers to what there is not."""
    made, now = replace(draft, id=ports.new_id(), version=1), ports.now()

    def build(known: Known) -> Commit:
        members: tuple[M, ...] = kind.of(known.organization)
        if len(members) >= MEMBERS_MAX:
            raise Conflict(
                f"there are {MEMBERS_MAX} already", code="too-many", fix="delete one first"
            )
        kind.check(made, known.organization)
        event = _event(kind, "created", made, tenant)
        return _commit(kind, event, (*members, made), known, now)

    return _saved(kind, ports.store(tenant).commit(ports.key(key), build, on_fresh=True))


def update_member(
    kind: Members[M],
    member_id: str,
    change: Callable[[M], M],
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> SavedMember[M]:
    """The member after the change; documents made before keep what they took."""
    now = ports.now()

    def build(known: Known) -> Commit:
        organization = known.organization
        stored = kind.one(organization, member_id)
        require_version(stored.version, expected_version, organization)
        changed = replace(change(stored), id=stored.id, version=stored.version + 1)
        kind.check(changed, organization)
        several = tuple(changed if m.id == member_id else m for m in kind.of(organization))
        event = _event(kind, "updated", changed, tenant)
        return _commit(kind, event, several, known, now)

    return _saved(kind, ports.store(tenant).commit(ports.key(key), build, on_fresh=True))


def delete_member(
    kind: Members[M],
    member_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> None:
    """Remove a member; Conflict while the catalogue uses it."""
    now, store = ports.now(), ports.store(tenant)

    def build(known: Known) -> Commit:
        organization = known.organization
        stored = kind.one(organization, member_id)
        require_version(stored.version, expected_version, organization)
        kind.require_unused(stored, organization, store)
        left = tuple(m for m in kind.of(organization) if m.id != member_id)
        return _commit(kind, _event(kind, "deleted", stored, tenant), left, known, now)

    store.commit(ports.key(key), build, on_fresh=True)


def _event(kind: Members[M], deed: str, member: M, tenant: Tenant) -> Event:
    return Event(
        type=f"{kind.noun}.{deed}",
        subject=member.id,
        account_id=tenant.account_id,
        data={"object": msgspec.to_builtins(member)},
    )


def _commit(
    kind: Members[M],
    event: Event,
    members: tuple[Tax | TaxSchema | DocumentType | Attribute, ...],
    known: Known,
    now: datetime,
) -> Commit:
    organization = replace(
        known.organization,
        version=known.organization.version + 1,
        updated_at=now,
        **{kind.field: members},
    )
    return Commit(event, organization=organization)


def _saved(kind: Members[M], done: Committed) -> SavedMember[M]:
    member = msgspec.convert(done.entry.event.data["object"], kind.type)
    return SavedMember(member, done.replayed)


def refuse_used(what: str, users: list[str]) -> None:
    """Conflict that names one of those which use it."""
    if users:
        raise Conflict(
            f"the {what} is used by {len(users)} others, for example {users[0]!r}",
            code="in-use",
            fix="take it out of them first",
        )
