"""A PDF file from its objects, put together by fpdf2. Source: ISO 32000-1 section 7.

What costs time in a small PDF is fonts parsed, subset and compressed again and again. Ours are
ready, so fpdf2's producer is given finished objects and writes header, cross-reference and trailer.
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import md5
from typing import Any

from fpdf import FPDF
from fpdf.output import OutputProducer, PDFHeader, PDFXrefAndTrailer
from fpdf.syntax import PDFObject


def text_string(text: str) -> bytes:
    """A text in any script, as dictionaries hold it (7.9.2)."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def date_string(moment: datetime) -> bytes:
    """A moment, as dictionaries hold it (7.9.4); `moment` is aware and in UTC."""
    return moment.strftime("(D:%Y%m%d%H%M%SZ)").encode()


def name(text: str) -> bytes:
    """A name, with everything that has a meaning of its own escaped (7.3.5)."""
    plain = (
        chr(b) if 33 <= b <= 126 and chr(b) not in "()<>[]{}/%#" else f"#{b:02X}"
        for b in text.encode()
    )
    return b"/" + "".join(plain).encode()


def unicode_map(texts: Mapping[int, str]) -> bytes:
    """Which text each number stands for, compressed (9.10.3)."""
    pairs = [f"<{g:04x}> <{c.encode('utf-16-be').hex()}>" for g, c in texts.items()]
    parts = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(p)} beginbfchar\n" + "\n".join(p) + "\nendbfchar" for p in parts)
    text = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
    return zlib.compress(text.encode("ascii"), 9)


def subset_tag(content: bytes) -> str:
    """Six capitals, as ISO 32000 asks of parts of fonts; the same for the same content."""
    number = zlib.crc32(content)
    return "".join(chr(65 + (number >> shift) % 26) for shift in range(0, 30, 5))


class File:
    """Objects in the order of their numbers, from 1."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        """A number for an object that is told later."""
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, number: int, body: bytes) -> None:
        self._bodies[number - 1] = body

    def add(self, body: bytes) -> int:
        """The number of a new object."""
        self._bodies.append(body)
        return len(self._bodies)

    def stream(self, data: bytes, entries: bytes = b"", *, level: int = 3) -> int:
        """The number of a new stream, compressed here."""
        return self.packed(zlib.compress(data, level), entries)

    def packed(self, data: bytes, entries: bytes = b"") -> int:
        """The number of a new stream whose data are already compressed."""
        return self.plain(data, entries + b"/Filter /FlateDecode ")

    def plain(self, data: bytes, entries: bytes = b"") -> int:
        """The number of a new stream of these very bytes."""
        return self.add(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data))

    def write(self, *, root: int, info: int) -> bytes:
        """The file; equal objects give equal bytes, its identifier included."""
        document = _Document(self._bodies, root, info)
        return bytes(document.output(output_producer_class=_Producer))


class _Finished(PDFObject):
    """An object whose bytes are known."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = body

    def serialize(self, *_: Any, **__: Any) -> bytes:  # type: ignore[override] # bytes are written
        return b"%d 0 obj\n%s\nendobj" % (self.id, self._body)


class _Document(FPDF):
    """fpdf2's document, around objects that are already made."""

    def __init__(self, bodies: Sequence[bytes], root: int, info: int) -> None:
        super().__init__(unit="pt")
        self.bodies, self.root, self.info = bodies, root, info

    def close(self) -> None:
        """Nothing is left to draw."""

    def file_id(self) -> str:
        """The same for equal objects."""
        digest = md5(b"\n".join(self.bodies), usedforsecurity=False).hexdigest().upper()
        return f"<{digest}> <{digest}>"


class _Producer(OutputProducer):
    """Numbers the objects in their order and writes them as they are."""

    fpdf: _Document

    def bufferize(self) -> bytearray:
        self._out(PDFHeader("1.7").serialize())
        made: list[Any] = [_Finished(body) for body in self.fpdf.bodies]
        for one in made:
            self._add_pdf_obj(one)
            self.offsets[one.id] = len(self.buffer)
            self._out(one.serialize())
        end = PDFXrefAndTrailer(self)
        end.catalog_obj, end.info_obj = made[self.fpdf.root - 1], made[self.fpdf.info - 1]
        self._out(end.serialize())
        return self.buffer
