"""Kept content that is made into documents."""

from invoicing.edge.wire.document import DocumentInput
from invoicing.edge.wire.template import TemplateInput
from reference.operations import Answer, Body, Operation, Parameter, closed, string
from reference.routes._resources import ORGANIZATION, crud
from reference.routes.documents import DOCUMENT, ONE
from reference.shapes import Shapes

NAMED = {"name": "Care contract", "description": "what our care contracts say"}


def routes(shapes: Shapes) -> dict[str, Operation]:
    content = shapes.view(DocumentInput, name="DocumentContent", required=("_documentItems",))
    more = {"document": content, "type": string("of the documents it makes")}
    required = ("id", "version", "name", "type", "document")
    document = shapes.view(DocumentInput, required=("id", "state", "version", "_documentItems"))
    made = Answer({"anyOf": [document, closed(id=string())]}, headers=("ETag", "Location"))
    view = shapes.view(TemplateInput, more, required=required)
    body, one = shapes.body(TemplateInput), "/v1/Templates/{templateId}"
    term, of = Parameter("term", "words"), Parameter("type", "only of this document type")
    return {
        **crud(
            "a template",
            "templates",
            f"{ORGANIZATION}/templates",
            one,
            body,
            view,
            example={**NAMED, "document": DOCUMENT},
            narrowing=(term, of),
        ),
        f"POST {one}/documents": Operation(
            "Make a document of a template",
            {201: made},
            description=(
                "Dated today, or as `date` says; the template's other days keep their distance. "
                "What the body names stands instead of what the template says."
            ),
            body=Body(shapes.body(DocumentInput), {"type": "invoice"}, required=False),
        ),
        f"POST {ONE}/template": Operation(
            "Make a template of a document",
            {201: Answer(view, headers=("ETag", "Location"))},
            body=Body(body, NAMED),
        ),
    }
