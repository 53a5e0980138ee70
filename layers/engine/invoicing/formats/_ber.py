"""A strict walk over ASN.1 in BER or DER: definite and indefinite lengths, within limits."""

from dataclasses import dataclass

MAX_DEPTH = 24
MAX_NODES = 20_000

_CONSTRUCTED = 0x20
_END = b"\x00\x00"
OCTETS, OID, SEQUENCE, SET = 0x04, 0x06, 0x30, 0x31


class BadBer(ValueError):
    """The bytes are no BER, or more of it than the limits allow."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value: where it starts, where its content lies, where the next one starts."""

    walk: "Walk"
    tag: int
    at: int
    start: int
    stop: int
    next: int

    @property
    def content(self) -> bytes:
        return self.walk.data[self.start : self.stop]

    @property
    def encoded(self) -> bytes:
        return self.walk.data[self.at : self.next]

    def children(self) -> list["Node"]:
        """The values inside; BadBer where there cannot be any."""
        if not self.tag & _CONSTRUCTED:
            raise BadBer("a primitive value has no values inside")
        found = []
        at = self.start
        while at < self.stop:
            node = self.walk.node(at, self.stop, 0)
            found.append(node)
            at = node.next
        return found

    def octets(self, depth: int = 0) -> bytes:
        """The bytes of an OCTET STRING, which BER may cut into pieces."""
        if depth > MAX_DEPTH:
            raise BadBer("nested too deep")
        if not self.tag & _CONSTRUCTED:
            return self.content
        return b"".join(child.octets(depth + 1) for child in self.children())


class Walk:
    """Reads values of one file and counts them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._count = 0

    def root(self) -> Node:
        return self.node(0, len(self.data), 0)

    def node(self, at: int, stop: int, depth: int) -> Node:
        """The value at a place; BadBer where it does not end before `stop`."""
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            raise BadBer("too many values, or nested too deep")
        if at + 2 > stop:
            raise BadBer("the file ends early")
        tag, first = self.data[at], self.data[at + 1]
        if tag & 0x1F == 0x1F:
            raise BadBer("a tag of several bytes")
        start = at + 2
        if first == 0x80:
            return self._indefinite(tag, at, stop, depth)
        length = first
        if first > 0x80:
            size = first & 0x7F
            if size > 4 or start + size > stop:
                raise BadBer("a length of too many bytes")
            length = int.from_bytes(self.data[start : start + size])
            start += size
        if start + length > stop:
            raise BadBer("the file ends early")
        return Node(self, tag, at, start, start + length, start + length)

    def _indefinite(self, tag: int, at: int, stop: int, depth: int) -> Node:
        if not tag & _CONSTRUCTED:
            raise BadBer("a primitive value of indefinite length")
        place = at + 2
        while self.data[place : place + 2] != _END:
            place = self.node(place, stop, depth + 1).next
        if place + 2 > stop:
            raise BadBer("the file ends early")
        return Node(self, tag, at, at + 2, place, place + 2)
