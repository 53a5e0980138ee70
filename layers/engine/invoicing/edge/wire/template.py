"""Templates on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Name, Text, Wire, lean
from invoicing.edge.wire.content import content_view
from invoicing.model import Document
from invoicing.model.template import Template


class TemplateInput(Wire):
    """A named content; made of a document, the content is that document's."""

    server_owned = frozenset(
        {"id", "organizationId", "documentId", "version", "type", "createdAt", "updatedAt"}
    )

    name: Annotated[Name, Field(min_length=1)]
    description: Text | None = None
    document: dict[str, Any] | None = None

    def to_model(self, content: Document) -> Template:
        return Template(name=self.name, description=self.description or "", content=content)


def template_view(template: Template) -> dict[str, Any]:
    """The template as the API spells it."""
    return {
        "id": template.id,
        "version": template.version,
        "name": template.name,
        **lean({"description": template.description, "documentId": template.source_id}),
        "type": template.content.kind,
        "document": content_view(template.content),
        **lean({"createdAt": template.created_at, "updatedAt": template.updated_at}),
    }
