"""The door for files of any type: what they are is read from their bytes, never from their name."""

import re
from typing import NamedTuple

HEAD_BYTES = 8192
"""As much of a file as its type is read from."""
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_ZIP = "application/zip"


class Signature(NamedTuple):
    """Bytes at a place of a file that tell its type."""

    media_type: str
    magic: bytes
    offset: int = 0


# Source: the formats' own specifications; the same bytes the WHATWG MIME Sniffing standard lists.
_SIGNATURES = (
    Signature("application/pdf", b"%PDF-"),
    Signature("image/png", b"\x89PNG\r\n\x1a\n"),
    Signature("image/jpeg", b"\xff\xd8\xff"),
    Signature("image/gif", b"GIF87a"),
    Signature("image/gif", b"GIF89a"),
    Signature("image/webp", b"WEBP", 8),
    Signature("image/tiff", b"II*\x00"),
    Signature("image/tiff", b"MM\x00*"),
    Signature("image/bmp", b"BM"),
    Signature("image/heic", b"ftypheic", 4),
    Signature("image/heif", b"ftypmif1", 4),
    Signature("image/avif", b"ftypavif", 4),
    Signature(_ZIP, b"PK\x03\x04"),
    Signature("application/gzip", b"\x1f\x8b"),
    Signature("application/x-7z-compressed", b"7z\xbc\xaf\x27\x1c"),
    Signature("application/x-ole-storage", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    Signature("application/rtf", b"{\\rtf"),
)
# What a program, or a page with scripts in it, begins with: no business of an invoice's.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"!<arch>",
)
_PAGE = re.compile(
    rb"<(?:!doctype\s+(?:html|svg)|(?:\w+:)?(?:html|svg|script|head|body|iframe|object|embed|img)\b)",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(
    rb"\A(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+\w+\s*\[[^\]]*\]\s*>)+", re.DOTALL | re.IGNORECASE
)
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# Types that are told from plain text only by who made them: the sender's word is taken.
_TEXTS = frozenset({"text/csv", "text/markdown", "application/json", "message/rfc822"})
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # OID 1.2.840.113549.1.7.2


def is_active(head: bytes) -> bool:
    """Whether a file can run: a program, or markup that a browser would execute."""
    return head.startswith(_PROGRAMS) or _PAGE.match(_PROLOGUE.sub(b"", _text_of(head))) is not None


def media_type_of(head: bytes, declared: str = "") -> str:
    """The type of a file by its first bytes; `declared` decides only between kinds of text."""
    for signature in _SIGNATURES:
        if head[signature.offset :].startswith(signature.magic):
            return _zip_type(head) if signature.media_type == _ZIP else signature.media_type
    if head[:1] == b"\x30" and _SIGNED_DATA in head[:32]:
        return "application/pkcs7-mime"
    text = _text_of(head)
    if text.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if not _is_text(text, whole=len(head) < HEAD_BYTES):
        return UNKNOWN
    return declared if declared in _TEXTS else TEXT


def contradicts(declared: str, found: str) -> bool:
    """Whether a sender names one type whose bytes are well known, and sends another."""
    known = {signature.media_type for signature in _SIGNATURES} - {_ZIP}
    return declared in known and declared != found


def _text_of(head: bytes) -> bytes:
    """The bytes as UTF-8 where a mark at their start says they are another encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_text(data: bytes, *, whole: bool) -> bool:
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError as exc:  # a character may be cut off at the end of the head
        return not whole and len(data) - exc.start < 4
    return bool(data)


def _zip_type(head: bytes) -> str:
    """Office files are archives whose first members tell what they hold."""
    if head[30:38] == b"mimetype":
        stored = re.match(rb"application/vnd\.oasis\.opendocument\.[a-z-]+", head[38:128])
        return stored.group().decode() if stored else _ZIP
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((kind for mark, kind in _OFFICE.items() if mark in head), _ZIP)
    return _ZIP
