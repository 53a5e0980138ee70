"""Our answers as the client libraries expect them."""

import json
from typing import Any

Answer = dict[str, Any]

_NAMES = {
    401: ("Error", "AUTHORIZATION_REQUIRED"),
    403: ("Error", "ACCESS_DENIED"),
    404: ("Error", "MODEL_NOT_FOUND"),
    422: ("ValidationError", "VALIDATION_ERROR"),
}


def translated_answer(answer: Answer, *, total: int | None = None) -> Answer:
    """The answer with their status, envelope and header; files and redirects as they are."""
    status = int(answer["statusCode"])
    if status >= 400:
        return _problem(answer, status)
    headers = dict(answer.get("headers") or {})
    if total is not None:
        headers["x-total-count"] = str(total)
        headers["access-control-expose-headers"] = "x-total-count"
    return {**answer, "statusCode": 200 if status == 201 else status, "headers": headers}


def _problem(answer: Answer, status: int) -> Answer:
    told = json.loads(answer.get("body") or "{}")
    details: dict[str, Any] = {}
    for one in told.get("errors", []):
        name = one["pointer"].removeprefix("/").replace("/", ".")
        details.setdefault(name, []).append(f"{one['message']}: {one['fix']}")
    for extra in ("currentState", "allowedActions", "existingId"):
        if extra in told:
            details[extra] = told[extra]
    detail = told.get("detail") or told.get("title") or "error"
    return {
        **answer,
        **error(status, detail, details, code=told.get("code", "")),
        "headers": {**(answer.get("headers") or {}), "Content-Type": "application/json"},
    }


def error(
    status: int, message: str, details: dict[str, Any] | None = None, code: str = ""
) -> Answer:
    """An error in their envelope; `code` is ours where they have no word for the status."""
    name, theirs = _NAMES.get(status, ("Error", ""))
    told = {
        "statusCode": status,
        "name": name,
        "message": message,
        "code": theirs or code.upper().replace("-", "_"),
        "details": {"codes": [code] if code else [], "messages": details or {}},
    }
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"error": told}),
        "isBase64Encoded": False,
    }
