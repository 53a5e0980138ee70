"""Scripts beside Latin: direction, joining, and no character without a glyph."""

import io
import random

import pypdfium2
import pytest
from bidi import get_display
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from tests.unit.render.pages import OWN, document, line, texts, view

from invoicing.model import Address, Contact, Party
from invoicing.render._bidi import levels, mirror, visual_runs
from invoicing.render._broad import broad_face
from invoicing.render._fonts import _broad_of, typeset
from invoicing.render._sheet import wrap
from invoicing.render.mail import mail_text
from invoicing.render.pdf import write_pdf

SAMPLES = {
    "greek": "Αθήνα ΐΰ ἀρχή",
    "cyrillic": "Москва Ђорђе Київ",
    "latin-extended": "žluťoučký kůň Şişli Ņēģeris Việt",
    "hebrew": "חשבונית מס 2026",
    "arabic": "فاتورة ضريبية رقم",
    "thai": "ใบกำกับภาษี น้ำ",
    "devanagari": "चालान संख्या क्षेत्र",
    "symbols": "½ ⅓ € № ™",
    "chinese": "数控机床主轴 轉速每分鐘 ㎡",
    "japanese": "株式会社さくら 出張調整・検査費 ①",
    "korean": "주식회사 한빛무역",
}
HAN = "直骨角海"  # drawn in China otherwise than in Japan


def on_paper(text: str, base: int) -> str:
    return "".join(run[::-1] if level % 2 else run for run, level in visual_runs(text, base))


@pytest.mark.parametrize("base", [0, 1])
def test_uax_9_order_equals_an_independent_implementations(base: int) -> None:
    """20,000 texts of letters, digits, signs and brackets of both directions."""
    draw = random.Random(9)
    letters = "abאבגעربح0129٣٤ .,-+/%€()[]:\u200e\u200f\u0301"
    for _ in range(20_000):
        text = "".join(draw.choices(letters, k=draw.randint(1, 14)))
        assert on_paper(text, base) == get_display(text, base_dir="LR"[base]), ascii(text)


def test_brackets_are_mirrored_in_lines_from_the_right() -> None:
    assert levels("(א)", 1) == [1, 1, 1]
    assert mirror("(") == ")"


@pytest.mark.parametrize("script", SAMPLES)
def test_text_of_every_script_is_found_again_in_the_file(script: str) -> None:
    """By words: readers order the words of a line from the right each in their own way."""
    found = " ".join(texts(view(line(SAMPLES[script])))).split()
    assert set(SAMPLES[script].split()) <= set(found)


@pytest.mark.parametrize("language", ["en", "de", "sl"])
@pytest.mark.parametrize("script", SAMPLES)
def test_no_glyph_is_missing(script: str, language: str) -> None:
    """Glyph 0 is what a font shows for what it has not."""
    for weight in ("regular", "bold"):
        for face, shown in typeset(SAMPLES[script], weight).spans:
            codes = "".join(part for part in shown.split("<") if ">" in part)
            assert "0000>" not in codes, (script, face.name)


def test_a_character_no_font_has_is_a_question_mark_and_never_glyph_0() -> None:
    ((_, shown),) = typeset("\U0001f600", "regular").spans
    ((_, question),) = typeset("?", "regular").spans
    assert shown == question


def drawn_by(text: str, **options: bool) -> set[str]:
    return {face.name for face, _ in typeset(text, "regular", **options).spans}


def test_chinese_letters_are_drawn_as_where_the_text_is_from() -> None:
    assert drawn_by(HAN) == {"han-chinese-regular"}
    assert drawn_by(HAN, japanese=True) == {"han-japanese-regular"}
    assert drawn_by(f"{HAN}のこと") == {"han-japanese-regular"}
    assert drawn_by("한글") == {"hangul-regular"}


def test_a_page_carries_only_the_letters_it_shows() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(view(line(HAN)))))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    (found,) = (f.get_object() for f in fonts.values() if "han-" in f.get_object()["/BaseFont"])
    descendant = found["/DescendantFonts"][0].get_object()
    program = descendant["/FontDescriptor"]["/FontFile2"].get_object().get_data()
    font = TTFont(io.BytesIO(program), checkChecksums=2)
    assert font["maxp"].numGlyphs == len(HAN) + 1
    for glyph in font.getGlyphOrder()[1:]:
        outline = font["glyf"][glyph]
        assert outline.numberOfContours > 0
        assert font["hmtx"][glyph] == (1000, outline.xMin)


def test_pages_without_such_letters_open_no_large_font() -> None:
    _broad_of.cache_clear()
    broad_face.cache_clear()
    typeset.cache_clear()
    write_pdf(view(*(line(SAMPLES[name]) for name in ("greek", "hebrew", "thai", "symbols"))))
    assert broad_face.cache_info().misses == 0


def test_a_page_of_a_thousand_different_letters_stays_under_500_kb() -> None:
    letters = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 1000))
    data = write_pdf(view(*(line(letters[at : at + 50]) for at in range(0, 1000, 50))))
    assert len(data) < 500_000
    found = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data))
    assert set(letters) <= set(found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("東京都千代田区丸の内", ["東京都千代", "田区丸の内"]),
        ("数量は10個です", ["数量は10個", "です"]),
        ("これはほん。ですか", ["これはほ", "ん。ですか"]),  # no line begins with 。
        ("これはその「もの」だ", ["これはその", "「もの」だ"]),
        ("これはあ「もの」だよ", ["これはあ", "「もの」だ", "よ"]),  # and none ends with 「
        ("한국어 설명서", ["한국어", "설명서"]),
        ("東京 → Munich", ["東京 →", "Munich"]),
        ("PO-4711-2026-X", ["PO-4711-", "2026-X"]),
        ("Donaudampfschiff", ["Donaudam", "pfschiff"]),
    ],
)
def test_lines_end_where_the_script_lets_them(text: str, lines: list[str]) -> None:
    assert wrap(text, 5.4 * 9, 9) == lines


@pytest.mark.parametrize("language", ["ar", "he"])
def test_numbers_keep_their_order_after_words_from_the_right(language: str) -> None:
    """As they stand on paper: after an Arabic letter UAX 9 alone would show 7-2026."""
    contact = Contact(name="", phone="+966 11 2345")
    shown = view(number="2026-7", seller=Party(name="Oasis", contact=contact), language=language)
    for text, number in ((shown.title, "2026-7"), (shown.footer[0], "+966 11 2345")):
        assert number in on_paper(text, 1), language
    assert "2026-7" in on_paper(
        mail_text(document(number="2026-7"), OWN, language=language).text, 1
    )


@pytest.mark.parametrize(
    ("language", "country", "amount", "day"),
    [
        ("de", "CH", "1’506.09", "01.05.2026"),
        ("de", "AT", "1.506,09", "01.05.2026"),
        ("pt", "PT", "1\u00a0506,09", "01/05/2026"),
        ("en", "GB", "1,506.09", "1 May 2026"),
        ("en", "US", "1,506.09", "May 1, 2026"),
        ("en", "SI", "1,506.09", "May 1, 2026"),  # English is no language of Slovenia
        ("sl", "SI", "1.506,09", "1. maj 2026"),
        ("de", "", "1.506,09", "01.05.2026"),
        ("de", "ZZ", "1.506,09", "01.05.2026"),
    ],
)
def test_figures_are_those_of_the_country_where_the_language_is_spoken(
    language: str, country: str, amount: str, day: str
) -> None:
    seller = Party(name="A", address=Address(country_code=country))
    shown = view(seller=seller, language=language)
    assert shown.payable.value == f"{amount}\u00a0EUR"
    assert day in [fact.value for fact in shown.facts]


def test_arabic_letters_are_joined() -> None:
    """The letter beh alone is another glyph than between two others."""
    (alone,) = typeset("ب", "regular").spans
    (joined,) = typeset("ببب", "regular").spans
    assert alone[1].split("<")[-1] not in joined[1]


def test_a_file_with_every_script_stays_under_500_kb() -> None:
    data = write_pdf(view(*(line(text) for text in SAMPLES.values())))
    assert len(data) < 500_000
    assert len(pypdfium2.PdfDocument(data)) == 1
