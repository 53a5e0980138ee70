"""The HTTP API: one request to its route, its authorizer and its function, and back."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any, Protocol

from local import events
from local.events import Request, Response, message
from local.routes import Authorizer, Route, Router
from local.worker import Outcome

BODY_LIMIT_BYTES = 10 * 1024 * 1024
EVENT_LIMIT_BYTES = 6 * 1024 * 1024

_FAILED = message(500, "Internal Server Error")


class Invoker(Protocol):
    """What runs functions."""

    async def invoke(
        self, logical_id: str, event: Any, request_id: str | None = None
    ) -> Outcome: ...

    async def invoke_raw(
        self, logical_id: str, payload: bytes, request_id: str | None = None
    ) -> Outcome: ...


class _Denied(Exception):
    """The authorizer's no, as the answer it becomes."""

    def __init__(self, response: Response) -> None:
        self.response = response


class Gateway:
    """Answers requests the way an HTTP API with payload format 2.0 does."""

    def __init__(self, router: Router, functions: Invoker) -> None:
        self._router = router
        self._functions = functions

    async def answer(self, request: Request) -> Response:
        """The response to one request; what a function breaks is a 500, never an exception."""
        if len(request.body) > BODY_LIMIT_BYTES:
            return message(413, "Request Entity Too Large")
        found = self._router.match(request.method, request.path)
        if found is None:
            return message(404, "Not Found")
        route, parameters = found
        try:
            context = await self._authorize(request, route, parameters)
        except _Denied as denied:
            return denied.response
        event = json.dumps(events.proxy_event(request, route, parameters, context)).encode()
        if len(event) > EVENT_LIMIT_BYTES:
            return message(413, "Request Entity Too Large")
        outcome = await self._functions.invoke_raw(route.function, event)
        return _http(outcome)

    async def _authorize(
        self, request: Request, route: Route, parameters: dict[str, str]
    ) -> dict[str, Any] | None:
        authorizer = route.authorizer
        if authorizer is None:
            return None
        identity = _identity(request, authorizer)
        if identity is None:
            raise _Denied(message(401, "Unauthorized"))
        event = events.authorizer_event(request, route, parameters, identity)
        outcome = await self._functions.invoke(authorizer.function, event)
        answer = json.loads(outcome.payload)
        if outcome.failed:
            unauthorized = answer.get("errorMessage") == "Unauthorized"
            raise _Denied(message(401, "Unauthorized") if unauthorized else _FAILED)
        if not isinstance(answer, dict) or "isAuthorized" not in answer:
            raise _Denied(_FAILED)
        if answer["isAuthorized"] is not True:
            raise _Denied(message(403, "Forbidden"))
        context: dict[str, Any] = answer.get("context") or {}
        return context


def _identity(request: Request, authorizer: Authorizer) -> list[str] | None:
    """The values that name the caller; None when one is missing or empty."""
    given = dict(request.headers)
    values = [given.get(header, "") for header in authorizer.headers]
    return values if all(values) else None


def _http(outcome: Outcome) -> Response:
    if outcome.failed:
        return _FAILED
    try:
        return events.response(json.loads(outcome.payload))
    except (ValueError, TypeError):
        return _FAILED


class HttpServer:
    """The gateway as an ASGI application."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        elif scope["type"] == "http":
            body = await read_body(receive, BODY_LIMIT_BYTES)
            await write_response(send, await self._gateway.answer(_request(scope, body)))


class InvokeServer:
    """Where the embedded AWS hands over events of streams, queues, buckets and schedules."""

    def __init__(self, functions: Invoker) -> None:
        self._functions = functions

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        elif scope["type"] == "http":
            body = await read_body(receive, EVENT_LIMIT_BYTES)
            await write_response(send, await self._answer(scope, body))

    async def _answer(self, scope: Any, body: bytes) -> Response:
        request_id = dict(_headers(scope)).get("x-amzn-lambda-request-id")
        try:
            name = scope["path"].removeprefix("/")
            outcome = await self._functions.invoke_raw(name, body, request_id)
        except KeyError:
            return message(404, "Not Found")
        status = 500 if outcome.failed else 200
        return Response(status, [("content-type", "application/json")], outcome.payload)


async def serve_lifespan(receive: Any, send: Any) -> None:
    """Confirm the server's start and end; nothing is opened or closed by them."""
    while (event := await receive())["type"] != "lifespan.shutdown":
        if event["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def read_body(receive: Any, limit_bytes: int) -> bytes:
    """The whole body; of one over the limit, enough to see that it is."""
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        event = await receive()
        chunk = event.get("body", b"")
        if size <= limit_bytes:
            chunks.append(chunk)
        size += len(chunk)
        more = event.get("more_body", False)
    return b"".join(chunks)


async def write_response(send: Any, response: Response) -> None:
    """Send a response with its length."""
    headers = [
        (name.encode(), value.encode("latin-1", "replace")) for name, value in response.headers
    ]
    headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


def _headers(scope: Any) -> list[tuple[str, str]]:
    return [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in scope["headers"]]


def _request(scope: Any, body: bytes) -> Request:
    request_id = str(uuid.uuid4())
    source_ip = scope["client"][0] if scope.get("client") else "127.0.0.1"
    added = [
        ("x-amzn-trace-id", f"Root=1-{request_id[:8]}-{uuid.uuid4().hex[:24]}"),
        ("x-forwarded-for", source_ip),
        ("x-forwarded-port", str(scope["server"][1])),
        ("x-forwarded-proto", "http"),
    ]
    return Request(
        id=request_id,
        at=datetime.now(UTC),
        method=scope["method"],
        target=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=_headers(scope) + added,
        body=body,
        source_ip=source_ip,
    )
