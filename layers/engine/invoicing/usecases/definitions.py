"""The organization's own types of documents, and what the members of `custom` hold."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization
from invoicing.model.definition import Attribute, DocumentType
from invoicing.model.recurrence import Recurrence
from invoicing.model.template import Template
from invoicing.rules.own_types import BASE_TYPES, require_type
from invoicing.store.repository import Repository
from invoicing.usecases._recurring import RECURRENCE
from invoicing.usecases._settings import Members, refuse_used
from invoicing.usecases._templates import TEMPLATE


def _check_type(defined: DocumentType, organization: Organization) -> None:
    findings = []
    if defined.key in BASE_TYPES:
        findings.append(_taken(f"{defined.key!r} is a type already"))
    for other in organization.document_types:
        if other.id == defined.id:
            if (other.key, other.base) != (defined.key, defined.base):
                findings.append(_FIXED)
        elif other.key == defined.key:
            findings.append(_taken(f"the type {other.name!r} has this key"))
        elif defined.pattern and (other.pattern, other.base) == (defined.pattern, defined.base):
            findings.append(_same_numbers(f"the type {other.key!r}"))
    if defined.pattern == organization.number_pattern:
        findings.append(_same_numbers(f"the type {defined.base!r}"))
    if findings:
        raise InvalidDocument(findings)


def _type_is_unused(defined: DocumentType, organization: Organization, store: Repository) -> None:
    key = defined.key
    users = [f"series {series.code}" for series in organization.series if series.type == key]
    users += [f"attribute {a.name}" for a in organization.attributes if key in a.types]
    users += [t.name for t in store.all_kept(TEMPLATE, Template) if t.content.kind == key]
    users += [r.name for r in store.all_kept(RECURRENCE, Recurrence) if r.content.kind == key]
    if store.has_type(key):
        users.append("documents")
    refuse_used("type", users)


def _check_attribute(attribute: Attribute, organization: Organization) -> None:
    findings = []
    for other in organization.attributes:
        same = (other.name, other.applies_to) == (attribute.name, attribute.applies_to)
        if same and other.id != attribute.id:
            findings.append(_NAME_TAKEN)
    if (attribute.kind == "choice") != bool(attribute.choices):
        findings.append(_CHOICES)
    if findings:
        raise InvalidDocument(findings)
    for key in attribute.types:
        require_type(key, organization, "/documentTypes")


def _attribute_is_unused(_: Attribute, __: Organization, ___: Repository) -> None:
    """An attribute only says what values are like; documents keep theirs without it."""


def _taken(text: str) -> Finding:
    return Finding("type-key-taken", "/key", text, "send another key")


def _same_numbers(what: str) -> Finding:
    return Finding(
        "type-pattern-taken",
        "/numberPattern",
        f"{what} gives the same numbers",
        "send a pattern of its own, such as R{YYYY}-{n:05}",
    )


_FIXED = Finding(
    "type-fixed",
    "/key",
    "key and base type of a type are never changed",
    "make another type",
)
_NAME_TAKEN = Finding(
    "attribute-name-taken", "/name", "there is an attribute of this name", "send another name"
)
_CHOICES = Finding(
    "attribute-choices",
    "/choices",
    "an attribute has choices where its type is choice, and only there",
    'send {"type": "choice", "choices": ["a", "b"]}',
)

TYPES = Members("document_types", "document_type", DocumentType, _check_type, _type_is_unused)
ATTRIBUTES = Members("attributes", "attribute", Attribute, _check_attribute, _attribute_is_unused)
