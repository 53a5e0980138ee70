"""QR codes: judged by another reader, another encoder and the norm's own wording."""

import re
from itertools import groupby
from random import Random

import pytest
import segno
import zxingcpp
from PIL import Image
from segno import consts
from segno import encoder as segno_encoder

from invoicing.render import _qr_tables as tables
from invoicing.render import qr
from invoicing.render._modules import pdf_path, runs, svg_path

LEVELS = {"L": consts.ERROR_LEVEL_L, "M": consts.ERROR_LEVEL_M}
LEVELS |= {"Q": consts.ERROR_LEVEL_Q, "H": consts.ERROR_LEVEL_H}
LETTERS = "abcdefghXYZ,.;-\n/čž"


def read(matrix: qr.Matrix, dots: int = 4) -> zxingcpp.Barcode:
    """The one code zxing finds in a picture of the matrix with its quiet zone."""
    side = matrix.size + 8
    picture = Image.new("L", (side, side), 255)
    for x, y, width in runs(matrix):
        picture.paste(0, (x + 4, y + 4, x + 4 + width, y + 5))
    found = zxingcpp.read_barcodes(picture.resize((side * dots, side * dots), Image.Resampling.BOX))
    assert len(found) == 1
    return found[0]


def filling(version: int, error: str) -> str:
    """A text after which a symbol has no room left, not even for padding."""
    count = tables.data_words(version, error) - (2 if version < 10 else 3)
    return "".join(Random(version).choices("abcdefgh,.;XYZ", k=count))


@pytest.mark.parametrize("error", "LMQH")
@pytest.mark.parametrize("version", range(1, 41))
def test_every_version_and_level_is_what_another_encoder_draws(version: int, error: str) -> None:
    text = filling(version, error)
    ours = qr.encode(text, error=error)
    peer = segno.make(
        text, error=error, version=version, mode="byte", boost_error=False, mask=ours.mask
    )
    assert ours.version == version
    assert list(ours.rows) == ["".join(map(str, row)) for row in peer.matrix]


@pytest.mark.parametrize("version", range(1, 41))
def test_every_version_is_read_back(version: int) -> None:
    text = "".join(Random(version).choices(LETTERS, k=version * 5))
    found = read(qr.encode(text, version=version, error="L"))
    assert (found.text, found.ec_level) == (text, "L")


@pytest.mark.parametrize("version", range(1, 41))
def test_capacities_are_those_of_table_7(version: int) -> None:
    for error, constant in LEVELS.items():
        assert 8 * tables.data_words(version, error) == consts.SYMBOL_CAPACITY[version][constant]


def test_a_text_that_just_fits_keeps_the_smaller_version() -> None:
    fits = "x" * (tables.data_words(9, "M") - 2)
    assert qr.encode(fits).version == 9
    assert qr.encode(fits + "x").version == 10


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_padding_up_to_the_last_word_is_read(missing: int) -> None:
    text = "y" * (tables.data_words(5, "Q") - 2 - missing)
    assert read(qr.encode(text, error="Q")).text == text


def test_the_empty_text_is_a_code_of_version_1() -> None:
    assert qr.encode("").version == 1


def test_eci_announces_the_character_set() -> None:
    text = "Žaga Šušteršič, plačilo računa"
    ours = qr.encode(text, version=15, encoding="iso-8859-2", eci=4)
    found = read(ours)
    assert (ours.size, found.text) == (77, text)
    assert found.bytes == text.encode("iso-8859-2")
    assert read(qr.encode(text, encoding="iso-8859-2")).text != text  # a reader has to guess


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("x" * 400, {"max_version": 13}), ("x" * 413, {"version": 15}), ("x" * 2332, {})],
)
def test_what_does_not_fit_is_refused(text: str, wanted: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        qr.encode(text, **wanted)


def test_characters_outside_the_encoding_are_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        qr.encode("日本", encoding="iso-8859-2")


def penalty_by_the_letter(rows: list[str]) -> int:
    """ISO/IEC 18004:2015 table 11, module by module."""
    size = len(rows)
    lines = [*rows, *("".join(column) for column in zip(*rows, strict=True))]
    points = 0
    for line in lines:
        lengths = [len(list(run)) for _, run in groupby(line)]
        points += sum(length - 2 for length in lengths if length >= 5)
        framed = "0000" + line + "0000"
        points += 40 * len(re.findall("(?=(?:00001011101|1011101(?=0000)))", framed))
        both = len(re.findall("(?=000010111010000)", framed))
        points -= 40 * both
    for y in range(size - 1):
        for x in range(size - 1):
            points += 3 * (len({*rows[y][x : x + 2], *rows[y + 1][x : x + 2]}) == 1)
    share = 100 * "".join(rows).count("1") / size**2
    return points + 10 * int(abs(share - 50) / 5)


@pytest.mark.parametrize("version", [1, 2, 7, 12, 15, 23])
def test_penalties_are_counted_as_table_11_says(version: int) -> None:
    geometry = qr._geometry(version)
    random = Random(version)
    for _ in range(8):
        darkness = random.choice([0.1, 0.4, 0.5, 0.8])
        rows = [
            "".join("01"[random.random() < darkness] for _ in range(geometry.size))
            for _ in range(geometry.size)
        ]
        if random.random() < 0.5:
            row, at = random.randrange(geometry.size), random.randrange(geometry.size - 12)
            rows[row] = rows[row][:at] + "10111011101" + rows[row][at + 11 :]
        number = int("".join("0000" + row for row in rows), 2)
        assert qr._penalty(number, geometry) == penalty_by_the_letter(rows)


def test_the_mask_with_the_lowest_penalty_is_taken() -> None:
    for number in range(12):
        text = "".join(Random(number).choices(LETTERS, k=40))
        chosen = qr.encode(text)
        bare = [list(row) for row in chosen.rows]
        geometry = qr._geometry(chosen.version)
        dark = tables.dark_information(chosen.version, "M", chosen.mask)
        for x, y in dark:
            bare[y][x] = "0"
        matrix = int("".join("0000" + "".join(row) for row in bare), 2)
        unmasked = matrix ^ geometry.masks[chosen.mask]
        scores = []
        for mask in geometry.masks:
            scores.append(penalty_by_the_letter(list(geometry.rows(unmasked ^ mask))))
        assert scores[chosen.mask] == min(scores)


def test_mask_conditions_are_those_of_table_10() -> None:
    peers = segno_encoder.get_data_mask_functions(False)
    for ours, peer in zip(tables.MASKS, peers, strict=True):
        assert all(ours(x, y) == bool(peer(y, x)) for x in range(40) for y in range(40))


def test_runs_cover_each_dark_module_once() -> None:
    matrix = qr.encode("runs", version=4)
    drawn = [(x + i, y) for x, y, width in runs(matrix) for i in range(width)]
    dark = {(x, y) for y, row in enumerate(matrix.rows) for x, bit in enumerate(row) if bit == "1"}
    assert len(drawn) == len(dark)
    assert set(drawn) == dark


def test_svg_and_pdf_paths_draw_the_same_modules() -> None:
    matrix = qr.encode("paths")
    svg = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg_path(matrix))
    pdf = re.findall(r"(\d+) (\d+) (\d+) 1 re\n", pdf_path(matrix))
    assert [tuple(map(int, run)) for run in svg] == runs(matrix)
    assert [(int(x), matrix.size - 1 - int(y), int(w)) for x, y, w in pdf] == runs(matrix)
    assert pdf_path(matrix).endswith("\nf")
