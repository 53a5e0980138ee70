"""Reading documents that were issued by another system."""

from decimal import Decimal
from typing import Any

from invoicing.edge.documents import read_draft
from invoicing.edge.request import parse
from invoicing.edge.wire.imported import PRICE_DIGITS, ImportedInvoiceInput
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document

_POSITIONS = ("taxPositions", "documentTotal")
_NOT_IMPORTED = {
    "draft": "a document issued elsewhere is no draft",
    "send": "it has been sent by the system that issued it",
    "incoming": "a supplier's document is created with incoming: true",
}
_KEPT = ("number", "date")  # what the other system gave it


def read_integrated(body: dict[str, Any]) -> Document:
    """The document with its items; its number and date are required, its totals are to be ours."""
    missing = [
        Finding(
            "required",
            f"/{name}",
            "is required: the document was issued elsewhere",
            "send what the other system gave it",
        )
        for name in _KEPT
        if not body.get(name)
    ]
    _refuse(_foreign(body) + missing)
    draft, _, _ = read_draft({"strictTotals": True, "customTotals": True, **body})
    return draft


def read_imported(body: dict[str, Any]) -> tuple[Document, Decimal]:
    """The invoice with an item for each of its tax positions, and the total it states."""
    positions = parse(ImportedInvoiceInput, body)
    findings = _foreign(body)
    if "_documentItems" in body:
        findings.append(_NO_ITEMS)
    _refuse(findings)
    rest = {name: value for name, value in body.items() if name not in _POSITIONS}
    items = {"_documentItems": positions.as_items(), "keepPricesAsGross": positions.with_tax()}
    draft, _, _ = read_draft({**rest, **items, "decimalPlaces": PRICE_DIGITS})
    return draft, positions.document_total


def _foreign(body: dict[str, Any]) -> list[Finding]:
    return [
        Finding("not-imported", f"/{name}", text, "leave it out")
        for name, text in _NOT_IMPORTED.items()
        if body.get(name)
    ]


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise InvalidDocument(findings)


_NO_ITEMS = Finding(
    "not-imported",
    "/_documentItems",
    "an imported invoice is booked by tax positions",
    "leave it out, or send the document to documents/integrate",
)
