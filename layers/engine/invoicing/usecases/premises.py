"""Places of business and devices that documents are registered from."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, Finding, InvalidDocument, NotFound
from invoicing.fiscal import Authority, find_authority
from invoicing.model import Organization
from invoicing.model.fiscal import Device, FiscalSettings, Premise
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.fiscal import settings_of, with_settings
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._authority import names_of
from invoicing.usecases._premises import tell_premise
from invoicing.usecases.ports import Ports

PREMISES_MAX = 500


class SavedPremise(NamedTuple):
    """A premise as a request left it, and whose it is."""

    authority: str
    premise: Premise
    replayed: bool = False


class SavedDevice(NamedTuple):
    """A device as a request left it, and whose it is."""

    authority: str
    device: Device
    replayed: bool = False


def list_premises(tenant: Tenant, ports: Ports) -> list[SavedPremise]:
    """The organization's premises with all authorities."""
    organization = ports.store(tenant).organization()
    return [SavedPremise(f.authority, p) for f in organization.fiscal for p in f.premises]


def create_premise(
    name: str, draft: Premise, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedPremise:
    """The new premise, told to the authority at once where it wants to know of premises.

    What the authority answered stands in its `state`; a document issued there tries again.
    """
    authority, now = authority_with_places(name), ports.now()
    waits = authority.premise_message is not None
    made = replace(
        draft,
        id=ports.new_id(),
        state="pending" if waits else "not-required",
        created_at=now,
        updated_at=now,
    )
    _check(made, authority)

    def build(known: Known) -> Commit:
        settings = settings_of(known.organization, name) or FiscalSettings(authority=name)
        if any(p.code == made.code for p in settings.premises):
            raise _taken("premise", "businessPremiseId", made.code)
        if len(settings.premises) >= PREMISES_MAX:
            raise Conflict(
                f"there are {PREMISES_MAX} premises already",
                code="too-many",
                fix="ask the operator: more do not fit into one organization",
            )
        changed = replace(settings, premises=(*settings.premises, made))
        return _commit(with_settings(known.organization, changed), "premise.created", made, tenant)

    done = ports.store(tenant).commit(ports.key(key), build, on_fresh=True)
    stored = msgspec.convert(done.entry.event.data["member"], Premise)
    if waits:
        stored = tell_premise(authority, stored.id, tenant, ports)
    return SavedPremise(name, stored, done.replayed)


def update_premise(
    premise_id: str,
    change: Callable[[Premise], Premise],
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> SavedPremise:
    """The premise after the change, told to the authority again; a closed one issues no more."""
    now = ports.now()
    store = ports.store(tenant)
    name, _ = _premise(store.organization(), premise_id)
    authority = authority_with_places(name)

    def build(known: Known) -> Commit:
        name, stored = _premise(known.organization, premise_id)
        settings = settings_of(known.organization, name)
        assert settings is not None  # noqa: S101 - the premise stands in it
        changed = replace(
            change(stored),
            id=stored.id,
            code=stored.code,
            created_at=stored.created_at,
            updated_at=now,
            state="not-required" if authority.premise_message is None else "pending",
            fault=None,
        )
        _check(changed, authority)
        several = tuple(changed if p.id == premise_id else p for p in settings.premises)
        settings = replace(settings, premises=several)
        return _commit(
            with_settings(known.organization, settings), "premise.updated", changed, tenant
        )

    done = store.commit(ports.key(key), build, on_fresh=True)
    stored = msgspec.convert(done.entry.event.data["member"], Premise)
    if authority.premise_message is not None:
        stored = tell_premise(authority, premise_id, tenant, ports)
    return SavedPremise(name, stored, done.replayed)


def list_devices(tenant: Tenant, ports: Ports) -> list[SavedDevice]:
    """The organization's devices with all authorities."""
    organization = ports.store(tenant).organization()
    return [SavedDevice(f.authority, d) for f in organization.fiscal for d in f.devices]


def create_device(
    name: str, draft: Device, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedDevice:
    """The new device at one of the premises: the only one, where none is named."""
    authority, now = authority_with_places(name), ports.now()
    made = replace(draft, id=ports.new_id(), created_at=now, updated_at=now)
    _refuse(authority.device_check(made) if authority.device_check else ())

    def build(known: Known) -> Commit:
        settings = settings_of(known.organization, name) or FiscalSettings(authority=name)
        premise = _named(settings, made.premise)
        device = replace(made, premise=premise.code)
        if settings.device(premise.code, device.code) is not None:
            raise _taken("device", "electronicDeviceId", device.code)
        if len(settings.devices) >= PREMISES_MAX:
            raise Conflict(
                f"there are {PREMISES_MAX} devices already",
                code="too-many",
                fix="ask the operator: more do not fit into one organization",
            )
        changed = replace(settings, devices=(*settings.devices, device))
        return _commit(with_settings(known.organization, changed), "device.created", device, tenant)

    done = ports.store(tenant).commit(ports.key(key), build, on_fresh=True)
    return SavedDevice(name, _device_of(done), done.replayed)


def update_device(
    device_id: str,
    change: Callable[[Device], Device],
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> SavedDevice:
    """The device after the change; its id and premise stay, for numbers were given there."""
    now = ports.now()
    found: list[str] = []

    def build(known: Known) -> Commit:
        name, stored = _device(known.organization, device_id)
        found[:] = [name]
        settings = settings_of(known.organization, name)
        assert settings is not None  # noqa: S101 - the device stands in it
        changed = replace(
            change(stored),
            id=stored.id,
            code=stored.code,
            premise=stored.premise,
            created_at=stored.created_at,
            updated_at=now,
        )
        several = tuple(changed if d.id == device_id else d for d in settings.devices)
        settings = replace(settings, devices=several)
        return _commit(
            with_settings(known.organization, settings), "device.updated", changed, tenant
        )

    store = ports.store(tenant)
    done = store.commit(ports.key(key), build, on_fresh=True)
    name = found[0] if found else _device(store.organization(), device_id)[0]
    return SavedDevice(name, _device_of(done), done.replayed)


def authority_with_places(name: str) -> Authority:
    """The authority; InvalidDocument where it knows no premises and devices."""
    found = find_authority(name)
    if found is None or not found.strategies:
        names = ", ".join(names_of(lambda one: one.strategies))
        text = f"there is no authority {name[:40]!r} with premises and devices"
        finding = Finding("authority-unknown", "/provider", text, f"send one of {names}")
        raise InvalidDocument([finding])
    return found


def _check(premise: Premise, authority: Authority) -> None:
    _refuse(authority.premise_check(premise) if authority.premise_check else ())


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise InvalidDocument(findings)


def _named(settings: FiscalSettings, code: str) -> Premise:
    candidates = [p for p in settings.premises if not p.closed and code in ("", p.code)]
    if len(candidates) == 1:
        return candidates[0]
    known = ", ".join(p.code for p in settings.premises if not p.closed)
    text = f"there is no open premise {code[:40]!r}" if code else "name the device's premise"
    fix = f"send one of {known}" if known else "add the premise first"
    raise InvalidDocument([Finding("fiscal-premise", "/businessPremiseId", text, fix)])


def _premise(organization: Organization, premise_id: str) -> tuple[str, Premise]:
    for settings in organization.fiscal:
        for premise in settings.premises:
            if premise.id == premise_id:
                return settings.authority, premise
    raise NotFound(premise_id)


def _device(organization: Organization, device_id: str) -> tuple[str, Device]:
    for settings in organization.fiscal:
        for device in settings.devices:
            if device.id == device_id:
                return settings.authority, device
    raise NotFound(device_id)


def _taken(noun: str, member: str, code: str) -> InvalidDocument:
    text = f"there is a {noun} {code[:40]!r} already"
    return InvalidDocument([Finding(f"{noun}-taken", f"/{member}", text, "send another id")])


def _commit(
    organization: Organization, event_type: str, member: Premise | Device, tenant: Tenant
) -> Commit:
    """The commit of an organization that holds the member."""
    changed = replace(organization, version=organization.version + 1, updated_at=member.updated_at)
    event = Event(
        type=event_type,
        subject=member.id,
        account_id=tenant.account_id,
        data={"member": msgspec.to_builtins(member)},
    )
    return Commit(event, organization=changed)


def _device_of(done: Committed) -> Device:
    return msgspec.convert(done.entry.event.data["member"], Device)
