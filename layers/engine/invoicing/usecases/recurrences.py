"""Recurrences: made, changed, paused, looked ahead."""

from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model.recurrence import Recurrence
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.derivation import content_of
from invoicing.rules.recurrence import day_of, days, place_from, scheduled
from invoicing.store.repository import Key
from invoicing.usecases._objects import (
    PAGE_MAX,
    Change,
    Kind,
    Saved,
    Sought,
    create_object,
    get_object,
    list_objects,
)
from invoicing.usecases._recurring import RECURRENCE, Maker, recurrence_rows
from invoicing.usecases.ports import Ports

PREVIEW_DEFAULT, PREVIEW_MAX = 12, 120


class Foreseen(NamedTuple):
    """A day to come, and what its document will come to (in its own currency)."""

    day: date
    total: Decimal


def _prepared(change: Change[Recurrence]) -> Recurrence:
    """The recurrence with what is the server's own, its content tried on its next day."""
    value, stored, organization = change.value, change.stored, change.known.organization
    if value.is_last_of_month and value.unit not in ("month", "year"):
        raise InvalidDocument([_NO_MONTH])
    if stored is None:
        value = replace(value, account_id=change.tenant.account_id)
    else:
        value = replace(
            value,
            source_id=stored.source_id,
            account_id=stored.account_id,
            occurrences=stored.occurrences,
        )
    now_there = today(organization, change.ports.now())
    value = scheduled(value, stored, now_there, organization.time_zone)
    if value.next_day is not None:
        maker = Maker(organization, change.tenant, change.ports)
        on = max(value.next_day, now_there)
        maker.making(value, value.next_n, on)(change.known.draft())
    elif stored is None and day_of(value, value.next_n) is None:
        raise InvalidDocument([_NEVER])
    return value


RECURRENCES = Kind(RECURRENCE, "recurrence", Recurrence, recurrence_rows, prepare=_prepared)


def create_recurrence_of(
    document_id: str, draft: Recurrence, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Saved[Recurrence]:
    """A recurrence of what a document says. Conflict where it is a supplier's."""
    document = ports.store(tenant).document(document_id)
    if document.incoming or document.imported:
        raise Conflict(
            "a document made elsewhere does not recur",
            code="recurrence-foreign",
            current_state=document.state,
            fix="make the recurrence of a document of your own",
        )
    made = replace(draft, content=content_of(document), source_id=document_id)
    return create_object(RECURRENCES, made, tenant, ports, key=key)


def recurrences_of(document_id: str, tenant: Tenant, ports: Ports) -> list[Recurrence]:
    """The recurrences made of a document, newest first; NotFound where it is not there."""
    ports.store(tenant).document(document_id)
    sought = Sought(group=document_id)
    return list_objects(RECURRENCES, tenant, ports, limit=PAGE_MAX, sought=sought).values


def preview(recurrence_id: str, number: int, tenant: Tenant, ports: Ports) -> list[Foreseen]:
    """The next days with their totals, as things stand; none where it is over.

    A paused recurrence shows the days it would have if it were resumed now.
    """
    recurrence = get_object(RECURRENCES, recurrence_id, tenant, ports)
    store = ports.store(tenant)
    organization = store.known().organization
    now_there = today(organization, ports.now())
    start = recurrence.next_n
    if not recurrence.active and not recurrence.catch_up:
        start = max(start, place_from(recurrence, now_there))
    maker = Maker(organization, tenant, ports)

    def total(n: int, day: date) -> Decimal:
        commit = maker.making(recurrence, n, day)(store.known().draft())
        return commit.documents[0].totals.gross

    return [Foreseen(day, total(n, day)) for n, day in islice(days(recurrence, start), number)]


_NO_MONTH = Finding(
    "recurrence-last-of-month",
    "/isLastOfMonth",
    "the last day of the month is for months and years",
    "send type month or year, or leave isLastOfMonth out",
)
_NEVER = Finding(
    "recurrence-never",
    "/dateFirst",
    "no day of this recurrence is to come",
    "send a later dateFirst or dateLast, or catchUp: true for the days that are past",
)
