"""Pages of lists: where one starts, and the links from one to another (RFC 8288)."""

import re
from typing import NamedTuple
from urllib.parse import urlencode

from invoicing.edge.request import Request
from invoicing.errors import UnreadableFile

_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_POSITION = re.compile(
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})\.)?([0-9A-HJKMNP-TV-Z]{26})(?:\.([0-9]{1,7}))?"
)
# Where a page starts: a page that names another place does not keep these.
_PLACES = ("cursor", "page", "skip")


class Position(NamedTuple):
    """Where a page of documents starts: behind a key of its order, and behind `skip` more."""

    after: str
    skip: int = 0


def cursor_of(after: str | None, skip: int) -> str | None:
    """The position of a page of documents as a caller sends it; None where there is no page."""
    if after is None:
        return None
    text = after.replace("#", ".")
    return f"{text}.{skip}" if skip else text


def start_after(call: Request) -> str | None:
    """The id behind which the asked-for page starts; None for the first page."""
    cursor = call.query.get("cursor")
    if cursor is None:
        return None
    if not _ID.fullmatch(cursor):
        raise _foreign()
    return cursor


def read_position(call: Request, *, dated: bool) -> Position | None:
    """Where the asked-for page starts in a list by date or by creation; None for the first."""
    cursor = call.query.get("cursor")
    if cursor is None:
        return None
    match = _POSITION.fullmatch(cursor)
    if not match or bool(match[1]) is not dated:
        raise _foreign()
    after = f"{match[1]}#{match[2]}" if dated else match[2]
    return Position(after, int(match[3] or 0))


def next_link(call: Request, after: str | None) -> dict[str, str]:
    """The Link header: `next` exactly when there is a next page.

    Pages asked for by number have `first` and `prev` too.
    """
    places = {} if after is None else {"next": {"cursor": after}}
    page = call.query.get("page", "")
    if page.isdigit() and int(page) > 1 and "cursor" not in call.query:
        places |= {"first": {}, "prev": {"page": str(int(page) - 1)}}
    links = [f'<{_at(call, place)}>; rel="{rel}"' for rel, place in places.items()]
    return {"Link": ", ".join(links)} if links else {}


def _at(call: Request, place: dict[str, str]) -> str:
    kept = {name: value for name, value in call.query.items() if name not in _PLACES}
    query = urlencode({**kept, **place})
    return f"{call.path}?{query}" if query else call.path


def _foreign() -> UnreadableFile:
    return UnreadableFile(
        "cursor",
        "the cursor is none of ours",
        fix="follow the Link header of the page before",
        pointer="/query/cursor",
    )
