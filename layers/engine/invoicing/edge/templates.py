"""Shapes of the function that keeps templates."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.contents import read_content
from invoicing.edge.documents import derived, mailing_of, read_draft
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.objects import Resource
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.document_view import writable_view
from invoicing.edge.wire.template import TemplateInput, template_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.template import Template
from invoicing.usecases import templates as use


def read_template(body: dict[str, Any]) -> Template:
    """The template a body describes, with its content."""
    wire = parse(TemplateInput, body)
    if wire.document is None:
        raise required("document", "is required", 'send {"document": {"_documentItems": [{…}]}}')
    return wire.to_model(read_content(wire.document))


RESOURCE = Resource(
    use.TEMPLATES,
    "/v1/Templates",
    read_template,
    template_view,
    narrowing=("term", "type"),
    group="type",
)


def add_of_document(call: Request, document_id: str) -> Response[str]:
    """201 with a template of what a document says."""
    wire = parse(TemplateInput, call.json_object())
    if wire.document is not None:
        raise InvalidDocument([_CONTENT_IS_THERE])
    saved = use.create_template_of(
        document_id, wire.name, wire.description or "", call.tenant(), ports(), key=call.key()
    )
    return RESOURCE.created(saved)


def make_document(call: Request, template_id: str) -> Response[str]:
    """201 with the document a template makes; the body says what of it is other than kept."""
    body = call.json_object(optional=True)
    wire = parse(DocumentInput, body)

    def adapt(made: Document) -> Document:
        view = writable_view(made)
        if "clientId" in body:  # the kept snapshot is of another client
            view.pop("_documentClient", None)
        return read_draft(merge_patch(view, body))[0]

    done = use.create_document_of_template(
        template_id,
        adapt,
        call.tenant(),
        ports(),
        issue_date=wire.date,
        draft_only=bool(wire.draft),
        mailing=mailing_of(wire),
        key=call.key(),
    )
    return derived(done, call)


_CONTENT_IS_THERE = Finding(
    "content-of-document",
    "/document",
    "the content is that of the document in the path",
    "leave document out, or make the template under the organization",
)
