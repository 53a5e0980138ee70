"""Taxes and tax schemas: they stand in the organization, so documents know them at no cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from invoicing.errors import Conflict, Finding, InvalidDocument, NotFound
from invoicing.model import Organization
from invoicing.model.catalogue import Item, Tax, TaxSchema
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key, Repository
from invoicing.usecases._catalogue import ITEM
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports

M = TypeVar("M", Tax, TaxSchema)

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
    members: tuple[Tax | TaxSchema, ...],
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


def _check_tax(tax: Tax, _: Organization) -> None:
    days = [rate.valid_from for rate in tax.rates]
    if len(set(days)) < len(days):
        raise InvalidDocument([_SAME_DAY])


def _check_schema(schema: TaxSchema, organization: Organization) -> None:
    taxes = {tax.id for tax in organization.taxes}
    parties = {s.id for s in organization.tax_schemas if s.applies_to == "party"}
    findings = []
    seen: set[str] = set()
    for index, entry in enumerate(schema.entries):
        at = f"/entries/{index}"
        if entry.party_schema_id and entry.party_schema_id not in parties:
            findings.append(
                _absent(
                    "party-schema-unknown",
                    f"{at}/partySchemaId",
                    "party schema",
                    entry.party_schema_id,
                )
            )
        if entry.party_schema_id in seen:
            findings.append(_twice(f"{at}/partySchemaId"))
        seen.add(entry.party_schema_id)
        findings += [
            _absent("tax-unknown", f"{at}/taxIds/{position}", "tax", tax_id)
            for position, tax_id in enumerate(entry.tax_ids)
            if tax_id not in taxes
        ]
    if findings:
        raise InvalidDocument(findings)


def _tax_is_unused(tax: Tax, organization: Organization, store: Repository) -> None:
    schemas = [
        schema.name
        for schema in organization.tax_schemas
        if any(tax.id in entry.tax_ids for entry in schema.entries)
    ]
    items = [
        item.name
        for item in store.all_kept(ITEM, Item)
        if any(used.tax_id == tax.id for used in item.taxes)
    ]
    _refuse_used("tax", schemas + items)


def _schema_is_unused(schema: TaxSchema, organization: Organization, store: Repository) -> None:
    schemas = [
        other.name
        for other in organization.tax_schemas
        if any(entry.party_schema_id == schema.id for entry in other.entries)
    ]
    items = [i.name for i in store.all_kept(ITEM, Item) if i.tax_schema_id == schema.id]
    _refuse_used("tax schema", schemas + items)


def _refuse_used(what: str, users: list[str]) -> None:
    if users:
        raise Conflict(
            f"the {what} is used by {len(users)} others, for example {users[0]!r}",
            code="in-use",
            fix="take it out of them first",
        )


def _absent(code: str, pointer: str, what: str, value: str) -> Finding:
    text = f"the organization has no {what} with the id {value!r}"
    return Finding(code, pointer, text, f"make the {what} first, or leave it out")


def _twice(pointer: str) -> Finding:
    return Finding(
        "entry-twice", pointer, "this party schema has an entry already", "send one entry for it"
    )


_SAME_DAY = Finding(
    "rate-same-day",
    "/_taxRates",
    "two rates begin on the same day",
    "send one rate for each dateValidFrom",
)

TAXES = Members("taxes", "tax", Tax, _check_tax, _tax_is_unused)
SCHEMAS = Members("tax_schemas", "tax_schema", TaxSchema, _check_schema, _schema_is_unused)
