"""Dated rates written as they changed: each one ends the day before the next begins."""

from datetime import date, timedelta
from decimal import Decimal

from invoicing.model.country import Level, VatRate


def series(
    level: Level, source: str, *changes: tuple[str, str], surcharge: str = ""
) -> tuple[VatRate, ...]:
    """The rates of one level from `(first day, percent)` pairs; an empty percent ends the level.

    >>> [(str(r.rate), str(r.valid_to)) for r in series("reduced", "law", ("2024-01-01", "9"))]
    [('9', 'None')]
    """
    days = [date.fromisoformat(day) for day, _ in changes]
    ends = [*(day - timedelta(days=1) for day in days[1:]), None]
    return tuple(
        VatRate(
            level=level,
            rate=Decimal(percent),
            valid_from=first,
            valid_to=last,
            source=source,
            surcharge=Decimal(surcharge) if surcharge else None,
        )
        for (_, percent), first, last in zip(changes, days, ends, strict=True)
        if percent
    )
