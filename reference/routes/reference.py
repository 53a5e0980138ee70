"""The reference itself."""

from reference.operations import HTML, JSON, Answer, Operation
from reference.shapes import Shapes


def routes(_: Shapes) -> dict[str, Operation]:
    """Every file may be answered with 304 to a browser that has it."""
    same = Answer(headers=("ETag",))

    def page(summary: str, *media_types: str) -> Operation:
        shown = Answer(files=media_types, headers=("ETag",))
        return Operation(summary, {200: shown, 304: same}, tag="reference")

    return {
        "GET /openapi.json": page("This document", JSON),
        "GET /docs": page("This document, to read and to try", HTML),
        "GET /docs/{asset}": page("A part of the reader", "text/javascript", "text/css"),
        "GET /errors": page("The codes of problems", HTML),
    }
