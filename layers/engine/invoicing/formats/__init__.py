"""Document formats. A member file ends with `FORMAT = Format(...)`.

Reading turns a parsed file into documents; writing turns a document into the file's bytes.
What a format cannot carry is listed in `losses`, as names of our fields.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from invoicing.errors import Finding
from invoicing.model import Document

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Format:
    """One syntax, with the profiles (CIUS) it is spoken in."""

    name: str
    """The value of `?format=`: "ubl", "cii", "fatturapa", ..."""
    title: str
    media_type: str
    root_tags: tuple[str, ...]
    """Qualified names ("{urn:...}Invoice") of the roots this format has."""
    read: Callable[[Element], tuple[Document, ...]]
    """The documents in a parsed file; InvalidDocument with findings where values are wrong."""
    write: Callable[[Document, str], bytes]
    """The file for a document in a profile ("" is the format's own default), UTF-8."""
    profiles: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    read_telling: Callable[[Element, list[Finding]], tuple[Document, ...]] | None = None
    """As `read`, but rules that a readable file breaks are added to the list."""
