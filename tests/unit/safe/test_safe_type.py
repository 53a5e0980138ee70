"""What a file is, by its bytes."""

import io
import zipfile

import pytest
from PIL import Image

from invoicing.safe.safe_type import HEAD_BYTES, UNKNOWN, contradicts, is_active, media_type_of


def image(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


def archive(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
KNOWN = {
    "image/png": image("PNG"),
    "image/jpeg": image("JPEG"),
    "image/gif": image("GIF"),
    "image/webp": image("WEBP"),
    "image/tiff": image("TIFF"),
    "image/bmp": image("BMP"),
    "application/pdf": b"%PDF-1.7\n",
    "application/zip": archive("a.txt"),
    f"{OFFICE}wordprocessingml.document": archive("[Content_Types].xml", "word/document.xml"),
    f"{OFFICE}spreadsheetml.sheet": archive("[Content_Types].xml", "xl/workbook.xml"),
    "application/vnd.oasis.opendocument.text": archive(
        "content.xml", mimetype="application/vnd.oasis.opendocument.text"
    ),
    "application/xml": b"<?xml version='1.0'?><Invoice/>",
    "application/pkcs7-mime": bytes.fromhex("3080 06092a864886f70d010702 a080".replace(" ", "")),
    "text/plain": "Račun št. 7\r\n".encode(),
    UNKNOWN: b"\x01\x02\x03\x04",
}


@pytest.mark.parametrize(("found", "data"), KNOWN.items())
def test_F230_the_type_is_that_of_the_bytes(found: str, data: bytes) -> None:
    assert media_type_of(data[:HEAD_BYTES], "image/svg+xml") == found
    assert not is_active(data[:HEAD_BYTES])


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh\n",
        b"\xca\xfe\xba\xbe\x00\x00",
        b"<!DOCTYPE html><p>",
        b" \n<HTML>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<?xml version='1.0'?><!-- a --><s:svg xmlns:s='x'/>",
        b"\xef\xbb\xbf<script>alert(1)</script>",
        "<html>".encode("utf-16"),
        b"<!doctype svg [<!ENTITY a 'b'>]><svg/>",
        b"<img src=x onerror=alert(1)>",
    ],
)
def test_programs_and_pages_are_seen_whatever_they_are_called(data: bytes) -> None:
    assert is_active(data)


def test_a_sender_decides_only_between_kinds_of_text() -> None:
    assert media_type_of(b"a;b\n1;2\n", "text/csv") == "text/csv"
    assert media_type_of(b"a;b\n1;2\n", "text/html") == "text/plain"
    assert media_type_of(b"%PDF-1.4", "text/csv") == "application/pdf"


def test_a_character_cut_by_the_end_of_the_head_is_still_text() -> None:
    head = ("a" * (HEAD_BYTES - 1) + "é").encode()[:HEAD_BYTES]
    assert media_type_of(head) == "text/plain"
    assert media_type_of(b"abc\xc3") == UNKNOWN


def test_a_type_named_against_the_bytes_is_a_contradiction() -> None:
    assert contradicts("image/png", "application/pdf")
    assert not contradicts("application/vnd.ms-excel", "application/zip")
    assert not contradicts("", "application/pdf")
