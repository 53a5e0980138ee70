"""Objects that came into the import folder: each becomes documents, or is told why not."""

from typing import Any

from invoicing.edge.arrivals import each_arrival
from invoicing.edge.wiring import ports
from invoicing.usecases.import_file import import_file


def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    return each_arrival(event, lambda arrival: import_file(arrival, ports()))
