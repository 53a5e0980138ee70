"""Fonts with thousands of letters, of which a page carries those it shows.

A file of `layers/fonts/broad.py` is opened when the first letter of it is asked for.
"""

import json
import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from invoicing.render._file import File, subset_tag, unicode_map

_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")  # all that PDF asks for (9.9)
_SHOWN = re.compile("<([0-9a-f]+)> Tj")
_CHECKSUM = 0xB1B0AFBA  # head.checkSumAdjustment makes the file's sum this (OpenType)


class Letters(Mapping[str, int]):
    """Character -> its number in this font, from 1; 0 stays what no character has."""

    def __init__(self, codes: "array[int]") -> None:
        self._codes = codes

    def __getitem__(self, character: str) -> int:
        code = ord(character)
        place = bisect_left(self._codes, code)
        if place < len(self._codes) and self._codes[place] == code:
            return place + 1
        raise KeyError(character)

    def character(self, number: int) -> str:
        return chr(self._codes[number - 1])

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[str]:
        return map(chr, self._codes)


@dataclass(frozen=True)
class BroadFace:
    """One font in one weight; `glyphs` are numbers of this font, not those of a file."""

    name: str
    index: int
    path: Path
    glyphs: Letters
    widths: "array[int]"
    places: "array[int]"
    body_at: int
    particulars: dict[str, Any]
    rules: None = None  # each letter stands for itself

    def shown(self, text: str) -> tuple[float, str]:
        """The width in thousandths of the type size, and the operator that shows the text."""
        numbers = [self.glyphs[c] for c in text]
        codes = "".join(f"{number:04x}" for number in numbers)
        return sum(self.widths[number - 1] for number in numbers), f"<{codes}> Tj"

    def write(self, file: File, spans: Iterable[str]) -> int:
        """The number of the font's object in the file, with what the spans show and no more."""
        shown = "".join(_SHOWN.findall(" ".join(spans)))
        numbers = sorted({int(shown[at : at + 4], 16) for at in range(0, len(shown), 4)})
        program = self._program(numbers)
        base = f"{subset_tag(program)}+Notula-{self.name}".encode()
        known, box = self.particulars, " ".join(map(str, self.particulars["box"]))
        described = file.add(
            b"<</Type /FontDescriptor /FontName /%s /FontBBox [%s] /Ascent %d /Descent %d "
            b"/CapHeight %d /ItalicAngle 0 /StemV 80 /Flags 4 /FontFile2 %d 0 R>>"
            % (
                base,
                box.encode(),
                known["ascent"],
                known["descent"],
                known["cap_height"],
                file.stream(program, b"/Length1 %d " % len(program), level=6),
            )
        )
        to_glyph = array("H", bytes(2 * (numbers[-1] + 1)))
        for place, number in enumerate(numbers, 1):
            to_glyph[number] = place
        to_glyph.byteswap()
        widths = " ".join(f"{n} [{self.widths[n - 1]}]" for n in numbers)
        descendant = file.add(
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDToGIDMap %d 0 R "
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            b"/FontDescriptor %d 0 R /DW 1000 /W [%s]>>"
            % (base, file.stream(to_glyph.tobytes()), described, widths.encode())
        )
        texts = {number: self.glyphs.character(number) for number in numbers}
        unicode = file.packed(unicode_map(texts))
        return file.add(
            b"<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
            b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>" % (base, descendant, unicode)
        )

    def _program(self, numbers: list[int]) -> bytes:
        """A TrueType font of these letters, in their order after glyph 0, which is empty."""
        outlines, places, metrics = bytearray(), [0, 0], [(1000, 0)]
        with self.path.open("rb", buffering=0) as opened:  # letters lie far apart
            for number in numbers:
                start, end = self.places[number - 1], self.places[number]
                opened.seek(self.body_at + start)
                outline = opened.read(end - start)
                left = struct.unpack_from(">h", outline, 2)[0] if outline else 0  # its xMin
                metrics.append((self.widths[number - 1], left))
                outlines += outline
                places.append(len(outlines))
        count = len(numbers) + 1
        given = {tag: bytearray.fromhex(t) for tag, t in self.particulars["tables"].items()}
        given["head"][8:12] = bytes(4)
        struct.pack_into(">h", given["head"], 50, 1)  # places are four bytes each
        struct.pack_into(">H", given["hhea"], 34, count)
        struct.pack_into(">H", given["maxp"], 4, count)
        given["glyf"] = outlines
        given["loca"] = bytearray(struct.pack(f">{count + 1}I", *places))
        given["hmtx"] = bytearray(b"".join(struct.pack(">Hh", *pair) for pair in metrics))
        return _font_file(given)


def _font_file(tables: dict[str, bytearray]) -> bytes:
    """The tables as one file. Source: OpenType, organization of a font."""
    count = len(_TABLES)
    power = count.bit_length() - 1
    search = 16 << power
    at = 12 + 16 * count
    head = struct.pack(">IHHHH", 0x00010000, count, search, power, 16 * count - search)
    body = b""
    for tag in _TABLES:
        data = bytes(tables[tag])
        head += struct.pack(">4sIII", tag.encode(), _sum(data), at + len(body), len(data))
        if tag == "head":
            adjusted = at + len(body) + 8
        body += data + b"\0" * (-len(data) % 4)
    file = bytearray(head + body)
    struct.pack_into(">I", file, adjusted, (_CHECKSUM - _sum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _sum(data: bytes) -> int:
    data += b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF


@cache
def _particulars(folder: Path) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads((folder / "broad.json").read_text("ascii"))
    return table


def broad_names(folder: Path, weight: str) -> list[str]:
    """The fonts of this weight, in the order they are asked."""
    return [name for name in _particulars(folder) if name.endswith(f"-{weight}")]


@cache
def broad_face(folder: Path, name: str, before: int) -> BroadFace:
    """The font of this name; its index in a file comes after `before` others."""
    path = folder / f"{name}.glyphs"
    with path.open("rb") as opened:
        (count,) = struct.unpack("<I", opened.read(4))
        codes, widths, places = array("I"), array("H"), array("I")
        codes.frombytes(opened.read(4 * count))
        widths.frombytes(opened.read(2 * count))
        places.frombytes(opened.read(4 * (count + 1)))
    return BroadFace(
        name=name,
        index=before + 1 + list(_particulars(folder)).index(name),
        path=path,
        glyphs=Letters(codes),
        widths=widths,
        places=places,
        body_at=4 + 10 * count + 4,
        particulars=_particulars(folder)[name],
    )
