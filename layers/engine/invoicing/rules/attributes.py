"""Attributes: what the members of `custom` hold, as the organization defined them."""

from collections.abc import Iterator
from datetime import date
from numbers import Real
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.definition import Attribute


def check_attributes(document: Document, organization: Organization, *, issued: bool) -> None:
    """InvalidDocument for values of another kind, and where one is missing that must be `issued`.

    Members of `custom` that nobody defined hold anything; a document that was created elsewhere
    lacks what it lacks.
    """
    if not organization.attributes:
        return
    needed = issued and not document.imported
    findings: list[Finding] = []
    for attribute in organization.attributes:
        if not attribute.types or {document.kind, document.type} & set(attribute.types):
            for holder, at in _holders(attribute, document):
                findings += _faults(attribute, holder, at, needed=needed)
    if findings:
        raise InvalidDocument(findings)


def _holders(attribute: Attribute, document: Document) -> Iterator[tuple[dict[str, Any], str]]:
    if attribute.applies_to == "document":
        yield document.custom, "/custom"
        return
    for index, line in enumerate(document.lines):
        if line.kind == "product":
            yield line.custom, f"/_documentItems/{index}/custom"


def _faults(
    attribute: Attribute, holder: dict[str, Any], at: str, *, needed: bool
) -> Iterator[Finding]:
    value = holder.get(attribute.name)
    pointer = f"{at}/{attribute.name}"
    if value in (None, ""):
        if needed and attribute.required:
            yield Finding(
                "attribute-required",
                pointer,
                f"the attribute {attribute.name} is required",
                f"send custom.{attribute.name}: {_wanted(attribute)}",
            )
    elif not _fits(attribute, value):
        yield Finding(
            "attribute-type",
            pointer,
            f"the attribute {attribute.name} is not {_wanted(attribute)}",
            f"send {_wanted(attribute)}",
        )


def _fits(attribute: Attribute, value: Any) -> bool:
    if attribute.kind == "boolean":
        return isinstance(value, bool)
    if attribute.kind == "number":
        return isinstance(value, Real) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if attribute.kind == "date":
        return _is_date(value)
    return attribute.kind != "choice" or value in attribute.choices


def _is_date(value: str) -> bool:
    try:
        return len(value) == len("YYYY-MM-DD") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _wanted(attribute: Attribute) -> str:
    if attribute.kind == "choice":
        return f"one of {', '.join(attribute.choices)}"
    return {
        "text": "a text",
        "number": "a number",
        "boolean": "true or false",
        "date": "a date like 2026-01-31",
    }[attribute.kind]
