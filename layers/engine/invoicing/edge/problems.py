"""Errors as HTTP: the only file that knows which status an error becomes (RFC 9457)."""

from typing import Any

from pydantic import ValidationError

from invoicing.errors import (
    Conflict,
    Finding,
    Forbidden,
    InvalidDocument,
    InvoicingError,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Rejected,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnknownFormat,
    UnreadableFile,
)

_STATUS: tuple[tuple[type[InvoicingError], int, str], ...] = (
    (InvalidDocument, 422, "The content is not valid"),
    (UnknownFormat, 422, "The format is not known"),
    (TooLarge, 413, "The content is too large"),
    (UnreadableFile, 400, "The request cannot be read"),
    (Unauthenticated, 401, "A valid token is needed"),
    (Forbidden, 403, "The token does not allow this"),
    (NotFound, 404, "Not found"),
    (Conflict, 409, "The state does not allow this"),
    (PreconditionFailed, 412, "The object has changed"),
    (PreconditionRequired, 428, "The request must name a version"),
    (Rejected, 422, "An outside party refused"),
    (Unavailable, 503, "Nothing was decided; try again"),
)


def status_of(error: InvoicingError) -> int:
    return next(status for kind, status, _ in _STATUS if isinstance(error, kind))


def problem(
    error: InvoicingError, *, request_id: str, docs: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The body and the extra headers that tell a caller about an error."""
    status, title = next((s, t) for kind, s, t in _STATUS if isinstance(error, kind))
    body: dict[str, Any] = {
        "type": f"{docs}#{error.code}",
        "title": title,
        "status": status,
        "code": error.code,
        "requestId": request_id,
    }
    headers: dict[str, str] = {}
    if isinstance(error, InvalidDocument):
        body["detail"] = "; ".join(_sentence(f) for f in error.findings[:3])
        body["errors"] = [finding_view(f) for f in error.findings]
    elif isinstance(error, UnreadableFile):
        body["detail"] = error.text
        body["errors"] = [_one(error.pointer, error.code, error.text, error.fix)]
    elif isinstance(error, Conflict):
        body["detail"] = error.text
        body["errors"] = [_one("", error.code, error.text, error.fix)]
        body["currentState"] = error.current_state
        body["allowedActions"] = list(error.allowed_actions)
        if error.existing_id:
            body["existingId"] = error.existing_id
        if error.candidates:
            body["candidateIds"] = list(error.candidates)
        if error.retry_after_s is not None:
            headers["Retry-After"] = str(error.retry_after_s)
    else:
        text, fix = _words(error)
        body["detail"] = text
        body["errors"] = [_one("", error.code, text, fix)]
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, PreconditionFailed | PreconditionRequired):
        headers["ETag"] = f'"{error.current_version}"'
    return body, headers


def _words(error: InvoicingError) -> tuple[str, str]:
    if isinstance(error, NotFound):
        return "nothing with this id", "check the id and whose token you send"
    if isinstance(error, Unauthenticated):
        return "no valid token was sent", "send Authorization: Bearer <token>"
    if isinstance(error, Forbidden):
        return "the token's role does not allow this", "use a token with a wider role"
    if isinstance(error, PreconditionFailed | PreconditionRequired):
        return str(error), "get the object again and send its ETag in If-Match"
    if isinstance(error, Rejected):
        return error.text, error.fix or "mend what was refused and send again"
    return str(error), "send the same request again after the given time"


def _sentence(finding: Finding) -> str:
    return f"{finding.pointer or 'request'}: {finding.text}"


def finding_view(finding: Finding) -> dict[str, str]:
    """A finding as the API tells it."""
    shown = _one(finding.pointer, finding.rule, finding.text, finding.fix)
    if finding.severity != "fatal":
        shown["severity"] = finding.severity
    if finding.term:
        shown["term"] = finding.term
    return shown


def _one(pointer: str, code: str, message: str, fix: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "message": message, "fix": fix}


def findings_of(error: ValidationError) -> tuple[Finding, ...]:
    """What pydantic found, in our words, with JSON pointers in the API's spelling."""
    return tuple(_from_pydantic(detail) for detail in error.errors(include_url=False))


_FIXES = {
    "missing": ("is required", "send it"),
    "extra_forbidden": ("is no field of this object", "remove it or correct its name"),
    "string_type": ("must be a string", "send a JSON string"),
    "bool_type": ("must be true or false", "send true or false without quotes"),
    "int_type": ("must be a whole number", "send a whole number"),
    "int_from_float": ("must be a whole number", "send a whole number"),
    "int_parsing": ("must be a whole number", "send a whole number"),
    "tuple_type": ("must be an array", "send a JSON array"),
    "list_type": ("must be an array", "send a JSON array"),
    "dict_type": ("must be an object", "send a JSON object"),
    "model_type": ("must be an object", "send a JSON object"),
    "model_attributes_type": ("must be an object", "send a JSON object"),
    "too_long": ("has too many members", "send fewer members"),
    "string_too_long": ("is too long", "send a shorter text"),
    "string_pattern_mismatch": ("has not the right form", "see the field's pattern"),
    "literal_error": ("is none of the allowed values", "send one of the allowed values"),
}


def _from_pydantic(detail: Any) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    pointer = "".join(
        f"/{str(part).replace('~', '~0').replace('/', '~1')}"
        for part in detail["loc"]
        if part not in _UNION_NAMES
    )
    text, fix = _FIXES.get(kind, (detail["msg"], "send a valid value"))
    if kind == "literal_error":
        fix = f"send one of {context.get('expected', 'the allowed values')}"
    elif kind in ("too_long", "string_too_long"):
        fix = f"send at most {context.get('max_length')}"
    elif kind == "string_pattern_mismatch":
        fix = f"send a value that matches {context.get('pattern')}"
    elif kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        text = detail["msg"].replace("Input should", "must")
        fix = "send a value in the allowed range"
    elif kind == "amount":
        fix = 'send a plain decimal such as 10.5 or "10.50"'
    elif kind == "date":
        fix = "send a date as YYYY-MM-DD"
    return Finding(rule=kind.replace("_", "-"), pointer=pointer, text=text, fix=fix)


# pydantic names the branch of a union it tried; that is no part of the caller's object.
_UNION_NAMES = frozenset({"bool", "function-before[_map(), dict[str,any]]"})
