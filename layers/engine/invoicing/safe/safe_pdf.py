"""The door for PDF files that are to be looked at: their words, and their pages as images.

PDFium does the reading. Pages, pixels and characters are bounded, however large the file says
they are; nothing in it is run, and no form or script is even loaded.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from invoicing.errors import TooLarge, UnreadableFile

BYTES_MAX = 20_000_000
PIXELS_MAX = 12_000_000
CHARACTERS_MAX = 20_000
PAGES_HEAD = 3
"""So many pages from the beginning are read, and the last one: there the totals stand."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word of a text layer; its place in shares of the page, from the top left."""

    text: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page: its number from 1, its words and, in grey, what it looks like."""

    number: int
    words: tuple[PrintedWord, ...]
    image: Any


def is_pdf(data: bytes) -> bool:
    """Whether the bytes claim to be a PDF."""
    return data[:8].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")


def count_pages(data: bytes) -> int:
    """How many pages there are; errors as `read_pages`."""
    document = _opened(data)
    try:
        return len(document)
    finally:
        document.close()


def read_pages(data: bytes, *, dpi: int = 300) -> Iterator[PdfPage]:
    """The first pages and the last, as images of at most 12 megapixels.

    UnreadableFile where it is damaged, encrypted or empty; TooLarge over 20 MB.
    """
    document = _opened(data)
    try:
        count = len(document)
        for at in sorted({*range(min(count, PAGES_HEAD)), count - 1}):
            yield _page(document[at], at + 1, dpi)
    finally:
        document.close()


def _opened(data: bytes) -> Any:
    if len(data) > BYTES_MAX:
        raise TooLarge(
            "pdf-too-large",
            f"the PDF has {len(data)} bytes; at most {BYTES_MAX} are read",
            fix="send a smaller file, or only the pages of the invoice",
        )
    import pypdfium2  # noqa: PLC0415 - 50 ms, where needed

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            raise UnreadableFile(
                "pdf-encrypted", "the PDF is encrypted", fix="send it without a password"
            ) from exc
        raise _unreadable() from exc
    if len(document) < 1:
        document.close()
        raise _unreadable()
    return document


def _unreadable() -> UnreadableFile:
    return UnreadableFile("pdf-unreadable", "the PDF is damaged", fix="send the file as it was")


def _page(page: Any, number: int, dpi: int) -> PdfPage:
    import pypdfium2  # noqa: PLC0415 - loaded by `_opened`

    try:
        width, height = page.get_size()
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise _unreadable()
        scale = min(dpi / 72, math.sqrt(PIXELS_MAX / (width * height)))
        if min(width, height) * scale < 1:
            raise _unreadable()
        image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
        return PdfPage(number, tuple(_words(page, width, height)), image)
    except pypdfium2.PdfiumError as exc:
        raise _unreadable() from exc


def _words(page: Any, width: float, height: float) -> Iterator[PrintedWord]:
    """Characters between spaces, or wider gaps than between letters."""
    layer = page.get_textpage()
    left_edge, bottom_edge, *_ = page.get_bbox()
    text = layer.get_text_range(0, min(layer.count_chars(), CHARACTERS_MAX))
    letters: list[tuple[str, float, float, float, float]] = []
    for at, character in enumerate(text):
        if character.isspace() or not character.isprintable():
            yield from _joined(letters, width, height)
            letters = []
            continue
        left, bottom, right, top = layer.get_charbox(at, loose=True)
        left, right = left - left_edge, right - left_edge
        bottom, top = bottom - bottom_edge, top - bottom_edge
        if letters and not _follows(letters[-1], left, bottom, top):
            yield from _joined(letters, width, height)
            letters = []
        letters.append((character, left, bottom, right, top))
    yield from _joined(letters, width, height)


def _follows(
    last: tuple[str, float, float, float, float], left: float, bottom: float, top: float
) -> bool:
    size = top - bottom
    return abs(left - last[3]) < 0.6 * size and abs(bottom - last[2]) < 0.6 * size


def _joined(
    letters: list[tuple[str, float, float, float, float]], width: float, height: float
) -> Iterator[PrintedWord]:
    if letters:
        left, bottom = min(c[1] for c in letters), min(c[2] for c in letters)
        right, top = max(c[3] for c in letters), max(c[4] for c in letters)
        yield PrintedWord(
            "".join(c[0] for c in letters),
            left / width,
            1 - top / height,
            (right - left) / width,
            (top - bottom) / height,
        )
