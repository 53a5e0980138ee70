"""The OpenAPI 3.1 document: the routes of template.yaml, each with what is said of it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reference.members import FAULT, SERVER_MEMBERS
from reference.operations import HTML, JSON, WHOLE, Answer, Body, Operation, Schema, closed, string
from reference.routes import (
    accounts,
    attachments,
    catalogue,
    documents,
    fiscal,
    imports,
    lists,
    organization,
    recurrences,
    states,
    templates,
)
from reference.routes import reference as itself
from reference.shapes import Shapes

ROOT = Path(__file__).resolve().parent.parent
PROBLEM = "application/problem+json"
WRITING = frozenset({"POST", "PUT", "PATCH"})
READING = frozenset({"GET"})
SUBJECTS = (
    accounts,
    documents,
    fiscal,
    imports,
    lists,
    attachments,
    catalogue,
    organization,
    recurrences,
    states,
    templates,
    itself,
)

TITLES = {
    202: "Accepted: the answer says what is still to come",
    302: "Elsewhere for an hour",
    304: "Still the same",
    303: "Elsewhere for an hour, because it is large",
    400: "Cannot be read",
    401: "No valid token",
    403: "The token's role does not allow this",
    404: "Not there, or of another organization",
    406: "The answer has no such form",
    409: "The state does not allow this",
    412: "Changed since it was read",
    413: "Too large",
    422: "Read, and not valid",
    428: "Needs If-Match",
    429: "Too many requests",
    500: "Our mistake",
    503: "Nothing was decided; try again",
}
HEADERS: dict[str, Schema] = {
    "X-Request-Id": string("names the request in the logs"),
    "ETag": string("the object's version, for If-Match"),
    "Location": string("where it can be read"),
    "Link": string('the next page: <…>; rel="next"'),
    "Retry-After": {**WHOLE, "description": "seconds"},
    "Notula-Losses": string("JSON pointers to what the file does not say, each field once"),
    "Notula-Losses-Count": {**WHOLE, "description": "how many values the file does not say"},
    "RateLimit": string("what is left of the token's requests in this minute"),
    "RateLimit-Policy": string("how many requests of a token a minute takes"),
}
_COMMON = ("X-Request-Id", "RateLimit", "RateLimit-Policy")
_ALWAYS = (400, 404, 429, 500, 503)
_WRITING = (403, 409, 413, 422)
_PATH_MEMBER = re.compile(r"\{(\w+)\+?\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the template."""

    method: str
    path: str
    public: bool

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short tags as their bare arguments."""


def _bare(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - yaml has these three
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _bare)


def is_door(path: str) -> bool:
    """Whether the route takes whatever stands below it."""
    return path.endswith("+}")


@cache
def routes() -> tuple[Route, ...]:
    """The routes of the HTTP API, as template.yaml lists them; doors speak other APIs' words."""
    template = yaml.load((ROOT / "template.yaml").read_text(), _Loader)  # noqa: S506 - a SafeLoader
    events = (
        event["Properties"]
        for resource in template["Resources"].values()
        for event in resource.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "HttpApi" and not is_door(event["Properties"]["Path"])
    )
    found = (
        Route(e["Method"].upper(), e["Path"], e.get("Auth", {}).get("Authorizer") == "NONE")
        for e in events
    )
    return tuple(sorted(found, key=lambda route: (route.path, route.method)))


@cache
def described() -> tuple[dict[str, Operation], dict[str, Schema]]:
    """What is said of every route, and the schemas it speaks of."""
    shapes = Shapes(SERVER_MEMBERS)
    said: dict[str, Operation] = {}
    for subject in SUBJECTS:
        said |= subject.routes(shapes)
    return said, shapes.named


@cache
def openapi() -> dict[str, Any]:
    """The document; a route nobody described is not in it."""
    said, named = described()
    paths: dict[str, Any] = {}
    for route in routes():
        if route.key in said:
            item = paths.setdefault(route.path.replace("+}", "}"), {})
            item[route.method.lower()] = _operation(route, said[route.key])
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": "Notula",
            "version": "1",
            "description": "Invoicing: documents that are numbered, taxed, printed and sent.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM, "Message": _MESSAGE, **named},
            "parameters": _PARAMETERS,
            "securitySchemes": {"Token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return {key: _public(value) for key, value in made.items()}


_PROBLEM: Schema = closed(
    ("type", "title", "status", "code", "requestId", "detail", "errors"),
    type=string("leads to the code's description"),
    title=string(),
    status=WHOLE,
    code=string("stable; see /errors"),
    requestId=string(),
    detail=string(),
    errors={"type": "array", "minItems": 1, "items": FAULT},
    currentState=string(),
    allowedActions={"type": "array", "items": string()},
    existingId=string(),
    candidateIds={"type": "array", "items": string()},
)
_MESSAGE = {
    "description": "API Gateway's own words",
    **closed(message={"type": ["string", "null"]}),
}
_PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "the same key does the same thing once",
        "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "the ETag of the version that is changed, or *",
        "schema": {"type": "string", "pattern": r'^\s*(\*|(W/)?"[0-9]{1,12}")\s*$'},
    },
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "description": "return=minimal answers with the id alone",
        "schema": {"type": "string"},
    },
}


def _operation(route: Route, said: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": re.sub(r"[^A-Za-z0-9]+", "_", route.key.replace("/v1/", "")).strip("_"),
        "summary": said.summary,
        "tags": [said.tag or _tag(route.path)],
        "parameters": _parameters(route, said),
        "responses": _responses(route, said),
        "security": [] if route.public else [{"Token": []}],
    }
    if said.description:
        made["description"] = said.description
    if said.body:
        made["requestBody"] = _body(said.body)
    return made


def _tag(path: str) -> str:
    """The kind of thing a path is about."""
    fixed = [part for part in path.split("/") if part and not part.startswith("{")]
    inside = fixed[1:2] == ["Organizations"] and len(fixed) > 2
    return (fixed[2] if inside else fixed[-1] if len(fixed) == 1 else fixed[1]).lower()


def _parameters(route: Route, said: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PATH_MEMBER.findall(route.path)
    ]
    found += [
        {
            "name": p.name,
            "in": "query",
            "description": p.description,
            "required": p.required,
            "schema": p.schema,
        }
        for p in said.query
    ]
    if route.method not in READING:
        names = ["IdempotencyKey", "Prefer"] if said.keyed else ["Prefer"]
        names += ["IfMatch"] if said.versioned else []
        found += [{"$ref": f"#/components/parameters/{name}"} for name in names]
    return found


def _body(body: Body) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": body.schema}}
    if body.example is not None:
        content[JSON]["examples"] = {"example": {"value": body.example}}
    content |= {media_type: {"schema": {}} for media_type in body.files}
    return {"required": body.required, "content": content}


def _responses(route: Route, said: Operation) -> dict[str, Any]:
    made = {
        str(status): _success(status, _or_minimal(answer) if route.method in WRITING else answer)
        for status, answer in said.answers.items()
    }
    if said.lent:
        made["303"] = _success(303, Answer(closed(), headers=("Location",)))
    for status in sorted(problem_statuses(route, said)):
        made[str(status)] = _problem(status)
    if said.page:
        for code in {*map(str, said.answers), "404"}:
            made[code]["content"][HTML] = {"schema": {}}
    return made


def problem_statuses(route: Route, said: Operation) -> set[int]:
    """The problems a route may answer."""
    found = {*_ALWAYS, *said.also}
    if not route.public:
        found.add(401)
    if route.method not in READING:
        found |= {*_WRITING, 412, 428} if said.versioned else {*_WRITING}
    return found


def _success(status: int, answer: Answer) -> dict[str, Any]:
    content: dict[str, Any] = {media_type: {"schema": {}} for media_type in answer.files}
    if answer.schema is not None and JSON not in content:
        content[JSON] = {"schema": answer.schema}
    headers = {name: {"schema": HEADERS[name]} for name in (*_COMMON, *answer.headers)}
    return {"description": TITLES.get(status, "Done"), "headers": headers, "content": content}


def _or_minimal(answer: Answer) -> Answer:
    """An object's answer, or its id alone where the caller prefers that."""
    if answer.schema is None or not {"ETag", "Location"} & set(answer.headers):
        return answer
    return replace(answer, schema={"anyOf": [answer.schema, _IDENTIFIED]})


_IDENTIFIED = closed(id=string())


def _problem(status: int) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if status in {401, 404, 413, 429, 500, 503}:
        content[JSON] = {"schema": {"$ref": "#/components/schemas/Message"}}
    headers = {"Retry-After": {"schema": HEADERS["Retry-After"]}} if status in {429, 503} else {}
    return {"description": TITLES[status], "headers": headers, "content": content}


def _public(schema: Any) -> Any:
    """The schema without what only the generator reads."""
    if isinstance(schema, dict):
        return {key: _public(value) for key, value in schema.items() if key != "x-type"}
    return [_public(each) for each in schema] if isinstance(schema, list) else schema
