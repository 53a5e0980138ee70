"""Which parts of a line are written from the right. Source: Unicode Standard Annex 9.

Texts of documents have no use for explicit embeddings, overrides and isolates: those characters
are taken out before, and what is left is the implicit algorithm.
"""

from unicodedata import bidirectional

_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
_LETTERS = frozenset({"L", "R", "AL"})
EXPLICIT = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_OPENING = "([{⟨⟦❨❪❬❮❰❲❴⦅⸢⸤⸦⸨〈《「『【〔〖〘〚"
_CLOSING = ")]}⟩⟧❩❫❭❯❱❳❵⦆⸣⸥⸧⸩〉》」』】〕〗〙〛"
_PAIRS = dict(zip(_CLOSING, _OPENING, strict=True))
_MIRRORS = {
    **_PAIRS,
    **{opening: closing for closing, opening in _PAIRS.items()},
    **{"<": ">", ">": "<", "«": "»", "»": "«", "‹": "›", "›": "‹", "≤": "≥", "≥": "≤"},
}


def needs_bidi(text: str) -> bool:
    """Whether anything in the text is written from the right."""
    return any(bidirectional(c) in ("R", "AL", "AN") for c in text)


def begins_left(text: str) -> bool:
    """Whether the first letter is of a script written from the left (P2)."""
    return next((bidirectional(c) == "L" for c in text if bidirectional(c) in _LETTERS), False)


def mirror(character: str) -> str:
    """The character as it looks in a line from the right: ")" for "("."""
    return _MIRRORS.get(character, character)


def levels(text: str, base: int) -> list[int]:
    """Each character's embedding level; odd is from the right. `base` is the paragraph's, 0 or 1.

    The text has no explicit formatting characters (`EXPLICIT`).
    """
    outer = "R" if base else "L"
    types = [bidirectional(c) or "L" for c in text]
    kept = [place for place, kind in enumerate(types) if kind != "BN"]
    weak = _weak([types[place] for place in kept], outer)
    marks = [types[place] == "NSM" for place in kept]
    paired = _brackets(weak, [text[place] for place in kept], marks, outer)
    resolved = _neutral(paired, outer)
    found = [base] * len(text)
    for place, kind in zip(kept, resolved, strict=True):
        if base:
            found[place] = 1 if kind == "R" else 2
        else:
            found[place] = {"L": 0, "R": 1}.get(kind, 2)
    for place, kind in enumerate(types):  # what was left out goes with the character before it
        if kind == "BN" and place:
            found[place] = found[place - 1]
    return _trailing_space_at(found, types, base)


def _trailing_space_at(found: list[int], types: list[str], base: int) -> list[int]:
    """L1: space at the end of a line stands at the paragraph's level."""
    for place in range(len(types) - 1, -1, -1):
        if types[place] not in ("WS", "BN", "S", "B"):
            break
        found[place] = base
    return found


def _weak(types: list[str], outer: str) -> list[str]:
    """W1 to W7: marks, numbers, and the signs between and beside numbers."""
    before, strong = outer, outer
    for place, given in enumerate(types):
        kind = before if given == "NSM" else given
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        types[place] = "AN" if kind == "EN" and strong == "AL" else kind
    types = ["R" if kind == "AL" else kind for kind in types]
    for place in range(1, len(types) - 1):
        left, kind, right = types[place - 1 : place + 2]
        if left == right and (
            (kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))
        ):
            types[place] = left
    types = _terminators(types)
    strong = outer
    for place, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[place] = "L"
        elif kind in ("ES", "ET", "CS"):
            types[place] = "ON"
    return types


def _terminators(types: list[str]) -> list[str]:
    """W5: currency and percent signs join the number they touch."""
    for order in (range(1, len(types)), range(len(types) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for place in order:
            if types[place] == "ET" and types[place + step] == "EN":
                types[place] = "EN"
    return types


def _brackets(types: list[str], characters: list[str], marks: list[bool], outer: str) -> list[str]:
    """N0: a pair of brackets takes the direction of what it holds, or of its context."""
    open_at: list[tuple[str, int]] = []
    pairs = []
    for place, character in enumerate(characters):
        if types[place] != "ON":
            continue
        if character in _OPENING:
            open_at.append((character, place))
        elif character in _PAIRS:
            for depth in range(len(open_at) - 1, -1, -1):
                if open_at[depth][0] == _PAIRS[character]:
                    pairs.append((open_at[depth][1], place))
                    del open_at[depth:]
                    break
    for start, end in sorted(pairs):
        inside = {_STRONG[kind] for kind in types[start + 1 : end] if kind in _STRONG}
        if not inside:
            continue
        found = outer
        if outer not in inside:
            before = (_STRONG[kind] for kind in reversed(types[:start]) if kind in _STRONG)
            context = next(before, outer)
            found = context if context in inside else outer
        for place in (start, end):
            types[place] = found
            while place + 1 < len(types) and marks[place + 1]:  # marks go with their bracket
                place += 1  # noqa: PLW2901 - the marks after this bracket, one by one
                types[place] = found
    return types


def _neutral(types: list[str], outer: str) -> list[str]:
    """N1 and N2: what is neutral goes with both its neighbours, else with the paragraph."""
    place = 0
    while place < len(types):
        if types[place] in _STRONG:
            place += 1
            continue
        end = place
        while end < len(types) and types[end] not in _STRONG:
            end += 1
        left = _STRONG[types[place - 1]] if place else outer
        right = _STRONG[types[end]] if end < len(types) else outer
        types[place:end] = [left if left == right else outer] * (end - place)
        place = end
    return types


def visual_runs(text: str, base: int) -> list[tuple[str, int]]:
    """The text in runs of one level, in the order they stand on paper from the left (L2).

    Each run's characters are still in the order they are read.
    """
    found = levels(text, base)
    runs: list[tuple[str, int]] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or found[place] != found[start]:
            runs.append((text[start:place], found[start]))
            start = place
    highest = max(found, default=0)
    for level in range(highest, 0, -1):
        place = 0
        while place < len(runs):
            end = place
            while end < len(runs) and runs[end][1] >= level:
                end += 1
            runs[place:end] = reversed(runs[place:end])
            place = max(end, place + 1)
    return runs
