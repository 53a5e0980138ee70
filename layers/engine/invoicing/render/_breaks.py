"""Where a line may end: between words, and between letters of scripts without spaces.

Source: JIS X 4051 (kinsoku) and its Chinese counterpart, as far as texts of documents need them.
"""

_NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〗〙〛ー〜々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃〟’”…‥"
    ",.!?:;)]}%"
)
_NEVER_LAST = frozenset("（［｛〈《「『【〔〖〘〚〝￥＄￡‘“([{¥$€£")


def _stands_alone(character: str) -> bool:
    """Whether lines may end beside this letter: Han and kana, not Hangul, which has spaces."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\uffef"
        or (character >= "\U00020000")
    )


def _may_end(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    return _stands_alone(before) or _stands_alone(after)


def pieces(paragraph: str) -> list[tuple[str, bool]]:
    """What is not parted, in its order, and whether a space stands before it."""
    found: list[tuple[str, bool]] = []
    for word in paragraph.split():
        if max(word) < "\u2e80":
            found.append((word, True))
            continue
        start = 0
        for place in range(1, len(word) + 1):
            if place == len(word) or _may_end(word[place - 1], word[place]):
                found.append((word[start:place], not start))
                start = place
    return found
