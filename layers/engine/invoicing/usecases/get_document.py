"""Reading documents: one, a page, or how many."""

from typing import NamedTuple

from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.usecases.ports import Ports

PAGE_DEFAULT = 100
PAGE_MAX = 1000


class Page(NamedTuple):
    documents: list[Document]
    organization: Organization
    after: str | None  # the id the next page starts behind; None on the last page


def get_document(document_id: str, tenant: Tenant, ports: Ports) -> tuple[Document, Organization]:
    """The document and its organization; NotFound for absent and foreign ids alike."""
    return ports.store(tenant).document_and_organization(document_id)


def list_documents(
    tenant: Tenant, ports: Ports, *, limit: int = PAGE_DEFAULT, after: str | None = None
) -> Page:
    """Documents, newest first."""
    store = ports.store(tenant)
    documents, more = store.page(limit=limit, before=after)
    return Page(documents, store.known().organization, more)


def count_documents(tenant: Tenant, ports: Ports) -> int:
    return ports.store(tenant).count()
