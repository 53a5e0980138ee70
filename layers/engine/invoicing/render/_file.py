"""A PDF file from its objects. Source: ISO 32000-1 section 7.

What costs time in a small PDF is fonts parsed, subset and compressed again and again. Ours are
ready, so a file is its finished objects, with header, cross-reference and trailer around them.
"""

import zlib
from collections.abc import Mapping
from datetime import datetime
from hashlib import md5

# The second line says that what follows is no text (7.5.2).
_HEADER = b"%PDF-1.7\n%\xe9\xeb\xf1\xbf\n"


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
        content = b"\n".join(self._bodies)
        digest = md5(content, usedforsecurity=False).hexdigest().upper().encode()
        pieces, places, place = [_HEADER], [], len(_HEADER)
        for number, body in enumerate(self._bodies, 1):
            pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            places.append(b"%010d 00000 n \n" % place)
            place += len(pieces[-1])
        size = len(places) + 1
        pieces += [b"xref\n0 %d\n0000000000 65535 f \n" % size, *places]
        pieces.append(
            b"trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%s> <%s>]\n>>\n"
            % (size, root, info, digest, digest)
        )
        pieces.append(b"startxref\n%d\n%%%%EOF\n" % place)
        return b"".join(pieces)
