"""Every minute: recurrences whose day has begun go into the queue, in batches."""

from typing import Any

from invoicing.edge.batches import batch_message
from invoicing.edge.http import logger
from invoicing.edge.wiring import ports
from invoicing.usecases.run_recurrences import due_batches


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    batches = due_batches(ports())
    ports().recurrences.send([batch_message(batch) for batch in batches])
    queued = {"recurrences": sum(len(b.recurrence_ids) for b in batches), "batches": len(batches)}
    logger.info("queued", extra=queued)
    return queued
