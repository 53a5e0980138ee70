"""What the types of documents are to each other."""

from invoicing.model import Document

# Those the tax law knows: they are never deleted, only canceled or credited.
TAX_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})
CREDITABLE = frozenset({"invoice", "advance", "receipt"})
_CONVERSIONS: dict[str, tuple[str, ...]] = {
    "estimate": ("invoice", "contract-note", "delivery-note", "proforma", "advance"),
    "proforma": ("invoice", "advance"),
    "contract-note": ("invoice", "delivery-note", "advance"),
    "delivery-note": ("invoice",),
    "advance": ("invoice",),
    "invoice": ("delivery-note",),
}


def conversions(document: Document) -> tuple[str, ...]:
    """The types a document can be turned into."""
    return () if document.incoming else _CONVERSIONS.get(document.type, ())


def is_creditable(document: Document) -> bool:
    """Whether a credit note of ours can take something off the document."""
    return document.type in CREDITABLE and not document.incoming
