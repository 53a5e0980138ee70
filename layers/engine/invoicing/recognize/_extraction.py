"""The fields among the words of a page.

Labels say what stands to their right or below them; numbers with check digits prove themselves;
sums that hold confirm each other. What is read is never altered to make a sum hold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from invoicing.recognize import Content, Field, PageText, Source, Word
from invoicing.recognize._identifiers import accounts, references, tax_numbers
from invoicing.recognize._labels import CURRENCIES, CURRENCY_CODES, folded
from invoicing.recognize._parties import parted, suppliers
from invoicing.recognize._words import Label, Row, amount, around, day, rows_of

RIGHT, BELOW, GUESSED = 0.95, 0.88, 0.55
_ROWS_BELOW = 3

Parse = Callable[[Sequence[Word]], tuple[Content, int, int] | None]
"""A value, and the first word it takes and the one behind its last."""


def read_fields(text: PageText, page: int, source: Source) -> list[Field]:
    """Every field that is found, some of them more than once; the surest ones count."""
    rows = rows_of(text.words)
    own = [
        *_labelled(rows, "number", _number, page, source),
        *_labelled(rows, "issue_date", _day, page, source),
        *_labelled(rows, "due_date", _day, page, source),
        *_amounts(rows, page, source),
        *_currency(rows, page, source),
        *accounts(rows, page, source),
        *parted(rows, list(tax_numbers(rows, page, source))),
        *references(rows, page, source),
        *_labelled(rows, "reference", _reference, page, source),
        *suppliers(rows, page, source),
    ]
    return [*own, *_second_reader(own, text.fields)]


def _second_reader(own: list[Field], theirs: Sequence[Field]) -> list[Field]:
    """What the reader of the text itself took for fields; where both agree it is surer."""
    found = {(field.name, field.value): field for field in own}
    raised = []
    for field in theirs:
        same = found.get((field.name, field.value))
        both = max(same.confidence, field.confidence) if same else 0.0
        raised.append(replace(field, confidence=round(1 - (1 - both) / 2, 3)) if same else field)
    return raised


def _labelled(
    rows: list[Row], name: str, parse: Parse, page: int, source: Source
) -> Iterator[Field]:
    for at, row in enumerate(rows):
        for label in row.labels:
            if label.field != name:
                continue
            found = _beside(row, label, parse) or _below(rows, at, label, parse)
            if found is None:
                continue
            value, words, sure = found
            confidence = sure * min(word.confidence for word in words)
            # "Rechnungsnummer" says more than "Rechnung".
            weight = min(1.0, 0.9 + 0.01 * len("".join(_text(row, label))))
            shown = " ".join(word.text for word in words)
            yield Field(name, value, round(confidence * weight, 3), source, page, around(words),
                        shown)  # fmt: skip


def _text(row: Row, label: Label) -> list[str]:
    return [folded(word.text) for word in row.words[label.start : label.end]]


def _beside(row: Row, label: Label, parse: Parse) -> tuple[Content, Sequence[Word], float] | None:
    """To the right, up to the next label."""
    ends = [other.start for other in row.labels if other.start >= label.end]
    words = row.words[label.end : min(ends, default=len(row.words))]
    while words and not folded(words[0].text) and words[0].text not in CURRENCIES:
        words = words[1:]
    found = parse(words) if words else None
    return (found[0], words[found[1] : found[2]], RIGHT) if found else None


def _below(
    rows: list[Row], at: int, label: Label, parse: Parse
) -> tuple[Content, Sequence[Word], float] | None:
    """In the rows under it, what begins or ends where the label does."""
    row = rows[at]
    box = row.box(label.start, label.end)
    for below in rows[at + 1 : at + 1 + _ROWS_BELOW]:
        if below.top - row.top > 4 * row.height:
            return None
        for start, word in enumerate(below.words):
            if abs(word.box.left - box.left) < 0.02 and not below.is_labelled(start):
                found = parse(below.words[start:])
                if found:
                    return found[0], below.words[start + found[1] : start + found[2]], BELOW
    return None


def _day(words: Sequence[Word]) -> tuple[Content, int, int] | None:
    found = day(words)
    return (found[0], 0, found[1]) if found else None


def _number(words: Sequence[Word]) -> tuple[Content, int, int] | None:
    """A number of a document: words close to each other up to the first with a digit."""
    taken: list[str] = []
    for at, word in enumerate(words[:3]):
        if taken and word.box.left - words[at - 1].box.right > 1.5 * word.box.height:
            return None
        text = word.text.strip(":#,;")
        if not text:
            continue
        taken.append(text)
        if any(c.isdigit() for c in text):
            whole = " ".join(taken)
            return (whole, 0, at + 1) if len(whole) <= 40 and amount(text) is None else None
        if len(text) > 6:
            return None
    return None


def _reference(words: Sequence[Word]) -> tuple[Content, int, int] | None:
    """A reference with no check digits: words with digits that stand close together."""
    taken: list[Word] = []
    for word in words[:8]:
        gap = word.box.left - taken[-1].box.right if taken else 0
        if gap > 1.2 * word.box.height or not any(c.isdigit() for c in word.text):
            break
        taken.append(word)
    text = "".join(word.text for word in taken).strip(":,;.").upper()
    return (text, 0, len(taken)) if 4 <= len(text) <= 40 else None


def _amount(words: Sequence[Word]) -> tuple[Content, int, int] | None:
    """The last amount of a row: before it stand rates and bases."""
    found = [
        (at, value)
        for at, word in enumerate(words)
        if (value := amount(word.text)) is not None and not _is_percent(words, at)
    ]
    return (found[-1][1], found[-1][0], found[-1][0] + 1) if found else None


def _is_percent(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].text.startswith("%")


def _amounts(rows: list[Row], page: int, source: Source) -> list[Field]:
    """Net, tax and total: of several readings those that make a sum, else the lowest on the page.

    The sum chooses among what stands there; it never makes an amount.
    """
    candidates = {
        name: list(_labelled(rows, name, _amount, page, source)) for name in ("net", "tax", "total")
    }
    sums = [
        (net, tax, total)
        for total in candidates["total"]
        for net in candidates["net"]
        for tax in candidates["tax"]
        if _money(net) + _money(tax) == _money(total)
    ]
    if sums:
        return [replace(field, confidence=max(field.confidence, 0.97)) for field in sums[-1]]
    last = [fields[-1] for fields in candidates.values() if fields]
    return [replace(field, confidence=round(field.confidence * 0.85, 3)) for field in last]


def _money(field: Field) -> Decimal:
    return Decimal(str(field.value))


def _currency(rows: list[Row], page: int, source: Source) -> Iterator[Field]:
    """The currency that stands beside most amounts."""
    seen: dict[str, list[Word]] = {}
    for row in rows:
        for at, word in enumerate(row.words):
            near = row.words[max(0, at - 1) : at + 2]
            if not any(amount(other.text) is not None for other in near):
                continue
            for mark, code in CURRENCIES.items():
                if mark in word.text:
                    seen.setdefault(code, []).append(word)
            if word.text.strip(".,:()") in CURRENCY_CODES:
                seen.setdefault(word.text.strip(".,:()"), []).append(word)
    if seen:
        code, words = max(seen.items(), key=lambda item: len(item[1]))
        yield Field("currency", code, 0.95, source, page, words[-1].box, words[-1].text)
