"""The one entrance for XML from outside; every other parse call is refused by a house rule.

What comes out has no DTD, no entities beyond XML's own five, no comments and no processing
instructions (they could split a value in two), and stays within these limits. Nothing is
ever fetched: neither an entity, nor a schema location, nor an XInclude.

A hostile file of the default size costs at most 300 ms and 50 MB. A genuine invoice of
10,000 lines has about 200,000 elements in 6 to 8 MB: import it with `max_bytes=LARGE_BYTES`.
"""

import re

from lxml import etree

from invoicing.errors import TooLarge, UnreadableFile

MAX_BYTES = 5_000_000
LARGE_BYTES = 16_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 400_000
MAX_ATTRIBUTES = 64  # of one element
MAX_NAME = 50_000  # characters of one name: libxml2's own limit
MAX_NAMESPACES = 20_000  # declarations in the whole file

# What e-invoices are really sent in; windows-1252 is met in FatturaPA.
ENCODINGS = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
}

_DECLARATION = re.compile(rb"<\?xml[ \t\r\n][^<>]{0,200}?\?>")
_VERSION = re.compile(rb"""version[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_ENCODING = re.compile(rb"""encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")

_SEND_XML = "Send one complete XML 1.0 document."
_SPLIT = "Split the file, or remove what no e-invoice needs."

_too_deep = etree.XPath("boolean(/" + "/".join("*" * (MAX_DEPTH + 1)) + ")")
_too_many_attributes = etree.XPath(f"boolean(//@*[{MAX_ATTRIBUTES + 1}])")


def parse(data: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """The root of a checked document.

    UnreadableFile (`xml-not-well-formed`, `xml-dtd-forbidden`, `xml-encoding`, `xml-version`)
    or TooLarge (`xml-too-large`, `xml-too-deep`, `xml-too-complex`), each with its fix.
    """
    if len(data) > max_bytes:
        raise _too_large(
            "xml-too-large",
            f"The file has {len(data)} bytes; at most {max_bytes} are read.",
        )
    data = _as_utf8(data)
    _refuse_doctype(data)
    equals = data.count(b"=")  # every attribute and declaration has one
    _refuse_crowds(data, equals)
    root = _parsed(data)
    if _too_deep(root):
        raise _too_large("xml-too-deep", f"Elements are nested more than {MAX_DEPTH} deep.")
    if equals > MAX_ATTRIBUTES and _too_many_attributes(root):
        raise _too_large(
            "xml-too-complex", f"An element has more than {MAX_ATTRIBUTES} attributes."
        )
    return root


def _as_utf8(data: bytes) -> bytes:
    """The same document in UTF-8, without byte order mark and declaration."""
    encoding = "utf-8"
    if data.startswith(_UTF32_BOMS):
        raise _bad_encoding("UTF-32")
    if data.startswith(_UTF16_BOMS):
        encoding = "utf-16"
        data = _recoded(data, encoding)
    elif data.startswith(_UTF8_BOM):
        data = data[3:]
    elif b"\x00" in data[:4]:
        raise _bad_encoding("UTF-16 or UTF-32 without a byte order mark")
    if data.lstrip(b" \t\r\n")[:1] != b"<":
        raise UnreadableFile(
            "xml-not-well-formed",
            "Line 1: this is no XML; it does not begin with '<'.",
            fix=_SEND_XML,
        )
    declaration = _DECLARATION.match(data)
    if declaration is None:
        return data
    declared = _declared_encoding(declaration.group())
    data = data[declaration.end() :]
    if encoding == "utf-16":
        if declared not in ("", "utf-16"):
            raise _bad_encoding(f"UTF-16, but declared as {declared}")
        return data
    if declared == "utf-16":
        raise _bad_encoding("declared as UTF-16, but it is not")
    if declared in ("", "utf-8"):
        return data
    return _recoded(data, ENCODINGS[declared])


def _declared_encoding(declaration: bytes) -> str:
    """The encoding an XML declaration names, in lower case; "" where it names none."""
    version = _VERSION.search(declaration)
    if version is None or version.group(1) != b"1.0":
        raise UnreadableFile(
            "xml-version", "Line 1: only XML 1.0 is read.", fix='Declare <?xml version="1.0"?>.'
        )
    encoding = _ENCODING.search(declaration)
    if encoding is None:
        return ""
    name = encoding.group(1).decode("ascii", "replace").lower()
    if name not in ENCODINGS:
        raise _bad_encoding(name[:40])
    return name


def _recoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError as exc:
        raise _bad_encoding(f"declared as {encoding}, but its bytes are not") from exc


def _refuse_doctype(data: bytes) -> None:
    """A DOCTYPE can only stand before the root, among comments and instructions."""
    at = 0
    while True:
        at = _skip_space(data, at)
        if data.startswith(b"<!DOCTYPE", at):
            line = data.count(b"\n", 0, at) + 1
            raise UnreadableFile(
                "xml-dtd-forbidden",
                f"Line {line}: a DOCTYPE is not allowed.",
                fix="Remove the DOCTYPE and every entity; no e-invoice format has one.",
            )
        if data.startswith(b"<!--", at):
            end, width = data.find(b"-->", at + 4), 3
        elif data.startswith(b"<?", at):
            end, width = data.find(b"?>", at + 2), 2
        else:
            return
        if end < 0:
            return
        at = end + width


def _skip_space(data: bytes, at: int) -> int:
    while data[at : at + 1] in (b" ", b"\t", b"\r", b"\n"):
        at += 1
    return at


def _refuse_crowds(data: bytes, equals: int) -> None:
    """Counts markup before the parser spends memory on it."""
    if len(data) > MAX_ELEMENTS * len("<a/>"):  # a smaller file has no room for them
        opened = data.count(b"<")
        if opened > MAX_ELEMENTS and opened - data.count(b"</") > MAX_ELEMENTS:
            raise _too_large("xml-too-complex", f"The file has more than {MAX_ELEMENTS} elements.")
    if equals > MAX_NAMESPACES and data.count(b"xmlns") > MAX_NAMESPACES:
        raise _too_large(
            "xml-too-complex", f"The file has more than {MAX_NAMESPACES} namespace declarations."
        )


def _has(data: bytes, mark: bytes) -> bool:
    """Whether the markup stands there; its last byte alone is found many times faster."""
    return mark[-1:] in data and mark in data


def _parsed(data: bytes) -> etree._Element:
    # Beside a comment, an instruction or a return libxml2 takes white space in front of a text for
    # white space between elements; elsewhere the latter, half of an indented file, is left out.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
        collect_ids=False,
        remove_blank_text=not (b"\r" in data or _has(data, b"<?") or _has(data, b"<!")),
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        text = exc.msg or "not well-formed"
        if "depth" in text:
            raise _too_large(
                "xml-too-deep", f"Elements are nested more than {MAX_DEPTH} deep."
            ) from exc
        if "Name too long" in text:
            raise _too_large(
                "xml-too-complex", f"A name has more than {MAX_NAME} characters."
            ) from exc
        raise UnreadableFile(
            "xml-not-well-formed", f"Line {max(exc.lineno or 1, 1)}: {text[:200]}.", fix=_SEND_XML
        ) from exc
    except ValueError as exc:
        raise UnreadableFile("xml-not-well-formed", "Not an XML document.", fix=_SEND_XML) from exc
    return root


def _too_large(code: str, text: str) -> TooLarge:
    return TooLarge(code, text, fix=_SPLIT)


def _bad_encoding(found: str) -> UnreadableFile:
    return UnreadableFile(
        "xml-encoding",
        f"The file's encoding is not read: {found}.",
        fix="Send UTF-8, UTF-16 with a byte order mark, ISO-8859-1 or windows-1252.",
    )
