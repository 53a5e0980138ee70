"""Reading documents: one, a page, or how many."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.rules.completion import today
from invoicing.store.links import shareable_id
from invoicing.store.repository import Repository
from invoicing.usecases._sharing import is_shared
from invoicing.usecases.ports import Ports

PAGE_DEFAULT = 100
PAGE_MAX = 1000


class Page(NamedTuple):
    documents: list[Document]
    shareable_ids: dict[str, str]  # of those that are shared, by document id
    today: date  # the organization's
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
    return Page(documents, links, _today(documents, store, ports.now()), more)


def _today(documents: list[Document], store: Repository, now: datetime) -> date:
    """The organization's day; its time zone is read only where it decides what is overdue."""
    utc = now.date()
    if any(d.due_date and abs(d.due_date - utc) <= timedelta(days=1) for d in documents):
        return today(store.known().organization, now)
    return utc


def count_documents(tenant: Tenant, ports: Ports) -> int:
    return ports.store(tenant).count()
