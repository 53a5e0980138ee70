"""The rows of a mapping table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["text", "code", "amount", "number", "date", "day", "flag", "identifier", "base64"]

TEXT: Kind = "text"  # kept exactly
CODE: Kind = "code"  # surrounding white space dropped
AMOUNT: Kind = "amount"  # money; written with its currency where the syntax has a place for it
NUMBER: Kind = "number"  # quantities, prices' bases, rates
DATE: Kind = "date"  # YYYY-MM-DD
DAY: Kind = "day"  # YYYYMMDD with format="102", UN/CEFACT's code for it
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
    written: bool = True
    """False: another place of a field that has a row of its own, read where that one is absent."""
    once: str = ""
    """The rule that a repetition breaks."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Content the syntax demands and no business term carries."""

    path: str
    text: str
    rule: str = ""
    """Other text in a file breaks this rule; "" = reading skips it."""


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
    once: str = ""


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


def narrowed(rows: Sequence[Row], keep: Callable[[str], bool]) -> list[Row]:
    """The rows of a smaller profile: leaves whose term `keep` holds, groups that keep any leaf."""
    kept: list[Row] = []
    for row in rows:
        if isinstance(row, Group):
            inside = narrowed(row.rows, keep)
            if row.always or any(True for _ in terms(inside)):
                kept.append(replace(row, rows=inside))
        elif isinstance(row, Fixed) or not row.term or keep(row.term):
            kept.append(row)
    return [row for row in kept if not isinstance(row, Fixed) or _has_company(row, rows, kept)]


def relaxed(rows: Sequence[Row], keep: Callable[[str], bool]) -> list[Row]:
    """The same rows, mandatory only where a smaller profile has the term too."""
    found: list[Row] = []
    for row in rows:
        if isinstance(row, Fixed):
            found.append(row)
            continue
        required = row.required if keep(row.term) else ""
        if isinstance(row, Group):
            found.append(replace(row, rows=relaxed(row.rows, keep), required=required))
        else:
            found.append(replace(row, required=required))
    return found


def _has_company(fixed: Fixed, rows: Sequence[Row], kept: Sequence[Row]) -> bool:
    """Whether the element this text describes still holds a row of its own."""
    home = fixed.path
    while home:
        home = home.rpartition("/")[0]
        if any(_inside(row, home) for row in rows if row is not fixed):
            break
    return any(_inside(row, home) for row in kept if not isinstance(row, Fixed))


def _inside(row: Row, home: str) -> bool:
    return not home or row.path == home or row.path.startswith(f"{home}/")
