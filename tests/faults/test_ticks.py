"""Years of a schedule that runs as badly as it may: every day's document exactly once (R4).

Ticks come late, twice, not at all for weeks; batches come shuffled, doubled, and are lost; the
clock steps back. The days that should come are dateutil's.
"""

import os
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from dateutil import tz
from dateutil.relativedelta import relativedelta
from tests.faults.invariants import Days, made_days, violations
from tests.faults.network import installed
from tests.faults.outside import FaultyWorld
from tests.support import dynoxide
from tests.support.recurrences import ANCHORS, FREQUENCIES, ZONES
from tests.support.world import Credentials, cloud

START = datetime(2026, 11, 21, 6, tzinfo=UTC)
CHUNKS = 8
if "NOTULA_LONG" in os.environ:
    SEEDS, DAYS = int(os.environ.get("SEEDS", "200")), 3650
else:
    SEEDS, DAYS = 2, 120
FIRST_SEED = int(os.environ.get("FIRST_SEED", "0"))


@contextmanager
def store(world: FaultyWorld) -> Any:
    """What reads all rows; for years it is the second DynamoDB's table where one is installed,
    for moto looks through all rows of a table whenever it is asked for some."""
    if DAYS > 365 and dynoxide.is_installed():
        with dynoxide.behind() as rows:
            yield rows
    else:
        yield world.rows


def add(world: FaultyWorld, owner: Credentials, name: str, first: date) -> None:
    unit, interval = FREQUENCIES[name]
    content = {"reference": name, "_documentItems": [{"name": "Rent [month]", "price": 10}]}
    body = {"name": name, "type": unit, "interval": interval, "dateFirst": first.isoformat()}
    path = f"/v1/Organizations/{owner.organization_id}/recurrences"
    answer = world.request("POST", path, {**body, "document": content}, token=owner.token)
    assert answer.status == 201, answer.body


def expected_days(name: str, first: date, zone: str, until: datetime) -> Days:
    """The days that have begun by then in the zone."""
    unit, interval = FREQUENCIES[name]
    found = Days()
    n = 0
    while True:
        day = first + relativedelta(**{f"{unit}s": interval * n})  # type: ignore[arg-type]
        midnight = datetime(day.year, day.month, day.day, tzinfo=tz.gettz(zone))
        if tz.resolve_imaginary(midnight) > until:
            return found
        found[name, day.isoformat()] += 1
        n += 1


def episode(seed: int, days: int) -> tuple[Days, Days, list[str]]:
    """What was made in so many days of a monthly recurrence and one of another frequency, in a
    time zone of the seed's; what should have been; what broke."""
    random = Random(seed)
    world = FaultyWorld(random=Random(seed))
    zone = random.choice(ZONES)
    end = START + timedelta(days=days)
    until = end + timedelta(hours=1)
    expected = Days()
    with installed(world.network), cloud(world), store(world) as rows:
        owner = world.organization()
        path = f"/v1/Organizations/{owner.organization_id}"
        assert world.request("PATCH", path, {"timezone": zone}, token=owner.token).status == 200
        for name in ("monthly", random.choice([name for name in FREQUENCIES if name != "monthly"])):
            first = random.choice(ANCHORS)
            add(world, owner, name, first)
            expected += expected_days(name, first, zone, until)
        at = START
        while (at := at + timedelta(days=random.choice((1, 1, 1, 2, random.randint(1, 35))))) < end:
            world.now = at - timedelta(minutes=random.randint(0, 5))
            for _ in range(random.choice((1, 1, 2))):
                world.tick_schedule()
            if world.queue:
                world.queue[:] = random.choices(world.queue, k=random.randint(0, 3))
            assert world.run_queue() == []
        world.now = until
        world.tick_schedule()
        assert world.run_queue() == []
        stored = rows()
    return made_days(stored), expected, violations(stored)


@pytest.mark.parametrize("chunk", range(min(CHUNKS, SEEDS)))
def test_R4_chaotic_ticks_make_every_day_once(chunk, tally):
    for seed in range(FIRST_SEED + chunk, FIRST_SEED + SEEDS, CHUNKS):
        found, expected, broken = episode(seed, DAYS)
        assert found == expected, seed
        assert not broken
        tally(
            f"chaotic ticks: {{kinds}} seeds of {DAYS} days: {{total}} documents, 0 lost, "
            "0 doubled, 0 on another day",
            str(seed),
            found.total(),
        )
