"""The HTTP shape of every function: resolver, answers, problems, logging."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from invoicing.edge import json_text
from invoicing.edge.preferences import as_preferred
from invoicing.edge.problems import INTERNAL, problem
from invoicing.edge.rates import Meter
from invoicing.edge.request import Request
from invoicing.errors import InvoicingError, NotFound, TooManyRequests, Unavailable
from invoicing.safe.safe_name import disposition

ERRORS_PAGE = "/errors"
PROBLEM = "application/problem+json"
JSON = "application/json"

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME", "notula"))


def request_id(event: dict[str, Any]) -> str:
    return str(event.get("requestContext", {}).get("requestId", ""))


def http_api() -> APIGatewayHttpResolver:
    """A resolver whose errors are problem+json: ours by class, everything else a 500."""
    app = APIGatewayHttpResolver()

    @app.exception_handler(InvoicingError)  # type: ignore[untyped-decorator] # not typed there
    def on_error(error: InvoicingError) -> Response[str]:
        event = app.current_event.raw_event
        body, headers = problem(error, request_id=request_id(event), docs=ERRORS_PAGE)
        logger.info("refused", extra={"code": error.code, "status": body["status"]})
        return Response(body["status"], PROBLEM, json_text.dumps(body), headers=headers)

    @app.not_found
    def on_unknown_route(_: NotFoundError) -> Response[str]:
        event = app.current_event.raw_event
        body, _headers = problem(NotFound("route"), request_id=request_id(event), docs=ERRORS_PAGE)
        return Response(404, PROBLEM, json_text.dumps(body))

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator] # not typed there
    def on_bug(error: Exception) -> Response[str]:
        event = app.current_event.raw_event
        logger.exception("unexpected error", extra={"kind": type(error).__name__})
        body, _headers = problem(
            Unavailable("unexpected error"), request_id=request_id(event), docs=ERRORS_PAGE
        )
        code, status, text, fix = INTERNAL
        body |= {"status": status, "title": "Our mistake", "code": code, "detail": text}
        body["type"] = f"{ERRORS_PAGE}#{code}"
        body["errors"] = [{"pointer": "", "code": code, "message": text, "fix": fix}]
        return Response(500, PROBLEM, json_text.dumps(body))

    return app


def request(app: APIGatewayHttpResolver) -> Request:
    """The request being answered."""
    return Request(app.current_event.raw_event)


def answer(
    value: Any, status: int = 200, *, headers: dict[str, str] | None = None
) -> Response[str]:
    """A JSON answer."""
    return Response(status, JSON, json_text.dumps(value), headers=headers or {})


def file(data: bytes, media_type: str, name: str, *, inline: bool = True) -> Response[Any]:
    """A file as the answer, safe to open in a browser."""
    headers = {
        "Content-Disposition": disposition(name, "inline" if inline else "attachment"),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    body = data.decode() if media_type == JSON else data  # JSON as bytes would be encoded anew
    return Response(200, media_type, body, headers=headers)


def redirect(url: str, status: int = 302, **headers: str) -> Response[str]:
    """A redirect that nobody keeps, for the address is good for a while only."""
    kept_out = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return Response(status, JSON, "{}", headers={"Location": url, **kept_out, **headers})


def observed(app: APIGatewayHttpResolver) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda handler of a resolver: logs every request by ids and counts, never content."""

    meter = Meter()

    def _counted(event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            rates = meter.count(event)
        except TooManyRequests as exc:
            body, headers = problem(exc, request_id=request_id(event), docs=ERRORS_PAGE)
            headers["Content-Type"] = PROBLEM
            return {"statusCode": 429, "headers": headers, "body": json_text.dumps(body)}
        result = as_preferred(event, app.resolve(event, context))
        return {**result, "headers": {**(result.get("headers") or {}), **rates}}

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        logger.append_keys(
            requestId=request_id(event), function=getattr(context, "function_name", "")
        )
        result = _counted(event, context)
        result["headers"]["X-Request-Id"] = request_id(event)
        logger.info("answered", extra={"status": result.get("statusCode")})
        return result

    return handler
