"""Which of several forms a caller wants (RFC 9110, 12.5.1)."""

import re
from collections.abc import Sequence

from invoicing.edge.request import Request
from invoicing.errors import NotAcceptable

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*((?:;.*)?)")
_WEIGHT = re.compile(r";\s*[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)")
_HEADER_CHARACTERS_MAX = 2_000


def accepted(call: Request, offered: Sequence[str]) -> str:
    """The offered media type the caller likes best; of equal ones the first, as without Accept.

    NotAcceptable, naming what is offered, where the caller wants none of them.
    """
    given = call.headers.get("accept", "")[:_HEADER_CHARACTERS_MAX]
    ranges = [wanted for part in given.split(",") if (wanted := _read(part)) is not None]
    if not ranges:
        return offered[0]
    weights = {media_type: _weight(media_type, ranges) for media_type in offered}
    best = max(offered, key=lambda media_type: weights[media_type])
    if weights[best] == 0:
        raise NotAcceptable(
            "not-acceptable",
            f"nothing here is {given[:100]}",
            fix=f"accept one of {', '.join(offered)}",
        )
    return best


def _read(part: str) -> tuple[str, str, int] | None:
    """Type, subtype and thousandths of weight; None for what is no media range."""
    found = _RANGE.fullmatch(part)
    if found is None:
        return None
    kind, subtype, parameters = found.groups()
    weight = _WEIGHT.search(parameters)
    if weight is None:
        return kind.lower(), subtype.lower(), 1000
    whole, _, rest = weight.group(1).partition(".")
    return kind.lower(), subtype.lower(), int(whole) * 1000 + int((rest + "000")[:3])


def _weight(media_type: str, ranges: Sequence[tuple[str, str, int]]) -> int:
    """By the most specific range that covers the type; 0 where none does."""
    kind, _, subtype = media_type.partition("/")
    found = [
        (exactness, weight)
        for one_kind, one_subtype, weight in ranges
        for exactness, pair in enumerate((("*", "*"), (kind, "*"), (kind, subtype)))
        if (one_kind, one_subtype) == pair
    ]
    return max(found)[1] if found else 0
