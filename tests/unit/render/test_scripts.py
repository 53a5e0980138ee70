"""Scripts beside Latin: direction, joining, and no character without a glyph."""

import random

import pypdfium2
import pytest
from bidi import get_display
from tests.unit.render.pages import line, texts, view

from invoicing.render._bidi import levels, mirror, visual_runs
from invoicing.render._fonts import typeset
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
}


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


def test_arabic_letters_are_joined() -> None:
    """The letter beh alone is another glyph than between two others."""
    (alone,) = typeset("ب", "regular").spans
    (joined,) = typeset("ببب", "regular").spans
    assert alone[1].split("<")[-1] not in joined[1]


def test_a_file_with_every_script_stays_under_500_kb() -> None:
    data = write_pdf(view(*(line(text) for text in SAMPLES.values())))
    assert len(data) < 500_000
    assert len(pypdfium2.PdfDocument(data)) == 1
