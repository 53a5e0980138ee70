"""The door for archives: nothing of what a zip says of itself is believed."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest

from invoicing.errors import UnreadableFile
from invoicing.safe.safe_zip import BYTES_MAX, MEMBERS_MAX, is_zip, members

Files = list[tuple[str, bytes]]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(members(data))
    return caught.value.code


def test_files_come_in_their_order_without_folders_and_what_macos_adds() -> None:
    data = zipped([("b/", b""), ("b/2", b"two"), ("__MACOSX/b/._2", b"x"), ("1", b"one")])
    assert [(m.name, m.data, m.refusal) for m in members(data)] == [
        ("b/2", b"two", None),
        ("1", b"one", None),
    ]


def test_an_office_file_is_one_file_and_a_pdf_is_no_zip() -> None:
    office = zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])
    assert (is_zip(office), is_zip(b"%PDF-1.7"), is_zip(b"")) == (False, False, False)
    assert is_zip(zipped([("a", b"b")]))
    assert is_zip(zipped([]))


def test_an_empty_zip_is_refused() -> None:
    assert refused(zipped([])) == refused(zipped([("a/", b"")])) == "zip-empty"


def test_bounds_of_number_bytes_and_ratio() -> None:
    many = [(f"{n}.xml", b"<a/>") for n in range(MEMBERS_MAX)]
    assert len(list(members(zipped(many)))) == MEMBERS_MAX
    assert refused(zipped([*many, ("one.xml", b"")])) == "zip-too-many"
    assert refused(zipped([(f"{n}", b"") for n in range(MEMBERS_MAX * 3)])) == "zip-too-many"
    assert refused(zipped([("zeros", bytes(2_000_000))])) == "zip-too-large"
    halves = [(name, bytes(BYTES_MAX // 2 + 1)) for name in "ab"]
    assert refused(zipped(halves, zipfile.ZIP_STORED)) == "zip-too-large"


def test_sizes_that_are_stated_do_not_count() -> None:
    """The directory says one byte, and more would come out."""
    data = bytearray(zipped([("zeros", bytes(2_000_000))]))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    (member,) = members(bytes(data))
    assert member.refusal is not None
    assert (member.data, member.refusal.code) == (b"", "zip-member-damaged")


def test_one_file_that_cannot_be_read_leaves_the_others() -> None:
    data = bytearray(zipped([("good", b"one"), ("bad", b"two" * 100)]))
    place = data.index(b"bad") + 3
    data[place : place + 4] = b"\xff\xff\xff\xff"
    good, bad = members(bytes(data))
    assert (good.data, good.refusal) == (b"one", None)
    assert bad.refusal is not None
    assert (bad.data, bad.refusal.code) == (b"", "zip-member-damaged")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_take_memory_at_will_are_not_used(method: int) -> None:
    (member,) = members(zipped([("a", b"a" * 100)], method))
    assert member.refusal is not None
    assert member.refusal.code == "zip-method"


def test_a_zip_in_a_zip_and_an_encrypted_file_are_refused() -> None:
    (nested,) = members(zipped([("a.zip", zipped([("b", b"c")]))]))
    assert nested.refusal is not None
    assert nested.refusal.code == "zip-nested"
    data = bytearray(zipped([("a", b"secret")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (locked,) = members(bytes(data))
    assert locked.refusal is not None
    assert (locked.data, locked.refusal.code) == (b"", "zip-encrypted")


@pytest.mark.parametrize("cut", [5, 30, 60, -1])
def test_a_zip_that_is_cut_off_is_refused(cut: int) -> None:
    assert refused(zipped([("a", b"some text")])[:cut]) == "zip-unreadable"


def test_no_changed_byte_raises_anything_else() -> None:
    data = zipped([("a", b"some text"), ("b", b"more")])
    for place in range(len(data)):
        for bits in (0x01, 0x80, 0xFF):
            changed = bytearray(data)
            changed[place] ^= bits
            with suppress(UnreadableFile):
                list(members(bytes(changed)))
