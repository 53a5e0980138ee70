"""Which format a file is in: its root element decides, never its name or media type."""

from invoicing.errors import Finding, UnknownFormat
from invoicing.formats import Format
from invoicing.model import Document
from invoicing.registry import members
from invoicing.safe import safe_xml


def read_document(
    data: bytes, *, max_bytes: int = safe_xml.MAX_BYTES, told: list[Finding] | None = None
) -> tuple[Format, tuple[Document, ...]]:
    """The format of an XML file and the documents in it.

    UnreadableFile or TooLarge where it is not safe, well-formed XML; UnknownFormat (code
    `unknown-format`) where no format has its root; InvalidDocument where values are wrong.
    With a list, rules that a readable file breaks are told there instead of being refused.
    """
    root = safe_xml.parse(data, max_bytes=max_bytes)
    known: tuple[Format, ...] = members("formats", "FORMAT")
    for candidate in known:
        if root.tag in candidate.root_tags:
            if told is None or candidate.read_telling is None:
                return candidate, candidate.read(root)
            return candidate, candidate.read_telling(root, told)
    raise UnknownFormat(
        "unknown-format",
        f"The root element {root.tag[:200]} is of no format that is read here.",
        fix=f"Send one of: {', '.join(f.title for f in known)}.",
    )
