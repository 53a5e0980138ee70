"""What follows from a journal entry, once the change it tells of is stored.

An entry may arrive any number of times; each effect has a key made of the entry and its purpose.
"""

import msgspec

from invoicing.errors import Conflict, NotFound, Rejected
from invoicing.model.journal import Entry
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Mailing
from invoicing.store.repository import Key
from invoicing.usecases._sending import send_document
from invoicing.usecases.ports import Ports


def deliver_entry(entry: Entry, tenant: Tenant, ports: Ports) -> None:
    """Carry out the entry's effects. Unavailable where one is to be tried again."""
    asked = entry.event.data.get("send")
    if asked:
        _send(entry, asked, tenant, ports)


def _send(entry: Entry, asked: object, tenant: Tenant, ports: Ports) -> None:
    mailing = msgspec.convert(asked, Mailing)
    try:
        send_document(entry.event.subject, mailing, tenant, ports, key=Key(f"D{entry.id}-send"))
    except (Conflict, Rejected, NotFound):
        # Stored with the document for its owner to see; trying again would change nothing.
        return
