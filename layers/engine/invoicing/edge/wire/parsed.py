"""The answer to a parsed file: a Document that can be sent to create as it is."""

from typing import Any

from invoicing.edge.problems import finding_view
from invoicing.edge.wire.document import READ_ONLY, document_view
from invoicing.errors import Finding
from invoicing.model import Document

_NOT_SAVED = READ_ONLY - {
    "_documentTaxes", "_documentReverseTaxes", "total", "totalDiscount", "totalTax",
    "totalWithTax", "totals",
}  # fmt: skip


def parsed_view(
    format_name: str, documents: tuple[Document, ...], warnings: tuple[Finding, ...]
) -> dict[str, Any]:
    """The first document of the file, and any further ones under `documents`."""
    shown = [
        {k: v for k, v in document_view(d).items() if k not in _NOT_SAVED and k != "draft"}
        for d in documents
    ]
    answer = {**shown[0], "format": format_name}
    answer["warnings"] = [finding_view(finding) for finding in warnings]
    if len(shown) > 1:
        answer["documents"] = shown
    return answer
