"""The rows of a mapping table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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

Report = Callable[..., None]
"""Adds a finding: field (JSON pointer below the group), rule, text, fix; `told=True` where the
document is read all the same."""


@dataclass(frozen=True, slots=True)
class By:
    """A rule named by the value of another field of the group; values not named break none."""

    field: str
    rules: Mapping[Any, str]


Rule = str | By


@dataclass(frozen=True, slots=True)
class Leaf:
    """A business term in an element, or in an attribute of an element named before."""

    path: str
    term: str
    field: str
    kind: Kind = "text"
    many: bool = False
    required: Rule = ""
    """The rule that makes it mandatory; "" = optional."""
    told: Rule = ""
    """The rule its absence breaks, where the document is read all the same."""
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
    told: Rule = ""
    """The rule that other text or its absence breaks, where the document is read all the same."""
    field: str = ""
    """The field that `told` is about."""


@dataclass(frozen=True, slots=True)
class Filled:
    """An element that, where it stands, holds at least one of the leaves below it."""

    path: str
    field: str
    told: Rule


@dataclass(frozen=True, slots=True)
class Group:
    """A business group in an element of its own."""

    path: str
    term: str
    field: str
    make: type[Any]
    rows: "Sequence[Row]"
    many: bool = False
    required: Rule = ""
    told: Rule = ""
    always: bool = False
    """Written even when empty, because the schema demands the element."""
    load: Callable[[Any, Report], Any] | None = None
    view: Callable[[Any], Any] | None = None
    once: str = ""


Row = Leaf | Fixed | Filled | Group


def terms(rows: Sequence[Row], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Business term, path and field of every row that carries one: the coverage table."""
    for row in rows:
        here = f"{path}/{row.path}"
        if isinstance(row, Fixed | Filled):
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
        elif isinstance(row, Fixed | Filled) or not row.term or keep(row.term):
            kept.append(row)
    return [
        row for row in kept if not isinstance(row, Fixed | Filled) or _has_company(row, rows, kept)
    ]


def relaxed(rows: Sequence[Row], keep: Callable[[str], bool]) -> list[Row]:
    """The same rows, mandatory only where a smaller profile has the term too."""
    found: list[Row] = []
    for row in rows:
        if isinstance(row, Fixed | Filled):
            found.append(row)
            continue
        required, told = (row.required, row.told) if keep(row.term) else ("", "")
        if isinstance(row, Group):
            inside = relaxed(row.rows, keep)
            found.append(replace(row, rows=inside, required=required, told=told))
        else:
            found.append(replace(row, required=required, told=told))
    return found


def _has_company(fixed: Fixed | Filled, rows: Sequence[Row], kept: Sequence[Row]) -> bool:
    """Whether the element this row describes still holds a row of its own."""
    home = fixed.path
    while home and isinstance(fixed, Fixed):
        home = home.rpartition("/")[0]
        if any(_inside(row, home) for row in rows if row is not fixed):
            break
    return any(_inside(row, home) for row in kept if not isinstance(row, Fixed | Filled))


def _inside(row: Row, home: str) -> bool:
    return not home or row.path == home or row.path.startswith(f"{home}/")
