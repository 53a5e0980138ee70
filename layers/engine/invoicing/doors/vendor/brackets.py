"""Names with brackets, as forms and queries carry nested values: `filter[where][type]=invoice`."""

import re
from collections.abc import Iterable
from typing import Any

from invoicing.errors import UnreadableFile

DEPTH_MAX = 16
MEMBERS_MAX = 10_000
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The object that flat names describe; lists where all keys are numbers or empty.

    UnreadableFile where one name is both a value and an object, or goes too deep.
    """
    found: dict[str, Any] = {}
    for count, (name, value) in enumerate(pairs):
        match = _NAME.fullmatch(name)
        if match is None or count >= MEMBERS_MAX:
            raise _unreadable(name)
        parts = [match[1], *_PART.findall(match[2])]
        if len(parts) > DEPTH_MAX:
            raise _unreadable(name)
        _put(found, parts, value, name)
    listed = _listed(found)
    assert isinstance(listed, dict)  # noqa: S101 - the outermost names are never empty
    return listed


def _put(found: dict[str, Any], parts: list[str], value: str, name: str) -> None:
    *way, last = parts
    for part in way:
        inner = found.setdefault(part or str(len(found)), {})
        if not isinstance(inner, dict):
            raise _unreadable(name)
        found = inner
    key = last or str(len(found))
    if isinstance(found.get(key), dict):
        raise _unreadable(name)
    found[key] = value


def _listed(value: Any, *, outermost: bool = True) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(member, outermost=False) for key, member in value.items()}
    if outermost or not all(key.isdecimal() for key in inner):
        return inner
    return [inner[key] for key in sorted(inner, key=int)]


def _unreadable(name: str) -> UnreadableFile:
    return UnreadableFile(
        "brackets",
        f"the name {name[:80]!r} cannot be read",
        fix="send names such as filter[where][type], or JSON",
        pointer="/query",
    )
