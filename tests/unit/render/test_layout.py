"""Nothing a document says is lost, whatever its length; every kind of line has its place."""

from decimal import Decimal

import pytest
from tests.unit.render.pages import AMOUNT, images, line, png, texts, view

from invoicing.model import Address, AllowanceCharge, Line, Party, TaxSubtotal, Totals
from invoicing.render.html import write_html
from invoicing.render.view import Images, PrintOptions, themes

LONG = " ".join(f"word{number:03}" for number in range(400))


def everything(*lines: Line, **changes: object) -> str:
    return " ".join(texts(view(*lines, **changes)))


def words_in(text: str) -> int:
    return sum(f"word{number:03}" in text for number in range(400))


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize(
    "changes",
    [
        {"footer": LONG},
        {"note": LONG},
        {"signature": LONG},
        {"payment_terms": LONG},
        {"reference": LONG},
        {"title": LONG},
        {"buyer": Party(name="B", address=Address(line1=LONG))},
        {"seller": Party(name="S", address=Address(line1=LONG))},
        {"payee": Party(name=LONG)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_no_word_of_a_long_text_is_lost(theme: str, changes: dict[str, object]) -> None:
    assert words_in(everything(theme=theme, **changes)) == 400


@pytest.mark.parametrize("field", ["name", "description", "note"])
def test_no_word_of_a_long_line_is_lost(field: str) -> None:
    assert words_in(everything(line(**{field: LONG}))) == 400


def test_the_label_of_a_total_breaks_over_lines() -> None:
    entry = AllowanceCharge(amount=Decimal(5), reason=LONG)
    sums = Totals(lines=AMOUNT, allowances=Decimal(5), net=AMOUNT, gross=AMOUNT, payable=AMOUNT)
    assert words_in(everything(allowances_charges=(entry,), totals=sums)) == 400


def test_a_long_tax_summary_breaks_over_pages() -> None:
    rows = tuple(
        TaxSubtotal(rate=Decimal(rate), base=Decimal(1000 + rate), tax=Decimal(rate))
        for rate in range(1, 99)
    )
    text = everything(tax_subtotals=rows)
    assert all(f"1,{rate:03}.00" in text for rate in range(1, 99))


def test_many_facts_break_over_pages() -> None:
    text = everything(buyer_reference=LONG, contract_reference="C-1", tender_reference="T-9")
    assert words_in(text) == 400
    assert "T-9" in text


def test_a_subtitle_prints_its_description_and_keeps_with_its_first_line() -> None:
    title = line("Second floor", kind="subtitle", description="Rooms 21 to 28")
    for before in range(20, 40):
        pages = texts(view(*[line()] * before, title, line("Only door")))
        assert [("Second floor" in page) == ("Only door" in page) for page in pages]
        at = next(number for number, page in enumerate(pages) if "Second floor" in page)
        assert "Rooms 21 to 28" in pages[at]
        assert "Only door" in pages[at]


def test_a_section_total_prints_the_amount_of_its_line() -> None:
    """The calculator's figure, not a sum of the rows."""
    total = line("", kind="section_total", net_amount=Decimal("77.77"))
    assert view(line(), total).rows[-1].cells == ("Section total", "77.77")
    assert "77.77" in everything(line(), total)


def test_a_section_total_includes_tax_where_prices_do() -> None:
    total = line("", kind="section_total", amount_with_tax=Decimal("94.88"))
    shown = view(line(amount_with_tax=AMOUNT), total, prices_include_tax=True)
    assert shown.rows[-1].cells[1] == "94.88"


def test_a_page_break_begins_a_page_and_repeats_the_head() -> None:
    cut = line("", kind="divider", custom={"pageBreak": True})
    first, second = texts(view(line("Before"), cut, line("After")))
    assert "Before" in first
    assert "After" not in first
    assert "After" in second
    assert "Description" in second


def test_a_divider_is_a_rule_across() -> None:
    def dark_rows(*lines: Line) -> int:
        image = images(view(*lines), 2.0)[0].convert("L")
        return sum(
            max(image.crop((130, y, 1070, y + 1)).get_flattened_data()) < 160
            for y in range(image.height)
        )

    assert dark_rows(line(), line("", kind="divider"), line()) > dark_rows(line(), line())


def test_discounts_of_lines_have_a_column_only_where_there_are_some() -> None:
    assert "Discount" not in everything()
    assert "10%" in everything(line(discount=Decimal(10)))
    assert "5% + 2%" in everything(line(discounts=(Decimal(5), Decimal(2))))


def test_all_marks_are_drawn() -> None:
    text = everything(state="draft", live=False, options=PrintOptions(copy=True))
    assert "DRAFT · TEST · COPY" in text


def test_header_and_footer_are_left_out_on_printed_paper() -> None:
    seller = Party(name="Letterhead Ltd")
    assert "Letterhead" in everything(seller=seller)
    text = everything(seller=seller, options=PrintOptions(hide_header_footer=True))
    assert "Letterhead" not in text
    assert "Page 1 of 1" in text


def test_only_some_themes_take_the_callers_own_texts() -> None:
    options = PrintOptions(head_note="Welcome!", foot_note="Goodbye!")
    text = everything(options=options, theme="acube")
    assert "Welcome!" in text
    assert "Goodbye!" in text
    assert "Welcome!" not in everything(options=options, theme="standard")


@pytest.mark.parametrize("theme", themes())
def test_the_logo_stands_clear_of_every_text(theme: str) -> None:
    """With a red logo, red covers the same area whether there is text or not."""
    seller = Party(name="A" * 60, address=Address(line1="B" * 90, line2="C" * 90, city="D" * 90))

    def red(**changes: object) -> int:
        image = images(
            view(theme=theme, options=PrintOptions(images=Images(logo=png())), **changes)
        )[0]
        return sum(
            r > 200 and g < 60 and b < 60 for r, g, b in image.convert("RGB").get_flattened_data()
        )

    assert red(seller=Party(name="A")) > 2000
    assert abs(red(seller=seller) - red(seller=Party(name="A"))) <= 20


def test_themes_differ_in_more_than_colour() -> None:
    def grey(theme: str) -> bytes:
        image = images(view(theme=theme), 0.5)[0].convert("L")
        return image.point(lambda level: 0 if level < 220 else 255).tobytes()

    assert len({grey(theme) for theme in themes()}) == len(themes())


@pytest.mark.parametrize(("theme", "left_mm", "top_mm"), [("din5008", 20, 45), ("swiss", 118, 50)])
def test_the_recipient_shows_in_the_window_of_the_envelope(
    theme: str, left_mm: float, top_mm: float
) -> None:
    """Sources: DIN 5008 form B (85 x 45 mm at 20, 45), Swiss window at the right."""
    import pypdfium2  # noqa: PLC0415 - only here boxes of texts are asked for

    from invoicing.render.pdf import write_pdf  # noqa: PLC0415

    page = pypdfium2.PdfDocument(write_pdf(view(theme=theme)))[0]
    found = page.get_textpage().search("Rossi S.r.l.").get_next()
    left, bottom, _, top = page.get_textpage().get_charbox(found[0])
    mm = 25.4 / 72
    assert left_mm < left * mm < left_mm + 20
    assert top_mm < (page.get_height() - top) * mm
    assert (page.get_height() - bottom) * mm < top_mm + 25


def test_the_html_page_has_dividers_page_breaks_and_the_logo() -> None:
    cut = line("", kind="divider", custom={"pageBreak": True})
    shown = view(
        line(), line("", kind="divider"), cut, options=PrintOptions(images=Images(logo=png()))
    )
    page = write_html(shown)
    assert '<tr class="divider">' in page
    assert '<tr class="break">' in page
    assert '<img src="data:image/png;base64,' in page
    assert "img-src data:" in page or "img-src" not in page


def test_a_name_longer_than_a_page_is_printed_and_leaves_room_on_the_next() -> None:
    shown = view(seller=Party(name="x\n" * 200), note="last")
    assert any("last" in page for page in texts(shown))
    assert len(texts(shown)) < 10
