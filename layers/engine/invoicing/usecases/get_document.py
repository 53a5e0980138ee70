"""Reading documents: one, a page, or how many."""

from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.summary import Summary
from invoicing.model.tenant import Tenant
from invoicing.rules.completion import today
from invoicing.rules.own_types import BASE_TYPES, require_type
from invoicing.rules.selection import Where, bounds, depends_on_day, predicate_of, values_of
from invoicing.rules.smart_codes import with_codes_filled
from invoicing.store.links import shareable_id
from invoicing.store.listing import BY_CREATION, BY_DATE, Listing, Order, Wanted
from invoicing.store.repository import Repository
from invoicing.usecases._sharing import is_shared
from invoicing.usecases.ports import Ports

PAGE_DEFAULT = 100
PAGE_MAX = 1000
ORDERS = {order.name: order for order in (BY_CREATION, BY_DATE)}


class Sought(NamedTuple):
    """Which documents, and which page of them."""

    where: Where | None = None
    order: str = ""  # one of ORDERS; without it by date where dates are asked for, else by creation
    descending: bool = True
    limit: int = PAGE_DEFAULT
    skip: int = 0
    after: str = ""  # a page's `after`


class Page(NamedTuple):
    documents: list[Document]
    shareable_ids: dict[str, str]  # of those that are shared, by document id
    today: date  # the organization's
    after: str | None  # the position the next page starts behind; None on the last page
    skip: int  # what the next page has still to skip


def get_document(
    document_id: str, tenant: Tenant, ports: Ports, *, filled: bool = False
) -> tuple[Document, Organization]:
    """The document and its organization; with `filled`, smart codes stand for what they mean.

    NotFound for absent and foreign ids alike.
    """
    document, organization = ports.store(tenant).document_and_organization(document_id)
    return (with_codes_filled(document, organization) if filled else document), organization


def list_documents(sought: Sought, tenant: Tenant, ports: Ports, *, filled: bool = False) -> Page:
    """The documents that fit, newest first unless another order is asked for."""
    store, now = ports.store(tenant), ports.now()
    found = Listing(store).page(_wanted(sought, store, now, live=tenant.live))
    shared = [document for document in found.documents if is_shared(document)]
    links = {d.id: shareable_id(d, store.known().organization) for d in shared}
    day = _today(found.documents, store, now, live=tenant.live)
    shown = found.documents
    if filled:
        shown = [with_codes_filled(d, store.known().organization) for d in shown]
    return Page(shown, links, day, found.after, found.skip)


def list_summaries(
    where: Where | None, tenant: Tenant, ports: Ports, *, most: int
) -> tuple[list[Summary], date]:
    """The summaries of up to `most` documents that fit, by date, and the organization's day.

    InvalidDocument where there are more.
    """
    store, now = ports.store(tenant), ports.now()
    wanted = _wanted(Sought(where, order=BY_DATE.name), store, now, live=tenant.live)
    fits = (
        summary
        for summary in Listing(store).summaries(wanted)
        if wanted.test is None or wanted.test(summary)
    )
    found = list(islice(fits, most + 1))
    if len(found) > most:
        text = f"more than {most:,} documents fit"
        raise InvalidDocument(
            [Finding("export-too-large", "/query/where", text, "ask for fewer days")]
        )
    return found, _here(store, now, live=tenant.live)


def count_documents(where: Where | None, tenant: Tenant, ports: Ports) -> int:
    """How many documents a walk through the list would show."""
    store = ports.store(tenant)
    return Listing(store).count(_wanted(Sought(where), store, ports.now(), live=tenant.live))


def order_of(sought: Sought) -> Order:
    """The order the list is shown in."""
    if sought.order:
        return ORDERS[sought.order]
    return BY_DATE if any(bounds(sought.where, BY_DATE.field)) else BY_CREATION


def _wanted(sought: Sought, store: Repository, now: datetime, *, live: bool) -> Wanted:
    for key in sorted(values_of(sought.where, "type") - set(BASE_TYPES)):
        require_type(key, store.known().organization, "/query/type")
    order, where = order_of(sought), sought.where
    low, high = (str(bound or "") for bound in bounds(where, order.field))
    test = None
    if where is not None:
        needs_day = depends_on_day(where)
        day = _here(store, now, live=live) if needs_day else now.date()
        test = predicate_of(where, day)
    return Wanted(
        deleted=bounds(where, "state") == ("deleted", "deleted"),
        order=order,
        descending=sought.descending,
        low=low,
        high=high,
        test=test,
        limit=sought.limit,
        skip=sought.skip,
        after=sought.after,
    )


def _today(documents: list[Document], store: Repository, now: datetime, *, live: bool) -> date:
    """The organization's day; what it goes by is read only where it decides what is overdue."""
    utc = now.date()
    near = (d.due_date and abs(d.due_date - utc) <= timedelta(days=1) for d in documents)
    if not live or any(near):
        return _here(store, now, live=live)
    return utc


def _here(store: Repository, now: datetime, *, live: bool) -> date:
    """The organization's day; a test world's clock may have been set a moment ago."""
    return today(store.known(fresh=not live).organization, now)
