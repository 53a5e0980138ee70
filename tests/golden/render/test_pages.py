"""Whole pages: their text is the one looked at, their figures are the document's.

The figures are written by Babel's own formatter, not by ours.
"""

import re
from collections.abc import Callable
from unicodedata import normalize

import pypdfium2
import pytest
from babel import Locale
from babel.numbers import format_decimal
from lxml import html
from tests.golden.render.cases import FOLDER, Printed, hosted, names, page_texts, print_case

from invoicing.model.money import minor_units


@pytest.fixture(scope="module", params=names())
def case(request: pytest.FixtureRequest) -> tuple[str, Printed]:
    return request.param, print_case(request.param)


def plain(text: str) -> str:
    """Without marks of direction; lam and alef in one sign are two letters again."""
    bare = re.sub(r"[\u200e\u200f\u061c]", "", text)
    return re.sub(r"\s+", " ", normalize("NFKC", bare))


def test_the_cases_are_there() -> None:
    sizes = {"one_line", "sixty_lines", "thousand_lines", "credit_note"}
    places = {"swiss", "slovenian", "german", "italian", "portuguese", "croatian"}
    scripts = {"arabic", "hebrew", "japanese", "chinese", "greek_russian", "other_scripts"}
    assert set(names()) == sizes | places | scripts


def test_the_text_of_every_page_is_the_one_looked_at(case: tuple[str, Printed]) -> None:
    name, printed = case
    expected = (FOLDER / name / "pages.txt").read_text("utf-8")
    assert "\n\f\n".join(page_texts(printed)) + "\n" == expected


def paper(printed: Printed) -> str:
    opened = pypdfium2.PdfDocument(printed.data)
    return plain(" ".join(page.get_textpage().get_text_range() for page in opened))


def screen(printed: Printed) -> str:
    """The text of the hosted page, as a browser shows it."""
    return plain(" ".join(html.fromstring(hosted(printed)).find("body").itertext()))


@pytest.mark.parametrize("shown", [paper, screen])
def test_every_figure_of_the_document_is_on_its_pages(
    case: tuple[str, Printed], shown: Callable[[Printed], str]
) -> None:
    _, printed = case
    document, locale, words = printed.document, Locale.parse(printed.locale), shown(printed)
    form = "#,##0." + "0" * minor_units(document.currency)

    def written(amount: object) -> str:
        return plain(format_decimal(amount, form, locale=locale, numbering_system="latn"))

    totals = document.totals
    amounts = [line.net_amount for line in document.lines if line.kind == "product"]
    amounts += [totals.net, totals.tax, totals.gross, totals.payable]
    amounts += [part for each in document.tax_subtotals for part in (each.base, each.tax)]
    found = [written(amount) for amount in amounts]
    assert [text for text in found if text not in words] == []
    for text in set(found):
        assert words.count(text) >= min(found.count(text), 3), text


@pytest.mark.parametrize("shown", [paper, screen])
def test_no_text_of_the_document_is_missing(
    case: tuple[str, Printed], shown: Callable[[Printed], str]
) -> None:
    """Word by word: lines are broken between words, and ordered by readers as they like."""
    _, printed = case
    document = printed.document
    texts = [document.seller.name, document.buyer.name, document.number, document.note]
    texts += [line.name for line in document.lines]
    given = {word for one in texts for word in re.findall(r"\w+", plain(one))}
    assert given <= set(re.findall(r"\w+", shown(printed)))


def test_files_are_small_and_have_no_glyph_0(case: tuple[str, Printed]) -> None:
    _, printed = case
    assert len(printed.data) < 500_000
    assert "\ufffd" not in "".join(page_texts(printed))
