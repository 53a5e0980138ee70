"""Types of documents and attributes on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.request import parse
from invoicing.edge.wire.base import Flag, Map, Name, Wire, lean, renamed
from invoicing.edge.wire.document import DocumentType as BaseType
from invoicing.edge.wire.document import TypeKey
from invoicing.model.definition import Attribute, AttributeKind, DocumentType
from invoicing.rules.numbering import parse_pattern

CHOICES_MAX = 100
_SERVER_OWNED = frozenset({"id", "organizationId", "version", "createdAt", "updatedAt"})


class DocumentTypeInput(Wire):
    """A type of documents of the organization's own: what it is called, and whose rules hold."""

    server_owned = _SERVER_OWNED

    key: Annotated[TypeKey, Field(description="`type` of its documents")]
    base: BaseType = Field(alias="baseType", description="whose rules hold for its documents")
    name: Annotated[Name, Field(min_length=1, description="printed on its documents")]
    l10n: Map | None = renamed("l10n", description="the name in other languages: name_de")
    type_code: Name | None = None
    pattern: Annotated[Name, Field(min_length=1)] | None = Field(
        default=None,
        alias="numberPattern",
        description="of its own numbers; without one it counts with its base type",
    )

    def to_model(self) -> DocumentType:
        """The type; InvalidDocument where the pattern makes no numbers."""
        if self.pattern:
            parse_pattern(self.pattern)
        return DocumentType(id="", **self.given())


def read_document_type(body: dict[str, Any]) -> DocumentType:
    return parse(DocumentTypeInput, body).to_model()


def document_type_view(defined: DocumentType) -> dict[str, Any]:
    """The type as the API spells it."""
    return {
        "id": defined.id,
        "version": defined.version,
        "key": defined.key,
        "baseType": defined.base,
        "name": defined.name,
        **lean(
            {
                "l10n": defined.l10n,
                "typeCode": defined.type_code,
                "numberPattern": defined.pattern,
            }
        ),
    }


class CustomAttributeInput(Wire):
    """What a member of `custom` holds; its name is required."""

    server_owned = _SERVER_OWNED

    name: Annotated[Name, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,59}$")]
    applies_to: Literal["document", "item"] | None = None
    kind: AttributeKind | None = Field(default=None, alias="type")
    choices: (
        Annotated[tuple[Annotated[Name, Field(min_length=1)], ...], Field(max_length=CHOICES_MAX)]
        | None
    ) = None
    required: Flag | None = None
    types: Annotated[tuple[TypeKey, ...], Field(max_length=CHOICES_MAX)] | None = Field(
        default=None, alias="documentTypes"
    )


def read_attribute(body: dict[str, Any]) -> Attribute:
    return Attribute(id="", **parse(CustomAttributeInput, body).given())


def attribute_view(attribute: Attribute) -> dict[str, Any]:
    """The attribute as the API spells it."""
    return {
        "id": attribute.id,
        "version": attribute.version,
        "name": attribute.name,
        "appliesTo": attribute.applies_to,
        "type": attribute.kind,
        "required": attribute.required,
        **lean({"choices": attribute.choices, "documentTypes": attribute.types}),
    }
