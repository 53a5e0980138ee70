"""Errors as HTTP: the only file that knows which status an error becomes (RFC 9457)."""

from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from invoicing.errors import (
    Conflict,
    Finding,
    Forbidden,
    FoundingClosed,
    InvalidDocument,
    InvoicingError,
    LoginFailed,
    NotAcceptable,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Rejected,
    TooLarge,
    TooManyAttempts,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnknownFormat,
    UnknownTemplate,
    UnreadableFile,
)

_STATUS: tuple[tuple[type[InvoicingError], int, str], ...] = (
    (InvalidDocument, 422, "The content is not valid"),
    (UnknownFormat, 422, "The format is not known"),
    (TooLarge, 413, "The content is too large"),
    (NotAcceptable, 406, "The answer has no such form"),
    (UnreadableFile, 400, "The request cannot be read"),
    (Unauthenticated, 401, "A valid token is needed"),
    (Forbidden, 403, "The token does not allow this"),
    (NotFound, 404, "Not found"),
    (Conflict, 409, "The state does not allow this"),
    (PreconditionFailed, 412, "The object has changed"),
    (PreconditionRequired, 428, "The request must name a version"),
    (Rejected, 422, "An outside party refused"),
    (TooManyRequests, 429, "Too many requests"),
    (Unavailable, 503, "Nothing was decided; try again"),
)


STATUSES = frozenset(status for _, status, _ in _STATUS)


def status_and_title(error: type[InvoicingError]) -> tuple[int, str]:
    """What an error of this class is answered with."""
    return next((status, title) for kind, status, title in _STATUS if issubclass(error, kind))


INTERNAL = ("internal", 500, "the error is logged under this requestId", "tell us the requestId")
# What the classes say that are one code each: the code, a sentence, what to do.
CLASS_TEXTS: dict[type[InvoicingError], tuple[str, str, str]] = {
    InvalidDocument: ("invalid", "the content has faults, named in errors", "mend each of them"),
    NotFound: ("not-found", "nothing with this id", "check the id and whose token you send"),
    UnknownTemplate: (
        "template-unknown",
        "there is no template of this name",
        "send one of those that the organization has",
    ),
    LoginFailed: (
        "login-failed",
        "no account has this address of mail with this password",
        "check both, or ask for a code to set another password",
    ),
    Unauthenticated: (
        "unauthenticated",
        "no valid token was sent",
        "send Authorization: Bearer <token>",
    ),
    FoundingClosed: (
        "organizations-closed",
        "accounts make no organizations of their own in this installation",
        "ask its operator for one, or to deploy it with OrganizationsByAccounts=true",
    ),
    Forbidden: (
        "forbidden",
        "the token's role does not allow this",
        "use a token with a wider role",
    ),
    PreconditionFailed: (
        "precondition-failed",
        "the object has changed since it was read",
        "get the object again and send its ETag in If-Match",
    ),
    PreconditionRequired: (
        "precondition-required",
        "the organization takes changes only with If-Match",
        "get the object again and send its ETag in If-Match",
    ),
    Rejected: (
        "rejected",
        "an outside party refused; the code is its own",
        "mend what was refused and send again",
    ),
    TooManyAttempts: (
        "too-many-attempts",
        "this address of mail was tried too often",
        "wait as long as Retry-After says",
    ),
    TooManyRequests: (
        "too-many-requests",
        "this token has asked too often in this minute",
        "wait as long as Retry-After says; ask less often, or for larger pages",
    ),
    Unavailable: (
        "unavailable",
        "nothing was decided",
        "send the same request again after the given time",
    ),
}


def problem(
    error: InvoicingError, *, request_id: str, docs: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The body and the extra headers that tell a caller about an error."""
    status, title = status_and_title(type(error))
    known = "rejected" if isinstance(error, Rejected) else error.code
    body: dict[str, Any] = {
        "type": f"{docs}#{known}",
        "title": title,
        "status": status,
        "code": error.code,
        "requestId": request_id,
    }
    headers: dict[str, str] = {}
    if isinstance(error, InvalidDocument):
        body["detail"] = "; ".join(_sentence(f) for f in error.findings[:3])
        body["errors"] = [finding_view(f) for f in error.findings]
    elif isinstance(error, UnreadableFile | UnknownTemplate):
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
    if isinstance(error, TooManyRequests):
        headers |= error.headers
    if isinstance(error, Unavailable | TooManyRequests):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, PreconditionFailed | PreconditionRequired):
        headers["ETag"] = f'"{error.current_version}"'
    return body, headers


def _words(error: InvoicingError) -> tuple[str, str]:
    _, text, fix = next(said for kind, said in CLASS_TEXTS.items() if isinstance(error, kind))
    if isinstance(error, Rejected):
        return error.text, error.fix or fix
    if isinstance(error, PreconditionFailed | PreconditionRequired | TooManyRequests | Unavailable):
        return str(error), fix
    return text, fix


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


# pydantic's kinds of faults -> what is wrong, and what to do.
FIXES = {
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
    "too_long": ("has too many members", "send at most as many as the message says"),
    "too_short": ("has too few members", "send at least as many as the message says"),
    "string_too_long": ("is too long", "send a shorter text"),
    "string_too_short": ("is too short", "send a longer text"),
    "string_pattern_mismatch": ("has not the right form", "see the field's pattern"),
    "literal_error": ("is none of the allowed values", "send one of the allowed values"),
    "greater_than": ("is too small", "send a value in the allowed range"),
    "greater_than_equal": ("is too small", "send a value in the allowed range"),
    "less_than": ("is too large", "send a value in the allowed range"),
    "less_than_equal": ("is too large", "send a value in the allowed range"),
    "ip_any_address": ("is no IP address", "send an IPv4 or IPv6 address"),
}
INVALID_VALUE = "invalid-value"
_BUILT_IN = frozenset(get_args(ErrorType))
# Our own kinds say themselves what is wrong; this is what to do.
OWN_FIXES = {
    "amount": 'send a plain decimal such as 10.5 or "10.50"',
    "date": "send a date as YYYY-MM-DD",
    "text": "send a JSON string without control characters",
    "object": "send a JSON object of at most 4096 bytes",
    "base64": "encode the bytes as base64, without line breaks",
    "instant": "send an instant with its offset, such as 2026-01-31T09:00:00Z",
    "time_zone": "send the name of an IANA time zone, such as Europe/Ljubljana",
    "event_type": 'send names of events, or "*" for all',
    "number_pattern": "send a pattern such as {YYYY}-{n:05}",
}


def _from_pydantic(detail: Any) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    pointer = "".join(
        f"/{str(part).replace('~', '~0').replace('/', '~1')}"
        for part in detail["loc"]
        if part not in _UNION_NAMES
    )
    text, fix = FIXES.get(kind) or (detail["msg"], OWN_FIXES.get(kind, "send a valid value"))
    if kind == "literal_error":
        fix = f"send one of {context.get('expected', 'the allowed values')}"
    elif kind in ("too_long", "string_too_long"):
        fix = f"send at most {context.get('max_length')}"
    elif kind in ("too_short", "string_too_short"):
        fix = f"send at least {context.get('min_length')}"
    elif kind == "string_pattern_mismatch":
        fix = f"send a value that matches {context.get('pattern')}"
    elif kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        text = detail["msg"].replace("Input should", "must")
    rule = INVALID_VALUE if kind in _BUILT_IN and kind not in FIXES else kind.replace("_", "-")
    return Finding(rule=rule, pointer=pointer, text=text, fix=fix)


# pydantic names the branch of a union it tried; that is no part of the caller's object.
_UNION_NAMES = frozenset({"bool", "function-before[_map(), dict[str,any]]"})
