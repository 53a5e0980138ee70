"""Batches of recurrences from the queue: the documents of the day are made."""

from typing import Any

from invoicing.edge.batches import each_batch
from invoicing.edge.wiring import ports
from invoicing.usecases.run_recurrences import run_batch


def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    return each_batch(event, lambda batch: run_batch(batch, ports()))
