"""Public links: whether a document has one, and which document one leads to."""

from datetime import datetime

from invoicing.errors import NotFound
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.store.links import resolve_link
from invoicing.usecases.ports import Ports


def is_shared(document: Document) -> bool:
    return document.share_generation % 2 == 1


def leads_on(document: Document, now: datetime) -> bool:
    """Whether the document has a link that has not expired."""
    end = document.share_expires_at
    return is_shared(document) and (end is None or end > now)


def sharing_tenant(document: Document) -> Tenant:
    """Whose document it is, for what is read or written because somebody has its link."""
    return Tenant(organization_id=document.organization_id, live=document.live)


def shared_document(secret: str, ports: Ports) -> tuple[Document, Organization]:
    """The document behind a public link; NotFound for every link that leads nowhere."""
    tenant, document_id = resolve_link(secret, ports.now())
    document, organization = ports.store(tenant).document_and_organization(document_id)
    if (
        not organization.active
        or document.state == "deleted"
        or not leads_on(document, ports.now())
    ):
        raise NotFound(secret)
    return document, organization
