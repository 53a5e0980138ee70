"""The fonts of scripts with thousands of letters, from which each page takes the letters it shows.

Per font and weight `<name>-<weight>.glyphs`: the characters' codes (4 bytes each, ascending),
their advances (2 bytes), where their outlines begin (4 bytes, one more than characters), and the
outlines as a TrueType table `glyf` holds them; all numbers little-endian. What a font file says
besides stands in `broad.json`.
"""

import struct
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib.iup import iup_delta
from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap, supportScalar

_HANGUL = {*range(0x1100, 0x1200), *range(0x3130, 0x3190), *range(0xA960, 0xA980)}
_HANGUL |= set(range(0xAC00, 0xD800))
FIRST = 0x2000  # what stands before is drawn by fonts of letters, or by none
# The first one that has a character draws it; Japanese texts ask the Japanese one first.
SOURCES = {
    "han-chinese": ("NotoSansSC", None),
    "han-japanese": ("NotoSansJP", None),
    "hangul": ("NotoSansKR", _HANGUL),
}


Drawings = dict[str, tuple[list[bytes], list[int]]]


def build(folder: Path, output: Path, weights: dict[str, int], drawn: set[int]) -> dict[str, Any]:
    """What broad.json says of every font of the folder, whose files are written.

    Characters already `drawn` by another font are left out.
    """
    with ProcessPoolExecutor(2) as pool:
        made = [pool.submit(_build_one, name, folder, output, weights, drawn) for name in SOURCES]
        return dict(item for one in made for item in one.result().items())


def _build_one(
    name: str, folder: Path, output: Path, weights: dict[str, int], drawn: set[int]
) -> dict[str, Any]:
    stem, wanted = SOURCES[name]
    font = TTFont(next(folder.rglob(f"{stem}[[]wght[]].ttf")), recalcTimestamp=False)
    codes = sorted(c for c in font.getBestCmap() if wanted is None or c in wanted)
    codes = [code for code in codes if code not in drawn and code >= FIRST]
    for weight, (outlines, advances) in _draw(font, codes, weights).items():
        _write(output / f"{name}-{weight}.glyphs", codes, advances, outlines)
    return {f"{name}-{weight}": _particulars(font) for weight in weights}


def _scale(font: TTFont, weight: int) -> dict[str, float]:
    """The place of the weight between the drawings of the font."""
    axis = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
    limits = (axis.minValue, axis.defaultValue, axis.maxValue)
    place = normalizeLocation({"wght": weight}, {"wght": limits})["wght"]
    return {"wght": piecewiseLinearMap(place, font["avar"].segments["wght"])}


def _draw(font: TTFont, codes: list[int], weights: dict[str, int]) -> Drawings:
    """Each weight's outlines and advances. A font drawn between two weights is only stretched."""
    names, glyf, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    places = {weight: _scale(font, value) for weight, value in weights.items()}
    found: Drawings = {weight: ([], []) for weight in weights}
    for code in codes:
        name = names[code]
        points, controls = glyf._getCoordinatesAndControls(name, metrics)
        changes = []
        for change in font["gvar"].variations.get(name, ()):
            deltas = change.coordinates
            if None in deltas:
                deltas = iup_delta(deltas, points, list(controls.endPts))
            changes.append((change.axes, deltas))
        for weight, (outlines, advances) in found.items():
            moved = list(points)
            for axes, deltas in changes:
                scale = supportScalar(places[weight], axes)
                pairs = zip(moved, deltas, strict=True)
                moved = [(x + dx * scale, y + dy * scale) for (x, y), (dx, dy) in pairs]
            moved = [(round(x), round(y)) for x, y in moved]
            outlines.append(_outline(font, name, moved[:-4]))
            advances.append(moved[-3][0] - moved[-4][0])
    return found


def _outline(font: TTFont, name: str, points: list[tuple[int, int]]) -> bytes:
    """The glyph through these points; SystemExit where it is made of other glyphs."""
    glyph = font["glyf"][name]
    if glyph.numberOfContours < 0:
        sys.exit(f"{name} is made of other glyphs, which pages cannot take alone")
    if not glyph.numberOfContours:
        return b""
    kept, glyph.coordinates = glyph.coordinates, GlyphCoordinates(points)
    outline = bytes(glyph.compile(font["glyf"], recalcBBoxes=True))
    glyph.coordinates = kept  # another character may be drawn by it as well
    return outline


def _write(path: Path, codes: list[int], advances: list[int], outlines: list[bytes]) -> None:
    count, place, places, body = len(codes), 0, [0], bytearray()
    for outline in outlines:
        body += outline + b"\0" * (-len(outline) % 4)
        place = len(body)
        places.append(place)
    path.write_bytes(
        struct.pack("<I", count)
        + struct.pack(f"<{count}I", *codes)
        + struct.pack(f"<{count}H", *advances)
        + struct.pack(f"<{count + 1}I", *places)
        + bytes(body)
    )


def _particulars(font: TTFont) -> dict[str, Any]:
    head, hhea = font["head"], font["hhea"]
    tables = {tag: font.reader[tag].hex() for tag in ("head", "hhea", "maxp")}
    return {
        "ascent": hhea.ascent,
        "descent": hhea.descent,
        "cap_height": getattr(font["OS/2"], "sCapHeight", 0) or 700,
        "box": [head.xMin, head.yMin, head.xMax, head.yMax],
        "tables": tables,
    }
