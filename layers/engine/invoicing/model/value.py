"""The base of every model value, and the one way values become bytes and come back."""

from decimal import Decimal
from typing import Any, TypeVar

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A frozen value; two are equal when their fields are. Change with `replace`."""


V = TypeVar("V", bound=Value)

replace = msgspec.structs.replace

_encode = msgspec.json.Encoder(order="deterministic").encode


def to_json(value: Value | dict[str, Any]) -> bytes:
    """The stored form: fields that hold their default are left out, decimals are strings."""
    return _encode(value)


def from_json(data: bytes, kind: type[V]) -> V:
    """The value `to_json` was given; msgspec.ValidationError where the bytes do not fit."""
    return msgspec.json.decode(data, type=kind)


def canonical(number: Decimal) -> str:
    """The one spelling of a number in hashes and storage: no exponent, no trailing zeros.

    >>> canonical(Decimal("10.500")), canonical(Decimal("1E+2")), canonical(Decimal("-0.00"))
    ('10.5', '100', '0')
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
