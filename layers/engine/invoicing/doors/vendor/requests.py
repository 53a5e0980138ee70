"""A request of the client libraries, in our own words."""

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from invoicing.doors.vendor.brackets import nested
from invoicing.doors.vendor.routes import Found, Route
from invoicing.edge import json_text
from invoicing.edge.filters import FILLED
from invoicing.errors import UnreadableFile

FORM = "application/x-www-form-urlencoded"
_IGNORED = frozenset({"access_token"})  # the authorizer has read it
# Whether smart codes are shown as what they mean, under the names it had; they are, if not said.
_FILLING = ("parseSmartcodes", "parseShortcodes", "parseForDisplay")
_FILLED_ROUTES = frozenset(
    {"GET /v1/Documents/{id}", "GET /v1/Organizations/{organizationId}/documents"}
)
_PAGING = frozenset({"limit", "skip", "cursor", "order"})
_WORDS = {"true": True, "false": False, "null": None}

Event = dict[str, Any]


def translated_request(event: Event, found: Found, *, counting: bool = False) -> Event:
    """The event as API Gateway would have made it for the route; or for the one that counts.

    UnreadableFile where query or form cannot be read.
    """
    route = found.route
    if counting and found.counting is not None:
        route = found.counting
    path = found.filled(route)
    query = _query(event, found, counts=path.endswith("/count"))
    context = event["requestContext"]
    return {
        **event,
        "routeKey": f"{route.method} {route.path}",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "queryStringParameters": query,
        "pathParameters": found.parameters,
        "requestContext": {
            **context,
            "routeKey": f"{route.method} {route.path}",
            "http": {**context["http"], "path": path, "method": route.method},
        },
        **_body(event, route),
        "headers": _headers(event, route),
    }


def _query(event: Event, found: Found, *, counts: bool) -> dict[str, str]:
    pairs = parse_qsl(event.get("rawQueryString", ""), keep_blank_values=True)
    given = nested((name, value) for name, value in pairs if name not in _IGNORED)
    if found.route.method == "GET":
        given |= _json_of_get(event)
    given |= _filling(given, found.route, counts=counts)
    if "where" in given:
        given["filter"] = {"where": _read(given.pop("where"))}
    if "filter" in given:
        asked = _with_numbers(_read(given["filter"]))
        if counts and isinstance(asked, dict):
            asked = {"where": asked["where"]} if "where" in asked else {}
        given["filter"] = asked
        if asked in ({}, ""):
            del given["filter"]
    return {
        name: value if isinstance(value, str) else json_text.dumps(value)
        for name, value in given.items()
        if not (counts and name in _PAGING)
    }


def _filling(given: dict[str, Any], route: Route, *, counts: bool) -> dict[str, Any]:
    """Under our name whether smart codes are filled in; taken out of what was given."""
    said = [given.pop(name) for name in _FILLING if name in given]
    if counts or f"{route.method} {route.path}" not in _FILLED_ROUTES:
        return {}
    return {FILLED: said[0] if said else "true"}


def _json_of_get(event: Event) -> dict[str, Any]:
    """What a JSON body of a GET asks for: old libraries send the filter there."""
    text = _text(event)
    if not text.strip():
        return {}
    value = json_text.loads(text.encode())
    return {k: v for k, v in value.items() if k == "filter"} if isinstance(value, dict) else {}


def _read(value: Any) -> Any:
    """A filter as JSON text or from brackets; words and numbers in brackets become values."""
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        return json_text.loads(value.encode())
    if isinstance(value, dict):
        return {name: _read(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_read(member) for member in value]
    return _WORDS.get(value, value) if isinstance(value, str) else value


def _with_numbers(asked: Any) -> Any:
    """The filter with its limit and skip as numbers, which brackets can only give as texts."""
    if not isinstance(asked, dict):
        return asked
    numbers = {
        name: int(asked[name])
        for name in ("limit", "skip")
        if isinstance(asked.get(name), str) and asked[name].isdecimal()
    }
    return {**asked, **numbers}


def _body(event: Event, route: Route) -> Event:
    if route.method == "GET":
        return {"body": None, "isBase64Encoded": False}
    if _media_type(event) != FORM:
        return {}
    pairs = parse_qsl(_text(event), keep_blank_values=True)
    return {"body": json.dumps(_values(nested(pairs))), "isBase64Encoded": False}


def _values(value: Any) -> Any:
    """A form's texts; those that are words of JSON are meant as such."""
    if isinstance(value, dict):
        return {name: _values(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_values(member) for member in value]
    return _WORDS.get(value, value)


def _headers(event: Event, route: Route) -> dict[str, str]:
    """The libraries ask for JSON whatever they fetch; a PDF is still a PDF."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if route.path.endswith(("/pdf", "/download")):
        headers["accept"] = "*/*"
    if _media_type(event) == FORM and route.method != "GET":
        headers["content-type"] = "application/json"
    return headers


def _media_type(event: Event) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return str(headers.get("content-type", "")).split(";")[0].strip().lower()


def _text(event: Event) -> str:
    body = event.get("body") or ""
    try:
        return base64.b64decode(body).decode() if event.get("isBase64Encoded") else str(body)
    except ValueError as exc:
        raise UnreadableFile(
            "encoding", "the body is not UTF-8", fix="send UTF-8", pointer=""
        ) from exc
