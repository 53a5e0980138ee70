"""Reading documents: one, a page, or how many."""

from typing import NamedTuple

from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.store.links import shareable_id
from invoicing.usecases._sharing import is_shared
from invoicing.usecases.ports import Ports

PAGE_DEFAULT = 100
PAGE_MAX = 1000


class Page(NamedTuple):
    documents: list[Document]
    shareable_ids: dict[str, str]  # of those that are shared, by document id
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
    shared = [document for document in documents if is_shared(document)]
    links = {d.id: shareable_id(d, store.known().organization) for d in shared}
    return Page(documents, links, more)


def count_documents(tenant: Tenant, ports: Ports) -> int:
    return ports.store(tenant).count()
