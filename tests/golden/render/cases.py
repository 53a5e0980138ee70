"""The golden cases of rendered pages: `<case>/input.json` and the text of its pages.

An input is a document as it is stored, without computed amounts, beside `language`, `theme`,
`repeat` (how often its lines stand one after another) and `locale`, where the seller's country
writes figures in its own way.
"""

import json
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from invoicing.model import Document, Organization
from invoicing.model.value import from_json, replace
from invoicing.render.hosted import FileLink, Recipient, write_page
from invoicing.render.pdf import write_pdf
from invoicing.render.view import PrintView, print_view
from invoicing.rules.totals import calculate

FOLDER = Path(__file__).parent
OWN = Organization(id="o", name="Notula")
KEPT = 2  # of a long file, its first and its last pages are kept


class Printed(NamedTuple):
    language: str
    locale: str  # whose figures are expected
    document: Document
    view: PrintView
    data: bytes


def names() -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob("*/input.json"))


def print_case(name: str) -> Printed:
    given = json.loads((FOLDER / name / "input.json").read_text("utf-8"))
    bare = from_json(json.dumps(given["document"]).encode(), Document)
    document = calculate(replace(bare, lines=bare.lines * given.get("repeat", 1)))
    language = given["language"]
    view = print_view(document, OWN, language=language, theme=given.get("theme", "standard"))
    return Printed(language, given.get("locale", language), document, view, write_pdf(view))


def hosted(printed: Printed) -> str:
    """The page of the shared document, with its files to download."""
    return write_page(printed.view, Recipient((FileLink("x.pdf", "PDF"), FileLink("x.xml", "XML"))))


def page_texts(printed: Printed) -> list[str]:
    """The text of the first and the last pages, line by line, as pdfium reads it."""
    pages = [
        page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\u00a0", " ")
        for page in pypdfium2.PdfDocument(printed.data)
    ]
    return pages if len(pages) <= 2 * KEPT else pages[:KEPT] + pages[-KEPT:]
