"""Builds the fonts of rendered pages into .build/fonts, from packages, at build time.

A font becomes static weights, each cut into blocks by script. A page embeds the blocks
its text needs, whole, so nothing is parsed or subset while a page is rendered, and equal text
gives equal bytes. Per block: `<block>-<weight>.ttf`; of scripts that are shaped also
`<block>-<weight>.shape.ttf`, with the rules of its joining; all measures in `fonts.json`; and
`srgb.icc`, the profile PDF/A files name their colours by. Scripts with thousands of letters are
kept letter by letter instead: see `broad.py`.
"""

import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

import broad
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import ImageCms

FONTS = Path(__file__).resolve().parents[2] / ".build" / "fonts"
OUTPUT = FONTS.with_name("fonts.new")  # until it is whole
WEIGHTS = {"regular": 400, "bold": 700}

# The letters of the languages we print come first, so that most pages embed one block per weight.
_PUNCTUATION = "‐‑–—‘’‚“”„†‡•…‰′″‹›€№™−≈≠≤≥\u00a0\u202f"
_LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + (
    "ĄąĆćČčĐđĘęŁłŃńŒœŚśŠšŹźŻżŽžŸ" + _PUNCTUATION
)
_SANS = "fontpkg_noto_sans"
_BROAD = "justmytype_intl_cjk"
_MARKS = {0x25CC, 0x200C, 0x200D}  # dotted circle and joiners
BLOCKS = {
    "latin": (_SANS, set(map(ord, _LATIN))),
    "greek": (_SANS, set(range(0x370, 0x400))),
    "cyrillic": (_SANS, set(range(0x400, 0x530))),
    "latin-extended": (
        _SANS,
        {*range(0x100, 0x250), *range(0x1E00, 0x1F00), *range(0x2C60, 0x2C80)},
    ),
    "greek-extended": (_SANS, set(range(0x1F00, 0x2000))),
    "symbols": (_SANS, {*range(0x2B0, 0x370), *range(0x2000, 0x2070), *range(0x2070, 0x2200)}),
    "hebrew": ("fontpkg_heebo", {*range(0x590, 0x600), *range(0xFB1D, 0xFB50), 0x20AA} | _MARKS),
    "arabic": (
        "fontpkg_almarai",  # its letters are whole glyphs, so that readers find and copy them
        {*range(0x600, 0x700), *range(0x750, 0x780), 0x20} | _MARKS,
    ),
    "thai": ("fontpkg_noto_sans_thai", {*range(0xE01, 0xE5C)} | _MARKS),
    "devanagari": (
        "fontpkg_noto_sans_devanagari",
        {*range(0x900, 0x980), *range(0xA8E0, 0xA900), 0x20B9} | _MARKS,
    ),
}
SHAPED = {"hebrew", "arabic", "thai", "devanagari"}
_LAYOUT = ["GPOS", "GSUB", "GDEF"]


def folder_of(package: str) -> Path:
    """Where the fonts of a package are; SystemExit where there are none."""
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if not folder or not any(folder.rglob("*.ttf")):
        sys.exit(f"no font in the package {package}: install requirements/dev.lock first")
    return folder


def source(package: str, weight: str) -> TTFont:
    """The font a package carries, variable or of one weight."""
    folder = folder_of(package)
    files = [p for p in sorted(folder.rglob("*.ttf")) if "Italic" not in p.name]
    named = [path for path in files if path.stem.endswith(f"-{weight.capitalize()}")]
    return TTFont((named or files)[0], recalcTimestamp=False)


def cut(font: TTFont, characters: set[int], *, shaped: bool) -> TTFont:
    """The font with these characters only: no hinting, no names; joining rules where shaped."""
    options = subset.Options(
        hinting=False,
        layout_features=["*"] if shaped else [],
        notdef_outline=True,
        name_IDs=[],
        legacy_kern=False,
    )
    options.drop_tables += ["meta", "DSIG", *([] if shaped else _LAYOUT)]
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
        "cap_height": round(getattr(os2, "sCapHeight", 0) * scale) or 700,
        "box": [round(value * scale) for value in box],
    }


def shapes(font: TTFont) -> dict[int, str]:
    """Glyph number -> the letters it stands for, of glyphs that only joining rules lead to."""
    texts = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    rules: list[tuple[str, tuple[str, ...]]] = []  # a glyph and those it is made of
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for found in lookup.SubTable:
            table = getattr(found, "ExtSubTable", found)
            kind = table.LookupType
            if kind == 1:
                rules += [(made, (glyph,)) for glyph, made in table.mapping.items()]
            elif kind == 3:
                rules += [(made, (g,)) for g, many in table.alternates.items() for made in many]
            elif kind == 4:
                rules += [
                    (one.LigGlyph, (first, *one.Component))
                    for first, ligatures in table.ligatures.items()
                    for one in ligatures
                ]
    before = -1
    while before != len(texts):
        before = len(texts)
        for made, parts in rules:
            if made not in texts and all(part in texts for part in parts):
                texts[made] = "".join(texts[part] for part in parts)
    direct = set(font.getBestCmap().values())
    # Two letters in one glyph (lam and alef) as one sign: readers turn lines from the right
    # around sign by sign, and would turn the two around as well.
    whole = {normalize("NFKC", chr(c)): chr(c) for c in range(0xFEF5, 0xFEFD)}
    return {
        font.getGlyphID(g): whole.get(text, text) for g, text in texts.items() if g not in direct
    }


def build_package(package: str) -> dict[str, dict[str, object]]:
    """The measures of every block of one package, whose files are written."""
    blocks = {name: chars for name, (origin, chars) in BLOCKS.items() if origin == package}
    shaped = bool(SHAPED & blocks.keys())
    table: dict[str, dict[str, object]] = {}
    static, wanted = OUTPUT / "static.ttf", set().union(*blocks.values())
    for weight, value in WEIGHTS.items():
        font = cut(source(package, weight), wanted, shaped=shaped)
        font.save(static)
        font = TTFont(static, recalcTimestamp=False)
        if "fvar" in font:
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            instantiateVariableFont(font, axes | {"wght": value}, inplace=True).save(static)
        for block, characters in blocks.items():
            name = f"{block}-{weight}"
            part = cut(TTFont(static, recalcTimestamp=False), characters, shaped=shaped)
            table[name] = measures(part)
            if shaped:
                table[name]["shapes"] = shapes(part)
                part.save(OUTPUT / f"{name}.shape.ttf")
                for layout in _LAYOUT:
                    part.tables.pop(layout, None)
                    part.reader.tables.pop(layout, None)
            part.save(OUTPUT / f"{name}.ttf")
    static.unlink()
    return table


def write_profile() -> None:
    """The sRGB profile, dated 2000-01-01 instead of now."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = bytes((2000 >> 8, 2000 & 255, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    (OUTPUT / "srgb.icc").write_bytes(data)


def build() -> None:
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    found: dict[str, dict[str, object]] = {}
    for package in dict.fromkeys(origin for origin, _ in BLOCKS.values()):
        found |= build_package(package)
    names = [f"{block}-{weight}" for weight in WEIGHTS for block in BLOCKS]
    table = {name: found[name] for name in names}
    write_profile()
    (OUTPUT / "fonts.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")))
    drawn = {ord(c) for one in table.values() for c in one["glyphs"]}  # type: ignore[attr-defined]  # a dict
    letters = broad.build(folder_of(_BROAD), OUTPUT, WEIGHTS, drawn)
    (OUTPUT / "broad.json").write_text(json.dumps(letters, separators=(",", ":")))
    size = sum(path.stat().st_size for path in OUTPUT.iterdir())
    shutil.rmtree(FONTS, ignore_errors=True)
    OUTPUT.rename(FONTS)
    print(f"fonts: {len(table)} blocks, {len(letters)} of letters, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    build()
