"""The habits of the first API's own client libraries, on every path below /v1 that is not exact.

Lower-case names and slashes at the end of paths, the token in the query, filters in brackets,
forms instead of JSON; 200 for what was made, errors in an envelope, counts in a header. A request
is put into our own words, answered by the very function that answers those, and its answer put
back.
"""

import json
from collections.abc import Callable
from typing import Any

from invoicing.doors.vendor.answers import error, translated_answer
from invoicing.doors.vendor.requests import translated_request
from invoicing.doors.vendor.routes import Found, Route, find, read_routes
from invoicing.errors import UnreadableFile

__all__ = ["Handler", "answered", "read_routes"]

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def answered(
    event: dict[str, Any], context: Any, routes: list[Route], handler_of: Callable[[str], Handler]
) -> dict[str, Any]:
    """The answer to a request of a client library; `handler_of` a folder of functions/."""
    method = event["requestContext"]["http"]["method"]
    found = find(routes, method, event["rawPath"])
    if found is None:
        return error(404, f"There is no method to handle {method} {event['rawPath']}")
    try:
        asked = translated_request(event, found)
    except UnreadableFile as exc:
        return error(400, exc.text, {exc.pointer.removeprefix("/"): [exc.fix]}, code=exc.code)
    answer = handler_of(found.route.function)(asked, context)
    total = _total(event, context, found, handler_of) if answer["statusCode"] == 200 else None
    return translated_answer(answer, total=total)


def _total(
    event: dict[str, Any], context: Any, found: Found, handler_of: Callable[[str], Handler]
) -> int | None:
    """How many objects a list would have in all; None for what is no list."""
    if found.counting is None:
        return None
    asked = translated_request(event, found, counting=True)
    answer = handler_of(found.counting.function)(asked, context)
    return int(json.loads(answer["body"])["count"]) if answer["statusCode"] == 200 else None
