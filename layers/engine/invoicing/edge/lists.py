"""Pages of lists: where one starts, and the link to the next (RFC 8288)."""

import re
from urllib.parse import urlencode

from invoicing.edge.request import Request
from invoicing.errors import UnreadableFile

_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def start_after(call: Request) -> str | None:
    """The id behind which the asked-for page starts; None for the first page."""
    cursor = call.query.get("cursor")
    if cursor is None:
        return None
    if not _ID.fullmatch(cursor):
        raise UnreadableFile(
            "cursor",
            "the cursor is none of ours",
            fix="follow the Link header of the page before",
            pointer="/query/cursor",
        )
    return cursor


def next_link(call: Request, after: str | None) -> dict[str, str]:
    """The Link header, exactly when there is a next page."""
    if after is None:
        return {}
    query = urlencode({**call.query, "cursor": after})
    return {"Link": f'<{call.path}?{query}>; rel="next"'}
