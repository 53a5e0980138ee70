"""Who is who on a page: the buyer's block, and the supplier's name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from invoicing.recognize import Field, Source
from invoicing.recognize._labels import LEGAL_FORMS, folded
from invoicing.recognize._words import Row, around

_BUYER_DEPTH = 5.0  # heights of a row below "Bill to" that are still the buyer's block
_WIDE = 0.22  # share of the page's width: as far right a block reaches
_FORMS = frozenset(folded(form) for form in LEGAL_FORMS)


def parted(rows: Sequence[Row], found: Sequence[Field]) -> Iterator[Field]:
    """Of the tax identifiers, those in the buyer's block are the buyer's."""
    for field in found:
        yield replace(field, name="buyer_tax_id") if _is_buyers(rows, field) else field


def _is_buyers(rows: Sequence[Row], field: Field) -> bool:
    for row in rows:
        for label in row.labels:
            if label.field == "buyer":
                box = row.box(label.start, label.end)
                depth = field.box.top - box.top
                if 0 <= depth < _BUYER_DEPTH * 1.6 * max(row.height, field.box.height) and (
                    -0.03 < field.box.left - box.left < _WIDE
                ):
                    return True
    return False


def suppliers(rows: Sequence[Row], page: int, source: Source) -> Iterator[Field]:
    """A name with a legal form outside the buyer's block: the one in the largest letters."""
    for row in rows:
        for start, end in _blocks(row):
            words = row.words[start:end]
            names = [at for at, word in enumerate(words) if at and folded(word.text) in _FORMS]
            if not names:
                continue
            used = words[: names[0] + 1]
            made = Field("supplier_name", " ".join(word.text for word in used), 0.6, source, page,
                         around(used))  # fmt: skip
            if not _is_buyers(rows, made):
                height = max(word.box.height for word in used)
                yield replace(made, confidence=round(min(0.95, 0.6 + 10 * height), 3))


def _blocks(row: Row) -> Iterator[tuple[int, int]]:
    """Runs of words with no wide gap between them."""
    start = 0
    for at in range(1, len(row.words) + 1):
        if at == len(row.words) or (
            row.words[at].box.left - row.words[at - 1].box.right > 1.6 * row.words[at].box.height
        ):
            yield start, at
            start = at
