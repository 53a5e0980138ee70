"""multipart/form-data (RFC 7578), read strictly and byte for byte."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from invoicing.errors import UnreadableFile

PARTS_MAX = 100
_BOUNDARY = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([!-~]{1,70}?))(?:;|\s|$)', re.IGNORECASE)
_PARAMETER = re.compile(rb';\s*([\w-]+\*?)=(?:"((?:\\.|[^"\\])*)"|([^;\s]*))')
_EXTENDED = re.compile(r"(?i:utf-8|iso-8859-1)'[^']*'(.*)", re.DOTALL)


class Part(NamedTuple):
    """One part of a form."""

    name: str
    file_name: str  # as it was sent; empty for plain fields
    headers: dict[str, str]
    data: bytes


def read_parts(content_type: str, body: bytes) -> list[Part]:
    """The parts in their order; UnreadableFile where the body is no such form."""
    found = _BOUNDARY.search(content_type)
    if not found:
        raise _unreadable("the Content-Type names no boundary")
    mark = b"--" + (found[1] or found[2]).encode()
    body = b"\r\n" + body  # each boundary then follows a line end, the first one too
    pieces = body.split(b"\r\n" + mark)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise _unreadable("the last boundary is missing")
    if len(pieces) - 2 > PARTS_MAX:
        raise _unreadable(f"there are more than {PARTS_MAX} parts")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    line_end = piece.find(b"\r\n")
    if line_end < 0 or piece[:line_end].strip():
        raise _unreadable("a boundary is not a line of its own")
    head, separator, data = piece[line_end:].partition(b"\r\n\r\n")
    if not separator:
        raise _unreadable("a part has no end of its headers")
    headers: dict[str, str] = {}
    names: dict[str, bytes] = {}
    for line in head.strip(b"\r\n").split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if not colon:
            continue
        key = name.strip().lower().decode("ascii", "replace")
        headers[key] = value.strip().decode("utf-8", "replace")
        if key == "content-disposition":
            for parameter, quoted, plain in _PARAMETER.findall(value):
                names[parameter.lower().decode("ascii")] = quoted or plain
    return Part(_text(names.get("name", b"")), _file_name(names), headers, data)


def _file_name(names: dict[str, bytes]) -> str:
    extended = _EXTENDED.fullmatch(names.get("filename*", b"").decode("ascii", "replace"))
    if extended:
        return unquote_to_bytes(extended[1]).decode("utf-8", "replace")
    return _text(names.get("filename", b""))


def _text(quoted: bytes) -> str:
    """A quoted value as browsers write it: UTF-8, with %22 for a quotation mark."""
    plain = re.sub(rb'\\(["\\])', rb"\1", quoted).replace(b"%22", b'"')
    return plain.decode("utf-8", "replace")


def _unreadable(text: str) -> UnreadableFile:
    return UnreadableFile(
        "multipart", f"the multipart body cannot be read: {text}", fix="send one part named file"
    )
