"""Which format a file is in: its content decides, never its name or media type."""

from invoicing.errors import Finding, UnknownFormat, UnreadableFile
from invoicing.formats import Element, Format
from invoicing.formats._envelope import SignatureFacts, signed_data
from invoicing.formats._pdf import embedded_xml, is_pdf
from invoicing.model import Document
from invoicing.registry import members
from invoicing.safe import safe_xml


def unwrapped(data: bytes) -> tuple[bytes, tuple[SignatureFacts, ...]]:
    """The file inside a signed one (.p7m) and its signatures; any other file as it is.

    UnreadableFile (`p7m-unreadable`) where a signed file cannot be opened, TooLarge.
    """
    if signed_data(data) is None:
        return data, ()
    from invoicing.formats._p7m import unwrap  # noqa: PLC0415 - 60 ms, for signed files only

    return unwrap(data)


def read_document(
    data: bytes, *, max_bytes: int = safe_xml.MAX_BYTES, told: list[Finding] | None = None
) -> tuple[Format, tuple[Document, ...]]:
    """The format of an XML file, or of the one in a PDF or signed, and the documents in it.

    UnreadableFile or TooLarge where it is not safe, well-formed XML; UnknownFormat (code
    `unknown-format`) where no format has its root; InvalidDocument where values are wrong.
    UnreadableFile `pdf-without-invoice`, `pdf-ambiguous` or `pdf-encrypted` for a PDF,
    `p7m-unreadable` for a signed file.
    With a list, rules that a readable file breaks are told there instead of being refused.
    """
    format_, root = parsed(data, max_bytes=max_bytes)
    if told is None or format_.read_telling is None:
        return format_, format_.read(root)
    return format_, format_.read_telling(root, told)


def parsed(data: bytes, *, max_bytes: int = safe_xml.MAX_BYTES) -> tuple[Format, Element]:
    """The format of a file and its root, with nothing of it read yet; refused as above."""
    data, _ = unwrapped(data)
    if is_pdf(data):
        return _invoice_in(data, max_bytes)
    root = safe_xml.parse(data, max_bytes=max_bytes)
    return _format_of(root), root


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
