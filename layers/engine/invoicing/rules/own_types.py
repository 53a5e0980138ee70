"""Document types an organization calls its own: which there are, and what they stand for."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.definition import DocumentType, OwnType
from invoicing.model.value import replace

BASE_TYPES = (
    "invoice",
    "estimate",
    "advance",
    "credit-note",
    "delivery-note",
    "proforma",
    "contract-note",
    "receipt",
)


def called(kind: str) -> Document:
    """A draft of the type, which is the organization's own where it is none of the known."""
    if kind in BASE_TYPES:
        return Document(type=kind)
    return Document(own_type=OwnType(key=kind))


def with_own_type(document: Document, organization: Organization) -> Document:
    """The document with the rules and the name of its type as the organization defines it.

    InvalidDocument where there is no such type.
    """
    if document.own_type is None:
        return document
    known = find_type(document.own_type.key, organization)
    counts_apart = bool(known.pattern) or any(s.type == known.key for s in organization.series)
    own = OwnType(key=known.key, name=known.name, l10n=known.l10n, counts_apart=counts_apart)
    code = document.type_code or known.type_code
    return replace(document, type=known.base, own_type=own, type_code=code)


def find_type(key: str, organization: Organization, pointer: str = "/type") -> DocumentType:
    """The organization's own type; InvalidDocument that lists all there are."""
    for known in organization.document_types:
        if known.key == key:
            return known
    keys = (*BASE_TYPES, *(known.key for known in organization.document_types))
    raise InvalidDocument(
        [
            Finding(
                "type-unknown",
                pointer,
                f"there is no type of documents {key[:100]!r}",
                f"send one of {', '.join(keys)}",
            )
        ]
    )


def require_type(key: str, organization: Organization, pointer: str = "/type") -> None:
    """InvalidDocument where neither we nor the organization know the type."""
    if key not in BASE_TYPES:
        find_type(key, organization, pointer)
