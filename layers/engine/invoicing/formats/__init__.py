"""Document formats. A member file ends with `FORMAT = Format(...)`.

Reading turns a parsed file into documents; writing turns a document into the file's bytes.
What a format cannot carry is listed in `losses`, as names of our fields.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from invoicing.errors import Finding
from invoicing.model import Document

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Hybrid:
    """How a PDF carries a file of a format in one profile."""

    file_name: str
    level: str
    """What its metadata call the profile."""
    relationship: Literal["Alternative", "Data"] = "Alternative"
    """`Data` where the file says less than the pages do."""


@dataclass(frozen=True, slots=True)
class JsonForm:
    """The same file as JSON: its own names and values, nothing lost between the two."""

    name: str
    """The value of `?to=`: "fatturapa-json"."""
    root: str
    """The member by which an object is known to be one."""
    read: Callable[[Mapping[str, Any]], tuple[Document, ...]]
    """The documents of a form from outside; InvalidDocument where the schema refuses it."""
    of_xml: Callable[[Element], dict[str, Any]]
    to_xml: Callable[[Mapping[str, Any]], bytes]
    """The file of a form from outside; InvalidDocument where the schema refuses it."""
    view: Callable[[Sequence[Document], str], dict[str, Any]]
    """The form of documents in a profile."""


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
    write_all: Callable[[Sequence[Document], str], bytes] | None = None
    """One file of several documents, where the format has room for them."""
    judge: Callable[[Document], Sequence[Finding]] | None = None
    """What the recipient would refuse, where that is not for EN 16931 to say."""
    judged_as: Mapping[str, str] = field(default_factory=dict)
    """Of a profile with less than EN 16931 asks for: the fuller one that is judged instead."""
    hybrids: Mapping[str, Hybrid] = field(default_factory=dict)
    """Of a format that travels inside a PDF: by profile; the first is the usual one."""
    hybrid_names: tuple[str, ...] = ()
    """What such a PDF is called: "factur-x"."""
    json_form: JsonForm | None = None
