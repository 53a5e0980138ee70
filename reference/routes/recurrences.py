"""Documents that are made again and again."""

from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.recurrence import RecurrenceInput
from reference.operations import (
    ANY_OBJECT,
    DAY,
    INSTANT,
    NUMBER,
    WHOLE,
    Answer,
    Body,
    Operation,
    Parameter,
    array,
    closed,
    string,
)
from reference.routes._resources import ORGANIZATION, crud
from reference.routes.documents import DOCUMENT
from reference.shapes import Shapes

WHEN = {"name": "Rent", "type": "month", "interval": 1, "dateFirst": "2026-12-01"}
OCCURRENCE = closed(
    ("id", "date", "iteration"),
    id=string(),
    date=DAY,
    iteration=WHOLE,
    documentId=string("the document that was made"),
)
SERVER = {
    "nextDate": DAY,
    "nextTry": INSTANT,
    "failures": WHOLE,
    "failure": {"anyOf": [string(), ANY_OBJECT]},
    "_recurrenceDates": array(OCCURRENCE),
}


def routes(shapes: Shapes) -> dict[str, Operation]:
    content = shapes.view(DocumentInput, name="DocumentContent", required=("_documentItems",))
    more = {**SERVER, "document": content}
    view = shapes.view(RecurrenceInput, more, required=("id", "version", "name", "document"))
    body, one = shapes.body(RecurrenceInput), "/v1/Recurrences/{recurrenceId}"
    of, term = Parameter("documentId", "only those of this document"), Parameter("term", "words")
    foreseen = array(closed(("date",), date=DAY, total=NUMBER))
    whole = {"type": "integer", "minimum": 1, "maximum": 120}
    of_document = "/v1/Documents/{id}/recurrence"
    return {
        **crud(
            "a recurrence",
            "recurrences",
            f"{ORGANIZATION}/recurrences",
            one,
            body,
            view,
            example={**WHEN, "document": DOCUMENT},
            narrowing=(term, of),
        ),
        f"GET {one}/preview": Operation(
            "Foresee dates and totals",
            {200: Answer(foreseen)},
            query=(Parameter("count", "how many", whole),),
            also=(409, 422),
        ),
        f"POST {of_document}": Operation(
            "Let a document recur",
            {201: Answer(view, headers=("ETag", "Location"))},
            body=Body(body, WHEN),
        ),
        f"GET {of_document}": Operation(
            "List a document's recurrences", {200: Answer(array(view))}
        ),
    }
