"""CSV as RFC 4180 has it: written so that no spreadsheet takes a cell for a formula, and read back.

Source: RFC 4180; OWASP, CSV injection.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from invoicing.errors import UnreadableFile

MEDIA_TYPE = "text/csv"
CELL_MAX = 20_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "'"  # before a text that begins like a formula


class Table(NamedTuple):
    """Column names, and the rows below them with the line each begins at."""

    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table as UTF-8 with a byte order mark, without which spreadsheets guess."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read_table(data: bytes, *, rows_max: int) -> Table:
    """The table, its columns parted by commas or semicolons; empty cells and rows are left out.

    UnreadableFile for what is no such text, for rows with more cells than columns, a column that
    is there twice, and more than `rows_max` rows.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise _unreadable("the table is not UTF-8", "save it as CSV UTF-8") from exc
    header = text.split("\n", 1)[0]
    mark = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return _read(reader, rows_max)
    except csv.Error as exc:
        raise _unreadable(
            f"line {reader.line_num} cannot be read: {exc}", "put texts with quotes into quotes"
        ) from exc


def _read(reader: Any, rows_max: int) -> Table:
    columns = tuple(name.strip() for name in next(reader, ()))
    if not any(columns):
        raise _unreadable("the table has no header", "name the columns in its first row")
    if len(set(columns)) < len(columns):
        raise _unreadable("a column is there twice", "name each column once")
    rows: list[tuple[int, dict[str, str]]] = []
    for cells in reader:
        if len(cells) > len(columns):
            raise _unreadable(
                f"line {reader.line_num} has {len(cells)} cells, and the header {len(columns)}",
                "name each column in the first row",
            )
        found = {
            name: _unmarked(cell)
            for name, cell in zip(columns, cells, strict=False)
            if cell.strip()
        }
        if not found:
            continue
        if len(rows) == rows_max:
            raise _unreadable(f"there are more than {rows_max} rows", "send them in parts")
        rows.append((reader.line_num, found))
    return Table(columns, rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    text = str(value)
    return _MARK + text if text.startswith(_FORMULA) else text


def _unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(_FORMULA) else cell.strip()


def _unreadable(text: str, fix: str) -> UnreadableFile:
    return UnreadableFile("csv", text, fix=fix)
