"""The fonts of a page: blocks of one typeface by script, read and compressed once a process."""

import json
import os
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[4]
FOLDERS = (Path("/opt/fonts"), CHECKOUT / ".build" / "fonts")
REPLACEMENT = "\ufffd"
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


def folder() -> Path:
    """Where the built fonts are: $NOTULA_FONTS, else the layer's, else the checkout's.

    FileNotFoundError naming the command that builds them.
    """
    named = os.environ.get("NOTULA_FONTS")
    for place in (Path(named),) if named else FOLDERS:
        if (place / "fonts.json").is_file():
            return place
    raise FileNotFoundError("the fonts of rendered pages are not built: run `make fonts`")


@dataclass(frozen=True)
class Face:
    """One block in one weight, ready to be written into a PDF."""

    name: str
    index: int
    glyphs: dict[int, str]  # code point -> the glyph's number as a character
    advances: dict[str, int]  # character -> thousandths of the type size
    descriptor: bytes
    widths: bytes
    to_unicode: bytes
    program: bytes
    program_length: int


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    pairs = [f"<{g:04x}> <{c.encode('utf-16-be').hex()}>" for c, g in glyphs.items()]
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


def _face(index: int, name: str, measures: dict[str, Any], program: bytes) -> Face:
    glyphs: dict[str, int] = measures["glyphs"]
    advances: list[int] = measures["advances"]
    box = " ".join(map(str, measures["box"]))
    descriptor = (
        f"/FontBBox [{box}] /Ascent {measures['ascent']} /Descent {measures['descent']} "
        f"/CapHeight {measures['cap_height']} /ItalicAngle 0 /StemV 80 /Flags 4"
    )
    return Face(
        name=f"{_tag(name)}+NotoSans-{name}",
        index=index,
        glyphs={ord(c): chr(g) for c, g in glyphs.items()},
        advances={c: advances[g] for c, g in glyphs.items()},
        descriptor=descriptor.encode(),
        widths=f"[0 [{' '.join(map(str, advances))}]]".encode(),
        to_unicode=_to_unicode(glyphs),
        program=zlib.compress(program, 9),
        program_length=len(program),
    )


def _tag(name: str) -> str:
    """Six capitals, as ISO 32000 asks of subsets; the same for the same block."""
    number = zlib.crc32(name.encode())
    return "".join(chr(65 + (number >> shift) % 26) for shift in range(0, 30, 5))


@cache
def _measures() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads((folder() / "fonts.json").read_text("utf-8"))
    return table


@cache
def face(name: str) -> Face:
    """The block of this name ("latin-bold")."""
    index = list(_measures()).index(name) + 1
    return _face(index, name, _measures()[name], (folder() / f"{name}.ttf").read_bytes())


@cache
def _block_of(character: str, weight: str) -> str:
    """The first block that draws the character, or an empty string."""
    for name, measures in _measures().items():
        if name.endswith(f"-{weight}") and character in measures["glyphs"]:
            return name
    return ""


def runs(text: str, weight: str) -> list[tuple[Face, str]]:
    """The text cut where the face changes; a character no font draws becomes a question mark."""
    latin = face(f"latin-{weight}")
    if latin.advances.keys() >= set(text):
        return [(latin, text)]
    cut: list[tuple[Face, str]] = []
    for character in text.translate(INVISIBLE):
        block = _block_of(character, weight)
        shown = character if block else "?"
        chosen = face(block or f"latin-{weight}")
        if cut and (cut[-1][0] is chosen or shown == " "):
            cut[-1] = (cut[-1][0], cut[-1][1] + shown) if shown in cut[-1][0].advances else cut[-1]
            if shown not in cut[-1][0].advances:
                cut.append((chosen, shown))
        else:
            cut.append((chosen, shown))
    return cut


def width(text: str, weight: str, size: float) -> float:
    """How wide the text is, in the unit of `size`."""
    try:
        return sum(map(face(f"latin-{weight}").advances.__getitem__, text)) * size / 1000
    except KeyError:
        parts = runs(text, weight)
        return sum(sum(map(f.advances.__getitem__, t)) for f, t in parts) * size / 1000
