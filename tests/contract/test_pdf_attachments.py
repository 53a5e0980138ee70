"""Hybrid PDFs: the one attached invoice is read, everything doubtful is refused in time."""

import io
import time
import tracemalloc
import zlib

import pypdf
import pytest
from tests.contract.test_cii import SMALL
from tests.support.standards import STANDARDS, needs_standards

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.formats._detect import read_document
from invoicing.formats._pdf import MAX_INFLATED, embedded_xml

NAMES = {"factur-x.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"}


def pdf(*attached: tuple[str, bytes], password: str = "") -> bytes:
    """A page with files attached, made by a library that is not ours."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attached:
        writer.add_attachment(name, content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_document(data)
    return caught.value.code


@needs_standards
def test_every_sample_gives_the_same_bytes_as_an_independent_reader() -> None:
    paths = sorted(STANDARDS.glob("samples/factur-x-pdf/*.pdf"))
    assert len(paths) >= 13
    for path in paths:
        data = path.read_bytes()
        attached = [c for files in pypdf.PdfReader(path).attachments.values() for c in files]
        assert embedded_xml(data) == attached, path.name
        format_, (document,) = read_document(data)
        assert format_.name == "cii"
        assert document.number, path.name
        assert document.totals.gross, path.name


def test_the_attached_invoice_is_read_whatever_its_name() -> None:
    for name in (*NAMES, "x.bin"):
        (document,) = read_document(pdf((name, SMALL.encode())))[1]
        assert document.number == "1"


def test_other_attachments_do_not_matter() -> None:
    data = pdf(("a.xml", b"<a/>"), ("b.txt", b"<no xml"), ("factur-x.xml", SMALL.encode()))
    assert read_document(data)[1][0].number == "1"


def test_one_invoice_attached_twice_is_one_invoice() -> None:
    data = pdf(("a.xml", SMALL.encode()), ("b.xml", SMALL.encode()))
    assert read_document(data)[1][0].number == "1"


def test_two_different_invoices_are_ambiguous() -> None:
    other = SMALL.replace(">10.00<", ">99.00<").encode()
    assert refused(pdf(("a.xml", SMALL.encode()), ("b.xml", other))) == "pdf-ambiguous"


def test_a_replaced_attachment_counts_in_its_last_version() -> None:
    first = pdf(("factur-x.xml", SMALL.encode()))
    number = _attachment_number(first)
    new = SMALL.replace("<ram:ID>1<", "<ram:ID>2<").encode()
    update = b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(new), new)
    assert read_document(first + update)[1][0].number == "2"


def _attachment_number(data: bytes) -> int:
    reader = pypdf.PdfReader(io.BytesIO(data))
    names = reader.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    return names[1].get_object()["/EF"].raw_get("/F").idnum


def test_a_pdf_without_an_invoice_is_refused() -> None:
    assert refused(pdf()) == "pdf-without-invoice"
    assert refused(b"%PDF-1.4\n" + SMALL.encode()) == "pdf-without-invoice"
    assert refused(pdf(("a.xml", b"<a/>"))) == "unknown-format"


def test_an_encrypted_pdf_is_refused() -> None:
    assert refused(pdf(("a.xml", SMALL.encode()), password="x")) == "pdf-encrypted"


def test_an_attack_in_the_attachment_is_refused_as_if_it_were_sent_itself() -> None:
    attack = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SMALL.encode()[39:]
    assert refused(pdf(("factur-x.xml", attack))) == "xml-dtd-forbidden"


def test_an_invoice_in_an_object_stream_is_found() -> None:
    spec = b"<</Type/Filespec/EF<</F 9 0 R>>>>"
    packed = zlib.compress(b"7 0 " + spec)
    data = (
        b"%%PDF-1.5\n9 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n"
        b"8 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%b\n"
        b"endstream\nendobj\n" % (len(SMALL.encode()), SMALL.encode(), len(packed), packed)
    )
    assert read_document(data)[1][0].number == "1"


def bomb(kind: str) -> bytes:
    packed = zlib.compress(b" " * (MAX_INFLATED * 5), 9)
    stream = b"<</Filter/FlateDecode/Length %d%b>>\nstream\n%b\nendstream\nendobj\n"
    if kind == "attachment":
        return b"%PDF-1.5\n1 0 obj\n<</EF<</F 2 0 R>>>>endobj\n2 0 obj\n" + stream % (
            len(packed), b"", packed,
        )  # fmt: skip
    return b"%PDF-1.5\n1 0 obj\n" + stream % (len(packed), b"/Type/ObjStm/First 9", packed)


@pytest.mark.parametrize("kind", ["attachment", "object stream"])
def test_a_stream_that_inflates_to_100_mb_costs_neither_time_nor_memory(kind: str) -> None:
    data = bomb(kind)
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(TooLarge):
        read_document(data)
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 2
    assert peak < 200_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n" + b"1 0 obj stream\n" * 300_000,
        b"%PDF-1.4\n" + b"1 0 obj << endobj " * 250_000,
        b"%PDF-1.4\n" + b"1 " * 2_000_000,
        b"%PDF-1.4\n" + b"1 0 obj" + b"/EF<<" * 900_000 + b"endobj",
        b"%PDF-1.4\n" + b"".join(b"%d 0 obj endobj " % n for n in range(150_000)),
    ],
    ids=["endless stream", "many objects", "numbers", "open dictionaries", "too many numbers"],
)
def test_a_file_made_to_be_slow_is_refused_in_time(data: bytes) -> None:
    started = time.process_time()
    assert refused(data) in {"pdf-without-invoice", "pdf-too-large"}
    assert time.process_time() - started < 2
