"""What is said of a route: what it takes, what it answers, what may go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]

HTML = "text/html"
JSON = "application/json"
PDF = "application/pdf"
XML = "application/xml"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter."""

    name: str
    description: str
    schema: Schema = field(default_factory=lambda: {"type": "string", "maxLength": 100})
    required: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body; JSON unless it says otherwise."""

    schema: Schema
    example: Any = None
    required: bool = True
    files: tuple[str, ...] = ()
    """Media types under which a file may be sent instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: JSON of this schema, or a file of one of these media types."""

    schema: Schema | None = None
    files: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One route of the API."""

    summary: str
    answers: Mapping[int, Answer]
    tag: str = ""
    description: str = ""
    query: tuple[Parameter, ...] = ()
    body: Body | None = None
    also: tuple[int, ...] = ()
    """Problems beyond those every route of its method may answer."""
    lent: bool = False
    """A large answer is a 303 to a URL that serves it for an hour."""
    page: bool = False
    """A browser gets a page instead, also where the link leads nowhere."""
    versioned: bool = False
    """Takes If-Match."""
    keyed: bool = True
    """A write that takes Idempotency-Key."""


def string(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": description} if description else {}), **more}


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def closed(required: tuple[str, ...] = (), /, **members: Schema) -> Schema:
    """An object of exactly these members."""
    return {
        "type": "object",
        "properties": members,
        "required": sorted(required or members),
        "additionalProperties": False,
    }


FLAG: Schema = {"type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|1|0)?$"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
ANY_OBJECT: Schema = {"type": "object"}
COUNT = Answer(closed(count={"type": "integer", "minimum": 0}))
DONE = Answer(closed(success=TRUTH))

LANGUAGE = Parameter("l", "language, such as en or sl", {"type": "string"})
CURSOR = Parameter("cursor", "where the page starts: follow the Link header")


def limit(default: int = 100, most: int = 1000) -> Parameter:
    text = f"members of a page, {default} unless said otherwise"
    return Parameter("limit", text, {"type": "integer", "minimum": 1, "maximum": most})
