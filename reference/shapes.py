"""Schemas of bodies and answers, derived from the wire models that read them.

A body's schema is what its wire model takes. An answer's is the same object as it is shown:
nothing null, decimals as numbers, days as dates, with what only the server sets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

from invoicing.edge.wire.base import YEAR_MAX, YEAR_MIN, Category, Wire

Schema = dict[str, Any]

REF = "#/components/schemas/"
AMOUNT_TEXT = r"^-?[0-9]{1,12}(\.[0-9]{1,8})?$"
DAY_TEXT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,15}(Z|[+-][0-9]{2}:?[0-9]{2}Z?)?)?$"
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
# What a body has to keep and an answer need not: files of others hold longer texts.
_LIMITS = {"default", "maxItems", "maxLength", "minItems", "minLength", "pattern", "title"}
_LIMITS |= {*_BOUNDS.values(), "propertyNames", "minProperties", "maxProperties"}


_CATEGORIES = frozenset(get_args(Category))


class _Generator(GenerateJsonSchema):
    """Amounts and days as the wire takes them."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Schema:
        bounds = {_BOUNDS[k]: float(v) for k, v in schema.items() if k in _BOUNDS}  # type: ignore[arg-type] # bounds are numbers
        text = {"type": "string", "pattern": AMOUNT_TEXT}
        return {"anyOf": [{"type": "number", **bounds}, text], "x-type": "amount"}

    def date_schema(self, schema: core_schema.DateSchema) -> Schema:  # noqa: ARG002 - pydantic's signature
        text = f"YYYY-MM-DD, from {YEAR_MIN} to {YEAR_MAX}; a time behind it is ignored"
        return {"type": "string", "pattern": DAY_TEXT, "description": text, "x-type": "day"}

    def bytes_schema(self, schema: core_schema.BytesSchema) -> Schema:  # noqa: ARG002 - pydantic's signature
        return {"type": "string", "contentEncoding": "base64"}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        inner: Schema = self.generate_inner(schema["schema"])  # null says nothing as a default
        return inner


@dataclass
class Shapes:
    """The schemas of one document, by name."""

    server_members: Mapping[str, Schema]
    """What only the server sets, by its name in any object."""
    named: dict[str, Schema] = field(default_factory=dict)

    def body(self, wire: type[Wire]) -> Schema:
        """What a wire model takes."""
        schema = TypeAdapter(wire).json_schema(
            mode=_VALIDATION, schema_generator=_Generator, ref_template=REF + "{model}"
        )
        for name, made in {**schema.pop("$defs", {}), wire.__name__: schema}.items():
            self.named.setdefault(_input_name(name), _renamed(made, _input_name))
        for model in _models(wire):
            mine = self.named[_input_name(model.__name__)]
            for member in sorted(model.server_owned - set(mine["properties"])):
                mine["properties"][member] = {"readOnly": True}
        return {"$ref": REF + _input_name(wire.__name__)}

    def view(
        self,
        wire: type[Wire],
        more: Mapping[str, Schema] | None = None,
        *,
        name: str = "",
        required: Iterable[str] = (),
        without: Iterable[str] = (),
    ) -> Schema:
        """How an object is answered that is written as `wire`."""
        self.body(wire)
        for model in _models(wire):
            shown = _view_name(model.__name__)
            if model is not wire:
                self.named.setdefault(shown, self._shown(model))
        own = name or _view_name(wire.__name__)
        schema = self._shown(wire)
        schema["properties"] |= more or {}
        for member in without:
            schema["properties"].pop(member, None)
        if required:
            schema["required"] = sorted(required)
        self.named[own] = schema
        return {"$ref": REF + own}

    def _shown(self, wire: type[Wire]) -> Schema:
        made = self.named[_input_name(wire.__name__)]
        members = {
            name: _as_shown(member)
            for name, member in made["properties"].items()
            if not member.get("readOnly")
        }
        for name in sorted(wire.server_owned - set(members)):
            if name in self.server_members:
                members[name] = dict(self.server_members[name])
        schema: Schema = {"type": "object"}
        if "description" in made:
            schema["description"] = made["description"]
        return {**schema, "properties": members, "additionalProperties": False}


_VALIDATION: JsonSchemaMode = "validation"


def _models(wire: type[Wire]) -> list[type[Wire]]:
    """The model and all models inside of it."""
    found: list[type[Wire]] = []

    def visit(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, Wire):
            if kind not in found:
                found.append(kind)
                for each in kind.model_fields.values():
                    visit(each.annotation)
            return
        for inner in getattr(kind, "__args__", ()):
            visit(inner)

    visit(wire)
    return found


def _input_name(name: str) -> str:
    bare = name.removeprefix("Wire").removesuffix("Input")
    return f"{bare}Input"


def _view_name(name: str) -> str:
    return name.removeprefix("Wire").removesuffix("Input")


def _renamed(schema: Any, rename: Any) -> Any:
    if isinstance(schema, dict):
        changed = {key: _renamed(value, rename) for key, value in schema.items() if key != "title"}
        if isinstance(schema.get("title"), dict):  # a member of this name
            changed["title"] = _renamed(schema["title"], rename)
        if isinstance(changed.get("$ref"), str):
            changed["$ref"] = REF + rename(changed["$ref"].removeprefix(REF))
        return changed
    return [_renamed(each, rename) for each in schema] if isinstance(schema, list) else schema


def _as_shown(schema: Any) -> Any:
    """A member's schema as the member is answered."""
    if not isinstance(schema, dict):
        return schema
    kind = schema.get("x-type")
    if kind:
        return {"type": "number"} if kind == "amount" else {"type": "string", "format": "date"}
    if "$ref" in schema:
        return {"$ref": REF + schema["$ref"].removeprefix(REF).removesuffix("Input")}
    if "anyOf" in schema:
        kinds = [_as_shown(each) for each in schema["anyOf"] if each != {"type": "null"}]
        rest = {"description": schema["description"]} if "description" in schema else {}
        return {**kinds[0], **rest} if len(kinds) == 1 else {"anyOf": kinds, **rest}
    if _CATEGORIES.issuperset(schema.get("enum", ["?"])):
        return {"type": "string", "description": "UNCL5305; a file that was read may name any"}
    shown = {key: value for key, value in schema.items() if key not in _LIMITS}
    for key in ("items", "additionalProperties"):
        if key in shown:
            shown[key] = _as_shown(shown[key])
    if "patternProperties" in shown:
        (inner,) = shown.pop("patternProperties").values()
        shown["additionalProperties"] = _as_shown(inner)
    return shown
