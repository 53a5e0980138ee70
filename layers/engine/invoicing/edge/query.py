"""Query parameters read strictly: everything missing, unknown or wrong is named at once."""

from collections.abc import Iterable
from datetime import date
from re import fullmatch

from invoicing.edge.request import Request
from invoicing.edge.wire.base import YEAR_MAX, YEAR_MIN
from invoicing.edge.wire.document import TYPE_PATTERN
from invoicing.errors import NotFound, UnreadableFile

TEXT_MAX = 100


def require_parameters(call: Request, needed: Iterable[str], optional: Iterable[str]) -> None:
    """UnreadableFile that names every parameter that is missing or that nobody knows."""
    needed, optional = tuple(needed), tuple(optional)
    missing = [name for name in needed if not call.query.get(name)]
    unknown = sorted(set(call.query) - {*needed, *optional})
    if missing:
        raise _wrong("query-missing", missing[0], f"missing: {', '.join(missing)}", "add it")
    if unknown:
        known = ", ".join((*needed, *optional))
        raise _wrong(
            "query-unknown", unknown[0], f"unknown: {', '.join(unknown)}", f"known: {known}"
        )
    for name, value in call.query.items():
        if len(value) > TEXT_MAX:
            raise _wrong("query-long", name, f"{name} is too long", f"send at most {TEXT_MAX}")


def document_type(call: Request) -> str:
    """The parameter `type`; UnreadableFile where it is no type of document."""
    given = call.query.get("type", "")
    if not fullmatch(TYPE_PATTERN, given):
        raise _wrong(
            "query-type",
            "type",
            "type is none of the document types",
            "send type=invoice, another of ours, or one of the organization's own",
        )
    return given


def choice(call: Request, name: str, allowed: Iterable[str]) -> str:
    """A parameter with few values, "" where it is absent; UnreadableFile for any other."""
    given = call.query.get(name, "")
    if given and given not in allowed:
        known = " or ".join(f"{name}={value}" for value in allowed)
        raise _wrong("query-choice", name, f"{name} is none of its values", f"send {known}")
    return given


def day(call: Request, name: str) -> date | None:
    """A date parameter; UnreadableFile where it is none."""
    given = call.query.get(name)
    if not given:
        return None
    try:
        found = date.fromisoformat(given) if len(given) == len("YYYY-MM-DD") else None
    except ValueError:
        found = None
    if found is None or not YEAR_MIN <= found.year <= YEAR_MAX:
        raise _wrong("query-date", name, f"{name} is no date", f"send {name}=2026-01-31")
    return found


def path_day(text: str) -> date:
    """A date that stands in a path; NotFound where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise NotFound(text) from exc


def _wrong(code: str, name: str, text: str, fix: str) -> UnreadableFile:
    return UnreadableFile(code, text, fix=fix, pointer=f"/query/{name}")
