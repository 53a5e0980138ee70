"""Shapes of the functions that keep recurrences."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.contents import read_content
from invoicing.edge.http import answer
from invoicing.edge.objects import Resource
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire.recurrence import RecurrenceInput, recurrence_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.recurrence import Recurrence
from invoicing.usecases import recurrences as use


def read_recurrence(body: dict[str, Any]) -> Recurrence:
    """The recurrence a body describes, with its own content."""
    wire = parse(RecurrenceInput, body)
    if wire.document is None:
        raise required("document", "is required", 'send {"document": {"_documentItems": [{…}]}}')
    return wire.to_model(read_content(wire.document))


def read_recurrence_of_document(body: dict[str, Any]) -> Recurrence:
    """The recurrence a body describes; the content is that of a document that is there."""
    wire = parse(RecurrenceInput, body)
    if wire.document is not None:
        raise InvalidDocument([_CONTENT_IS_THERE])
    return wire.to_model(Document())


RESOURCE = Resource(
    use.RECURRENCES,
    "/v1/Recurrences",
    read_recurrence,
    recurrence_view,
    narrowing=("term", "documentId"),
    group="documentId",
)


def add_to_document(call: Request, document_id: str) -> Response[str]:
    draft = read_recurrence_of_document(call.json_object())
    saved = use.create_recurrence_of(document_id, draft, call.tenant(), ports(), key=call.key())
    return RESOURCE.created(saved)


def of_document(call: Request, document_id: str) -> Response[str]:
    """The recurrences of a document, newest first."""
    found = use.recurrences_of(document_id, call.tenant(), ports())
    return answer([recurrence_view(recurrence) for recurrence in found])


def preview(call: Request, recurrence_id: str) -> Response[str]:
    number = call.number("count", use.PREVIEW_DEFAULT, least=1, most=use.PREVIEW_MAX)
    foreseen = use.preview(recurrence_id, number, call.tenant(), ports())
    return answer([{"date": one.day, "total": one.total} for one in foreseen])


_CONTENT_IS_THERE = Finding(
    "content-of-document",
    "/document",
    "the content is that of the document in the path",
    "leave document out, or make the recurrence under the organization",
)
