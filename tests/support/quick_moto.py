"""moto's DynamoDB, the same answers in less time.

It looks through and sorts the whole table for each query, copies it for each write of a
transaction, and describes hundreds of services to a library nobody here calls. What is replaced
gives what the original gives; the second store of the fault tests is the judge of both.
"""

import inspect
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend, Table
from moto.dynamodb.models.dynamo_type import DynamoType, Item

_cast = DynamoType.cast_value.fget
_query = Table.query
_transact = DynamoDBBackend.transact_write_items
_SIGNATURE = inspect.signature(_query)
_PLAIN = frozenset({"S", "B", "BOOL"})  # types whose value is stored as it is compared


@contextmanager
def quick() -> Iterator[None]:
    """Inside, every table is read and written so."""
    with ExitStack() as stack:
        for patched in (
            patch.object(DynamoType, "__hash__", _hash),
            patch.object(DynamoType, "cast_value", property(_cast_value)),
            patch.object(Table, "__deepcopy__", _itself, create=True),
            patch.object(Table, "all_items", _all_items),
            patch.object(Table, "query", _query_within),
            patch.object(Table, "sorted_items", _sorted_items),
            patch.object(DynamoDBBackend, "transact_write_items", _transact_kept),
            patch("moto.core.models.RESPONSES_METHODS", []),
        ):
            stack.enter_context(patched)
        yield


def plain(item: Item) -> dict[str, dict[str, Any]]:
    """A row as a client reads it."""
    return {name: {value.type: _value(value)} for name, value in item.attrs.items()}


def _value(value: DynamoType) -> Any:
    assert value.type in ("S", "N", "B", "BOOL"), f"{value.type}: rows of ours have no such"
    is_text = value.type == "B" and isinstance(value.value, str)
    return b64decode(value.value) if is_text else value.value


def _hash(value: DynamoType) -> int:
    return hash(Decimal(value.value) if value.type == "N" else value.value)


def _cast_value(value: DynamoType) -> Any:
    return value.value if value.type in _PLAIN else _cast(value)


def _all_items(table: Table) -> list[Item]:
    """Those a query may find, or all; by their keys."""
    within: list[Item] | None = getattr(table, "within", None)
    if within is not None:
        return within
    items = [item for rows in table.items.values() for item in rows.values()]
    return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value))


def _query_within(table: Table, *given: Any, **named: Any) -> Any:
    """A query that looks only at what stands under its key."""
    asked = _SIGNATURE.bind(table, *given, **named).arguments
    hash_key, conditions = asked["hash_key"], asked.get("hash_key_conditions")
    if asked.get("index_name") is None:
        table.within = list(table.items[hash_key].values()) if hash_key in table.items else []
    elif conditions:
        [(attribute, wanted)] = conditions
        value = wanted.value
        table.within = [
            item
            for rows in table.items.values()
            for item in rows.values()
            if attribute in item.attrs and item.attrs[attribute].value == value
        ]
    try:
        return _query(table, *given, **named)
    finally:
        table.within = None


def _sorted_items(
    table: Table, hash_keys: list[str], range_keys: list[str | None], items: list[Item]
) -> list[Item]:
    names = table._generate_attr_to_sort_by(hash_keys, range_keys)
    items.sort(key=lambda item: [item.attrs[name].cast_value for name in names])
    return items


def _itself(table: Table, _: Any) -> Table:
    """moto copies a table so as to take a refused transaction back; `_transact_kept` does that."""
    return table


def _transact_kept(backend: DynamoDBBackend, actions: list[dict[str, Any]]) -> None:
    """A refused transaction leaves the rows it names as they were: ours writes whole rows."""
    kept = [_row(backend, *action.items()) for action in actions]
    try:
        _transact(backend, actions)
    except BaseException:
        for rows, key, row in kept:
            rows.pop(key, None)
            if row is not None:
                rows[key] = row
        raise


def _row(
    backend: DynamoDBBackend, action: tuple[str, dict[str, Any]]
) -> tuple[dict[DynamoType, Item], DynamoType, Item | None]:
    """The rows one action's row stands among, its key there, and the row as it is."""
    _, told = action
    table = backend.tables[told["TableName"]]
    keys = told.get("Item") or told["Key"]
    rows = table.items[DynamoType(keys[table.hash_key_attr])]
    key = DynamoType(keys[table.range_key_attr])
    return rows, key, rows.get(key)
