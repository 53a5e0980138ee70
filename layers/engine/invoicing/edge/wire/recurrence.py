"""Recurrences on the wire."""

from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.wire.base import Day, Flag, Name, Wire, lean, renamed
from invoicing.edge.wire.content import content_view
from invoicing.model import Document
from invoicing.model.recurrence import Recurrence
from invoicing.rules.recurrence import days

INTERVAL_MAX = 1_000
COUNT_MAX = 10_000
SHOWN_MAX = 12  # days to come

_RECURRENCE = {
    "name": "name",
    "type": "unit",
    "interval": "interval",
    "dateFirst": "first",
    "dateLast": "last",
    "numRecurrences": "count",
    "isLastOfMonth": "is_last_of_month",
    "active": "active",
    "catchUp": "catch_up",
    "dateMode": "date_mode",
    "autoSend": "auto_send",
    "notify": "notify",
    "saveAsDraft": "save_as_draft",
}


class RecurrenceInput(Wire):
    """When a document recurs; its content is in `document`, or that of another document."""

    server_owned = frozenset(
        {
            *("id", "organizationId", "documentId", "version", "createdAt", "updatedAt"),
            *("nextDate", "nextTry", "failures", "failure", "_recurrenceDates"),
        }
    )

    name: Annotated[Name, Field(min_length=1)]
    unit: Literal["day", "week", "month", "year"] = Field(alias="type")
    interval: Annotated[int, Field(strict=True, ge=1, le=INTERVAL_MAX)] | None = None
    first: Day = Field(alias="dateFirst")
    last: Day | None = renamed("dateLast")
    count: Annotated[int, Field(strict=True, ge=1, le=COUNT_MAX)] | None = renamed("numRecurrences")
    is_last_of_month: Flag | None = None
    active: Flag | None = None
    catch_up: Flag | None = None
    date_mode: Literal["planned", "run"] | None = None
    auto_send: Flag | None = None
    notify: Flag | None = None
    save_as_draft: Flag | None = None
    document: dict[str, Any] | None = None

    def to_model(self, content: Document) -> Recurrence:
        given = {name: value for name, value in self.given().items() if name != "document"}
        return Recurrence(content=content, **given)


def recurrence_view(recurrence: Recurrence) -> dict[str, Any]:
    """The recurrence as the API spells it, with the days that were and those to come."""
    plain = {api: getattr(recurrence, field) for api, field in _RECURRENCE.items()}
    return {
        "id": recurrence.id,
        "version": recurrence.version,
        **{api: value for api, value in plain.items() if value is not None},
        **lean(
            {
                "documentId": recurrence.source_id,
                "nextDate": recurrence.next_day,
                "nextTry": recurrence.next_at if recurrence.failures else None,
                "failures": recurrence.failures or None,
                "failure": recurrence.failure,
            }
        ),
        "document": content_view(recurrence.content),
        "_recurrenceDates": [*_done(recurrence), *_to_come(recurrence)],
        **lean({"createdAt": recurrence.created_at, "updatedAt": recurrence.updated_at}),
    }


def _done(recurrence: Recurrence) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{recurrence.id}-{made.iteration}",
            "date": made.day,
            "iteration": made.iteration,
            "documentId": made.document_id,
        }
        for made in recurrence.occurrences
    ]


def _to_come(recurrence: Recurrence) -> list[dict[str, Any]]:
    if recurrence.next_day is None:
        return []
    return [
        {"id": f"{recurrence.id}-{n + 1}", "date": day, "iteration": n + 1}
        for n, day in islice(days(recurrence, recurrence.next_n), SHOWN_MAX)
    ]
