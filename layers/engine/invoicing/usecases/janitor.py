"""What time brings: mails nobody heard of, tries that are due, certificates that end."""

from dataclasses import dataclass
from datetime import timedelta

from invoicing.errors import InvoicingError
from invoicing.model import Document
from invoicing.model.fiscal import FiscalWork
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.mailing import settled
from invoicing.store.commit import Commit
from invoicing.store.deliveries import due_deliveries, due_mailings, due_objects
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._certificate_watch import warn_of_ends
from invoicing.usecases._fiscal import WORK
from invoicing.usecases._registering import is_overdue, register
from invoicing.usecases._webhooks import Payload, make_tries
from invoicing.usecases.ports import Ports

MAILINGS_MAX = 100
TRIES_AT_ONCE = 32
TRY_TIMEOUT_S = 10
REGISTRATIONS_MAX = 500
REGISTERING_BUDGET = timedelta(seconds=15)
SILENT = frozenset({"dns", "connect", "timeout", "protocol", "http"})
SILENT_MAX = 2
# A round of tries may begin until then; it ends before the function's own time does.
BUDGET = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Swept:
    """What one run did; `put_off` is left for the next."""

    mailings: int
    deliveries: int
    registrations: int
    overdue: int  # of the registrations tried: not known to their authority for a day
    certificates: int  # whose end was told of
    put_off: int


def sweep(ports: Ports, payload: Payload) -> Swept:
    """Do what is due. Running it twice, or two at a time, does nothing twice."""
    began = ports.now()
    mailings = put_off = 0
    for tenant, document_id in due_mailings(began, MAILINGS_MAX):
        try:
            mailings += settle_mailings(document_id, tenant, ports)
        except InvoicingError:  # one document must not hold up the others
            put_off += 1
    registered = register_due(ports)
    put_off += registered.put_off
    certificates = warn_of_ends(ports)
    deliveries = 0
    while ports.now() - began < BUDGET:
        due = due_deliveries(ports.now(), TRIES_AT_ONCE)
        done = make_tries(due, ports, payload, timeout_s=TRY_TIMEOUT_S)
        deliveries += done
        if done < len(due) or not due:
            put_off += len(due) - done
            break
    return Swept(mailings, deliveries, registered.tried, registered.overdue, certificates, put_off)


@dataclass(slots=True)
class RegisteringRound:
    """The registrations that were due: tried, of those without success for long, not even tried."""

    tried: int = 0
    overdue: int = 0
    put_off: int = 0


def register_due(ports: Ports) -> RegisteringRound:
    """Try the registrations that are due.

    One authority that does not answer holds up only its own: after a few tries in vain the rest
    of its documents waits for the next run.
    """
    began, done = ports.now(), RegisteringRound()
    silent: dict[str, int] = {}
    for tenant, document_id in due_objects(WORK, began, REGISTRATIONS_MAX):
        if ports.now() - began > REGISTERING_BUDGET:
            break
        try:
            work = ports.store(tenant).kept(WORK, document_id, FiscalWork)
            if silent.get(work.authority, 0) >= SILENT_MAX:
                continue
            document = register(document_id, tenant, ports)
        except InvoicingError:  # one document must not hold up the others
            done.put_off += 1
            continue
        after = document.fiscal
        done.tried += 1
        done.overdue += after is not None and is_overdue(after, document, ports.now())
        if after is not None and after.fault is not None and after.fault.code in SILENT:
            silent[work.authority] = silent.get(work.authority, 0) + 1
    return done


def settle_mailings(document_id: str, tenant: Tenant, ports: Ports) -> int:
    """How many of a document's mails are known better than before: as unknown, or as failed."""
    store = ports.store(tenant)
    now = ports.now()

    def changes(document: Document) -> tuple[tuple[str, str], ...]:
        pairs = ((sent, settled(sent, now)) for sent in document.sends)
        return tuple((after.id, after.state) for sent, after in pairs if after is not sent)

    found = changes(store.document(document_id))
    if not found:
        return 0

    def build(_: Known) -> Commit:
        current = store.document(document_id)
        after = tuple(settled(sent, now) for sent in current.sends)
        failed = any(state == "failed" for _, state in changes(current))
        event = Event(
            type="document.send_failed" if failed else "document.mail_unknown",
            subject=document_id,
            data={"attempts": [attempt_id for attempt_id, _ in found]},
        )
        changed = replace(current, sends=after, version=current.version + 1)
        return Commit(event, documents=(changed,))

    key = Key("J" + "-".join(f"{attempt_id}-{state}" for attempt_id, state in found))
    store.commit(key, build)
    return len(found)
