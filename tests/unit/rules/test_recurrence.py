"""Days of recurrences, beside dateutil and the calendar's own definition."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, WEEKLY, rrule
from tests.support.recurrences import ANCHORS, ZONES

from invoicing.model import Document
from invoicing.model.recurrence import Recurrence
from invoicing.rules.recurrence import begins, day_of, days, period, place_from


def recurrence(first, unit="month", **fields):
    return Recurrence(name="r", unit=unit, first=first, content=Document(), **fields)


def first_days(made, number):
    return [day_of(made, n) for n in range(number)]


@pytest.mark.parametrize("first", ANCHORS, ids=str)
@pytest.mark.parametrize(("unit", "months"), [("month", 1), ("year", 12)])
@pytest.mark.parametrize("interval", [1, 2, 3, 4, 6])
def test_U13_every_day_is_counted_from_the_anchor(first, unit, months, interval):
    made = recurrence(first, unit, interval=interval)
    expected = [first + relativedelta(months=months * interval * n) for n in range(120)]
    assert first_days(made, 120) == expected


@pytest.mark.parametrize("first", ANCHORS, ids=str)
@pytest.mark.parametrize("interval", [1, 2, 4, 10, 90])
def test_F248_days_and_weeks_are_those_of_the_calendar_standard(first, interval):
    for unit, frequency in (("day", DAILY), ("week", WEEKLY)):
        rule = rrule(frequency, dtstart=begins(first, "UTC"), interval=interval, count=200)
        made = recurrence(first, unit, interval=interval, count=200)
        assert [day for _, day in days(made)] == [at.date() for at in rule]


@pytest.mark.parametrize("first", ANCHORS, ids=str)
def test_F249_the_last_of_the_month_is_the_day_before_a_first(first):
    found = first_days(recurrence(first, is_last_of_month=True), 120)
    assert all((day + timedelta(days=1)).day == 1 for day in found)
    assert [(day.year, day.month) for day in found] == [
        ((first + relativedelta(months=n)).year, (first + relativedelta(months=n)).month)
        for n in range(120)
    ]


def test_F249_from_30_april_follows_31_may():
    made = recurrence(date(2026, 4, 30), is_last_of_month=True)
    assert first_days(made, 2) == [date(2026, 4, 30), date(2026, 5, 31)]


def test_U13_from_31_january_follow_28_february_and_31_march():
    made = recurrence(date(2026, 1, 31))
    assert first_days(made, 4)[1:] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_U13_a_leap_day_comes_back_in_leap_years():
    found = first_days(recurrence(date(2024, 2, 29), "year"), 5)
    assert [day.day for day in found] == [29, 28, 28, 28, 29]


def test_F251_the_end_is_inclusive_and_the_count_is_of_all_days():
    first = date(2026, 1, 31)
    made = recurrence(first, last=date(2026, 3, 31))
    assert [day for _, day in days(made)] == [first, date(2026, 2, 28), date(2026, 3, 31)]
    assert [n for n, _ in days(recurrence(first, count=2))] == [0, 1]
    assert day_of(recurrence(first, count=2), 2) is None


def test_days_end_with_the_calendar():
    assert day_of(recurrence(date(9999, 12, 1)), 1) is None
    assert day_of(recurrence(date(9999, 12, 30), "week"), 1) is None
    assert place_from(recurrence(date(9999, 12, 1)), date(9999, 12, 31)) == 1


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
@pytest.mark.parametrize("interval", [1, 3])
@pytest.mark.parametrize("to_end", [False, True])
def test_the_place_of_a_day_is_found_without_walking(unit, interval, to_end):
    for first in ANCHORS:
        made = recurrence(first, unit, interval=interval, is_last_of_month=to_end)
        walked = list(zip(range(40), (day for _, day in days(made)), strict=False))
        for distance in range(-40, 400, 7):
            sought = first + timedelta(days=distance)
            expected = next((n for n, day in walked if day >= sought), None)
            if expected is not None:
                assert place_from(made, sought) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_U12_a_day_begins_once_in_every_zone(zone):
    made = recurrence(date(2024, 1, 31))
    at = [begins(day, zone) for day in first_days(made, 120)]
    assert at == sorted(set(at))
    assert [moment.date() for moment in at] == first_days(made, 120)


def test_periods_touch_and_do_not_overlap():
    made = recurrence(date(2026, 1, 31))
    for n in range(24):
        assert period(made, n)[1] + timedelta(days=1) == period(made, n + 1)[0]
