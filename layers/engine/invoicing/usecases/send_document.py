"""Sending a document by e-mail because somebody asked for it."""

from invoicing.model import Sent
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import Mailing
from invoicing.store.repository import Key
from invoicing.usecases import _sending
from invoicing.usecases.ports import Ports


def send_document(
    document_id: str, mailing: Mailing, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Sent:
    """The attempt and its outcome; see `_sending.send_document` for what it promises."""
    return _sending.send_document(document_id, mailing, tenant, ports, key=key)
