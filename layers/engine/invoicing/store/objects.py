"""Objects of any kind: one, several at once, page by page, by words."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import Unavailable
from invoicing.model.value import Value
from invoicing.store import rows
from invoicing.store.body import load
from invoicing.store.repository import Repository
from invoicing.store.rows import Row

V = TypeVar("V", bound=Value)

# With a filter, most rows of a page may be dropped: larger pages mean fewer calls.
FILTERED_PAGE_SIZE = 1000
WORD_END = "\n"


def words(*texts: str) -> str:
    """Texts as a row is searched by: lower case, each between line ends."""
    kept = dict.fromkeys(" ".join(text.casefold().split()) for text in texts)
    return WORD_END + "".join(f"{text}{WORD_END}" for text in kept if text)


class Objects:
    """Reads the objects of the repository's tenant."""

    def __init__(self, store: Repository) -> None:
        self._store = store

    def several(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Row]:
        """The rows of (kind, id) keys that exist; one store call for every hundred."""
        by_row = {
            (rows.objects_key(self._store.world, kind), id_): (kind, id_) for kind, id_ in keys
        }
        if not by_row:
            return {}
        try:
            found = list(Row.batch_get(list(by_row), consistent_read=True))
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        return {by_row[row.pk, row.sk]: row for row in found}

    def value(self, row: Row, of: type[V]) -> V:
        return load(row.body, row.file, self._store.files, of)

    def page(
        self,
        kind: str,
        of: type[V],
        *,
        limit: int,
        before: str | None = None,
        condition: Any = None,
    ) -> tuple[list[V], str | None]:
        """Objects of a kind, newest first; and where the next page starts, if there is more."""
        pk = rows.objects_key(self._store.world, kind)
        try:
            found = list(
                Row.query(
                    pk,
                    Row.sk < before if before else None,
                    filter_condition=condition,
                    consistent_read=True,
                    scan_index_forward=False,
                    limit=limit + 1,
                    page_size=limit + 1 if condition is None else FILTERED_PAGE_SIZE,
                )
            )
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        values = [self.value(row, of) for row in found[:limit]]
        return values, found[limit - 1].sk if len(found) > limit else None

    def count(self, kind: str, condition: Any = None) -> int:
        pk = rows.objects_key(self._store.world, kind)
        try:
            return int(Row.count(pk, filter_condition=condition, consistent_read=True))
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def ids(self, kind: str, prefix: str, *, limit: int) -> list[str]:
        """The ids of a kind that begin with `prefix`, in order."""
        pk = rows.objects_key(self._store.world, kind)
        try:
            found = Row.query(pk, Row.sk.startswith(prefix), consistent_read=True, limit=limit)
            return [row.sk for row in found]
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def last_until(self, kind: str, object_id: str, of: type[V]) -> V | None:
        """The object of a kind with the greatest id up to and including `object_id`."""
        pk = rows.objects_key(self._store.world, kind)
        try:
            found = Row.query(
                pk, Row.sk <= object_id, consistent_read=True, scan_index_forward=False, limit=1
            )
            return next((self.value(row, of) for row in found), None)
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc


def containing(text: str) -> Any:
    """The condition that a row's words hold the text."""
    return Row.words.contains(" ".join(text.casefold().split()))


def having(text: str) -> Any:
    """The condition that one of the texts a row is searched by is exactly this."""
    return Row.words.contains(words(text))


def in_group(group: str) -> Any:
    return Row.type == group
