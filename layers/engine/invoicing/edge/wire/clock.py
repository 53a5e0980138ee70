"""The clock of an organization's test world on the wire."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from invoicing.edge.wire.base import YEAR_MAX, YEAR_MIN, Wire
from invoicing.model import Organization

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def _instant(value: Any) -> datetime:
    """RFC 3339, with its offset."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("instant", "must be an instant like 2026-01-31T09:00:00Z")
    try:
        instant = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise PydanticCustomError("instant", "is no instant of the calendar") from exc
    if not YEAR_MIN < instant.year < YEAR_MAX:
        raise PydanticCustomError("instant", f"must lie between {YEAR_MIN} and {YEAR_MAX}")
    return instant


class ClockInput(Wire):
    """Where the clock is put."""

    server_owned = frozenset({"isSet"})

    now: Annotated[datetime, BeforeValidator(_instant)] | None = None


def clock_view(organization: Organization, now: datetime) -> dict[str, Any]:
    """The time of the test world, and whether somebody has set it."""
    return {"now": organization.clock or now, "isSet": organization.clock is not None}
