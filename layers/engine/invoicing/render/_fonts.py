"""The fonts of a page: blocks by script, read and compressed once a process."""

import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category

from invoicing.render._bidi import EXPLICIT, begins_left, mirror, needs_bidi, visual_runs
from invoicing.render._broad import BroadFace, broad_face, broad_names
from invoicing.render._file import File, subset_tag, unicode_map

CHECKOUT = Path(__file__).resolve().parents[4]
FOLDERS = (Path("/opt/fonts"), CHECKOUT / ".build" / "fonts")
REPLACEMENT = "?"
# Marks of direction, of places to break, and of how the character before looks best.
INVISIBLE = frozenset("\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
JOINERS = "\u200c\u200d"
BROAD_FIRST = "\u2000"  # no broad font has a letter before
JAPANESE = "japanese"


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
    glyphs: dict[str, int]
    codes: dict[str, str]  # character -> its glyph's number, four hexadecimal digits
    advances: dict[str, int]  # character -> thousandths of the type size
    glyph_advances: tuple[int, ...]
    descriptor: bytes
    widths: bytes
    to_unicode: bytes
    program: bytes
    program_length: int
    rules: Path | None  # the font with its joining rules, where the script has such

    def write(self, file: File, _spans: Iterable[str] = ()) -> int:
        """The number of the font's object in the file (ISO 32000-1, 9.7)."""
        base = self.name.encode()
        program = file.packed(self.program, b"/Length1 %d " % self.program_length)
        descriptor = file.add(
            b"<</Type /FontDescriptor /FontName /%s %s /FontFile2 %d 0 R>>"
            % (base, self.descriptor, program)
        )
        descendant = file.add(
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDToGIDMap /Identity "
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            b"/FontDescriptor %d 0 R /DW 0 /W %s>>" % (base, descriptor, self.widths)
        )
        unicode = file.packed(self.to_unicode)
        return file.add(
            b"<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
            b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>" % (base, descendant, unicode)
        )


@dataclass(frozen=True, slots=True)
class SetText:
    """A text ready to be shown: its width in thousandths, its operators by face from the left."""

    width: float
    spans: tuple[tuple[Face | BroadFace, str], ...]


def _face(index: int, name: str, measures: dict[str, Any], place: Path) -> Face:
    glyphs: dict[str, int] = measures["glyphs"]
    advances: list[int] = measures["advances"]
    box = " ".join(map(str, measures["box"]))
    descriptor = (
        f"/FontBBox [{box}] /Ascent {measures['ascent']} /Descent {measures['descent']} "
        f"/CapHeight {measures['cap_height']} /ItalicAngle 0 /StemV 80 /Flags 4"
    )
    program = (place / f"{name}.ttf").read_bytes()
    rules = place / f"{name}.shape.ttf"
    return Face(
        name=f"{subset_tag(name.encode())}+Notula-{name}",
        index=index,
        glyphs=glyphs,
        codes={c: f"{g:04x}" for c, g in glyphs.items()},
        advances={c: advances[g] for c, g in glyphs.items()},
        glyph_advances=tuple(advances),
        descriptor=descriptor.encode(),
        widths=f"[0 [{' '.join(map(str, advances))}]]".encode(),
        to_unicode=unicode_map(
            {g: c for c, g in glyphs.items()}
            | {int(g): text for g, text in measures.get("shapes", {}).items()}
        ),
        program=zlib.compress(program, 9),
        program_length=len(program),
        rules=rules if rules.is_file() else None,
    )


@cache
def _measures() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads((folder() / "fonts.json").read_text("utf-8"))
    return table


@cache
def face(name: str) -> Face:
    """The block of this name ("latin-bold")."""
    index = list(_measures()).index(name) + 1
    return _face(index, name, _measures()[name], folder())


@cache
def _block_of(character: str, weight: str) -> str:
    """The first block that draws the character, or an empty string."""
    for name, measures in _measures().items():
        if name.endswith(f"-{weight}") and character in measures["glyphs"]:
            return name
    return ""


@cache
def _broad_of(character: str, weight: str, japanese: bool) -> BroadFace | None:
    """The first font of many letters that has the character, opened when it is asked."""
    if character < BROAD_FIRST:
        return None
    place, before = folder(), len(_measures())
    names = broad_names(place, weight)
    for name in sorted(names, key=lambda name: japanese and JAPANESE not in name):
        found = broad_face(place, name, before)
        if character in found.glyphs:
            return found
    return None


@lru_cache(maxsize=8192)
def typeset(text: str, weight: str, from_right: bool = False, japanese: bool = False) -> SetText:
    """The text as one line; a character that no font draws is shown as a question mark.

    Chinese letters are drawn as in Japan where the page is `japanese` or the text has kana.
    On a page `from_right` a text is ordered by its own first letter (UAX 9, P2), so that foreign
    names and amounts with their currency read as they do elsewhere.
    """
    latin = face(f"latin-{weight}")
    codes, advances = latin.codes, latin.advances
    try:
        shown = "".join(map(codes.__getitem__, text))
    except KeyError:
        pass
    else:
        if not from_right or begins_left(text) or text.isalnum():
            span = (latin, f"<{shown}> Tj")
            return SetText(sum(map(advances.__getitem__, text)), (span,))
    japanese = japanese or any("\u3041" <= c <= "\u30fa" for c in text)
    plain, from_right = text.translate(EXPLICIT), from_right and not begins_left(text)
    return _typeset_mixed(plain, weight, from_right, japanese)


def _typeset_mixed(text: str, weight: str, from_right: bool, japanese: bool) -> SetText:
    """The text in several scripts: in the order it stands on paper, shaped where it joins."""
    total, spans, shaped = 0.0, [], False
    ordered = from_right or needs_bidi(text)
    lines = visual_runs(text, int(from_right)) if ordered else [(text, 0)]
    for run, level in lines:
        parts = _faces(run, weight, japanese)
        for chosen, part in reversed(parts) if level % 2 else parts:
            if isinstance(chosen, BroadFace):
                width, shown = chosen.shown(part[::-1] if level % 2 else part)
            else:
                set_part = _shaped if chosen.rules else _drawn
                width, shown = set_part(part, chosen, bool(level % 2))
            shaped = shaped or chosen.rules is not None
            total += width
            spans.append((chosen, shown))
    if shaped and not ordered:
        # Signs that change places while shaped are read in their order. In lines from the right
        # readers turn the signs around themselves, and an actual text with them.
        spans[0] = (spans[0][0], f"/Span <</ActualText <{_actual(text)}>>> BDC {spans[0][1]}")
        spans[-1] = (spans[-1][0], f"{spans[-1][1]} EMC")
    return SetText(total, tuple(spans))


def _actual(text: str) -> str:
    """What readers copy and read aloud, whatever the order and the shapes of the glyphs."""
    seen = "".join(c for c in text if c not in INVISIBLE)
    return (b"\xfe\xff" + seen.encode("utf-16-be")).hex()


def _faces(text: str, weight: str, japanese: bool) -> list[tuple[Face | BroadFace, str]]:
    """The text cut where the face changes; spaces and marks stay with what precedes them."""
    cut: list[tuple[Face | BroadFace, str]] = []
    for character in text:
        if character in INVISIBLE:
            continue
        if cut and (character in cut[-1][0].glyphs or character in JOINERS):
            cut[-1] = (cut[-1][0], cut[-1][1] + character)
            continue
        if character in JOINERS:
            continue
        chosen, shown = _face_of(character, weight, japanese)
        if cut and cut[-1][0] is chosen:
            cut[-1] = (chosen, cut[-1][1] + shown)
        else:
            cut.append((chosen, shown))
    return cut


def _face_of(character: str, weight: str, japanese: bool) -> tuple[Face | BroadFace, str]:
    """The face that draws the character, and what it draws for it."""
    block = _block_of(character, weight)
    broad = None if block else _broad_of(character, weight, japanese)
    return broad or face(block or f"latin-{weight}"), character if block or broad else REPLACEMENT


def undrawn(text: str) -> tuple[str, ...]:
    """The characters of the text that no font has; pages show a question mark for each."""
    if text.isascii():
        return ()
    seen = {c for c in set(text.translate(EXPLICIT)) - INVISIBLE if category(c)[0] not in "CZ"}
    return tuple(
        c
        for c in sorted(seen)
        if not _block_of(c, "regular") and _broad_of(c, "regular", japanese=False) is None
    )


def _drawn(text: str, chosen: Face, from_right: bool) -> tuple[float, str]:
    text = "".join(c for c in text if c not in JOINERS)
    if from_right:
        text = "".join(mirror(c) if mirror(c) in chosen.codes else c for c in reversed(text))
    shown = "".join(map(chosen.codes.__getitem__, text))
    return sum(map(chosen.advances.__getitem__, text)), f"<{shown}> Tj"


@cache
def _shaper(rules: Path | None) -> Any:
    import uharfbuzz  # noqa: PLC0415 - only pages in scripts that join need it

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(rules))))


def _shaped(text: str, chosen: Face, from_right: bool) -> tuple[float, str]:
    """The text joined and its marks placed by the font's own rules."""
    import uharfbuzz  # noqa: PLC0415 - as above

    font = _shaper(chosen.rules)
    scale = 1000 / font.face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    # In lines from the right only the ligatures a script cannot do without: see layers/fonts.
    features = {"liga": False, "dlig": False} if from_right else {}
    uharfbuzz.shape(font, buffer, features)
    parts, adjust, rise, total = [], 0, 0, 0.0
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        up, right = round(place.y_offset * scale), round(place.x_offset * scale)
        if up != rise:
            parts.append(("rise", up))
            rise = up
        advance = round(place.x_advance * scale)
        parts.append(("move", adjust - right))
        parts.append(("show", glyph.codepoint))
        adjust = chosen.glyph_advances[glyph.codepoint] - advance + right
        total += advance
    if rise:
        parts.append(("rise", 0))
    if adjust:
        parts.append(("move", adjust))
    return total, _operators(parts)


def _operators(parts: list[tuple[str, int]]) -> str:
    """TJ arrays, cut where the rise changes; rises are still in thousandths of the type size."""
    shown, array = [], ""
    for kind, value in parts:
        if kind == "show":
            array += f"<{value:04x}>"
        elif kind == "move":
            array += f"{value}" if value else ""
        else:
            if array:
                shown.append(f"[{array}] TJ")
            array = ""
            shown.append(f"{value} Ts")
    if array:
        shown.append(f"[{array}] TJ")
    return " ".join(shown)


def width(text: str, weight: str, size: float) -> float:
    """How wide the text is, in the unit of `size`."""
    # As pages ask for it later: the cache knows a call by all its arguments.
    return typeset(text, weight, False, False).width * size / 1000
