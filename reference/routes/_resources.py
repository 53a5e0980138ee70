"""The routes every kind of object has."""

from typing import Any

from reference.operations import (
    COUNT,
    CURSOR,
    Answer,
    Body,
    Operation,
    Parameter,
    Schema,
    array,
    limit,
)

ORGANIZATION = "/v1/Organizations/{organizationId}"
TERM = Parameter(
    "term",
    "words to look for",
    {"type": "string", "minLength": 1, "maxLength": 100},
    required=True,
)
TAG = Parameter("tag", "only those with this tag")


def crud(  # noqa: PLR0917 - what it is called, where it stands, how it looks
    what: str,
    many: str,
    collection: str,
    one: str,
    body: Schema,
    view: Schema,
    *,
    example: Any = None,
    narrowing: tuple[Parameter, ...] | None = (),
    search: bool = False,
    create: tuple[Parameter, ...] = (),
) -> dict[str, Operation]:
    """Create, list, count, get, put, patch and delete of a kind; `one` is its path.

    A kind whose lists are never paged has no `narrowing`.
    """
    given = Body(body, example)
    shown = Answer(view, headers=("ETag",))
    paged = Answer(array(view), headers=("Link",))
    paging = (limit(), CURSOR, *narrowing) if narrowing is not None else ()
    partial = Body({"type": "object"})
    listed = {
        f"GET {collection}": Operation(f"List {many}", {200: paged}, query=paging),
        f"GET {collection}/count": Operation(f"Count {many}", {200: COUNT}, query=narrowing or ()),
        f"POST {collection}": Operation(
            f"Create {what}",
            {201: Answer(view, headers=("ETag", "Location"))},
            body=given,
            query=create,
        ),
    }
    if search:
        query = (TERM, limit(), CURSOR, *(narrowing or ()))
        listed[f"GET {collection}/search"] = Operation(f"Find {many}", {200: paged}, query=query)
    return listed | {
        f"GET {one}": Operation(f"Get {what}", {200: shown}),
        f"PUT {one}": Operation(f"Replace {what}", {200: shown}, body=given, versioned=True),
        f"PATCH {one}": Operation(
            f"Change {what}",
            {200: shown},
            description="A JSON merge patch (RFC 7396): null takes a member away.",
            body=partial,
            versioned=True,
        ),
        f"DELETE {one}": Operation(f"Delete {what}", {200: COUNT}, versioned=True),
    }
