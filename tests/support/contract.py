"""What every answer has to keep, whichever test asked for it."""

import json

from reference.errors import is_known


def check(method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """AssertionError where an answer says what the reference does not."""
    if headers.get("content-type") == "application/problem+json":
        _check_codes(f"{method} {path}: {status}", json.loads(body))


def _check_codes(what: str, problem: dict[str, object]) -> None:
    kind = str(problem["type"]).partition("#")[2]
    assert is_known(kind), f"{what}: the code {kind!r} is not in docs/errors.md (make pages)"
    if kind == "rejected":
        return
    errors = problem["errors"]
    assert isinstance(errors, list)
    for error in errors:
        assert is_known(error["code"]), f"{what}: the code {error['code']!r} is unknown"
        assert error["message"]
        assert error["fix"], f"{what}: {error['code']} says nothing of what to do"
