"""What every wire model shares: strict reading, and the types of its fields.

A wire model's Python names are the model's field names; the aliases are the API's. What the
server owns (`id`, `createdAt`, totals ...) is accepted and ignored, so that an object can be
sent back as it was received; a name nobody knows is an error.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from invoicing.model.money import parse_amount
from invoicing.model.value import Value, canonical

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2}Z?)?)?"
)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_OFFSET_AND_Z = re.compile(r"[+-][0-9]{2}:?[0-9]{2}Z$")
YEAR_MIN, YEAR_MAX = 1970, 2999
TEXT_MAX = 10_000
NAME_MAX = 1_000
CUSTOM_BYTES_MAX = 4_096


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise PydanticCustomError("amount", "must be a number or a numeric string")
    text = canonical(value) if isinstance(value, Decimal) else str(value)
    try:
        return parse_amount(text)
    except ValueError as exc:
        raise PydanticCustomError("amount", "is {why}", {"why": str(exc)}) from exc


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("date", "must be a date like 2026-01-31")
    try:
        day = date.fromisoformat(match.group(1))
    except ValueError as exc:
        raise PydanticCustomError("date", "is no day of the calendar") from exc
    _check_time(value)
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise PydanticCustomError("date", f"must lie between {YEAR_MIN} and {YEAR_MAX}")
    return day


def _check_time(value: str) -> None:
    """What follows the day is not kept, but has to be a time: some clients add an offset and Z."""
    if "T" not in value:
        return
    try:
        datetime.fromisoformat(value[:-1] if _OFFSET_AND_Z.search(value) else value)
    except ValueError as exc:
        raise PydanticCustomError("date", "has no time of day behind the T") from exc


def _instant(value: Any) -> datetime:
    """RFC 3339, with its offset."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("instant", "must be an instant like 2026-01-31T09:00:00Z")
    try:
        instant = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise PydanticCustomError("instant", "is no instant of the calendar") from exc
    if not YEAR_MIN < instant.year < YEAR_MAX:
        raise PydanticCustomError("instant", f"must lie between {YEAR_MIN} and {YEAR_MAX}")
    return instant


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "must be a string")
    if _CONTROL.search(value):
        raise PydanticCustomError("text", "contains control characters")
    return value


def _map(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "must be an object")
    if len(msgspec.json.encode(value)) > CUSTOM_BYTES_MAX:
        raise PydanticCustomError("object", f"is larger than {CUSTOM_BYTES_MAX} bytes")
    free: dict[str, Any] = _free_form(value)
    return free


def _part(value: Any) -> dict[str, Any]:
    """A part of an object: its id is the server's."""
    return {name: member for name, member in _map(value).items() if name != "id"}


def _free_form(value: Any) -> Any:
    """The caller's own data: numbers stay JSON numbers, for nothing is computed with them."""
    if isinstance(value, dict):
        return {k: _free_form(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_free_form(v) for v in value]
    return float(value) if isinstance(value, Decimal) else value


Amount = Annotated[Decimal, BeforeValidator(_amount)]
Day = Annotated[date, BeforeValidator(_date)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Name = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=NAME_MAX)]
Text = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=TEXT_MAX)]
Map = Annotated[dict[str, Any], BeforeValidator(_map)]
PartMap = Annotated[dict[str, Any], BeforeValidator(_part)]
Category = Literal["", "S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B"]  # UNCL5305 in EN 16931
Flag = Annotated[bool, Field(strict=True)]
Currency = Annotated[str, BeforeValidator(_text), StringConstraints(pattern="^[A-Z]{3}$")]
CountryCode = Annotated[str, BeforeValidator(_text), StringConstraints(pattern="^[A-Z]{2}$")]


def renamed(alias: str, **constraints: Any) -> Any:
    """A field whose API name is not simply its camelCase."""
    return Field(default=None, alias=alias, **constraints)


class Wire(BaseModel):
    """An object of the API; every field may be absent or null."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=False, frozen=True
    )

    server_owned: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _without_server_owned(cls, value: Any) -> Any:
        """The caller's object less what only the server sets."""
        if not isinstance(value, dict) or not cls.server_owned:
            return value
        return {k: v for k, v in value.items() if k not in cls.server_owned}

    def given(self) -> dict[str, Any]:
        """The fields the caller set to something, under the model's names."""
        return {
            name: value
            for name in self.model_fields_set
            if (value := getattr(self, name)) is not None
        }


def lean(values: dict[str, Any]) -> dict[str, Any]:
    """The object without the members that say nothing."""
    return {k: v for k, v in values.items() if v not in (None, "", (), [], {})}


def plain(value: Value, names: dict[str, str]) -> dict[str, Any]:
    """A value's fields under their API names, without those that hold nothing."""
    return lean({api: getattr(value, field) for field, api in names.items()})
