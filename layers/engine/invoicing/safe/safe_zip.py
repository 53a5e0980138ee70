"""The door for archives: what is in a zip, within bounds that are kept while it is read.

Sizes an archive states are never trusted: what counts is the bytes that come out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.safe.safe_type import HEAD_BYTES, media_type_of

MEMBERS_MAX = 100
BYTES_MAX = 25_000_000  # of all members together
RATIO_MAX = 100  # bytes out of one byte of the archive
_SLACK_BYTES = 100_000  # so much may come of a few bytes, whatever the ratio
_PIECE_BYTES = 65_536
_EMPTY = b"PK\x05\x06"
# Others need as much memory as the archive asks for.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DIRECTORY_ENTRY = b"PK\x01\x02"
# What macOS adds to an archive about the files in it.
_RESOURCES = "__MACOSX/"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError),
)


class Member(NamedTuple):
    """A file in an archive: its name as written there, and its bytes or why there are none."""

    name: str
    data: bytes
    refusal: UnreadableFile | None = None


def is_zip(data: bytes) -> bool:
    """Whether it is an archive of files; an office file is one file."""
    return data.startswith(_EMPTY) or media_type_of(data[:HEAD_BYTES]) == "application/zip"


def members(data: bytes) -> Iterator[Member]:
    """The files in an archive, in its order; folders are left out.

    UnreadableFile `zip-unreadable`, `zip-empty`; TooLarge `zip-too-many`, `zip-too-large` once
    they are too many, or too much comes out. A member that cannot be read has its refusal.
    """
    if data.count(_DIRECTORY_ENTRY) > MEMBERS_MAX * 2:  # before the directory is read at all
        raise _too_many()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [e for e in archive.infolist() if not _is_no_file(e)]
            if not entries:
                raise UnreadableFile(
                    "zip-empty", "The zip has no file in it.", fix="Send the files themselves."
                )
            if len(entries) > MEMBERS_MAX:
                raise _too_many()
            left = min(BYTES_MAX, len(data) * RATIO_MAX + _SLACK_BYTES)
            for entry in entries:
                member = _read(archive, entry, left)
                left -= len(member.data)
                yield member
    except _BROKEN as exc:
        raise UnreadableFile(
            "zip-unreadable", "The zip is damaged.", fix="Make the zip again, or send its files."
        ) from exc


def _is_no_file(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith(_RESOURCES)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> Member:
    if entry.flag_bits & 1:
        text = "The file in the zip is encrypted."
        refusal = UnreadableFile("zip-encrypted", text, fix="Make the zip without a password.")
        return Member(entry.filename, b"", refusal)
    if entry.compress_type not in _METHODS:
        text = "The file in the zip is compressed by a method that is not read here."
        refusal = UnreadableFile("zip-method", text, fix="Make the zip with deflate.")
        return Member(entry.filename, b"", refusal)
    pieces, size = [], 0
    try:
        with archive.open(entry) as opened:
            while piece := opened.read(_PIECE_BYTES):
                size += len(piece)
                if size > left:
                    raise TooLarge(
                        "zip-too-large",
                        f"More than {BYTES_MAX // 1_000_000} MB, or more than {RATIO_MAX} times "
                        "its own size, would come out of the zip.",
                        fix="Send smaller zips, or the files themselves.",
                    )
                pieces.append(piece)
    except _BROKEN:
        text = "The file in the zip is damaged."
        refusal = UnreadableFile("zip-member-damaged", text, fix="Make the zip again.")
        return Member(entry.filename, b"", refusal)
    data = b"".join(pieces)
    if is_zip(data):
        text = "The zip has another zip in it."
        refusal = UnreadableFile("zip-nested", text, fix="Send the inner zip itself.")
        return Member(entry.filename, data, refusal)
    return Member(entry.filename, data)


def _too_many() -> TooLarge:
    return TooLarge(
        "zip-too-many", f"The zip has more than {MEMBERS_MAX} files.", fix="Send smaller zips."
    )
