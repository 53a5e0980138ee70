"""The recurrence: a document that is made again and again, on days counted from the first."""

from datetime import date, datetime
from typing import Literal

from invoicing.model.document import Document
from invoicing.model.entity import Entity
from invoicing.model.value import Value

Unit = Literal["day", "week", "month", "year"]


class Occurrence(Value, frozen=True, kw_only=True):
    """A day of a recurrence on which its document was made."""

    day: date
    iteration: int  # 1 for the first day of the recurrence
    document_id: str


class Recurrence(Entity, frozen=True, kw_only=True):
    """When a document is made, and what it says."""

    name: str
    unit: Unit
    interval: int = 1
    first: date  # the anchor: every day is counted from it, never from the one before
    last: date | None = None
    count: int | None = None  # of days in all
    is_last_of_month: bool = False
    active: bool = True
    catch_up: bool = False  # also the days before it was made or resumed
    date_mode: Literal["planned", "run"] = "run"  # what a late document is dated
    auto_send: bool = False
    notify: bool = True
    save_as_draft: bool = False
    content: Document
    source_id: str = ""  # the document it was made from
    account_id: str = ""  # who made it; its documents are theirs

    # What was done, and what is next
    next_n: int = 0  # 0 is the first day
    next_day: date | None = None  # None: over, or paused
    next_at: datetime | None = None  # when it is tried: as its day begins, later after a failure
    occurrences: tuple[Occurrence, ...] = ()
    failures: int = 0  # tries of the next day that went wrong
    failure: str = ""
