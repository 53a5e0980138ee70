"""What may come in as XML, and what may not."""

import time
from itertools import product

import pytest
from lxml import etree

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.safe.safe_xml import parse

REFUSED = {
    "doctype": (b"<!DOCTYPE a><a/>", "xml-dtd-forbidden"),
    "doctype behind a comment": (b"<!-- c -->\n<?p?><!DOCTYPE a><a/>", "xml-dtd-forbidden"),
    "external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "xml-dtd-forbidden",
    ),
    "doctype in utf-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "xml-dtd-forbidden"),
    "undeclared entity": (b"<a>&x;</a>", "xml-not-well-formed"),
    "utf-7": (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "xml-encoding"),
    "utf-32": ("<a/>".encode("utf-32"), "xml-encoding"),
    "utf-16 without a mark": ("<a/>".encode("utf-16-le"), "xml-encoding"),
    "lying utf-16": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "xml-encoding"),
    "xml 1.1": (b'<?xml version="1.1"?><a/>', "xml-version"),
    "depth 300": (b"<a>" * 300 + b"</a>" * 300, "xml-too-deep"),
    "depth 65": (b"<a>" * 65 + b"</a>" * 65, "xml-too-deep"),
    "depth 100,000": (b"<a>" * 100_000, "xml-too-deep"),
    "a million elements": (b"<a>" + b"<a/>" * 1_000_000 + b"</a>", "xml-too-complex"),
    "65 attributes": (
        b"<a " + b" ".join(b'a%d="1"' % i for i in range(65)) + b"/>",
        "xml-too-complex",
    ),
    "65 attributes in utf-16": (
        ("<a " + " ".join(f"a{i}='1'" for i in range(65)) + "/>").encode("utf-16"),
        "xml-too-complex",
    ),
    "65 attributes with space about each sign of equality": (
        b"<a><b>x</b><c\n" + b" ".join(b"a%d\t=\n''" % i for i in range(65)) + b"/></a>",
        "xml-too-complex",
    ),
    "50,000 namespaces": (
        b"<a " + b" ".join(b'xmlns:a%d="u"' % i for i in range(50_000)) + b"/>",
        "xml-too-complex",
    ),
    "an element's name of 50,001 letters": (b"<%s/>" % (b"a" * 50_001), "xml-too-complex"),
    "an attribute's name of 50,001 letters": (
        b'<a %s="1"/>' % (b"a" * 50_001),
        "xml-too-complex",
    ),
    "400,001 elements": (b"<a>" + b"<a/>" * 400_000 + b"</a>", "xml-too-complex"),
    "20,001 namespaces": (
        b"<a>" + b'<a xmlns="u"/>' * 20_001 + b"</a>",
        "xml-too-complex",
    ),
    "too many bytes": (b"<a>" + b"x" * 5_000_000 + b"</a>", "xml-too-large"),
    "nul": (b"<a>text\x00</a>", "xml-not-well-formed"),
    "control reference": (b"<a>&#1;</a>", "xml-not-well-formed"),
    "overlong utf-8": (b"<a>\xc0\xaf</a>", "xml-not-well-formed"),
    "two roots": (b"<a/><b/>", "xml-not-well-formed"),
    "truncated": (b"<a><b>", "xml-not-well-formed"),
    "empty": (b"", "xml-not-well-formed"),
    "white space": (b"  \n", "xml-not-well-formed"),
    "json": (b'{"a": 1}', "xml-not-well-formed"),
    "zip": (b"PK\x03\x04....", "xml-not-well-formed"),
    "gzip": (b"\x1f\x8b\x08....", "xml-not-well-formed"),
    "pdf": (b"%PDF-1.7", "xml-not-well-formed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_xml_is_refused_with_its_code_a_fix_and_in_time(name: str) -> None:
    data, code = REFUSED[name]
    started = time.process_time()
    with pytest.raises(UnreadableFile) as caught:
        parse(data)
    assert time.process_time() - started < 0.3
    assert caught.value.code == code
    assert caught.value.fix
    assert isinstance(caught.value, TooLarge) == code.startswith("xml-too-")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_allowed_encodings_keep_every_character(encoding: str, name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><a>Škoda é</a>'.replace(
        "Š", "S" if encoding == "latin-1" else "Š"
    ).encode(encoding)
    assert (parse(data).text or "").endswith("koda é")


def test_a_comment_or_instruction_never_splits_a_value() -> None:
    assert parse(b"<a>1<!-- -->000<?p x?>.00</a>").text == "1000.00"


PIECES = [" ", "\n", "\t ", "\r\n", "\r", "a", "é", "&amp;", "&#32;", " " * 400]
SPLITTING = ["<!-- c -->", "<?p?>", "<![CDATA[ ]]>"]


def test_a_text_keeps_its_white_space_whatever_stands_around_it() -> None:
    plain = etree.XMLParser(remove_comments=True, remove_pis=True)
    texts = ["".join(p) for p in product(["", *PIECES, *SPLITTING], repeat=3)]
    for text in texts:
        data = f"<d> <b>{text}</b>\n  <c>{text}<e/></c> </d>".encode()
        root, wanted = parse(data), etree.fromstring(data, plain)
        assert root.findtext("b") == wanted.findtext("b"), data
        if (wanted.findtext("c") or "").strip():
            assert root.findtext("c") == wanted.findtext("c"), data
    assert len(texts) == 14**3


def test_depth_64_and_64_attributes_are_the_last_that_pass() -> None:
    assert parse(b"<a>" * 64 + b"</a>" * 64).tag == "a"
    assert len(parse(b"<a " + b" ".join(b'a%d="1"' % i for i in range(64)) + b"/>").attrib) == 64


def test_the_last_name_element_and_byte_that_pass() -> None:
    assert len(parse(b"<%s/>" % (b"a" * 50_000)).tag) == 50_000
    assert len(parse(b"<a>" + b"<a/>" * 399_999 + b"</a>")) == 399_999
    assert len(parse(b"<a>" + b"x" * 4_999_993 + b"</a>").text or "") == 4_999_993


def test_the_line_of_the_fault_is_named() -> None:
    with pytest.raises(UnreadableFile, match="Line 3"):
        parse(b"<a>\n<b>\n</a>")
