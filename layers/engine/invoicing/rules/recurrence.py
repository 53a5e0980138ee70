"""On which days a recurrence falls.

Every day is computed from the first one, so that neither a short month nor a late run moves
those behind it: from 31 January follow 28 or 29 February and 31 March.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from invoicing.model.recurrence import Recurrence
from invoicing.model.value import replace

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


def shifted(day: date, unit: str, units: int, *, to_end: bool = False) -> date:
    """The day so many units later; the last of its month where that is shorter, or `to_end`.

    OverflowError or ValueError behind the year 9999.
    """
    if unit in _DAYS:
        return day + timedelta(days=_DAYS[unit] * units)
    months = day.year * 12 + day.month - 1 + _MONTHS[unit] * units
    year, month = divmod(months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length if to_end else min(day.day, length))


def day_of(recurrence: Recurrence, n: int) -> date | None:
    """The n-th day, the first being 0; None where the recurrence is over by then."""
    if recurrence.count is not None and n >= recurrence.count:
        return None
    try:
        day = shifted(
            recurrence.first,
            recurrence.unit,
            n * recurrence.interval,
            to_end=recurrence.is_last_of_month,
        )
    except (OverflowError, ValueError):
        return None
    return None if recurrence.last is not None and day > recurrence.last else day


def days(recurrence: Recurrence, start: int = 0) -> Iterator[tuple[int, date]]:
    """The days from the start-th on, with their places."""
    for n in count(start):
        day = day_of(recurrence, n)
        if day is None:
            return
        yield n, day


def place_from(recurrence: Recurrence, day: date) -> int:
    """The place of the first day that is not before the given one."""
    first = recurrence.first
    if recurrence.unit in _DAYS:
        distance = (day - first).days
        step = _DAYS[recurrence.unit] * recurrence.interval
    else:
        distance = (day.year - first.year) * 12 + day.month - first.month
        step = _MONTHS[recurrence.unit] * recurrence.interval
    n = max(0, distance // step - 1)
    return next(m for m in islice(count(n), 4) if _is_from(recurrence, m, day))


def _is_from(recurrence: Recurrence, n: int, day: date) -> bool:
    found = day_of(recurrence, n)
    return found is None or found >= day


def begins(day: date, time_zone: str) -> datetime:
    """The instant a day begins in a time zone."""
    return datetime.combine(day, time(), ZoneInfo(time_zone))


def period(recurrence: Recurrence, n: int) -> tuple[date, date]:
    """What the n-th document stands for: from its day until the day before the next."""
    start, end = (
        shifted(
            recurrence.first,
            recurrence.unit,
            place * recurrence.interval,
            to_end=recurrence.is_last_of_month,
        )
        for place in (n, n + 1)
    )
    return start, end - timedelta(days=1)


def scheduled(value: Recurrence, stored: Recurrence | None, today: date, zone: str) -> Recurrence:
    """The recurrence with its next day, after somebody made or changed it.

    Days that are past when it is made, resumed or moved are left out, unless it catches up; a
    day that has its document never comes again.
    """
    same = stored is not None and stored.active and _days(stored) == _days(value)
    if stored is not None and _days(stored) == _days(value):
        n = stored.next_n
    else:
        done = max((made.day for made in value.occurrences), default=None)
        n = 0 if done is None else place_from(value, done + timedelta(days=1))
    if not same and not value.catch_up:
        n = max(n, place_from(value, today))
    return at_place(replace(value, failures=0, failure=""), n, zone)


def at_place(value: Recurrence, n: int, zone: str) -> Recurrence:
    """The recurrence whose next day is the n-th, or which is over by then."""
    day = day_of(value, n)
    next_day = day if value.active else None
    next_at = None if next_day is None else begins(next_day, zone)
    return replace(value, next_n=n, next_day=next_day, next_at=next_at)


def _days(value: Recurrence) -> tuple[object, ...]:
    """All that decides on which days the recurrence falls."""
    return (value.unit, value.interval, value.first, value.is_last_of_month)
