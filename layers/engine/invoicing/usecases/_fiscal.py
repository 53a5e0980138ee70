"""Documents that get a tax authority's code with their number."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from invoicing.errors import Finding, InvalidDocument
from invoicing.fiscal import Authority, Sealing, find_authority
from invoicing.model import Document, Organization
from invoicing.model.fiscal import Certificate, Fiscal, FiscalSettings, FiscalWork
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import moment
from invoicing.rules.fiscal import (
    Place,
    authorities_of,
    environment_of,
    fiscal_number,
    fiscal_scope,
    is_registered,
    place_of,
    settings_of,
)
from invoicing.rules.numbering import number_claim
from invoicing.rules.series import numbers_of, series_of
from invoicing.store.commit import Advance, Claim, Kept
from invoicing.store.known import Known
from invoicing.usecases.ports import Ports

WORK = "FISCAL"
# Whoever issued a document tells the authority at once; the janitor does it from then on.
FIRST_TRY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Issue:
    """A document about to be registered: with whom, from where."""

    authority: Authority
    settings: FiscalSettings
    place: Place | None
    asked: dict[str, Any]
    originals: Sequence[Document]


def fiscal_issue(
    document: Document, originals: Sequence[Document], organization: Organization
) -> Issue | None:
    """Which authority codes the document; None where none does.

    InvalidDocument where one should and something is missing for it.
    """
    if document.incoming or document.imported:
        return None
    for name in authorities_of(organization):
        authority, settings = find_authority(name), settings_of(organization, name)
        if authority is None or settings is None:  # a default of somebody else's
            continue
        before = [o for o in originals if o.fiscal and o.fiscal.authority == name]
        if not before and not authority.applies(document, settings):
            continue
        block = getattr(document, authority.name)
        asked = _asked(block, authority)
        findings = [*_contradictions(block, document, authority)]
        findings += authority.check(document, settings, asked)
        if authority.chained:
            findings += _sequence_findings(document, organization)
        if document.number and not authority.number_from_caller:
            findings.append(_OWN_NUMBER)
        if findings:
            raise InvalidDocument(findings)
        place = _place(authority, settings, asked, before) if authority.strategies else None
        return Issue(authority, settings, place, asked, before)
    return None


def _asked(block: dict[str, Any], authority: Authority) -> dict[str, Any]:
    return {name: block[name] for name in authority.asked if block.get(name) not in (None, "")}


def _contradictions(
    block: dict[str, Any], document: Document, authority: Authority
) -> Sequence[Finding]:
    findings = []
    environment = environment_of(live=document.live)
    if block.get("environment") not in (None, "", environment):
        text = f"documents of this token are registered in the {environment} environment"
        fix = f"send {environment}, or use a token of the other world"
        pointer = f"/_{authority.name}/environment"
        findings.append(Finding("fiscal-environment", pointer, text, fix))
    for name, value in _asked(block, authority).items():
        flag = isinstance(getattr(Fiscal(authority=""), authority.names[name], None), bool)
        if isinstance(value, bool) != flag or not isinstance(value, bool | str | int):
            wanted = "true or false" if flag else "a text"
            pointer = f"/_{authority.name}/{name}"
            findings.append(Finding("fiscal-block", pointer, f"is not {wanted}", f"send {wanted}"))
    return findings


def _sequence_findings(document: Document, organization: Organization) -> Sequence[Finding]:
    """What keeps the document's numbers from being one sequence, of one chain."""
    own = series_of(document, organization)
    if own is None:
        text = f"documents of type {document.kind} have no series"
        fix = "create a series for the type, and register it with the tax authority"
        return (Finding("fiscal-series", "/serie", text, fix),)
    rivals = [s for s in organization.series if s.id != own.id and not s.incoming]
    for rival in rivals:
        if numbers_of(rival) == numbers_of(own):
            text = f"the series {rival.code!r} of type {rival.type} gives the same numbers"
            fix = "use a series of another code for one of the types"
            return (Finding("fiscal-series", "/serie", text, fix),)
    return ()


def _place(
    authority: Authority,
    settings: FiscalSettings,
    asked: dict[str, Any],
    before: Sequence[Document],
) -> Place:
    """Where the caller says, else where the document it credits was issued."""
    premise, device = (asked.get(n, "") for n in ("businessPremiseId", "electronicDeviceId"))
    original = before[0].fiscal if before else None
    if original is not None and not premise and not device:
        known = settings.premise(original.premise)
        if known is not None and not known.closed:
            premise, device = original.premise, original.device
    return place_of(settings, str(premise), str(device), f"/_{authority.name}")


def number_at_place(
    document: Document, issue: Issue, place: Place, known: Known
) -> tuple[Document, Advance, Claim]:
    """The document with the next number of its place."""
    authority, settings = issue.authority, issue.settings
    on = document.issue_date
    assert on is not None  # noqa: S101 - completion has filled it
    counts = authority.strategies[strategy_of(authority, settings)]
    scope = counts(place.premise.code, place.device.code)
    year = on.year if authority.yearly else None
    counter = known.counter(fiscal_scope(authority.name, scope, year))
    after = counter.next(counter.n)
    number = fiscal_number(authority.pattern, place, after)
    advance = Advance(fiscal_scope(authority.name, scope, year), counter.n, after)
    claim = Claim(
        number_claim(document, number) + (f"|{year}" if year else ""),
        document.id,
        "number-taken",
        f"a document with number {number!r} exists already",
        advance,
    )
    return replace(document, number=number, series_number=after), advance, claim


def strategy_of(authority: Authority, settings: FiscalSettings) -> str:
    known = authority.strategies
    return settings.strategy if settings.strategy in known else next(iter(known), "")


def sealed(
    document: Document,
    issue: Issue,
    *,
    advances: tuple[Advance, ...],
    known: Known,
    now: datetime,
    tenant: Tenant,
    ports: Ports,
) -> tuple[Document, tuple[Advance, ...]]:
    """The numbered document with its code, final from now on; a chain of codes moves with it."""
    authority = issue.authority
    at = local_time(authority, known.organization, now)
    record = _record(document, issue, at, tenant)
    identity = None
    if authority.certificate_tax_number is not None:
        certificate = usable_certificate(issue.settings, record, now)
        identity = open_certificate(certificate, authority.name, tenant, ports)
        record = replace(record, certificate_serial=certificate.serial)
    previous, previous_id = "", ""
    if authority.chained:
        previous, previous_id, last_day = _end_of_chain(known, advances[0].scope)
        _require_order(document, last_day)
    sealing = Sealing(document, record, issue.settings, identity, previous)
    done = replace(authority.seal(sealing), message_id=_message_id(document, tenant))
    if authority.chained:
        done = replace(done, previous_id=previous_id)
        document = replace(document, previous_document_id=previous_id)
        link = f"{done.code} {document.id} {document.issue_date}"
        advances = (replace_field(advances[0], last_hash=link), *advances[1:])
    wanted = authority.wanted(document) or any(map(is_registered, issue.originals))
    if wanted:
        done = replace(done, state="pending", next_at=now + FIRST_TRY)
    else:
        done = replace(done, state="not-required")
    return replace(document, fiscal=done), advances


def _end_of_chain(known: Known, scope: str) -> tuple[str, str, str]:
    """The last code of a chain, and the id and the day of the document that has it."""
    parts = known.counter(scope).last_hash.split(" ")
    code, document_id, day = (*parts, "", "")[:3]
    return code, document_id, day


def _require_order(document: Document, last_day: str) -> None:
    """InvalidDocument where a document of the same chain has a later date."""
    assert document.issue_date is not None  # noqa: S101 - completion has filled it
    if document.issue_date.isoformat() >= last_day:
        return
    text = f"the last document of its series is dated {last_day}, and dates only go forward in one"
    fix = f"date it {last_day} or later, or issue it in a series of its own"
    raise InvalidDocument([Finding("fiscal-date-order", "/date", text, fix, term="BT-2")])


def _record(document: Document, issue: Issue, at: datetime, tenant: Tenant) -> Fiscal:
    authority, place = issue.authority, issue.place
    strategy = strategy_of(authority, issue.settings)
    given = {authority.names[name]: value for name, value in issue.asked.items()}
    texts = {f: str(v) if isinstance(v, int) and not isinstance(v, bool) else v
             for f, v in given.items() if not f.startswith("extra.")}  # fmt: skip
    extra = {f.removeprefix("extra."): v for f, v in given.items() if f.startswith("extra.")}
    settled = {
        "environment": environment_of(live=tenant.live),
        "issued_local": at,
        "tax_number": authority.tax_number(document),
        "number": document.series_number,
        "extra": extra,
        "chained": authority.chained,
    }
    if place is not None:
        settled |= {
            "premise": place.premise.code,
            "device": place.device.code,
            "strategy": strategy,
            "scope": authority.strategies[strategy](place.premise.code, place.device.code),
        }
    return Fiscal(authority=authority.name, **(texts | settled))


def local_time(authority: Authority, organization: Organization, now: datetime) -> datetime:
    """The authority's local time to the second, without a zone."""
    local = moment(organization, now).astimezone(ZoneInfo(authority.time_zone))
    return local.replace(microsecond=0, tzinfo=None)


def work_rows(document: Document) -> tuple[Kept, ...]:
    """The row that waits until the document's registration is to be tried, if ever it is."""
    fiscal = document.fiscal
    assert fiscal is not None  # noqa: S101 - only called for those
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    if not authority.told:
        return ()
    effort = fiscal.effort
    work = FiscalWork(document_id=document.id, authority=fiscal.authority, state=effort.state)
    row = Kept(WORK, document.id, work, fiscal.revision, group=effort.state, due=effort.next_at)
    return (row,)


def registration_due(document: Document, now: datetime) -> tuple[Document, tuple[Kept, ...]]:
    """The document, to be registered from now on where its payments make that necessary."""
    fiscal = document.fiscal
    if fiscal is None or fiscal.state != "not-required":
        return document, ()
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    if not authority.wanted(document):
        return document, ()
    due = replace(fiscal, state="pending", next_at=now, revision=fiscal.revision + 1)
    changed = replace(document, fiscal=due)
    return changed, work_rows(changed)


def usable_certificate(settings: FiscalSettings, record: Fiscal, now: datetime) -> Certificate:
    """The certificate codes and messages are signed with; InvalidDocument where there is none."""
    found = settings.certificate(record.environment)
    pointer = f"/_{record.authority}"
    upload = f"POST …/upload-certificate?type={record.authority}"
    if found is None:
        text = f"there is no certificate for the {record.environment} environment"
        raise InvalidDocument([Finding("certificate-missing", pointer, text, upload)])
    if found.valid_to is not None and found.valid_to < now:
        text = f"the certificate ended on {found.valid_to:%Y-%m-%d}"
        raise InvalidDocument(
            [Finding("certificate-expired", pointer, text, f"renew it: {upload}")]
        )
    if found.tax_number != record.tax_number:
        text = (
            f"the certificate is that of {found.tax_number or 'nobody'}, the issuer's tax number"
            f" is {record.tax_number}"
        )
        fix = "correct the organization's tax number, or upload its own certificate"
        raise InvalidDocument([Finding("certificate-tax-number", pointer, text, fix)])
    return found


def open_certificate(certificate: Certificate, authority: str, tenant: Tenant, ports: Ports) -> Any:
    """The identity, decrypted once per container."""
    known = ports.identities.get(certificate.fingerprint)
    if known is None:
        from invoicing.fiscal._keys import (  # noqa: PLC0415 - few documents need cryptography
            open_identity,
        )

        assert certificate.secret is not None  # noqa: S101 - stored with every certificate
        data = ports.vault.open(certificate.secret, sealing_context(tenant, authority))
        known = ports.identities[certificate.fingerprint] = open_identity(data, None)
    return known


def sealing_context(tenant: Tenant, authority: str) -> dict[str, str]:
    """What a sealed certificate is bound to."""
    world = "live" if tenant.live else "test"
    return {"organization": tenant.organization_id, "world": world, "authority": authority}


def _message_id(document: Document, tenant: Tenant) -> str:
    """A UUID that follows from the document, so that every try is the same message."""
    seed = f"{tenant.organization_id}|{tenant.live}|{document.id}|{document.number}"
    return str(UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4))


_OWN_NUMBER = Finding(
    "fiscal-number",
    "/number",
    "a registered document gets its number from its premise's or device's counter",
    "leave number out",
    term="BT-1",
)
