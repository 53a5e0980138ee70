"""Payment slips. A member file ends with `SLIP = Slip(...)`.

A slip is what a payer scans or types to pay a document: the text inside a QR code, or the
numbers of a payment scheme. Its payload names exactly the open amount of the document.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from invoicing.model import Document, Organization

Applies = Callable[[Document, Organization], bool]
Payload = Callable[[Document, Organization], str]


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a payload is drawn."""

    symbology: Literal["qr", "pdf417", "text"]
    """`text` is printed as it stands, one "Name: value" a line."""
    error_level: str = "M"
    version: int = 0
    """QR version; 0 is the smallest that fits."""
    max_version: int = 40
    columns: int = 0
    """Columns of data in a PDF417."""
    encoding: str = "utf-8"
    eci: int = 0
    """Number of the character set the symbol announces; 0 announces none."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One way to pay, with the rules of its payload."""

    name: str
    """The value of `?qr=`: "epc", "swiss", "upn", ..."""
    title: str
    applies: Applies
    """Whether currency, account, parties and settings call for this slip."""
    payload: Payload
    """The text to draw; InvalidDocument where what must be exact is missing or wrong."""
    symbol: Symbol
    supersedes: frozenset[str] = frozenset()
    """Slips that need not be printed beside this one."""
