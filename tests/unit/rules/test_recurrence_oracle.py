"""Every day of a recurrence, and the instant it begins, beside dateutil's rules (RFC 5545)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from tests.support.recurrences import ANCHORS, FREQUENCIES, ZONES

from invoicing.model import Document
from invoicing.model.recurrence import Occurrence, Recurrence, Unit
from invoicing.model.value import replace
from invoicing.rules import recurrence as rules
from invoicing.rules.recurrence import at_place, scheduled

MONTHS = 120
DAYS = 40  # of the other frequencies
EVERY: dict[str, tuple[Unit, int]] = {
    **FREQUENCIES,
    **{f"every {n} days": ("day", n) for n in (1, 2, 10, 45, 90, 365)},
}
RULES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY, "year": YEARLY}

PAUSED = ("weekly", "monthly", "quarterly", "yearly", "every 10 days")
KNOWN_UNTIL = 2037  # the last year of which dateutil's time zones know the summer

Step = tuple[date, datetime]


@cache
def calendar(first: date, unit: Unit, interval: int, to_end: bool = False) -> list[date]:
    """The days by RFC 5545: of the month the day asked for or, in a short one, the last."""
    more: dict[str, object] = {}
    if unit in ("month", "year"):
        days = -1 if to_end else tuple(range(min(first.day, 28), first.day + 1))
        more = {"bymonthday": days, "bysetpos": -1}
        if unit == "year":
            more["bymonth"] = first.month
    start = datetime.combine(first, time())
    rule = rrule(RULES[unit], dtstart=start, interval=interval, count=MONTHS, **more)
    return [at.date() for at in rule]


def midnight(day: date, zone: str) -> datetime:
    """The first instant of the day, by dateutil's own time zones."""
    local = datetime.combine(day, time(), tz.gettz(zone))
    return tz.resolve_imaginary(local).astimezone(UTC)


def recurrence(first: date, unit: Unit, interval: int, **fields: object) -> Recurrence:
    return Recurrence(
        name="r", unit=unit, interval=interval, first=first, content=Document(), **fields
    )


def walked(value: Recurrence, zone: str) -> Iterator[Step]:
    """The days as the schedule meets them, one after another, each with the instant it begins."""
    at = scheduled(value, None, value.first, zone)
    while at.next_day is not None and at.next_at is not None:
        yield at.next_day, at.next_at.astimezone(UTC)
        at = at_place(at, at.next_n + 1, zone)


def differences(found: list[Step], expected: list[date], zone: str) -> int:
    return abs(len(found) - len(expected)) + sum(
        step[0] != day or not begins_there(step[1], day, zone)
        for step, day in zip(found, expected, strict=False)
    )


def begins_there(at: datetime, day: date, zone: str) -> bool:
    """Whether the day begins at the instant: by dateutil, in later years by what beginning is."""
    if day.year <= KNOWN_UNTIL:
        return at == midnight(day, zone)
    there = ZoneInfo(zone)
    before = at - timedelta(microseconds=1)
    return (at.astimezone(there).date(), before.astimezone(there).date()) == (
        day,
        day - timedelta(days=1),
    )


Told = Callable[[str, str, int], None]


def told(tally: Told, zone: str, days: int, found: int) -> None:
    tally(
        "recurrence oracle: {total} days in {kinds} time zones beside dateutil, 0 differences",
        zone,
        days,
    )
    assert found == 0


@pytest.mark.parametrize("zone", ZONES)
def test_U12_U13_F248_every_frequency_from_every_anchor_in_every_zone(zone, tally):
    days = found = 0
    for first in ANCHORS:
        for unit, interval in EVERY.values():
            number = MONTHS if (unit, interval) == ("month", 1) else DAYS
            expected = calendar(first, unit, interval)[:number]
            steps = list(islice(walked(recurrence(first, unit, interval), zone), number))
            days += len(expected)
            found += differences(steps, expected, zone)
    told(tally, zone, days, found)


@pytest.mark.parametrize("zone", ZONES)
def test_F249_F251_ends_of_months_last_days_and_counts(zone, tally):
    days = found = 0
    for first in ANCHORS:
        ends = calendar(first, "month", 1, to_end=True)
        plain = calendar(first, "month", 1)
        cases = [
            (recurrence(first, "month", 1, is_last_of_month=True, count=MONTHS), ends),
            (recurrence(first, "month", 1, count=7), plain[:7]),
            (recurrence(first, "month", 1, last=plain[30]), plain[:31]),
            (recurrence(first, "month", 1, last=plain[30] - timedelta(days=1)), plain[:30]),
            (recurrence(first, "month", 1, last=plain[30], count=12), plain[:12]),
        ]
        for value, expected in cases:
            days += len(expected)
            found += differences(list(walked(value, zone)), expected, zone)
    told(tally, zone, days, found)


def paused(value: Recurrence, zone: str, done: int, stop: date, resume: date) -> list[Step]:
    """The first days made, then paused, then resumed on a later day, then the rest."""
    at = scheduled(value, None, value.first, zone)
    steps = []
    for _ in range(done):
        assert at.next_day is not None
        assert at.next_at is not None
        steps.append((at.next_day, at.next_at.astimezone(UTC)))
        made = Occurrence(day=at.next_day, iteration=at.next_n + 1, document_id="d")
        at = at_place(replace(at, occurrences=(*at.occurrences, made)), at.next_n + 1, zone)
    off = scheduled(replace(at, active=False), at, stop, zone)
    assert off.next_day is None
    on = scheduled(replace(off, active=True), off, resume, zone)
    while on.next_day is not None and on.next_at is not None:
        steps.append((on.next_day, on.next_at.astimezone(UTC)))
        on = at_place(on, on.next_n + 1, zone)
    return steps


@pytest.mark.parametrize("zone", ZONES)
def test_F250_a_pause_leaves_out_the_days_in_it_unless_they_are_caught_up(zone, tally):
    days = found = 0
    for first in ANCHORS:
        for unit, interval in (EVERY[name] for name in PAUSED):
            plain = calendar(first, unit, interval)[:20]
            for away in (0, 400):
                stop = plain[4] + timedelta(days=1)
                resume = stop + timedelta(days=away)
                kept = [day for day in plain if day < stop or day >= resume]
                for catch_up, expected in ((False, kept), (True, plain)):
                    value = recurrence(first, unit, interval, count=20, catch_up=catch_up)
                    steps = paused(value, zone, 5, stop, resume)
                    days += len(expected)
                    found += differences(steps, expected, zone)
    told(tally, zone, days, found)


def test_U13_days_counted_from_the_one_before_are_caught():
    """A wrong design: a short month moves every day behind it."""
    shifted = rules.shifted

    def ratchet(day: date, unit: str, units: int, **more: bool) -> date:
        for _ in range(units):
            day = shifted(day, unit, 1, **more)
        return day

    first = date(2027, 1, 31)
    with patch.object(rules, "shifted", ratchet):
        steps = list(islice(walked(recurrence(first, "month", 1), "UTC"), MONTHS))
    assert differences(steps, calendar(first, "month", 1), "UTC") > 100


def test_a_day_whose_midnight_is_left_out_begins_with_its_first_instant():
    """The Azores put their clocks forward at midnight."""
    begins = rules.begins(date(2027, 3, 28), "Atlantic/Azores").astimezone(UTC)
    assert begins == midnight(date(2027, 3, 28), "Atlantic/Azores")
    assert begins == datetime(2027, 3, 28, 1, tzinfo=UTC)
