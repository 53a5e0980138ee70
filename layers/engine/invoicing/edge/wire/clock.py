"""The clock of an organization's test world on the wire."""

from datetime import datetime
from typing import Any

from invoicing.edge.wire.base import Instant, Wire
from invoicing.model import Organization


class ClockInput(Wire):
    """Where the clock is put."""

    server_owned = frozenset({"isSet"})

    now: Instant | None = None


def clock_view(organization: Organization, now: datetime) -> dict[str, Any]:
    """The time of the test world, and whether somebody has set it."""
    return {"now": organization.clock or now, "isSet": organization.clock is not None}
