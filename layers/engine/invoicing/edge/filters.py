"""What a caller asks of a list: the `filter` object and plain parameters, read by one parser."""

import re
from typing import Any, NamedTuple

from invoicing.edge import flat_filters, json_text
from invoicing.edge.lists import read_position
from invoicing.edge.projection import RECURRENCES, Projection, read_projection
from invoicing.edge.request import Request
from invoicing.edge.where import WhereReader
from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.rules.selection import Condition, Every, Where
from invoicing.usecases.get_document import ORDERS, PAGE_DEFAULT, PAGE_MAX, Sought, order_of

LENGTH_MAX = 8_000
SKIP_MAX = 1_000_000

FILTER = ("where", "deleted", "order", "limit", "skip", "offset", "fields", "include")
PAGING = ("filter", "order", "sort", "limit", "skip", "page", "cursor", "fields", "include")
FILLED = "parseSmartcodes"  # whether smart codes are replaced by what they stand for
COUNTING = ("filter", "where")
_ORDER = re.compile(r"(-?)([A-Za-z]{1,30})(?: +(asc|desc))?", re.IGNORECASE)
_ORDER_NAMES = {**{name: name for name in ORDERS}, "id": "createdAt"}


class ListQuery(NamedTuple):
    """A page of a list, and what is shown of each document."""

    sought: Sought
    projection: Projection


def read_list(call: Request, *, most: int = PAGE_MAX, also: tuple[str, ...] = ()) -> ListQuery:
    """The page the request asks for; InvalidDocument names everything nobody knows.

    `also` are parameters somebody else reads.
    """
    reader, query = WhereReader(), _query(call)
    _require_known(query, (*PAGING, FILLED, *flat_filters.NAMES, *also), "query", reader.findings)
    given = _json_object(query, "filter")
    _require_known(given, FILTER, "query/filter", reader.findings)
    where = _where(query, given, reader)
    order, descending = _order(query, given, reader.findings)
    limit = _number(given, "limit", PAGE_DEFAULT, (1, most), reader.findings)
    limit = call.number("limit", limit, least=1, most=most)
    skip_name = "offset" if "offset" in given else "skip"
    skip = _number(given, skip_name, 0, (0, SKIP_MAX), reader.findings)
    skip = call.number("skip", skip, least=0, most=SKIP_MAX)
    if "page" in query:
        skip = limit * (call.number("page", 1, least=1, most=SKIP_MAX // limit) - 1)
    shown, included = (_listed(query, given, name) for name in ("fields", "include"))
    projection = read_projection(shown, included, reader.findings)
    if RECURRENCES in projection.included:
        reader.findings.append(_FOR_ONE)
    _raise(reader.findings)
    sought = Sought(where, order, descending, limit, skip)
    position = read_position(call, dated=order_of(sought) is ORDERS["date"])
    if position is not None:
        sought = sought._replace(after=position.after, skip=position.skip)
    return ListQuery(sought, projection)


def read_count(call: Request) -> Where | None:
    """What is to be counted: the same conditions a list takes, as `where` or in `filter` too."""
    reader, query = WhereReader(), _query(call)
    _require_known(query, (*COUNTING, *flat_filters.NAMES), "query", reader.findings)
    given = _json_object(query, "filter")
    _require_known(given, ("where",), "query/filter", reader.findings)
    where = _where(query, given, reader)
    _raise(reader.findings)
    return where


def read_get(call: Request) -> Projection:
    """What is shown of one document: `filter` with fields and include, or `with_relations`."""
    findings: list[Finding] = []
    given = _json_object(call.query, "filter")
    _require_known(given, ("fields", "include"), "query/filter", findings)
    relations = call.query.get("with_relations", call.query.get("with"))
    include = given.get("include") if relations is None else relations.split(",")
    projection = read_projection(given.get("fields"), include, findings)
    _raise(findings)
    return projection


_FOR_ONE = Finding(
    "include-unknown",
    "/query/filter/include",
    "recurrences are shown with one document alone",
    "read them at /v1/Documents/{id}/recurrence, or list the organization's",
)


def _raise(findings: list[Finding]) -> None:
    if findings:
        raise InvalidDocument(findings)


def _query(call: Request) -> dict[str, str]:
    """The parameters; `type[]` is written for several, and means the same."""
    return {name.removesuffix("[]"): value for name, value in call.query.items()}


def _require_known(
    given: dict[str, Any], known: tuple[str, ...], at: str, findings: list[Finding]
) -> None:
    for name in given:
        if name not in known:
            listed = f"known: {', '.join(known)}"
            text = f"{name[:100]} is not known here"
            findings.append(Finding("query-unknown", f"/{at}/{name[:100]}", text, listed))


def _json_object(query: dict[str, str], name: str) -> dict[str, Any]:
    text = query.get(name)
    if text is None:
        return {}
    if len(text) > LENGTH_MAX:
        raise UnreadableFile(
            "query-long",
            f"{name} is too long",
            fix=f"send at most {LENGTH_MAX} characters",
            pointer=f"/query/{name}",
        )
    try:
        found = json_text.loads(text.encode("utf-8", "surrogatepass"))
    except UnreadableFile as exc:
        exc.text = exc.text.replace("the body", f"`{name}`")
        exc.pointer = f"/query/{name}"
        raise
    if not isinstance(found, dict):
        raise UnreadableFile(
            "query-object",
            f"{name} is no JSON object",
            fix=f'send {name}={{"…": …}}',
            pointer=f"/query/{name}",
        )
    return found


def _where(query: dict[str, str], given: dict[str, Any], reader: WhereReader) -> Where | None:
    parts: list[Where] = []
    if "where" in given:
        parts.append(reader.read(given["where"], "/query/filter/where"))
    if "where" in query:
        parts.append(reader.read(_json_object(query, "where"), "/query/where"))
    if given.get("deleted") in (True, "true"):
        parts.append(Condition("state", "eq", "deleted"))
    parts += flat_filters.read_flat(query, reader)
    parts = [part for part in parts if part != Every(())]
    return None if not parts else parts[0] if len(parts) == 1 else Every(tuple(parts))


def _order(
    query: dict[str, str], given: dict[str, Any], findings: list[Finding]
) -> tuple[str, bool]:
    """The order's name ("" where none is asked for), and whether it is descending."""
    asked: Any = query.get("order") or query.get("sort") or given.get("order")
    if asked is None:
        return "", True
    if isinstance(asked, dict):
        asked = [f"{name} {direction}" for name, direction in asked.items()]
    parts = asked.split(",") if isinstance(asked, str) else asked
    found = [
        match
        for part in (parts if isinstance(parts, list) else [])
        if (match := _ORDER.fullmatch(part.strip() if isinstance(part, str) else ""))
        and match[2] in _ORDER_NAMES
    ]
    names = [_ORDER_NAMES[match[2]] for match in found]
    directions = {bool(match[1]) or (match[3] or "").lower() == "desc" for match in found}
    # Documents of one day stand by creation anyway, in the same direction.
    if (
        not isinstance(parts, list)
        or len(found) != len(parts)
        or len(directions) != 1
        or names not in (["date"], ["createdAt"], ["date", "createdAt"])
    ):
        known = "known: date, createdAt, id, each with ASC or DESC; or date and id, both alike"
        findings.append(Finding("order", "/query/order", "is no order lists have", known))
        return "", True
    return names[0], directions.pop()


def _number(
    given: dict[str, Any],
    name: str,
    default: int,
    span: tuple[int, int],
    findings: list[Finding],
) -> int:
    least, most = span
    value = given.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        text = f"is not a whole number from {least} to {most}"
        fix = f"send {default}, for example"
        findings.append(Finding("filter-number", f"/query/filter/{name}", text, fix))
        return default
    return value


def _listed(query: dict[str, str], given: dict[str, Any], name: str) -> Any:
    flat = query.get(name)
    return given.get(name) if flat is None else flat.split(",")
