"""e-SLOG 2.0, the Slovenian invoice of GZS, both ways; version 1.6 is read.

Source: GZS, e-SLOG 2.0 INVOIC; its segments are those of UN/EDIFACT D.01B, its terms those of
EN 16931.
"""

from collections.abc import Mapping

from invoicing.formats import Element, Format
from invoicing.formats._codes import LOSSES
from invoicing.formats.eslog import _document as document
from invoicing.formats.eslog import _simple as simple
from invoicing.formats.eslog._document import OPTIONS
from invoicing.formats.eslog._segments import NAMESPACE
from invoicing.model import Document

__all__ = ["FORMAT", "OPTIONS", "read", "write", "write_with"]

_ROOT = f"{{{NAMESPACE}}}Invoice"


def read(root: Element) -> tuple[Document, ...]:
    """The one document of a file; InvalidDocument with every finding at once."""
    return (simple.load(root) if root.tag == simple.ROOT else document.load(root),)


def write(value: Document, profile: str = "") -> bytes:
    """The file of a calculated document; KeyError for a profile that is not in `FORMAT`."""
    return write_with(value, _PROFILES[profile])


def write_with(value: Document, options: Mapping[str, str]) -> bytes:
    """The file, with what `OPTIONS` names beside the document.

    InvalidDocument with rule `eslog-length` where a text is longer than its element may be.
    """
    return document.view(value, options)


_PROFILES: dict[str, dict[str, str]] = {"": {}, "2.0": {}}

FORMAT = Format(
    name="eslog",
    title="e-SLOG 2.0",
    media_type="application/xml",
    root_tags=(_ROOT, simple.ROOT),
    read=read,
    write=write,
    profiles=("2.0",),
    losses=(
        *LOSSES,
        "tax_point_code",
        "business_process",  # carried up to 17 characters
        "supporting_documents",  # travel beside the file
        "seller.identifiers",  # the first is carried
        "buyer.identifiers",
        "buyer.legal_information",
        "lines.classifications.scheme_version",
    ),
)
