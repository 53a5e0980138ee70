"""Names from outside: shown as they were meant, and never more than a name."""

import re
import unicodedata
from email.message import Message
from urllib.parse import unquote

import pytest

from invoicing.safe.safe_name import NAME_BYTES_MAX, UNNAMED, disposition, safe_name

HOSTILE = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\cmd.exe": "cmd.exe",
    "/etc/passwd": "passwd",
    "C:\\temp\\a.pdf": "a.pdf",
    "..": UNNAMED,
    ".": UNNAMED,
    "": UNNAMED,
    "   ": UNNAMED,
    "...": UNNAMED,
    "/": UNNAMED,
    "a/": "a",
    ".htaccess": "htaccess",
    ". .pdf": "pdf",
    "%2e%2e%2fetc%2fpasswd": "%2e%2e%2fetc%2fpasswd",
    "a\x00.pdf": "a.pdf",
    "a\r\nSet-Cookie: b=c.pdf": "aSet-Cookie_ b=c.pdf",
    "a\tb.pdf": "ab.pdf",
    "a\x7f.pdf": "a.pdf",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "\u2066a\u2069.pdf": "a.pdf",
    "a\u200b.pdf": "a.pdf",
    "\ufeffa.pdf": "a.pdf",
    "a\u2028b.pdf": "ab.pdf",
    "\ud800.pdf": "_.pdf",
    "\ue000.pdf": "pdf",
    "CON": "_CON",
    "con.pdf": "_con.pdf",
    "NUL.txt": "_NUL.txt",
    "com1.pdf": "_com1.pdf",
    "LPT9": "_LPT9",
    "COM\u00b9": "_COM\u00b9",
    "a.pdf.": "a.pdf",
    "a.pdf ": "a.pdf",
    'a"b.pdf': "a_b.pdf",
    "a;b.pdf": "a;b.pdf",
    "a:b.pdf": "a_b.pdf",
    "<script>.pdf": "_script_.pdf",
    "a|b?c*.pdf": "a_b_c_.pdf",
    "~/a.pdf": "a.pdf",
    "e\u0301.pdf": "\u00e9.pdf",
    "請求書.pdf": "請求書.pdf",
    "račun 7.pdf": "račun 7.pdf",
    "😀.png": "😀.png",
}


def test_R13_forty_names_at_least_are_tried() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(("given", "shown"), HOSTILE.items(), ids=ascii)
def test_R13_a_name_is_only_a_name(given: str, shown: str) -> None:
    assert safe_name(given) == shown


@pytest.mark.parametrize("given", ["x" * 2000 + ".pdf", "é" * 900 + ".pdf", "." + "y" * 3000])
def test_a_long_name_is_cut_and_keeps_its_extension(given: str) -> None:
    shown = safe_name(given)
    assert len(shown.encode()) <= NAME_BYTES_MAX
    assert shown.endswith(".pdf") == given.endswith(".pdf")


@pytest.mark.parametrize("given", HOSTILE, ids=ascii)
def test_R13_a_header_has_one_line_and_gives_the_name_back(given: str) -> None:
    value = disposition(given)
    assert re.fullmatch(r"[\x20-\x7e]+", value)
    head = Message()
    head["Content-Disposition"] = value
    assert head.get_content_disposition() == "attachment"
    extended = re.search(r"filename\*=UTF-8''(\S+)$", value)
    plain = re.search(r'filename="([^"\\%]*)"', value)
    assert plain
    assert (unquote(extended[1]) if extended else plain[1]) == safe_name(given)


def test_what_is_shown_has_nothing_unseen() -> None:
    every = "".join(map(chr, range(0x20, 0x3000)))
    shown = safe_name(every.replace("/", "").replace("\\", ""))
    assert {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Co", "Cn"} == set()
