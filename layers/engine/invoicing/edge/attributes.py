"""One attribute of a document or of an item, set by its name."""

from typing import Any

from invoicing.edge.documents import patched
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.request import Request, parse
from invoicing.edge.wire import document as wire
from invoicing.edge.wire import line as line_wire
from invoicing.edge.wire.document_view import writable_view
from invoicing.edge.wire.line import WireLine
from invoicing.errors import Conflict, NotFound
from invoicing.model import Document, Line, Organization
from invoicing.model.value import replace
from invoicing.rules.lifecycle import NEUTRAL_FIELDS, NEUTRAL_LINE_FIELDS, allowed_actions

# Set by requests of their own.
_ELSEWHERE = frozenset({"draft", "payments", "send", "strictTotals"})
_CUSTOM = "custom_"


def _aliases(model: Any) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


_NAMES = _aliases(wire.DocumentInput) - _ELSEWHERE
_ITEM_NAMES = _aliases(WireLine) - {"id", "positionNumber"}
NEUTRAL = tuple(sorted(wire.NAMES[field] for field in NEUTRAL_FIELDS if field in wire.NAMES))
NEUTRAL_OF_ITEMS = tuple(sorted(line_wire.LINE_NAMES[field] for field in NEUTRAL_LINE_FIELDS))


def value_of(call: Request) -> Any:
    """The value a body gives, bare or as `{"value": …}`; null clears the attribute."""
    given = call.json_value()
    return given["value"] if isinstance(given, dict) and set(given) == {"value"} else given


def with_attribute(
    stored: Document, name: str, value: Any, organization: Organization
) -> tuple[Document, frozenset[str]]:
    """The document with the attribute, and what that touched.

    `custom_x` is the organization's own attribute x. NotFound where there is no such attribute,
    Conflict where the document's state does not let it change.
    """
    own = _own_name(name, "document", stored, organization)
    if own:
        custom = _with_member(stored.custom, own, value)
        return replace(stored, custom=custom), frozenset({"custom"})
    if name not in _NAMES | wire.READ_ONLY:
        raise NotFound(name)
    if name in wire.READ_ONLY or (stored.state != "draft" and name not in NEUTRAL):
        raise _fixed(stored, name, NEUTRAL)
    if isinstance(value, dict):  # it takes the place of the object there is
        stored, _ = patched(stored, {name: None})
    return patched(stored, {name: value})


def with_item_attribute(
    stored: Document, item_id: str, name: str, value: Any, organization: Organization
) -> tuple[Document, frozenset[str]]:
    """The same for one item of the document; NotFound where it has no such item."""
    index = next((i for i, line in enumerate(stored.lines) if line.id == item_id), None)
    if index is None:
        raise NotFound(item_id)
    line = stored.lines[index]
    own = _own_name(name, "item", stored, organization)
    if own:
        return _with_line(
            stored, index, replace(line, custom=_with_member(line.custom, own, value))
        )
    if name not in _ITEM_NAMES | {"id", "positionNumber"}:
        raise NotFound(name)
    if name not in _ITEM_NAMES or (stored.state != "draft" and name not in NEUTRAL_OF_ITEMS):
        raise _fixed(stored, name, NEUTRAL_OF_ITEMS)
    if name in NEUTRAL_OF_ITEMS:
        return _with_line(stored, index, _set(line, name, value))
    items = writable_view(stored)["_documentItems"]
    items[index] = merge_patch(items[index], {name: value})
    return patched(stored, {"_documentItems": items})


def _own_name(name: str, applies_to: str, stored: Document, organization: Organization) -> str:
    """The organization's attribute that is meant, "" where it is one of ours."""
    if not name.startswith(_CUSTOM):
        return ""
    own = name.removeprefix(_CUSTOM)
    for known in organization.attributes:
        fits = not known.types or {stored.kind, stored.type} & set(known.types)
        if (known.name, known.applies_to) == (own, applies_to) and fits:
            return own
    raise NotFound(name)


def _with_member(custom: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    given = {k: v for k, v in {**custom, name: value}.items() if v is not None}
    return parse(wire.DocumentInput, {"custom": given}).custom or {}


def _with_line(stored: Document, index: int, line: Line) -> tuple[Document, frozenset[str]]:
    lines = (*stored.lines[:index], line, *stored.lines[index + 1 :])
    return replace(stored, lines=lines), frozenset({"lines"})


def _set(line: Line, name: str, value: Any) -> Line:
    field = next(f for f, api in line_wire.LINE_NAMES.items() if api == name)
    given = {} if value is None else {name: value}
    read = parse(WireLine, given).to_model(keep_totals=False)
    return replace(line, **{field: getattr(read, field)})


def _fixed(stored: Document, name: str, neutral: tuple[str, ...]) -> Conflict:
    return Conflict(
        f"{name} cannot be set while the document is {stored.state}",
        code="attribute-fixed",
        current_state=stored.state,
        allowed_actions=allowed_actions(stored),
        fix=f"these can be set in every state: {', '.join(neutral)}",
    )
