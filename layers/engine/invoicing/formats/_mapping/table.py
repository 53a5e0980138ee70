"""The rows of a mapping table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "code", "amount", "number", "date", "flag", "identifier", "base64"]

TEXT: Kind = "text"  # kept exactly
CODE: Kind = "code"  # surrounding white space dropped
AMOUNT: Kind = "amount"  # money; written with its currency where the syntax has a place for it
NUMBER: Kind = "number"  # quantities, prices' bases, rates
DATE: Kind = "date"
FLAG: Kind = "flag"
IDENTIFIER: Kind = "identifier"  # a value and the scheme in an attribute
BASE64: Kind = "base64"

Report = Callable[[str, str, str, str], None]
"""Adds a finding: field (JSON pointer below the group), rule, text, fix."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A business term in an element, or in an attribute of an element named before."""

    path: str
    term: str
    field: str
    kind: Kind = "text"
    many: bool = False
    required: str = ""
    """The rule that makes it mandatory; "" = optional."""
    scheme: str = ""
    """The attribute that holds an IDENTIFIER's scheme."""
    omit: Any = None
    """A value that is not worth writing (it is what absence means)."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Content the syntax demands and no business term carries; reading skips it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A business group in an element of its own."""

    path: str
    term: str
    field: str
    make: type[Any]
    rows: "Sequence[Row]"
    many: bool = False
    required: str = ""
    always: bool = False
    """Written even when empty, because the schema demands the element."""
    load: Callable[[Any, Report], Any] | None = None
    view: Callable[[Any], Any] | None = None


Row = Leaf | Fixed | Group


def terms(rows: Sequence[Row], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Business term, path and field of every row that carries one: the coverage table."""
    for row in rows:
        here = f"{path}/{row.path}"
        if isinstance(row, Fixed):
            continue
        if row.term:
            yield row.term, here, row.field
        if isinstance(row, Group):
            yield from terms(row.rows, here)
