"""A PDF file from its objects. Source: ISO 32000-1 section 7.

Written here and not by a library: what costs time in a small PDF is fonts parsed, subset and
compressed again and again, and ours are ready; the rest is a list of numbered objects.
"""

import zlib
from datetime import datetime
from hashlib import md5


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
        parts, places, place = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], [], 15
        for number, body in enumerate(self._bodies, 1):
            places.append(place)
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(part)
            place += len(part)
        digest = md5(b"".join(parts), usedforsecurity=False).hexdigest().upper().encode()
        table = b"".join([b"%010d 00000 n \n" % at for at in places])
        parts.append(
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n"
            b"<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(places) + 1, table, len(places) + 1, root, info, digest, digest, place)
        )
        return b"".join(parts)
