"""Telling an authority of a place of business."""

import hashlib
from uuid import UUID

from invoicing.errors import InvalidDocument, NotFound
from invoicing.fiscal import (
    Authority,
    PremiseRegistration,
    Refused,
    Registered,
)
from invoicing.model import Document, Organization
from invoicing.model.fiscal import Fault, Fiscal, FiscalSettings, Premise
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.fiscal import environment_of, settings_of, with_settings
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._authority import ask, fault_of
from invoicing.usecases._fiscal import local_time, open_certificate, usable_certificate
from invoicing.usecases.ports import Ports


def tell_premise(authority: Authority, premise_id: str, tenant: Tenant, ports: Ports) -> Premise:
    """The premise with what the authority answered.

    The message is the same however often it is sent, so nothing has to be known of tries before.
    """
    assert authority.premise_message is not None  # noqa: S101 - only asked where there is one
    store, now = ports.store(tenant), ports.now()
    organization = store.organization()
    settings, premise = _found(organization, authority.name, premise_id)
    own = authority.tax_number(Document(seller=organization.party))
    record = Fiscal(
        authority=authority.name, environment=environment_of(live=tenant.live), tax_number=own
    )
    identity = None
    try:
        if authority.certificate_tax_number is not None:
            certificate = usable_certificate(settings, record, now)
            identity = open_certificate(certificate, authority.name, tenant, ports)
    except InvalidDocument as exc:
        finding = exc.findings[0]
        fault = Fault(code=finding.rule, text=finding.text, fix=finding.fix, at=now)
        return _record(replace(premise, fault=fault), authority, tenant, ports)
    seed = f"{tenant.organization_id}|{tenant.live}|{premise.id}|{premise.updated_at}"
    message = authority.premise_message(
        PremiseRegistration(
            premise=premise,
            tax_number=own,
            settings=settings,
            identity=identity,
            at=local_time(authority, organization, now),
            message_id=str(UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)),
        )
    )
    outcome = ask(authority, message, record.environment, identity, ports)
    now = ports.now()
    if isinstance(outcome, Registered):
        told = replace(premise, state="registered", registered_at=now, fault=None)
    elif isinstance(outcome, Refused):
        told = replace(premise, state="refused", fault=fault_of(outcome, now))
    else:
        told = replace(premise, state="in-doubt", fault=fault_of(outcome, now))
    return _record(told, authority, tenant, ports)


def _record(told: Premise, authority: Authority, tenant: Tenant, ports: Ports) -> Premise:
    """Store the answer, unless the premise was changed meanwhile."""
    name, now = authority.name, ports.now()

    def build(known: Known) -> Commit:
        organization = known.organization
        settings, stored = _found(organization, name, told.id)
        kept = told if stored.updated_at == told.updated_at else stored
        several = tuple(kept if p.id == told.id else p for p in settings.premises)
        changed = with_settings(organization, replace(settings, premises=several))
        changed = replace(changed, version=organization.version + 1, updated_at=now)
        data = {"state": kept.state, "code": kept.code}
        return Commit(
            Event(type="premise.told", subject=told.id, account_id=tenant.account_id, data=data),
            organization=changed,
        )

    # Finding out the same twice is stored once.
    found = f"{told.state}-{told.fault.code if told.fault else ''}"
    changed_at = told.updated_at.isoformat() if told.updated_at else ""
    key = Key(f"told-{told.id}-{changed_at}-{found}")
    ports.store(tenant).commit(key, build, on_fresh=True)
    return told


def _found(
    organization: Organization, authority: str, premise_id: str
) -> tuple[FiscalSettings, Premise]:
    settings = settings_of(organization, authority)
    for premise in settings.premises if settings else ():
        if premise.id == premise_id:
            assert settings is not None  # noqa: S101 - the premise stands in it
            return settings, premise
    raise NotFound(premise_id)
