"""moto as the tests drive it answers as it does by itself; what is kept goes with its source."""

import os
import time

import pytest
from moto.dynamodb.models import Table
from tests.support import kept, quick_moto
from tests.support.world import ENVIRONMENT, _client

from invoicing.store.rows import Row

NAME = ENVIRONMENT["TABLE_NAME"]


def _row(place: str, **more: str) -> dict[str, dict[str, str]]:
    texts = {"PK": "A", "SK": place, "GSI1PK": "I", "GSI1SK": place, **more}
    return {name: {"S": text} for name, text in texts.items()}


def _put(place: str, **more: str) -> dict[str, object]:
    return {"Put": {"TableName": NAME, "Item": _row(place, **more)}}


def test_a_refused_transaction_leaves_every_row_as_it_was(world):
    client = _client("dynamodb")
    client.put_item(TableName=NAME, Item=_row("1", state="old"))
    before = world.rows()
    refused = {"TableName": NAME, "Item": _row("3"), "ConditionExpression": "attribute_exists(PK)"}
    gone = {"TableName": NAME, "Key": {"PK": {"S": "A"}, "SK": {"S": "1"}}}
    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(TransactItems=[_put("2"), {"Delete": gone}, {"Put": refused}])
    assert world.rows() == before
    client.transact_write_items(TransactItems=[_put("2"), {"Delete": gone}])
    assert [row["SK"]["S"] for row in world.rows()] == ["2"]


@pytest.mark.parametrize("index", [None, Row.by_gsi1])
@pytest.mark.parametrize("forward", [True, False])
def test_queries_find_what_the_whole_table_shows(world, monkeypatch, index, forward):
    for place in ("3", "1", "2", "4"):
        _client("dynamodb").put_item(TableName=NAME, Item=_row(place))
    _client("dynamodb").put_item(TableName=NAME, Item=_row("9") | {"PK": {"S": "B"}})

    def found() -> list[str]:
        of, key = (Row, "A") if index is None else (index, "I")
        query = of.query(key, scan_index_forward=forward, limit=4, page_size=2)
        return [row.sk for row in query]

    quick = found()
    monkeypatch.setattr(Table, "query", quick_moto._query)
    monkeypatch.setattr(Table, "sorted_items", _sorted_by_moto)
    assert quick == found()
    assert len(quick) == 4


_sorted_by_moto = Table.sorted_items


def test_rows_are_what_a_client_reads(world, owner):
    assert world.rows() == _client("dynamodb").scan(TableName=NAME)["Items"]


def test_what_is_kept_is_made_again_when_a_source_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    source = tmp_path / "source"
    source.write_text("one")
    made: list[str] = []

    def make() -> str:
        made.append(source.read_text())
        return made[-1]

    read = [kept.kept("it", [source, "text"], make) for _ in range(2)]
    source.write_text("two")
    read.append(kept.kept("it", [source, "text"], make))
    read.append(kept.kept("it", [source, "other"], make))
    assert read == ["one", "one", "two", "two"]
    assert made == ["one", "two", "two"]
    (oldest, *_) = sorted((tmp_path / "kept").iterdir(), key=lambda path: path.stat().st_mtime)
    long_ago = time.time() - kept.KEPT_S - 1
    os.utime(oldest, (long_ago, long_ago))
    kept.kept("it", [source, "third"], make)
    assert not oldest.exists()
