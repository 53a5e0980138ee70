"""What an organization defines for its documents: types of its own, and attributes."""

from typing import Any, Literal

from invoicing.model.value import Value

AttributeKind = Literal["text", "number", "boolean", "date", "choice"]


class OwnType(Value, frozen=True, kw_only=True):
    """A document's type as the organization calls it; a document keeps what it was then."""

    key: str
    name: str = ""
    l10n: dict[str, Any] = {}  # name_de
    counts_apart: bool = False  # its numbers are not those of the type it is based on


class DocumentType(Value, frozen=True, kw_only=True):
    """A type of documents with a name of its own and the rules of the type it is based on."""

    id: str
    version: int = 1
    key: str  # `type` on the document
    base: str
    name: str
    l10n: dict[str, Any] = {}  # name_de
    type_code: str = ""  # BT-3 of its documents that do not say
    pattern: str = ""  # of its numbers; without one it counts with the type it is based on


class Attribute(Value, frozen=True, kw_only=True):
    """What a member of `custom` holds, on documents or on their lines."""

    id: str
    version: int = 1
    name: str
    applies_to: Literal["document", "item"] = "document"
    kind: AttributeKind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False  # of what is issued
    types: tuple[str, ...] = ()  # of documents; none means all
