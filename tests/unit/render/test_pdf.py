"""PDF pages, judged by pypdf and by the print view itself."""

import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from invoicing.model import Document, Line, LineTax, Organization, Party, TaxSubtotal, Totals
from invoicing.registry import member
from invoicing.render._fonts import typeset
from invoicing.render.pdf import write_pdf
from invoicing.render.translations import Labels
from invoicing.render.view import PrintView, languages, print_view

ROOT = Path(__file__).resolve().parents[3]
OWN = Organization(id="o", name="Notula")


@pytest.fixture(autouse=True, scope="session")
def fonts() -> None:
    if not (ROOT / ".build/fonts/fonts.json").exists():
        subprocess.run([sys.executable, ROOT / "layers/fonts/build.py"], check=True)


def view(count: int = 1, language: str = "en", **changes: object) -> PrintView:
    tax = LineTax(rate=Decimal(22), category="S")
    amount = Decimal("1234.50")
    name = str(changes.pop("item", "Work"))
    line = Line(name=name, price=amount, net_amount=amount, taxes=(tax,))
    net = amount * count
    share = net * Decimal("0.22")
    given = {
        "state": "issued",
        "number": "2026-7",
        "issue_date": date(2026, 5, 1),
        "seller": Party(name="Čebelar d.o.o."),
        "buyer": Party(name="Rossi"),
        "currency": "EUR",
        "lines": (line,) * count,
        "tax_subtotals": (TaxSubtotal(rate=Decimal(22), base=net, tax=share),),
        "totals": Totals(lines=net, net=net, tax=share, gross=net + share, payable=net + share),
        "issued_at": datetime(2026, 5, 1, tzinfo=UTC),
    }
    return print_view(Document(**(given | changes)), OWN, language=language)


def pages(shown: PrintView) -> list[str]:
    reader = PdfReader(io.BytesIO(write_pdf(shown)))
    return [page.extract_text().replace("\u00a0", " ") for page in reader.pages]


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_label(language: str) -> None:
    labels = member("render.translations", language, "LABELS")
    assert labels.keys() == Labels.__annotations__.keys()
    assert all(labels.values())


@pytest.mark.parametrize("language", languages())
def test_every_label_has_the_places_of_the_english_one(language: str) -> None:
    english = member("render.translations", "en", "LABELS")
    labels = member("render.translations", language, "LABELS")
    for key, text in labels.items():
        assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", english[key])), key


@pytest.mark.parametrize("language", languages())
def test_every_label_is_drawn_and_not_replaced(language: str) -> None:
    labels = member("render.translations", language, "LABELS")
    for weight in ("regular", "bold"):
        question = typeset("?", weight).spans
        for letter in set("".join(labels.values())) - {"?", "\n"}:  # a line ends, nothing is drawn
            assert typeset(letter, weight).spans != question, letter


@pytest.mark.parametrize("language", languages())
def test_text_of_the_file_equals_the_views_figures(language: str) -> None:
    shown = view(3, language)
    text = "\n".join(pages(shown))
    for fact in (*shown.totals, shown.payable):
        assert fact.value.replace("\u00a0", " ").replace("\u202f", " ") in text.replace(
            "\u202f", " "
        )


def test_F020_german_figures_follow_cldr() -> None:
    assert view(language="de").payable.value == "1.506,09\u00a0EUR"


def test_table_head_is_repeated_on_every_page_of_lines() -> None:
    texts = pages(view(60))
    assert len(texts) >= 2
    assert all("Description" in text for text in texts[:2])
    assert f"Page 2 of {len(texts)}" in texts[1]


def test_greek_and_cyrillic_are_drawn_from_their_own_blocks() -> None:
    text = pages(view(item="Αθήνα Москва žluťoučký"))[0]
    assert "Αθήνα" in text
    assert "Москва" in text
    assert "žluťoučký" in text


def test_equal_views_give_equal_bytes_whatever_was_printed_between() -> None:
    first = write_pdf(view())
    write_pdf(view(item="Москва"))
    assert write_pdf(view()) == first


def test_one_page_is_smaller_than_40_kb() -> None:
    assert len(write_pdf(view())) < 40_000


@pytest.mark.parametrize(
    ("changes", "mark"),
    [({"state": "draft"}, "DRAFT"), ({"state": "canceled"}, "CANCELED"), ({"live": False}, "TEST")],
)
def test_F285_pages_that_are_no_valid_document_say_so(
    changes: dict[str, object], mark: str
) -> None:
    shown = view(**changes)
    assert shown.marks == (mark,)
    assert mark in "".join(pages(shown)).replace("\n", "")


def test_F070_a_note_in_the_asked_language_wins() -> None:
    changes = {"note": "Thanks", "l10n": {"note_de": "Danke"}}
    assert view(language="de", **changes).notes[0].text == "Danke"
    assert view(language="it", **changes).notes[0].text == "Thanks"


def test_very_long_words_are_cut_and_nothing_is_lost() -> None:
    text = "".join(pages(view(item="#" * 3000)))
    assert text.count("#") == 3000
