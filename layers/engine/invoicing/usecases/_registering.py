"""Telling a tax authority of a document: as often as it takes, as one and the same message.

A try is stored before it is made and its outcome after, so a crash leaves it visibly in doubt.
Trying again is harmless: authorities know a document by its code, and nothing the code is made of
ever changes.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace as replace_field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from invoicing.errors import Conflict, InvalidDocument, InvoicingError
from invoicing.fiscal import (
    Authority,
    Message,
    Outcome,
    Refused,
    Registered,
    Registration,
    Undecided,
    find_authority,
)
from invoicing.model import Document, Organization
from invoicing.model.fiscal import Fault, Fiscal, FiscalChange, FiscalState
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.fiscal import settings_of, with_effort
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key, Repository
from invoicing.usecases._authority import NOT_REACHED, ask, fault_of
from invoicing.usecases._fiscal import (
    local_time,
    open_certificate,
    usable_certificate,
    work_rows,
)
from invoicing.usecases._premises import tell_premise
from invoicing.usecases.ports import Ports

# Longer than any try: who finds one this old without an outcome may make the next.
LEASE = timedelta(seconds=60)
DELAYS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 30, 60))
"""Between tries; the last one for ever, for the law does not let us give up."""
CLOCK_MAX = timedelta(minutes=5)
# A message older than this is told as a subsequent submission.
LATE_AFTER = timedelta(minutes=5)


def registered_at_once(done: Committed, tenant: Tenant, ports: Ports) -> Committed:
    """What was done, with its document after its first try, if an authority is to know of it.

    A try that cannot even be stored changes nothing for the caller: the document is issued, and
    the try is made later.
    """
    document = done.document
    if document is None or document.fiscal is None:
        return done
    try:
        if document.fiscal.state == "pending" and not done.replayed:
            document = register(document.id, tenant, ports)
        else:
            stored = ports.store(tenant).document(document.id)
            document = replace(document, fiscal=stored.fiscal)
    except InvoicingError:
        return done
    return replace_field(done, document=document)


def register_soon(document_id: str, tenant: Tenant, ports: Ports) -> None:
    """Try now; what comes in between is left to the next try."""
    with suppress(InvoicingError):
        register(document_id, tenant, ports)


def register(
    document_id: str, tenant: Tenant, ports: Ports, *, late: bool = False, asked: bool = False
) -> Document:
    """The document after one more try; as it stands where none is to be made.

    With `asked` somebody wants it now: what was refused, or was not required, is tried as well.
    Conflict where somebody else is trying this very moment.
    """
    store = ports.store(tenant)
    document, organization = store.document_and_organization(document_id)
    fiscal = document.fiscal
    if fiscal is None or fiscal.effort.state == "registered":
        return document
    if fiscal.state in ("refused", "not-required") and not asked:
        return document
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    _require_idle(fiscal, ports.now())
    prepared = _prepare(document, authority, organization, tenant, ports)
    put_off = _put_off(fiscal, document, ports.now())
    state = fiscal.effort.state
    before: FiscalState = "pending" if state in ("refused", "not-required") else state
    if isinstance(prepared, Undecided | Refused):
        return _settle(document, prepared, tenant, ports, undecided=before, put_off=put_off)
    tried = _lease(document, tenant, ports, late=late)
    message = prepared(tried)
    assert tried.fiscal is not None  # noqa: S101 - it is the same document
    outcome = ask(authority, message[0], tried.fiscal.environment, message[1], ports)
    if isinstance(outcome, Undecided) and outcome.code not in NOT_REACHED:
        before = "in-doubt"
    return _settle(tried, outcome, tenant, ports, undecided=before, put_off=put_off)


def is_overdue(fiscal: Fiscal, document: Document, now: datetime) -> bool:
    """Whether half the time the law gives is over: what waits that long wants somebody to look."""
    effort, authority = fiscal.effort, find_authority(fiscal.authority)
    began = effort.asked_at if isinstance(effort, FiscalChange) else document.issued_at
    if effort.next_at is None or began is None or authority is None or not authority.deadline_days:
        return False
    return now - began >= timedelta(days=authority.deadline_days) / 2


def _put_off(fiscal: Fiscal, document: Document, now: datetime) -> str:
    """What a try without an outcome is told as: overdue once, by the first try of that age."""
    effort = fiscal.effort
    last = effort.fault.at if effort.fault else effort.attempted_at
    first = last is None or not is_overdue(fiscal, document, last)
    late = is_overdue(fiscal, document, now) and first
    return "document.registration_overdue" if late else "document.registration_put_off"


def _require_idle(fiscal: Fiscal, now: datetime) -> None:
    """Conflict while a try is being made whose outcome is not stored yet."""
    effort = fiscal.effort
    tried, told = effort.attempted_at, effort.fault.at if effort.fault else None
    if tried is None or (told is not None and told >= tried) or now >= tried + LEASE:
        return
    raise Conflict(
        "the document is being registered right now",
        code="in-flight",
        current_state=effort.state,
        fix="wait, then read the document",
        retry_after_s=2,
    )


Prepared = Callable[[Document], tuple[Message, object]]


def _prepare(
    document: Document,
    authority: Authority,
    organization: Organization,
    tenant: Tenant,
    ports: Ports,
) -> Prepared | Refused | Undecided:
    """How to write the message once the try is stored; or why there is nothing to send yet."""
    fiscal, settings = document.fiscal, settings_of(organization, authority.name)
    assert fiscal is not None and settings is not None  # noqa: S101, PT018 - both sealed it
    identity = None
    if authority.certificate_tax_number is not None:
        try:
            certificate = usable_certificate(settings, fiscal, ports.now())
        except InvalidDocument as exc:
            finding = exc.findings[0]
            return Undecided(finding.rule, finding.text, finding.fix)
        try:
            identity = open_certificate(certificate, authority.name, tenant, ports)
        except Conflict as exc:  # another installation's: to be uploaded again
            return Undecided(exc.code, exc.text, exc.fix)
    premise = settings.premise(fiscal.premise)
    if authority.premise_message is not None and premise is not None:
        if premise.state != "registered":
            premise = tell_premise(authority, premise.id, tenant, ports)
        if premise.state == "refused" and premise.fault is not None:
            told = premise.fault
            return Refused(told.code, f"the premise was refused: {told.text}", told.fix)
        if premise.state != "registered" and premise.fault is not None:
            return Undecided(premise.fault.code, premise.fault.text, premise.fault.fix)
    originals = _originals(document, ports.store(tenant))

    def write(tried: Document) -> tuple[Message, object]:
        assert tried.fiscal is not None  # noqa: S101 - it is the same document
        at = local_time(authority, organization, ports.now())
        registration = Registration(tried, tried.fiscal, settings, identity, at, originals)
        change = tried.fiscal.open_change
        if change is not None and authority.change is not None:
            return authority.change(registration, change), identity
        return authority.message(registration), identity

    return write


def _originals(document: Document, store: Repository) -> tuple[Document, ...]:
    own = document.fiscal
    assert own is not None  # noqa: S101 - asked for by the caller
    found = (
        store.document(reference.document_id)
        for reference in document.preceding
        if reference.document_id and reference.relation == "credits"
    )
    return tuple(o for o in found if o.fiscal and o.fiscal.authority == own.authority)


def _lease(document: Document, tenant: Tenant, ports: Ports, *, late: bool) -> Document:
    """The document with the try that is about to be made."""
    fiscal, now = document.fiscal, ports.now()
    assert fiscal is not None  # noqa: S101 - asked for by the caller
    issued = document.issued_at or now
    tried = with_effort(
        fiscal,
        state="in-doubt",
        attempts=fiscal.effort.attempts + 1,
        attempted_at=now,
        next_at=now + LEASE,
        fault=None,
    )
    if fiscal.open_change is None:
        late = late or fiscal.late or fiscal.attempts > 0 or now - issued > LATE_AFTER
        tried = replace(tried, late=late)
    return _store(document, tried, "document.registering", tenant, ports)


def _settle(
    document: Document,
    outcome: Outcome,
    tenant: Tenant,
    ports: Ports,
    *,
    undecided: FiscalState,
    put_off: str,
) -> Document:
    """The document with the outcome; without one it is `undecided`, told as `put_off`."""
    fiscal, now = document.fiscal, ports.now()
    assert fiscal is not None  # noqa: S101 - asked for by the caller
    changing = fiscal.open_change is not None
    if isinstance(outcome, Registered):
        known = {} if changing else {"confirmation": outcome.confirmation}
        fault = _clock_fault(fiscal, outcome, now)
        after = with_effort(
            fiscal, state="registered", registered_at=now, next_at=None, fault=fault, **known
        )
        done = "document.registration_changed" if changing else "document.registered"
        return _store(document, after, done, tenant, ports)
    fault = fault_of(outcome, now)
    if isinstance(outcome, Refused):
        after = with_effort(fiscal, state="refused", next_at=None, fault=fault)
        return _store(document, after, "document.registration_refused", tenant, ports)
    delay = DELAYS[min(max(fiscal.effort.attempts, 1), len(DELAYS)) - 1]
    after = with_effort(fiscal, state=undecided, next_at=now + delay, fault=fault)
    return _store(document, after, put_off, tenant, ports)


def _clock_fault(fiscal: Fiscal, outcome: Registered, now: datetime) -> Fault | None:
    """A warning where our clock and the authority's differ: times on documents are wrong then."""
    authority = find_authority(fiscal.authority)
    assert authority is not None  # noqa: S101 - it sealed the document
    if outcome.told_at is None:
        return None
    here = now.astimezone(ZoneInfo(authority.time_zone)).replace(tzinfo=None)
    off = here - outcome.told_at
    if abs(off) <= CLOCK_MAX:
        return None
    text = f"this installation's clock is {off.total_seconds():+.0f} s off the authority's"
    return Fault(code="clock", text=text, fix="set the clock; the document is registered", at=now)


def _store(
    document: Document, fiscal: Fiscal, event_type: str, tenant: Tenant, ports: Ports
) -> Document:
    """Store the next revision of a registration. Conflict where somebody else was faster."""
    store = ports.store(tenant)
    before = fiscal.revision - 1

    def build(_: Known) -> Commit:
        current = store.document(document.id)
        if current.fiscal is None or current.fiscal.revision != before:
            raise Conflict(
                "somebody else is registering the document",
                code="in-flight",
                fix="wait, then read the document",
                retry_after_s=2,
            )
        changed = replace(current, fiscal=fiscal, version=current.version + 1)
        event = Event(
            type=event_type,
            subject=document.id,
            account_id=tenant.account_id,
            data={
                "authority": fiscal.authority,
                **_effort_told(fiscal, document.fiscal),
            },
        )
        return Commit(event, documents=(changed,), objects=work_rows(changed))

    return store.commit(Key(ports.new_id()), build).document or store.document(document.id)


def _effort_told(after: Fiscal, before: Fiscal | None) -> dict[str, object]:
    """What the journal says of a try: of the document, or of the change that was being told."""
    change = before.open_change if before is not None else None
    effort = after.changes[-1] if change is not None else after
    told: dict[str, object] = {
        "state": effort.state,
        "attempt": effort.attempts,
        "code": effort.fault.code if effort.fault else "",
    }
    return told | ({"change": change.kind, "value": change.value} if change is not None else {})
