"""The file a tax authority is told of a whole period's documents by."""

from datetime import date, timedelta

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.fiscal import Period, find_authority
from invoicing.model import Document
from invoicing.model.summary import Summary
from invoicing.model.tenant import Tenant
from invoicing.rules.completion import today
from invoicing.rules.fiscal import settings_of
from invoicing.store.listing import BY_DATE, Listing, Wanted
from invoicing.store.repository import Repository
from invoicing.usecases.ports import Ports

PERIOD_MAX = timedelta(days=366)
PAGE = 1_000


def export_period(
    authority_name: str, first: date, last: date, tenant: Tenant, ports: Ports
) -> bytes:
    """The file of all documents dated from the first to the last day.

    InvalidDocument for periods that end before they begin or are longer than a year, and where
    the authority wants to know something the organization has not said; Conflict where it has no
    dealings with the authority.
    """
    if not timedelta(0) <= last - first < PERIOD_MAX:
        text = "the period ends before it begins, or is longer than a year"
        fix = "send from and to as the first and the last day, at most a year apart"
        raise InvalidDocument([Finding("fiscal-period", "/query/to", text, fix)])
    store = ports.store(tenant)
    organization, authority = store.organization(), find_authority(authority_name)
    assert authority is not None and authority.period_file is not None  # noqa: S101, PT018 - named by the route
    settings = settings_of(organization, authority_name)
    if settings is None:
        raise Conflict(
            "the organization's documents are not signed for this authority",
            code="not-fiscal",
            fix=f"upload the signing key first: POST …/upload-certificate?type={authority_name}",
        )
    period = Period(
        issuer=organization.party,
        tax_number=authority.tax_number(Document(seller=organization.party)),
        first=first,
        last=last,
        made_on=today(organization, ports.now()),
        settings=settings,
    )
    return authority.period_file(_dated(first, last, store), period)


def _dated(first: date, last: date, store: Repository) -> list[Document]:
    """What was issued with a date within the period, canceled documents too."""
    wanted = Wanted(
        order=BY_DATE,
        descending=False,
        low=f"{first}",
        high=f"{last}",
        test=_is_own,
        limit=PAGE,
    )
    listing, documents = Listing(store), []
    while True:
        found = listing.page(wanted)
        documents += found.documents
        if found.after is None:
            return documents
        wanted = wanted._replace(after=found.after)


def _is_own(summary: Summary) -> bool:
    return not summary.incoming and summary.state in ("issued", "canceled")
