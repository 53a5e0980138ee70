"""JSON in and out: strict about what it reads, exact about decimals."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from invoicing.errors import TooLarge, UnreadableFile

DEPTH_MAX = 32
BYTES_MAX = 6_000_000

_encode = msgspec.json.Encoder(decimal_format="number").encode
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")


def _unreadable(code: str, text: str, fix: str) -> NoReturn:
    raise UnreadableFile(code, text, fix=fix)


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        shown = text if len(text) <= 24 else text[:24] + "…"
        _unreadable(
            "json-number",
            f"the number {shown} cannot be read exactly",
            "write plain decimals with at most 12 digits before and 8 behind the point",
        )
    return Decimal(text)


def _integer(text: str) -> int:
    return int(_number(text))


def _constant(text: str) -> NoReturn:
    _unreadable("json-number", f"{text} is no JSON number", "send a plain decimal number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _unreadable(
            "json-duplicate-key",
            f"the member {twice!r} appears twice in one object",
            "send every member once",
        )
    return found


def _check_depth(text: str) -> None:
    depth = deepest = 0
    inside = escaped = False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH_MAX:
                _unreadable(
                    "json-too-deep",
                    f"objects and arrays are nested deeper than {DEPTH_MAX}",
                    "send a flatter body",
                )
        elif char in "]}":
            depth -= 1


def loads(data: bytes) -> Any:
    """The value a JSON text stands for, numbers as int or Decimal.

    UnreadableFile for anything else: broken syntax, duplicate names, NaN, exponents, nesting
    deeper than 32, text that is not UTF-8; TooLarge above 6 MB.
    """
    if len(data) > BYTES_MAX:
        raise TooLarge(
            "body-too-large", f"the body has {len(data)} bytes", fix=f"send at most {BYTES_MAX}"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise UnreadableFile(
            "json-encoding", f"byte {exc.start} is not UTF-8", fix="send the body as UTF-8"
        ) from exc
    if text.count("[") + text.count("{") > DEPTH_MAX:
        _check_depth(text)
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as exc:
        raise UnreadableFile(
            "json-syntax",
            f"the body is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}",
            fix="send one JSON object",
        ) from exc


def dumps(value: Any) -> str:
    """JSON text; decimals become numbers with exactly their digits."""
    return _encode(value).decode()
