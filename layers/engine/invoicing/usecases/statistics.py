"""What the organization turned over and is owed, by month or by type of document."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization
from invoicing.model.summary import Summary
from invoicing.model.tenant import Tenant
from invoicing.rules import statistics as rules
from invoicing.rules.completion import today
from invoicing.store.listing import BY_DATE, Listing, Wanted
from invoicing.store.repository import Repository
from invoicing.usecases.ports import Ports

DOCUMENTS_MAX = 100_000
"""Documents of one answer: more would not be read in the time an answer has."""


class Asked(NamedTuple):
    """Which documents: of these days, made by the organization or received by it."""

    start: date | None = None
    end: date | None = None
    incoming: bool = False


class Turnover(NamedTuple):
    """The turnover of some days."""

    start: date
    end: date
    by_currency: rules.Turnover


def get_turnover(asked: Asked, tenant: Tenant, ports: Ports) -> Turnover:
    """By currency and month; of this calendar year where no days are asked for.

    InvalidDocument for days that hold more than 100,000 documents, or end before they start.
    """
    reading = _Reading(tenant, ports)
    start = asked.start or date((asked.end or reading.today).year, 1, 1)
    end = asked.end or date(start.year, 12, 31)
    found = reading.documents(asked._replace(start=start, end=end))
    return Turnover(start, end, rules.turnover(found, reading.bases, reading.today))


def get_totals(asked: Asked, tenant: Tenant, ports: Ports) -> dict[tuple[str, str], rules.Sums]:
    """Of each type of document, by currency and type; of all days where none are asked for.

    InvalidDocument as `get_turnover`.
    """
    reading = _Reading(tenant, ports)
    return rules.totals_by_type(reading.documents(asked), reading.bases, reading.today)


class _Reading:
    """The organization, and summaries of its documents."""

    def __init__(self, tenant: Tenant, ports: Ports) -> None:
        self._store: Repository = ports.store(tenant)
        organization: Organization = self._store.known(fresh=True).organization
        self.today = today(organization, ports.now())
        self.bases: Mapping[str, str] = {t.key: t.base for t in organization.document_types}

    def documents(self, asked: Asked) -> Iterator[Summary]:
        if asked.start and asked.end and asked.end < asked.start:
            raise InvalidDocument([_BACKWARDS])
        low, high = (day.isoformat() if day else "" for day in (asked.start, asked.end))
        wanted = Wanted(order=BY_DATE, low=low, high=high)
        for count, summary in enumerate(Listing(self._store).summaries(wanted)):
            if count == DOCUMENTS_MAX:
                raise InvalidDocument([_TOO_MANY])
            if summary.incoming == asked.incoming:
                yield summary


_BACKWARDS = Finding(
    "period-backwards", "/query/dateTo", "ends before it starts", "send dateFrom before dateTo"
)
_TOO_MANY = Finding(
    "period-too-large",
    "/query/dateFrom",
    f"more than {DOCUMENTS_MAX:,} documents have these dates",
    "ask for fewer days",
)
