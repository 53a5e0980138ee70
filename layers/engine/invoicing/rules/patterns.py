"""Patterns of `like`: a small part of regular expressions that is matched in linear time.

`.` is any one character, `.*` and `%` are any run of them, `^` and `$` are the ends, a backslash
takes the sign behind it literally. A pattern with `%` stands for the whole text, as in SQL;
any other is found anywhere in it, as a regular expression is.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

PATTERN_LENGTH_MAX = 200
_RUN, _ONE = object(), object()
_REFUSED = frozenset("()[]{}|?*+^$")

Match = Callable[[str], bool]
_Part = str | object


def pattern(text: str, *, fold: bool) -> Match:
    """Whether a text matches; `fold` ignores case. ValueError says what is no pattern of ours."""
    if len(text) > PATTERN_LENGTH_MAX:
        raise ValueError(f"is longer than {PATTERN_LENGTH_MAX} characters")
    starts = text.startswith("^")
    ends = text.endswith("$") and not _is_escaped(text)
    body = text[int(starts) : len(text) - int(ends)] if len(text) > 1 or not starts else ""
    parts = list(_parts(body.casefold() if fold else body))
    if "%" in body and any(part is _RUN for part in parts):
        starts = ends = True
    runs = [i for i, part in enumerate(parts) if part is _RUN]
    bounds = [-1, *runs, len(parts)]
    pieces = [_piece(parts[a + 1 : b]) for a, b in pairwise(bounds)]
    return _matcher(pieces, starts=starts, ends=ends, fold=fold)


def _is_escaped(text: str) -> bool:
    before = text[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _parts(text: str) -> Iterator[_Part]:
    position = 0
    while position < len(text):
        char = text[position]
        position += 1
        if char == "\\":
            if position == len(text):
                raise ValueError("ends with a backslash")
            yield text[position]
            position += 1
        elif char == "%":
            yield _RUN
        elif char == ".":
            if text[position : position + 1] in ("*", "+"):
                if text[position] == "+":
                    yield _ONE
                position += 1
                yield _RUN
            else:
                yield _ONE
        elif char in _REFUSED:
            raise ValueError(f"has {char} without a backslash; only . .* % ^ $ have a meaning")
        else:
            yield char


def _piece(parts: list[_Part]) -> "re.Pattern[str]":
    """Literals and single characters only: nothing in it repeats, so nothing backtracks."""
    return re.compile("".join("." if p is _ONE else re.escape(str(p)) for p in parts), re.DOTALL)


def _matcher(pieces: list["re.Pattern[str]"], *, starts: bool, ends: bool, fold: bool) -> Match:
    last = pieces[-1]
    last_length = _length(last)

    def matches(text: str) -> bool:
        if fold:
            text = text.casefold()
        position = 0
        for index, piece in enumerate(pieces if not ends else pieces[:-1]):
            anchored = index == 0 and starts
            found = piece.match(text, position) if anchored else piece.search(text, position)
            if found is None:
                return False
            position = found.end()
        if not ends:
            return True
        begin = len(text) - last_length
        if begin < position or (len(pieces) == 1 and starts and begin != 0):
            return False
        return last.match(text, begin) is not None

    return matches


def _length(piece: "re.Pattern[str]") -> int:
    """How many characters a piece takes: each is one sign, escaped or not."""
    return len(re.sub(r"\\(.)", r"\1", piece.pattern, flags=re.DOTALL))
