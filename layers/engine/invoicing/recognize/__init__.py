"""Recognition of what stands on paper. A member file ends with `CODE = Code(...)`.

A code is the text inside a QR code or barcode that invoices carry: payment orders and the codes
of tax authorities. `_reading.read_image` reads a whole file: codes first, then text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from invoicing.errors import Finding
from invoicing.model import Document

Content = str | date | Decimal
Source = Literal["code", "text", "ocr"]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, as shares of its width and height (0 to 1)."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, and how sure its reader is of it (0 to 1)."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that was recognized, and where."""

    name: str
    """"number", "total", "iban", ...: a name of `_document.POINTERS`."""
    value: Content
    confidence: float
    source: Source
    page: int = 1
    box: Box = Box()
    text: str = ""
    """As it stands there; empty where that is the value itself."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code or barcode as it was found."""

    text: str
    symbology: str
    code: str = ""
    """Name of the member that understood it; empty where none did."""
    page: int = 1
    box: Box = Box()


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page, and what their reader itself took for fields."""

    words: tuple[Word, ...] = ()
    fields: tuple[Field, ...] = ()


TextReader = Callable[[bytes], PageText]
"""Reads the text of one page from a PNG or JPEG; raises Unavailable where it cannot be asked."""


@dataclass(frozen=True, slots=True)
class Recognized:
    """What was read from a file. Nothing in it was calculated, and nothing is saved."""

    document: Document
    fields: tuple[Field, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of text inside a code, and what it says."""

    name: str
    """The value of `code` in the answer: "epc", "swiss", "upn", ..."""
    title: str
    read: Callable[[str], Mapping[str, Content] | None]
    """Fields by name; None where the text is none of this kind."""
    encoding: str = "utf-8"
    """How bytes are read that are no UTF-8."""
