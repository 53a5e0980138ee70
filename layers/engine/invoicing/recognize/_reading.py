"""A file from a scanner or a telephone, read whole: codes first, then its text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from invoicing.errors import Finding
from invoicing.recognize import Box, Field, PageText, Recognized, Symbol, TextReader, Word
from invoicing.recognize._codes import read_codes
from invoicing.recognize._document import chosen, document_of, findings
from invoicing.recognize._extraction import read_fields
from invoicing.recognize._repair import evened, flattened, straightened
from invoicing.safe import safe_image, safe_pdf

WORDS_MIN = 15
"""A text layer of fewer words is a stamp on a scan, not the document."""


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    image: Any  # in grey
    words: tuple[Word, ...] = ()


def read_image(
    data: bytes,
    *,
    mobile: bool = False,
    text_reader: TextReader | None = None,
    own: frozenset[str] = frozenset(),
) -> Recognized:
    """What stands on a PNG, a JPEG or the pages of a PDF; nothing is calculated.

    `mobile`: a photograph, whose page is first cut out, straightened and evenly lit. Text is read
    by `text_reader` where a page has no text layer; without one only codes are read there. `own`:
    the reader's tax numbers, IBAN and name, which are never the supplier's.
    UnreadableFile or TooLarge where it is none of these, or over the limits of safe_image and
    safe_pdf.
    """
    fields: list[Field] = []
    symbols: list[Symbol] = []
    pages = 0
    for page in _pages(data):
        pages += 1
        seen = _prepared(page, mobile)
        found, said = read_codes(seen.image, page.number)
        if mobile and not found:  # a code may lie beyond what was taken for the page
            found, said = read_codes(page.image, page.number)
        symbols += found
        fields += said + _text_fields(seen, text_reader)
    fields = [kept for field in fields if (kept := _of_another(field, own)) is not None]
    best = chosen(fields)
    told = (*findings(fields, best), *_skipped(data, pages))
    return Recognized(document_of(best), tuple(best.values()), tuple(symbols), told, pages)


def _pages(data: bytes) -> Iterator[_Page]:
    if not safe_pdf.is_pdf(data):
        yield _Page(1, safe_image.open_pixels(data).convert("L"))
        return
    for page in safe_pdf.read_pages(data):
        words = tuple(
            Word(word.text, Box(word.left, word.top, word.width, word.height))
            for word in page.words
        )
        yield _Page(page.number, page.image, words)


def _of_another(field: Field, own: frozenset[str]) -> Field | None:
    """What stands of the reader itself: its tax number makes it the buyer."""
    if str(field.value) not in own:
        return field
    if field.name == "tax_id":
        return replace(field, name="buyer_tax_id")
    return None if field.name in ("iban", "supplier_name") else field


def _prepared(page: _Page, mobile: bool) -> _Page:
    """Lines level, for rows are found by their height; a photograph is cut out and lit besides."""
    if len(page.words) >= WORDS_MIN:
        return page
    image = straightened(flattened(page.image) if mobile else page.image)
    return replace(page, image=evened(image) if mobile else image)


def _text_fields(page: _Page, text_reader: TextReader | None) -> list[Field]:
    if len(page.words) >= WORDS_MIN:
        return read_fields(PageText(page.words), page.number, "text")
    if text_reader is None:
        return []
    return read_fields(text_reader(safe_image.encode(page.image, "JPEG")), page.number, "ocr")


def _skipped(data: bytes, pages: int) -> tuple[Finding, ...]:
    count = safe_pdf.count_pages(data) if safe_pdf.is_pdf(data) else pages
    if count == pages:
        return ()
    return (
        Finding(
            "pages-skipped",
            "",
            f"{pages} of {count} pages were read: the first ones and the last",
            "send the pages of the invoice alone if something is missing",
            severity="warning",
        ),
    )
