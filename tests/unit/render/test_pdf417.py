"""PDF417 codes: read back by another reader."""

from random import Random

import pytest
import zxingcpp
from PIL import Image

from invoicing.render import pdf417
from invoicing.render._modules import Modules, pdf_path, runs, svg_path

LETTERS = "abcXYZ 0123456789.,:/-+\nčćžšđ€"


def read(modules: Modules, dots: int = 2) -> zxingcpp.Barcode:
    quiet, high = modules.quiet, modules.row_down
    size = (modules.across + 2 * quiet, modules.down + 2 * quiet)
    picture = Image.new("L", size, 255)
    for x, y, width in runs(modules):
        top = quiet + y * high
        picture.paste(0, (quiet + x, top, quiet + x + width, top + high))
    picture = picture.resize((size[0] * dots, size[1] * dots), Image.Resampling.BOX)
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.PDF417)
    return found


def test_texts_are_read_back_as_they_were_written() -> None:
    draw = Random(417)
    for _ in range(60):
        text = "".join(draw.choices(LETTERS, k=draw.randint(1, 300)))
        code = pdf417.encode(text, error="4", columns=9)
        assert read(code).bytes.decode("utf-8") == text, ascii(text)


def test_columns_and_level_are_those_asked_for() -> None:
    """A row is start, left, data, right and stop; a level adds 2 ** (level + 1) words."""
    code = pdf417.encode("HRVHUB30", error="4", columns=9)
    assert code.across == 17 * (9 + 4) + 1
    assert len({len(row) for row in code.rows}) == 1
    high = pdf417.encode("HRVHUB30", error="5", columns=9)
    assert len(high.rows) - len(code.rows) in ((64 - 32) // 9, (64 - 32) // 9 + 1)


def test_rows_are_three_modules_high_in_both_drawings() -> None:
    code = pdf417.encode("HRVHUB30", error="4", columns=9)
    x, y, width = runs(code)[-1]
    assert svg_path(code).endswith(f"M{x} {y * 3}h{width}v3h-{width}z")
    assert pdf_path(code).endswith(f"{x} 0 {width} 3 re\nf")


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        pdf417.encode("ž" * 2000, error="4", columns=9)
