"""The table's stream: journal entries as they are stored, for the functions that act on them."""

import base64
from collections.abc import Callable
from typing import Any

from invoicing.edge.http import logger
from invoicing.model.journal import Entry
from invoicing.model.tenant import Tenant
from invoicing.model.value import from_json

_LOG = "#LOG"


def entry_of(record: dict[str, Any]) -> tuple[Entry, Tenant] | None:
    """The journal entry in a stream record; None for rows of other kinds and for removals."""
    image = record.get("dynamodb", {}).get("NewImage") or {}
    pk = image.get("PK", {}).get("S", "")
    if record.get("eventName") != "INSERT" or not pk.endswith(_LOG) or "entry" not in image:
        return None
    world, organization_id, _ = pk.split("#")
    entry = from_json(base64.b64decode(image["entry"]["B"]), Entry)
    tenant = Tenant(
        organization_id=organization_id,
        account_id=entry.event.account_id,
        live=world == "ORG",
    )
    return entry, tenant


def each_entry(
    event: dict[str, Any], act: Callable[[Entry, Tenant], None]
) -> dict[str, list[dict[str, str]]]:
    """Act on every entry of a batch, in order.

    The answer names the first record that failed; Lambda gives it and those behind it again.
    """
    for record in event.get("Records", []):
        found = entry_of(record)
        if found is None:
            continue
        entry, tenant = found
        try:
            act(entry, tenant)
        except Exception as exc:  # noqa: BLE001 - one entry must not stop those of other tenants
            logger.warning(
                "entry not delivered",
                extra={"entry": entry.id, "kind": type(exc).__name__, "event": entry.event.type},
            )
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}
