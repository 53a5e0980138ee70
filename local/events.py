"""HTTP requests as events of payload format 2.0, and the functions' answers as HTTP responses.

Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs" and
"Control access to HTTP APIs with AWS Lambda authorizers". What the guide leaves open follows
captures of the real service: `rawPath` is decoded and ends before a decoded question mark; a
body is text only under the media types of `_TEXT_TYPES`, and base64 under all others and under
none.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.routes import Route

API_ID = "local"
ACCOUNT_ID = "000000000000"

_TEXT_TYPES = {"application/json", "application/xml", "application/javascript"}
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"}

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it came over the wire; header names are lower case."""

    id: str
    at: datetime
    method: str
    target: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    source_ip: str
    protocol: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        return unquote(self.target).split("?", 1)[0]


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response; header names are lower case, `set-cookie` may repeat."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def message(status: int, text: str) -> Response:
    """An answer of the gateway itself, in API Gateway's words."""
    body = json.dumps({"message": text}, separators=(",", ":")).encode()
    return Response(status, [("content-type", "application/json")], body)


def proxy_event(
    request: Request, route: Route, parameters: dict[str, str], context: JsonObject | None = None
) -> JsonObject:
    """The event a function gets; `context` is what the authorizer said about the caller."""
    event = _common(request, route, parameters)
    if context is not None:
        event["requestContext"]["authorizer"] = {"lambda": context}
    if request.body:
        text = _text(request)
        event["body"] = base64.b64encode(request.body).decode() if text is None else text
        event["isBase64Encoded"] = text is None
    else:
        event["isBase64Encoded"] = False
    return event


def authorizer_event(
    request: Request, route: Route, parameters: dict[str, str], identity: list[str]
) -> JsonObject:
    """The event a Lambda authorizer gets; it never sees the body."""
    arn = f"arn:aws:execute-api:eu-central-1:{ACCOUNT_ID}:{API_ID}/$default"
    return {
        **_common(request, route, parameters),
        "type": "REQUEST",
        "routeArn": f"{arn}/{request.method}{request.path}",
        "identitySource": identity,
    }


def response(answer: Any) -> Response:
    """A function's answer as HTTP; an answer without `statusCode` is itself the JSON body.

    Raises ValueError for an answer API Gateway calls malformed (it then answers 500).
    """
    if not isinstance(answer, dict) or "statusCode" not in answer:
        body = json.dumps(answer, separators=(",", ":")).encode()
        return Response(200, [("content-type", "application/json")], body)
    headers = {str(k).lower(): _plain(v) for k, v in (answer.get("headers") or {}).items()}
    headers.setdefault("content-type", "text/plain;charset=UTF-8")
    kept = [(k, v) for k, v in headers.items() if k not in {*_HOP_BY_HOP, "content-length"}]
    cookies = [("set-cookie", str(cookie)) for cookie in answer.get("cookies") or []]
    text = answer.get("body") or ""
    if not isinstance(text, str):
        raise ValueError("the body of an answer is text")
    encoded = answer.get("isBase64Encoded") is True
    data = base64.b64decode(text, validate=True) if encoded else text.encode()
    return Response(int(answer["statusCode"]), kept + cookies, data)


def _common(request: Request, route: Route, parameters: dict[str, str]) -> JsonObject:
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in request.headers:
        if name == "cookie":
            cookies += [cookie.strip() for cookie in value.split(";") if cookie.strip()]
        elif name not in _HOP_BY_HOP:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    query: dict[str, str] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    event: JsonObject = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _request_context(request, route, headers),
    }
    optional = {"cookies": cookies, "queryStringParameters": query, "pathParameters": parameters}
    event.update({name: value for name, value in optional.items() if value})
    return event


def _request_context(request: Request, route: Route, headers: dict[str, str]) -> JsonObject:
    host = headers.get("host", "")
    return {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": host.split(":", 1)[0],
        "domainPrefix": host.split(":", 1)[0].split(".", 1)[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request.id,
        "routeKey": route.key,
        "stage": "$default",
        "time": request.at.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(request.at.timestamp() * 1000),
    }


def _text(request: Request) -> str | None:
    """The body where API Gateway passes it as text; None where it encodes it."""
    given = dict(request.headers).get("content-type", "")
    kind = given.split(";", 1)[0].strip().lower()
    if not (kind.startswith("text/") or kind in _TEXT_TYPES):
        return None
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        return None


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
