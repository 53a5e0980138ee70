"""Bodies: the stored bytes of a value, in its row or, when large, in a file of their own."""

import hashlib
import zlib
from typing import NamedTuple, TypeVar

from invoicing.model.value import Value, from_json, to_json
from invoicing.store.files import Files

V = TypeVar("V", bound=Value)

# Larger bodies go to S3: a row holds 400 KB at most, and rows are read far more than written.
ROW_BYTES_MAX = 100_000


class Body(NamedTuple):
    """A value's stored form."""

    packed: bytes
    content_hash: str

    @property
    def is_large(self) -> bool:
        return len(self.packed) > ROW_BYTES_MAX


def pack(value: Value) -> Body:
    """The deflated JSON of a value, and the SHA-256 of the JSON."""
    text = to_json(value)
    return Body(zlib.compress(text, 6), hashlib.sha256(text).hexdigest())


def unpack(packed: bytes, kind: type[V]) -> V:
    return from_json(zlib.decompress(packed), kind)


def file_key(world: str, body: Body) -> str:
    """Where a large body is kept; the name is its content, so writing it twice is harmless."""
    return f"{world.replace('#', '/')}/bodies/{body.content_hash}"


def load(packed: bytes | None, file: str | None, files: Files, kind: type[V]) -> V:
    """The value of a row, from the row itself or from the file it points to."""
    return from_json(read(packed, file, files), kind)


def read(packed: bytes | None, file: str | None, files: Files) -> bytes:
    """The JSON of a row's body."""
    return zlib.decompress(files.get(file or "") if packed is None else packed)
