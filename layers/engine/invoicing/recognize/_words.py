"""Words put into rows, and what a row's words are: labels, dates, amounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from invoicing.recognize import Box, Word
from invoicing.recognize._labels import MEANINGS, MONTH_NUMBERS, folded

LABEL_WORDS_MAX = 5
_PARTS = re.compile(
    r"(?i)^(?P<label>(?:[a-zčšž]+[:#])|(?:nr|no|št|st|n|num|br)\.?)(?P<value>\w*\d.*)$"
)
_AMOUNT = re.compile(
    r"[€£$]?-?(?P<whole>[0-9]{1,3}(?:[.,'’ ][0-9]{3})+|[0-9]{1,9})[.,](?P<cents>[0-9]{2})[€£$]?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_WORDED = re.compile(r"([0-9]{1,2})([a-z]+)([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Label:
    """A phrase of a row that names a field: words `start` to `end`, without the last."""

    field: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one line, from left to right, and the labels among them."""

    words: tuple[Word, ...]
    labels: tuple[Label, ...]

    @property
    def top(self) -> float:
        return min(word.box.top for word in self.words)

    @property
    def height(self) -> float:
        return sorted(word.box.height for word in self.words)[len(self.words) // 2]

    def is_labelled(self, at: int) -> bool:
        """Whether the word is part of a label."""
        return any(label.start <= at < label.end for label in self.labels)

    def box(self, start: int, end: int) -> Box:
        """The box around some of its words."""
        return around(self.words[start:end])


def around(words: Sequence[Word]) -> Box:
    left, top = min(w.box.left for w in words), min(w.box.top for w in words)
    right = max(w.box.right for w in words)
    bottom = max(w.box.top + w.box.height for w in words)
    return Box(left, top, right - left, bottom - top)


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The words by line, from the top."""
    open_rows: list[list[Word]] = []
    for word in sorted((part for given in words for part in _split(given)), key=_middle):
        for row in reversed(open_rows[-6:]):
            last = row[-1].box
            if abs(last.middle - word.box.middle) < 0.5 * min(last.height, word.box.height):
                row.append(word)
                break
        else:
            open_rows.append([word])
    rows = []
    for row in open_rows:
        ordered = tuple(sorted(row, key=lambda word: word.box.left))
        rows.append(Row(ordered, tuple(_labels(ordered))))
    return rows


def _middle(word: Word) -> float:
    return word.box.middle


def _split(word: Word) -> Iterator[Word]:
    """Single words of what a reader gave as a phrase, each with its share of the width."""
    text = " ".join(word.text.split())
    if not text:
        return
    at, step = 0, word.box.width / len(text)
    for part in text.split(" "):
        inner = _PARTS.match(part)
        for piece in (inner["label"], inner["value"]) if inner else (part,):
            box = Box(word.box.left + at * step, word.box.top, len(piece) * step, word.box.height)
            yield Word(piece, box, word.confidence)
            at += len(piece)
        at += 1


def _labels(words: tuple[Word, ...]) -> Iterator[Label]:
    at = 0
    while at < len(words):
        for end in range(min(at + LABEL_WORDS_MAX, len(words)), at, -1):
            phrase = "".join(folded(word.text) for word in words[at:end])
            meaning = MEANINGS.get(phrase)
            if meaning and _is_one_phrase(words[at:end]):
                yield Label(*meaning, at, end)
                at = end
                break
        else:
            at += 1


def _is_one_phrase(words: tuple[Word, ...]) -> bool:
    """Whether no gap between the words is wider than a line is high."""
    return all(
        right.box.left - left.box.right < 1.6 * left.box.height for left, right in pairwise(words)
    )


def amount(text: str) -> Decimal | None:
    """An amount with two decimals, however its thousands are parted.

    >>> amount("1.234,56"), amount("€1,234.56"), amount("12"), amount("22,00%")
    (Decimal('1234.56'), Decimal('1234.56'), None, None)
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    value = Decimal(f"{whole}.{found['cents']}")
    return -value if "-" in text else value


def day(words: Sequence[Word]) -> tuple[date, int] | None:
    """The date that begins with the first word, and how many words it takes."""
    for count in (1, 2, 3):
        if count > len(words):
            break
        text = "".join(word.text for word in words[:count]).strip(",;.")
        found = _day_of(text)
        if found:
            return found, count
    return None


def _day_of(text: str) -> date | None:
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        return _date(*map(int, first.groups()))
    last = _DAY_FIRST.fullmatch(text)
    if last:
        number, month, year = last.groups()
        return _date(int(f"20{year}"[-4:]), int(month), int(number))
    worded = _WORDED.fullmatch(folded(text))
    if worded and worded[2] in MONTH_NUMBERS:
        return _date(int(worded[3]), MONTH_NUMBERS[worded[2]], int(worded[1]))
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        made = date(year, month, number)
    except ValueError:
        return None
    return made if 1990 <= made.year <= 2099 else None
