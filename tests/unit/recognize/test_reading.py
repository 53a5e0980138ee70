"""Whole files: pages, codes and text together, with a reader of text that is told what to see."""

import io
import os
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageDraw
from tests.support import paper, scanner

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.recognize import Box, PageText, Word
from invoicing.recognize._reading import read_image
from invoicing.recognize._repair import flattened, skew_deg, straightened

EPC = "BCD\n002\n1\nSCT\n\nLipa d.o.o.\nSI56020170014356205\nEUR122.00\n\nRF18539007547034\n"
SHEET = paper.sheet(3, code=EPC)


def blind(_: bytes) -> PageText:
    return PageText()


def telling(*rows: tuple[float, float, str]) -> Any:
    found = tuple(Word(text, Box(x, y, 0.01 * len(text), 0.012)) for x, y, text in rows)
    return lambda _: PageText(found)


def said(result: Any) -> dict[str, Any]:
    return {field.name: field.value for field in result.fields}


@pytest.mark.parametrize("dpi", [150, 300] if os.environ.get("NOTULA_LONG") else [150])
def test_F256_the_code_of_a_skewed_scan_is_read_whole(dpi: int) -> None:
    page = scanner.scan(paper.draw(SHEET, dpi), Random(dpi), skew_deg=2)
    result = read_image(scanner.jpeg(page), text_reader=blind)
    assert result.symbols[0].text.strip() == EPC.strip()
    assert said(result)["iban"] == "SI56020170014356205"
    assert result.document.payment_instructions.remittance == "RF18539007547034"
    assert result.document.incoming


def test_F256_the_code_of_a_photograph_is_read_whole() -> None:
    photo = scanner.photograph(paper.draw(SHEET, 150), Random(5), width_px=1100)
    result = read_image(scanner.jpeg(photo), mobile=True, text_reader=blind)
    assert [symbol.code for symbol in result.symbols] == ["epc"]


def test_F256_a_photograph_is_cut_to_its_page_and_straightened() -> None:
    page = paper.draw(SHEET, 100)
    photo = scanner.photograph(page, Random(7), width_px=700)
    flat = flattened(photo)
    assert flat.width / flat.height == pytest.approx(page.width / page.height, rel=0.06)
    assert abs(skew_deg(straightened(flat))) <= 0.4


@pytest.mark.parametrize("angle", [-4.0, 0.0, 1.3])
def test_F256_skew_is_measured(angle: float) -> None:
    turned = paper.draw(SHEET, 100).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_deg(turned) == pytest.approx(-angle, abs=0.25)


def test_F256_a_page_without_margins_stays_as_it_is() -> None:
    page = paper.draw(SHEET, 100)
    assert flattened(page).size == page.size


def test_F256_the_pages_of_a_scanned_pdf_are_looked_at() -> None:
    blank = Image.new("L", (80, 110), 255)
    result = read_image(scanner.pdf(blank, paper.draw(SHEET, 100), dpi=100), text_reader=blind)
    assert result.pages == 2
    assert [(symbol.code, symbol.page) for symbol in result.symbols] == [("epc", 2)]


def test_F256_of_a_long_pdf_the_first_pages_and_the_last_are_read() -> None:
    blank = Image.new("L", (40, 56), 255)
    pages = [blank] * 6 + [paper.draw(SHEET, 100)]
    result = read_image(scanner.pdf(*pages, dpi=100), text_reader=blind)
    assert result.pages == 4
    assert result.symbols[0].page == 7
    assert "pages-skipped" in {finding.rule for finding in result.findings}


def test_F256_a_text_layer_is_read_without_looking_at_the_image() -> None:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - where it is needed

    out = io.BytesIO()
    canvas = Canvas(out)
    for row, text in enumerate(
        ("Bright & Sons Ltd", "VAT No. GB980780684", "Invoice no. A-7", "Invoice date 3 April 2026",
         "Subtotal 100.00", "VAT 20% 20.00", "Total due £120.00", "IBAN DE33100205000001194700")
    ):  # fmt: skip
        canvas.drawString(60, 780 - 20 * row, text)
    canvas.save()

    def never(_: bytes) -> PageText:
        raise AssertionError("no image is read where there is text")

    result = read_image(out.getvalue(), text_reader=never)
    found = said(result)
    assert found["number"] == "A-7"
    assert str(found["total"]) == "120.00"
    assert found["currency"] == "GBP"
    assert found["tax_id"] == "GB980780684"
    assert {field.source for field in result.fields} == {"text"}
    assert next(f for f in result.fields if f.name == "number").box.top == pytest.approx(
        1 - 750 / 842, abs=0.01
    )


def test_F256_the_code_beats_what_the_text_says_and_the_difference_is_told() -> None:
    reader = telling((0.1, 0.1, "Total due EUR 722.00"))
    result = read_image(scanner.png(paper.draw(SHEET, 150)), text_reader=reader)
    assert str(said(result)["total"]) == "122.00"
    assert "recognition-differs" in {finding.rule for finding in result.findings}


def test_F256_without_a_reader_of_text_only_codes_are_read() -> None:
    result = read_image(scanner.png(paper.draw(SHEET, 150)))
    assert {field.source for field in result.fields} == {"code"}


def _exif_turned() -> bytes:
    turned = paper.draw(SHEET, 150).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_F256_a_photograph_is_turned_as_its_camera_says() -> None:
    result = read_image(_exif_turned(), text_reader=blind)
    assert result.symbols[0].box.top > 0.4


def _bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def _huge_page() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - where it is needed

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(14_000, 14_000))
    canvas.drawString(10, 10, "x")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableFile),
        (b"not an image", UnreadableFile),
        (b"GIF89a" + bytes(50), UnreadableFile),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), UnreadableFile),
        (scanner.jpeg(Image.new("L", (60, 60)))[:200], UnreadableFile),
        (b"%PDF-1.7\n" + bytes(200), UnreadableFile),
        (b"%PDF-1.7\n" + bytes(20_000_001), TooLarge),
        (bytes(10_000_001), TooLarge),
        (_bomb(), TooLarge),
    ],
)
def test_F256_what_cannot_be_read_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_image(data, text_reader=blind)


def test_F256_a_huge_page_is_drawn_within_bounds() -> None:
    seen = []

    def reader(image: bytes) -> PageText:
        with Image.open(io.BytesIO(image)) as opened:
            seen.append(opened.width * opened.height)
        return PageText()

    read_image(_huge_page(), text_reader=reader)
    assert 0 < seen[0] <= 12_100_000


def test_F256_an_encrypted_pdf_is_told_apart() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - where it is needed
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - where it is needed

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(10, 10, "x")
    canvas.save()
    with pytest.raises(UnreadableFile) as refused:
        read_image(out.getvalue(), text_reader=blind)
    assert refused.value.code == "pdf-encrypted"


def test_F256_an_image_of_one_pixel_has_nothing_on_it() -> None:
    out = io.BytesIO()
    image = Image.new("L", (1, 1), 255)
    ImageDraw.Draw(image)
    image.save(out, "PNG")
    for mobile in (False, True):
        result = read_image(out.getvalue(), mobile=mobile, text_reader=blind)
        assert result.fields == ()
        assert {f.rule for f in result.findings} == {"recognition-missing"}
