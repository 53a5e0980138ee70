"""Builds the fonts of rendered pages into .build/fonts, from packages, at build time.

A variable font becomes static weights, each cut into blocks by script. A page embeds the blocks
its text needs, whole, so nothing is parsed or subset while a page is rendered, and equal text
gives equal bytes. Per block: `<block>-<weight>.ttf`, and all its measures in `fonts.json`.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

OUTPUT = Path(__file__).resolve().parents[2] / ".build" / "fonts"
WEIGHTS = {"regular": 400, "bold": 700}

# The letters of the languages we print come first, so that most pages embed one block per weight.
_PUNCTUATION = "‐‑–—‘’‚“”„†‡•…‰′″‹›€№™−≈≠≤≥\u00a0\u202f"
_LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + (
    "ĄąĆćČčĐđĘęŁłŃńŒœŚśŠšŹźŻżŽžŸ" + _PUNCTUATION
)
BLOCKS = {
    "latin": set(map(ord, _LATIN)),
    "greek": set(range(0x370, 0x400)),
    "cyrillic": set(range(0x400, 0x530)),
    "latin-extended": {*range(0x100, 0x250), *range(0x1E00, 0x1F00), *range(0x2C60, 0x2C80)},
    "greek-extended": set(range(0x1F00, 0x2000)),
    "symbols": {*range(0x2B0, 0x370), *range(0x2000, 0x2070), *range(0x2070, 0x2200)},
}


def source(package: str) -> TTFont:
    """The variable font a package carries; SystemExit where it is not installed."""
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    files = [p for p in sorted(folder.rglob("*.ttf")) if "Italic" not in p.name] if folder else []
    if not files:
        sys.exit(f"no font in the package {package}: install requirements/dev.lock first")
    return TTFont(files[0], recalcTimestamp=False)


def cut(font: TTFont, characters: set[int]) -> TTFont:
    """The font with these characters only: no layout, no hinting, no names, no kerning."""
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=[], legacy_kern=False
    )
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "meta", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return font


def measures(font: TTFont) -> dict[str, object]:
    """What a PDF says of a font, in thousandths of the type size."""
    scale = 1000 / font["head"].unitsPerEm
    glyphs, advances = font.getGlyphOrder(), font["hmtx"]
    head, os2 = font["head"], font["OS/2"]
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    return {
        "glyphs": {chr(c): font.getGlyphID(g) for c, g in sorted(font.getBestCmap().items())},
        "advances": [round(advances[g][0] * scale) for g in glyphs],
        "ascent": round(font["hhea"].ascent * scale),
        "descent": round(font["hhea"].descent * scale),
        "cap_height": round(os2.sCapHeight * scale),
        "box": [round(value * scale) for value in box],
    }


def build() -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for old in OUTPUT.iterdir():
        old.unlink()
    table: dict[str, dict[str, object]] = {}
    variable, static = OUTPUT / "variable.ttf", OUTPUT / "static.ttf"
    cut(source("fontpkg_noto_sans"), set().union(*BLOCKS.values())).save(variable)
    for weight, value in WEIGHTS.items():
        font = TTFont(variable, recalcTimestamp=False)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        instantiateVariableFont(font, axes | {"wght": value}, inplace=True).save(static)
        for block, characters in BLOCKS.items():
            name = f"{block}-{weight}"
            part = cut(TTFont(static, recalcTimestamp=False), characters)
            part.save(OUTPUT / f"{name}.ttf")
            table[name] = measures(part)
    variable.unlink()
    static.unlink()
    (OUTPUT / "fonts.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")))
    size = sum(path.stat().st_size for path in OUTPUT.iterdir())
    print(f"fonts: {len(table)} blocks, {size / 1000:.0f} kB in {OUTPUT.name}")


if __name__ == "__main__":
    build()
