"""What every answer of every test has to keep: the OpenAPI document, and known codes."""

import json
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
from reference import document
from reference.document import is_door
from reference.errors import catalogue, is_in_norm
from tests.support.kept import ROOT, kept, sources

SAY_IT = "describe the route in reference/routes/ (see reference/operations.py)"


def check(method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """AssertionError where an answer is none that the OpenAPI document promises."""
    if is_door(path):
        return
    what = f"{method} {path} answered {status}"
    response = _response(method, path, status)
    media_type = headers.get("content-type", "").split(";")[0]
    content = response.get("content", {})
    assert headers.get("x-request-id"), f"{what} without X-Request-Id"
    if not content and not body:
        return
    assert media_type in content, f"{what} as {media_type!r}, which is not described; {SAY_IT}"
    if not content[media_type]["schema"]:
        return
    value = json.loads(body)
    found = islice(_validator(method, path, status, media_type).iter_errors(value), 5)
    faults = [f"{fault.instance_path}: {fault.message[:300]}" for fault in found]
    assert not faults, f"{what}, and its schema does not: {faults}; {SAY_IT}"
    if media_type == "application/problem+json":
        _check_codes(what, value)


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document, as it is published."""
    of = [*_sources(), ROOT / "template.yaml"]
    made: dict[str, Any] = kept("openapi", of, document.openapi)
    return made


@cache
def _codes() -> frozenset[str]:
    return frozenset(kept("codes", _sources(), lambda: sorted(catalogue())))


@cache
def _sources() -> list[Path]:
    """What the document and the catalogue of errors are made of."""
    return sources("layers/engine", "reference", "functions")


def _is_known(code: str) -> bool:
    return code in _codes() or is_in_norm(code)


@cache
def _response(method: str, path: str, status: int) -> dict[str, Any]:
    operation = openapi()["paths"].get(path.replace("+}", "}"), {}).get(method.lower())
    assert operation, f"{method} {path} is not described; {SAY_IT}"
    response: dict[str, Any] | None = operation["responses"].get(str(status))
    assert response, f"{method} {path} answered {status}, which is not described; {SAY_IT}"
    return response


@cache
def _validator(method: str, path: str, status: int, media_type: str) -> Any:
    schema = _response(method, path, status)["content"][media_type]["schema"]
    whole = {**schema, "components": openapi()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _check_codes(what: str, problem: dict[str, Any]) -> None:
    kind = str(problem["type"]).partition("#")[2]
    assert _is_known(kind), f"{what}: the code {kind!r} is not in docs/errors.md (make pages)"
    for error in problem["errors"] if kind != "rejected" else ():
        assert _is_known(error["code"]), f"{what}: the code {error['code']!r} is unknown"
        assert error["message"]
        assert error["fix"], f"{what}: {error['code']} says nothing of what to do"
