"""Reading the content of documents yet to be made."""

from dataclasses import replace as replace_field
from typing import Any

from invoicing.edge.documents import read_draft
from invoicing.edge.wire.content import NOT_CONTENT
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document


def read_content(body: dict[str, Any]) -> Document:
    """The content a member `document` describes; InvalidDocument points into `/document`."""
    findings = [
        Finding(
            "content-of-document",
            f"/document/{name}",
            "is no content of a document that is yet to be made",
            "leave it out",
        )
        for name in NOT_CONTENT
        if body.get(name)
    ]
    if findings:
        raise InvalidDocument(findings)
    try:
        document, _, _ = read_draft(body)
    except InvalidDocument as exc:
        raise InvalidDocument(
            [replace_field(f, pointer=f"/document{f.pointer}") for f in exc.findings]
        ) from exc
    return document
