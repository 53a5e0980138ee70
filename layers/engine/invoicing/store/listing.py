"""Lists of documents: a page and a count, found in indexes that hold summaries.

| index | under | by | holds |
|---|---|---|---|
| GSI1 | ORG#o#DOCS | id | whole documents |
| GSI4 | ORG#o#DOCS | id | summaries |
| GSI2 | ORG#o#DOCS | date#id | summaries |

Deleted documents stand under ORG#o#DELETED in each of them.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from pynamodb.exceptions import PynamoDBException

from invoicing.errors import Unavailable
from invoicing.model import Document
from invoicing.model.summary import Summary
from invoicing.model.value import from_json
from invoicing.rules.selection import Test
from invoicing.store import rows
from invoicing.store.body import read
from invoicing.store.repository import Repository
from invoicing.store.rows import Row

PAGE_BYTES_MAX = 2_500_000  # of stored JSON; what is shown of it must fit into one answer

# How far one page looks for what fits before it answers with what it found.
EXAMINED_MAX = 20_000
# Summaries that one call reads; about a megabyte, which is what DynamoDB gives at once.
SUMMARIES_PER_CALL = 2_000
# A condition that every other document fulfils still fills a page with its first call.
FIRST_READ = 2
TOGETHER_MAX = 100  # keys of one BatchGetItem
_read_summary = msgspec.json.Decoder(Summary).decode
_LEAST, _MOST = "!", "~"  # sort before and behind every key


class Order(NamedTuple):
    """An order that is indexed."""

    name: str
    whole: Any  # index with the documents themselves; None where there is none
    brief: Any  # index with their summaries
    key: Any  # what both sort by
    field: str  # of the summary: what the keys begin with

    def position(self, summary: Summary) -> str:
        """Where the document stands in it."""
        return summary.id if self.whole is not None else rows.date_key(summary)


BY_CREATION = Order("createdAt", Row.by_gsi1, Row.by_gsi4, Row.gsi1sk, "id")
BY_DATE = Order("date", None, Row.by_gsi2, Row.gsi2sk, "issue_date")


class Wanted(NamedTuple):
    """What a list is asked for."""

    order: Order = BY_CREATION
    descending: bool = True
    low: str = ""  # keys of the order: documents outside of these are not wanted
    high: str = ""
    test: Test | None = None
    deleted: bool = False  # these, and no others
    limit: int = 100
    skip: int = 0
    after: str = ""  # the position the page starts behind


class Found(NamedTuple):
    """A page; `after` is where the next one starts, None where there is none."""

    documents: list[Document]
    after: str | None
    skip: int  # what is still to be skipped there


class _Match(NamedTuple):
    summary: Summary
    row: Row
    is_whole: bool


class Listing:
    """Reads the repository's tenant's documents as lists."""

    def __init__(self, store: Repository) -> None:
        self._store = store

    def page(self, wanted: Wanted) -> Found:
        """As many documents as wanted, unless they become too large together or too hard to find.

        A page that ends early says where to go on; one that says nothing was the last.
        """
        matches: list[_Match] = []
        skip, last = wanted.skip, wanted.after
        try:
            for match in self._examined(wanted):
                if match is None:
                    return self._loaded(matches, wanted, None, 0)
                fits = wanted.test is None or wanted.test(match.summary)
                if fits and skip:
                    skip -= 1
                elif fits:
                    if len(matches) == wanted.limit:
                        return self._loaded(matches, wanted, last, 0)
                    matches.append(match)
                last = wanted.order.position(match.summary)
            return self._loaded(matches, wanted, last, skip)
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def count(self, wanted: Wanted) -> int:
        """How many documents fit; reads no document."""
        try:
            if wanted.test is None:
                return int(Row.by_gsi2.count(self._index(wanted)))
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        return sum(map(wanted.test, self.summaries(wanted)))

    def summaries(self, wanted: Wanted) -> Iterator[Summary]:
        """Every summary between the bounds, whether it fits or not; reads no document."""
        try:
            yield from self._summaries(wanted)
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    # Looking

    def _index(self, wanted: Wanted) -> str:
        return rows.documents_key(self._store.world, deleted=wanted.deleted)

    def _summaries(self, wanted: Wanted) -> Iterator[Summary]:
        """Every summary there is between the bounds, without rows around them."""
        low, high = _span(wanted)
        start = None
        while low <= high:
            found = rows.connection().query(
                Row.Meta.table_name,
                self._index(wanted),
                wanted.order.key.between(low, high),
                attributes_to_get=[Row.summary.attr_name],
                exclusive_start_key=start,
                index_name=wanted.order.brief.Meta.index_name,
            )
            for raw in found["Items"]:
                yield _read_summary(raw[Row.summary.attr_name]["B"])
            start = found.get("LastEvaluatedKey")
            if start is None:
                return

    def _examined(self, wanted: Wanted) -> Iterator[_Match | None]:
        """Documents in order, whether they fit or not; None when there are no more."""
        start = wanted.after
        for index, most, size in self._reads(wanted):
            seen, last = 0, start
            for row in self._read(index, wanted, start, most, size):
                match = _Match(_summary(row), row, is_whole=index is wanted.order.whole)
                seen += 1
                last = wanted.order.position(match.summary)
                if last != start:
                    yield match
            if seen < most:
                yield None
                return
            start = last

    def _reads(self, wanted: Wanted) -> Iterator[tuple[Any, int, int]]:
        """Which index is read how far: the next only where the one before did not suffice."""
        order, first = wanted.order, wanted.limit + 1 + bool(wanted.after)
        if wanted.skip == 0:
            first = first if wanted.test is None else first * FIRST_READ
            yield order.whole if order.whole is not None else order.brief, first, first
        yield order.brief, EXAMINED_MAX, SUMMARIES_PER_CALL

    def _read(self, index: Any, wanted: Wanted, after: str, most: int, size: int) -> Iterator[Row]:
        low, high = _span(wanted)
        if after and wanted.descending:
            high = min(high, after)
        elif after:
            low = max(low, after)
        if low > high:
            return iter(())
        found: Iterator[Row] = index.query(
            self._index(wanted),
            wanted.order.key.between(low, high),
            scan_index_forward=not wanted.descending,
            limit=most,
            page_size=size,
        )
        return found

    # Loading

    def _loaded(self, matches: list[_Match], wanted: Wanted, after: str | None, skip: int) -> Found:
        documents: list[Document] = []
        used = 0
        last = wanted.after
        for match, row in self._whole(matches):
            here = wanted.order.position(match.summary)
            if row is not None and _still_fits(row, wanted.test):
                text = read(row.body, row.file, self._store.files)
                used += len(text)
                if documents and used > PAGE_BYTES_MAX:
                    return Found(documents, last, 0)
                documents.append(from_json(text, Document))
            last = here
        return Found(documents, after, skip)

    def _whole(self, matches: list[_Match]) -> Iterator[tuple[_Match, Row | None]]:
        """Each match with its document's row; None where it was removed meanwhile."""
        for match in (match for match in matches if match.is_whole):
            yield match, match.row
        brief = (match for match in matches if not match.is_whole)
        while chunk := list(islice(brief, TOGETHER_MAX)):
            keys = [(match.row.pk, match.row.sk) for match in chunk]
            found = {row.pk: row for row in Row.batch_get(keys, consistent_read=True)}
            for match in chunk:
                yield match, found.get(match.row.pk)


def _span(wanted: Wanted) -> tuple[str, str]:
    """The keys between which all that is wanted stands."""
    return wanted.low or _LEAST, wanted.high + _MOST


def _summary(row: Row) -> Summary:
    return _read_summary(row.summary)


def _still_fits(row: Row, test: Callable[[Summary], bool] | None) -> bool:
    """An index is a moment behind; what is shown fits what was asked for."""
    return test is None or test(_summary(row))
