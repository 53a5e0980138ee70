"""Reminding a client of everything it owes and should have paid."""

from collections.abc import Iterator
from dataclasses import replace as with_changes
from datetime import date
from typing import NamedTuple

from invoicing.errors import Conflict, Finding, InvalidDocument, Rejected
from invoicing.model import Document
from invoicing.model.client import Client
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Mailing, is_address
from invoicing.rules.completion import today
from invoicing.rules.reminding import is_overdue, is_reminded
from invoicing.rules.selection import PAYMENT_STATUS, Condition, Every, predicate_of
from invoicing.store.listing import Listing, Wanted
from invoicing.store.repository import Key, Repository
from invoicing.usecases._clients import CLIENTS
from invoicing.usecases._objects import get_object
from invoicing.usecases._sending import send_document
from invoicing.usecases.ports import Ports

TOGETHER_MAX = 10
"""Mails of one request: each draws its page and waits for the mail service."""


class Reminder(NamedTuple):
    """A document somebody was to be reminded of, and what became of the mail."""

    document_id: str
    number: str
    state: str
    attempt_id: str = ""
    detail: str = ""


class Reminded(NamedTuple):
    """What was sent, and whether more is overdue than one request sends."""

    reminders: tuple[Reminder, ...]
    more: bool


def remind_client(
    client_id: str, mailing: Mailing, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Reminded:
    """One reminder for each of the client's overdue documents, those made first before others.

    Documents with a reminder of today are passed over, so asking again sends nothing twice and
    goes on where a request ended. NotFound for absent and foreign clients; InvalidDocument where
    neither the request nor the client has an address of mail.
    """
    store = ports.store(tenant)
    client = get_object(CLIENTS, client_id, tenant, ports)
    recipients = mailing.recipients or _addresses(client)
    if not recipients:
        raise InvalidDocument([_NO_ADDRESS])
    asked = with_changes(mailing, recipients=recipients, is_reminder=True)
    day = today(store.known(fresh=not tenant.live).organization, ports.now())
    sent: list[Reminder] = []
    for document in _overdue(client_id, store, day):
        if len(sent) == TOGETHER_MAX:
            return Reminded(tuple(sent), more=True)
        reminder = _reminded(document, asked, tenant, ports, key and key.part(document.id))
        if reminder is not None:
            sent.append(reminder)
    return Reminded(tuple(sent), more=False)


def _reminded(
    document: Document, asked: Mailing, tenant: Tenant, ports: Ports, key: Key | None
) -> Reminder | None:
    """None where somebody paid or reminded meanwhile; what cannot be sent holds up no other."""
    try:
        sent = send_document(document.id, asked, tenant, ports, key=key)
    except Conflict:
        return None
    except (InvalidDocument, Rejected) as exc:
        return Reminder(document.id, document.number, "failed", detail=str(exc))
    return Reminder(document.id, document.number, sent.state, sent.id, sent.detail)


def _overdue(client_id: str, store: Repository, day: date) -> Iterator[Document]:
    """The client's overdue documents without a reminder of the day, oldest first."""
    where = Every(
        (
            Condition("client_id", "eq", client_id),
            Condition("incoming", "eq", False),
            Condition(PAYMENT_STATUS, "eq", "overdue"),
        )
    )
    wanted = Wanted(descending=False, test=predicate_of(where, day))
    while True:
        found = Listing(store).page(wanted)
        for document in found.documents:
            if is_overdue(document, day) and not is_reminded(document, day):
                yield document
        if found.after is None:
            return
        wanted = wanted._replace(after=found.after)


def _addresses(client: Client) -> tuple[str, ...]:
    """The client's own address, else its primary one, else any."""
    points = sorted(
        (point for point in client.contacts if point.type == "email"),
        key=lambda point: not point.primary,
    )
    known = (client.party.contact.email, *(point.value for point in points))
    return next(((address,) for address in known if is_address(address)), ())


_NO_ADDRESS = Finding(
    "required",
    "/recipients",
    "the client has no address of mail",
    "send recipients, or save an address to the client",
)
