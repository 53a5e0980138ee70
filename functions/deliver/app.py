"""Journal entries from the table's stream: whatever is to follow from a change."""

from typing import Any

from invoicing.edge.streams import each_entry
from invoicing.edge.wire.webhook import message
from invoicing.edge.wiring import ports
from invoicing.usecases.deliver_entry import deliver_entry


def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    return each_entry(event, lambda entry, tenant: deliver_entry(entry, tenant, ports(), message))
