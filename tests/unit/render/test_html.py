"""The page: escaped, without requests, and with the figures of the PDF."""

from decimal import Decimal

from invoicing.model import Document, Line, Organization, Party
from invoicing.render.html import POLICY, write_html
from invoicing.render.view import print_view

HOSTILE = "<script>alert(1)</script>\"'><img src=//evil.example>"


def page(language: str = "en") -> str:
    line = Line(name=HOSTILE, price=Decimal("1234.5"), net_amount=Decimal("1234.5"))
    document = Document(
        state="issued", lines=(line,), currency="EUR", buyer=Party(name=HOSTILE), note=HOSTILE
    )
    return write_html(print_view(document, Organization(id="o"), language=language))


def test_every_text_of_the_document_is_escaped() -> None:
    assert "<script" not in page()
    assert "<img" not in page()
    assert page().count("&lt;script&gt;") == 3


def test_figures_and_language_are_the_views() -> None:
    assert '<html lang="de" dir="ltr">' in page("de")
    assert "1.234,50" in page("de")


def test_the_policy_forbids_scripts_and_foreign_sources() -> None:
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe-inline" not in POLICY
    assert "style=" not in page()
