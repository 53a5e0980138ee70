"""Which format a file is in: its root element decides, never its name or media type."""

from invoicing.errors import UnknownFormat
from invoicing.formats import Format
from invoicing.model import Document
from invoicing.registry import members
from invoicing.safe import safe_xml


def read_document(
    data: bytes, *, max_bytes: int = safe_xml.MAX_BYTES
) -> tuple[Format, tuple[Document, ...]]:
    """The format of an XML file and the documents in it.

    UnreadableFile or TooLarge where it is not safe, well-formed XML; UnknownFormat (code
    `unknown-format`) where no format has its root; InvalidDocument where values are wrong.
    """
    root = safe_xml.parse(data, max_bytes=max_bytes)
    known: tuple[Format, ...] = members("formats", "FORMAT")
    for candidate in known:
        if root.tag in candidate.root_tags:
            return candidate, candidate.read(root)
    raise UnknownFormat(
        "unknown-format",
        f"The root element {root.tag[:200]} is of no format that is read here.",
        fix=f"Send one of: {', '.join(f.title for f in known)}.",
    )
