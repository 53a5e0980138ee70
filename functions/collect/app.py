"""Every quarter of an hour: files of the import folder nobody told us of go into the queue."""

from typing import Any

from invoicing.edge.arrivals import arrival_messages
from invoicing.edge.http import logger
from invoicing.edge.wiring import ports
from invoicing.usecases.collect_imports import waiting_files


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    found = waiting_files(ports())
    ports().imports.send(arrival_messages(found))
    logger.info("collected", extra={"files": len(found)})
    return {"files": len(found)}
