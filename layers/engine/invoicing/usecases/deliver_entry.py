"""What follows from a journal entry, once the change it tells of is stored.

An entry may arrive any number of times; each effect has a key made of the entry and its purpose.
"""

import msgspec

from invoicing.errors import (
    Conflict,
    InvalidDocument,
    NotFound,
    Rejected,
    Unavailable,
    UnreadableFile,
)
from invoicing.model.journal import Entry
from invoicing.model.tenant import Tenant
from invoicing.model.webhook import EVENT_TYPES, TEST_EVENT, Delivery
from invoicing.outbound.mail import Mailing
from invoicing.store.accounts import stored_account
from invoicing.store.repository import Key
from invoicing.usecases._codes import code_mail, home_of
from invoicing.usecases._sending import refuse_sending, send_document
from invoicing.usecases._webhooks import Payload, fan_out, make_tries
from invoicing.usecases.ports import Ports

# The first try of a webhook holds up the entries behind it; later tries get more time.
FIRST_TRY_TIMEOUT_S = 5


def deliver_entry(entry: Entry, tenant: Tenant, ports: Ports, payload: Payload) -> None:
    """Carry out the entry's effects. Unavailable where one is to be tried again."""
    hooks: list[Delivery] = []
    if entry.event.type in EVENT_TYPES or entry.event.type == TEST_EVENT:
        hooks = fan_out(entry, tenant, ports)
    code_for = entry.event.data.get("code")
    if code_for:
        _send_code(str(code_for), entry, ports)
    asked = entry.event.data.get("send")
    if asked:
        _send(entry, asked, tenant, ports)
    new = [(tenant, delivery) for delivery in hooks]
    make_tries(new, ports, payload, timeout_s=FIRST_TRY_TIMEOUT_S)


def _send_code(account_id: str, entry: Entry, ports: Ports) -> None:
    """Mail the code of an account, if no later one has been asked for; nothing sends it twice."""
    try:
        account = stored_account(account_id)
        organization = ports.store(home_of(account)).organization()
        if account.code_expires_at is not None:
            ports.mail.send(code_mail(account, organization), f"{entry.id}-code")
    except (NotFound, Rejected, Unavailable):
        return  # whoever waits for it asks again, and gets another


def _send(entry: Entry, asked: object, tenant: Tenant, ports: Ports) -> None:
    mailing = msgspec.convert(asked, Mailing)
    key = Key(f"D{entry.id}-send")
    try:
        send_document(entry.event.subject, mailing, tenant, ports, key=key)
    except (Conflict, Rejected, NotFound):
        # Stored with the document for its owner to see; trying again would change nothing.
        return
    except (InvalidDocument, UnreadableFile) as exc:  # it cannot be rendered or written
        refuse_sending(entry.event.subject, mailing, str(exc), tenant, ports, key=key)
