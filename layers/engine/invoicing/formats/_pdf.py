"""The XML files embedded in a PDF (Factur-X, ZUGFeRD), found without rendering anything.

Objects are found by walking the file, not by its cross-reference table, so a damaged file is
read too; of an object that was replaced the last version counts. Streams are inflated within
one budget. Source: ISO 32000-1, 7.3.8 (streams), 7.5.7 (object streams), 7.11 (embedded files).
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from invoicing.errors import TooLarge, UnreadableFile

MAX_BYTES = 20_000_000
MAX_INFLATED = 20_000_000  # of all streams that are looked into
MAX_OBJECTS = 100_000
MAX_FILES = 50

_S = rb"[ \t\r\n\f\0]"
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})%b{1,20}[0-9]{1,5}%b{1,20}obj" % (_S, _S))
_BODY_END = re.compile(rb"endobj|stream(?:\r\n|\n|\r)")
_LENGTH = re.compile(rb"/Length%b{1,20}([0-9]{1,10})(?!%b{1,20}[0-9]{1,5}%b{1,20}R)" % (_S, _S, _S))
_ENCRYPT = re.compile(rb"/Encrypt%b{0,20}(?:[0-9]|<<)" % _S)
_FILES = re.compile(
    rb"/EF%b{0,20}(?:<<([^<>]{0,500})>>|([0-9]{1,10})%b{1,20}[0-9]{1,5}%b{1,20}R)" % (_S, _S, _S)
)
_FILE = re.compile(rb"/U?F%b{1,20}([0-9]{1,10})%b{1,20}[0-9]{1,5}%b{1,20}R" % (_S, _S, _S))
_FILTER = re.compile(rb"/Filter%b{0,20}(?:\[([^\]]{0,200})\]|(/[A-Za-z0-9]{1,30}))" % _S)
_FIRST = re.compile(rb"/First%b{1,20}([0-9]{1,10})" % _S)


class _Object(NamedTuple):
    body: bytes  # up to `stream` or `endobj`
    stream: slice | None = None


def is_pdf(data: bytes) -> bool:
    """Whether the bytes claim to be a PDF."""
    return data[:8].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")


def embedded_xml(data: bytes) -> list[bytes]:
    """The different XML files attached to a PDF, in no order that means anything.

    UnreadableFile (`pdf-encrypted`) or TooLarge (`pdf-too-large`).
    """
    if len(data) > MAX_BYTES:
        raise _too_large(f"The PDF has {len(data)} bytes; at most {MAX_BYTES} are read.")
    reader = _Reader(data)
    found: dict[bytes, None] = {}
    for number in reader.files():
        content = reader.content(number)
        if content is not None and content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<":
            found[content] = None
    return list(found)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._budget = MAX_INFLATED
        self._objects: dict[int, _Object] = {}
        for number, thing in self._walk():
            self._objects[number] = thing
            if len(self._objects) > MAX_OBJECTS:
                raise _too_large(f"The PDF has more than {MAX_OBJECTS} objects.")
            if thing.stream is not None and b"/ObjStm" in thing.body:
                self._unpack(thing)

    def files(self) -> list[int]:
        """Numbers of the objects that file specifications name as their content."""
        numbers: dict[int, None] = {}
        for thing in list(self._objects.values()):
            for inline, reference in _FILES.findall(thing.body):
                target = self._objects.get(int(reference)) if reference else None
                for number in _FILE.findall(target.body if target else inline):
                    numbers[int(number)] = None
        if len(numbers) > MAX_FILES:
            raise _too_large(f"The PDF has more than {MAX_FILES} attachments.")
        return list(numbers)

    def content(self, number: int) -> bytes | None:
        """An object's stream; None where it has none, or a filter no attachment needs."""
        thing = self._objects.get(number)
        if thing is None or thing.stream is None:
            return None
        raw = self._data[thing.stream]
        filters = _FILTER.search(thing.body)
        names = (filters.group(1) or filters.group(2) or b"").split() if filters else []
        if not names:
            return raw
        return self._inflated(raw) if names in ([b"/FlateDecode"], [b"/Fl"]) else None

    def _walk(self) -> Iterator[tuple[int, _Object]]:
        data, at = self._data, 0
        while (head := _OBJECT.search(data, at)) is not None:
            self._refuse_encrypted(data[at : head.start()])
            end = _BODY_END.search(data, head.end())
            if end is None:
                return
            body = data[head.end() : end.start()]
            at = end.end()
            stream = None
            if end.group() != b"endobj":
                length = _LENGTH.search(body)
                stop = end.end() + int(length.group(1)) if length else len(data)
                if data[stop : stop + 12].lstrip(b" \t\r\n")[:9] != b"endstream":
                    stop = data.find(b"endstream", end.end())
                    if stop < 0:
                        return
                    stop -= _eol_width(data, stop)
                stream, at = slice(end.end(), stop), stop
                if b"/XRef" in body:
                    self._refuse_encrypted(body)
            yield int(head.group(1)), _Object(body, stream)
        self._refuse_encrypted(data[at:])

    def _unpack(self, container: _Object) -> None:
        """Adds the objects of an object stream."""
        first = _FIRST.search(container.body)
        filters = _FILTER.search(container.body)
        if first is None or container.stream is None:
            return
        raw = self._data[container.stream]
        text = self._inflated(raw) if filters else raw
        start = int(first.group(1))
        if text is None or start > len(text):
            return
        numbers = text[:start].split()[: 2 * MAX_OBJECTS]
        if not all(n.isdigit() and len(n) < 11 for n in numbers):
            return
        pairs = list(zip(map(int, numbers[::2]), map(int, numbers[1::2]), strict=False))
        ends = [offset for _, offset in pairs[1:]] + [len(text) - start]
        for (number, offset), end in zip(pairs, ends, strict=True):
            self._objects[number] = _Object(text[start + offset : start + end])

    def _inflated(self, raw: bytes) -> bytes | None:
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(raw, self._budget)
        except zlib.error:
            return None
        self._budget -= len(content)
        if self._budget <= 0 or inflate.unconsumed_tail:
            raise _too_large(f"The PDF's streams inflate to more than {MAX_INFLATED} bytes.")
        return content

    def _refuse_encrypted(self, text: bytes) -> None:
        if _ENCRYPT.search(text):
            raise UnreadableFile(
                "pdf-encrypted",
                "The PDF is encrypted.",
                fix="Send it without a password or permissions, or send the XML itself.",
            )


def _eol_width(data: bytes, at: int) -> int:
    """Width of the line end before `endstream`, which is not part of the stream."""
    if data[at - 2 : at] == b"\r\n":
        return 2
    return 1 if data[at - 1 : at] in (b"\n", b"\r") else 0


def _too_large(text: str) -> TooLarge:
    return TooLarge("pdf-too-large", text, fix="Send the XML itself.")
