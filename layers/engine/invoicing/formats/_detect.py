"""Which format a file is in: its content decides, never its name or media type."""

from invoicing.errors import Finding, UnknownFormat, UnreadableFile
from invoicing.formats import Element, Format
from invoicing.formats._pdf import embedded_xml, is_pdf
from invoicing.model import Document
from invoicing.registry import members
from invoicing.safe import safe_xml


def read_document(
    data: bytes, *, max_bytes: int = safe_xml.MAX_BYTES, told: list[Finding] | None = None
) -> tuple[Format, tuple[Document, ...]]:
    """The format of an XML file, or of the one in a PDF, and the documents in it.

    UnreadableFile or TooLarge where it is not safe, well-formed XML; UnknownFormat (code
    `unknown-format`) where no format has its root; InvalidDocument where values are wrong.
    UnreadableFile `pdf-without-invoice`, `pdf-ambiguous` or `pdf-encrypted` for a PDF.
    With a list, rules that a readable file breaks are told there instead of being refused.
    """
    if is_pdf(data):
        format_, root = _invoice_in(data, max_bytes)
    else:
        root = safe_xml.parse(data, max_bytes=max_bytes)
        format_ = _format_of(root)
    if told is None or format_.read_telling is None:
        return format_, format_.read(root)
    return format_, format_.read_telling(root, told)


def _format_of(root: Element) -> Format:
    known: tuple[Format, ...] = members("formats", "FORMAT")
    for candidate in known:
        if root.tag in candidate.root_tags:
            return candidate
    raise UnknownFormat(
        "unknown-format",
        f"The root element {root.tag[:200]} is of no format that is read here.",
        fix=f"Send one of: {', '.join(f.title for f in known)}.",
    )


def _invoice_in(data: bytes, max_bytes: int) -> tuple[Format, Element]:
    """The one invoice attached to a PDF; other attachments may be anything."""
    found: list[tuple[Format, Element]] = []
    refused: UnreadableFile | None = None
    for content in embedded_xml(data):
        try:
            root = safe_xml.parse(content, max_bytes=max_bytes)
            found.append((_format_of(root), root))
        except UnreadableFile as exc:
            refused = exc
    if len(found) > 1:
        raise UnreadableFile(
            "pdf-ambiguous",
            f"The PDF has {len(found)} different invoices attached.",
            fix="Attach one invoice, or send the XML itself.",
        )
    if found:
        return found[0]
    if refused is not None:
        raise refused
    raise UnreadableFile(
        "pdf-without-invoice",
        "The PDF has no XML invoice attached.",
        fix="Send a Factur-X or ZUGFeRD PDF, or the XML itself.",
    )
