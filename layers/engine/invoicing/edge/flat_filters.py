"""Conditions as plain parameters: `?type=invoice,estimate&dateFrom=2026-01-01&q=oak`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from invoicing.edge.where import WhereReader
from invoicing.errors import Finding
from invoicing.rules.selection import SEARCH, Condition, Where

TEXT_MAX = 200
WORDS_MAX = 10

# Parameter -> field of a condition, and its operator; `inq` takes several with commas.
_COMPARED = {
    "type": ("type", "inq"),
    "state": ("state", "inq"),
    "status": ("state", "inq"),
    "paymentStatus": ("paymentStatus", "inq"),
    "client": ("clientId", "inq"),
    "clientId": ("clientId", "inq"),
    "currency": ("currencyId", "inq"),
    "dateFrom": ("date", "gte"),
    "dateTo": ("date", "lte"),
    "dueFrom": ("dateDue", "gte"),
    "dueTo": ("dateDue", "lte"),
    "incoming": ("incoming", "eq"),
    "archived": ("archived", "eq"),
}
_DIRECTIONS = {"incoming": True, "outgoing": False}
NAMES = (*_COMPARED, "number", "direction", "q", "search")


def read_flat(query: dict[str, str], reader: WhereReader) -> list[Where]:
    """A condition for each parameter; findings name the parameter."""
    parts: list[Where] = []
    for name, (field, operator) in _COMPARED.items():
        if name in query:
            value = query[name].split(",") if operator == "inq" else query[name]
            parts.append(_compared(name, field, operator, value, reader))
    if "number" in query:
        parts.append(_number(query["number"], reader))
    if "direction" in query:
        if query["direction"] not in _DIRECTIONS:
            known = f"known: {', '.join(_DIRECTIONS)}"
            finding = Finding("query-direction", "/query/direction", "is no direction", known)
            reader.findings.append(finding)
        parts.append(Condition("incoming", "eq", _DIRECTIONS.get(query["direction"])))
    for name in ("q", "search"):
        parts += _words(name, query.get(name, ""), reader)
    return parts


def _compared(name: str, field: str, operator: str, value: Any, reader: WhereReader) -> Where:
    before = len(reader.findings)
    found = reader.read({field: {operator: value}}, "")
    told = [replace(finding, pointer=f"/query/{name}") for finding in reader.findings[before:]]
    reader.findings[before:] = told
    return found


def _number(number: str, reader: WhereReader) -> Where:
    """The number, or with a star at its end the numbers that begin so."""
    if number.endswith("*"):
        return Condition("number", "like", _begins(number[:-1]))
    return _compared("number", "number", "eq", number, reader)


def _words(name: str, text: str, reader: WhereReader) -> list[Where]:
    """Every word must be somewhere in what documents are searched by."""
    words = text.casefold().split()
    if len(words) > WORDS_MAX or len(text) > TEXT_MAX:
        fix = f"send at most {WORDS_MAX} words and {TEXT_MAX} characters"
        finding = Finding("query-words", f"/query/{name}", "is too long to search for", fix)
        reader.findings.append(finding)
        return []
    return [Condition(SEARCH, "like", _holds(word)) for word in words]


def _begins(prefix: str) -> Callable[[str], bool]:
    return lambda text: text.startswith(prefix)


def _holds(word: str) -> Callable[[str], bool]:
    return lambda text: word in text.casefold()
