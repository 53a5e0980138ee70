"""The parser of filters and the condition it makes, judged without a store."""

import json
import os
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from time import process_time
from typing import Any

import pytest
from tests.support.filters import holds, random_where

from invoicing.edge import json_text
from invoicing.edge.filters import read_count, read_get, read_list
from invoicing.edge.projection import MEMBERS
from invoicing.edge.request import Request
from invoicing.edge.where import FIELDS, WhereReader
from invoicing.edge.wire.document_view import document_view
from invoicing.errors import InvalidDocument, UnreadableFile
from invoicing.model import Document, Party, Payment
from invoicing.model.totals import Totals
from invoicing.rules.patterns import pattern
from invoicing.rules.selection import bounds, predicate_of
from invoicing.rules.summary import summary_of

LONG = "NOTULA_LONG" in os.environ
TODAY = date(2026, 11, 21)
NAMES = ("Lipa", "LIPA d.o.o.", "Hrast", "100% Šport", "a.b", "straße", "")


def _documents(chance: Random, count: int) -> list[Document]:
    found = []
    for number in range(count):
        day = TODAY + timedelta(days=chance.randint(-40, 10))
        at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 999))
        gross = Decimal(chance.choice(["10", "12.2", "99.99", "-5", "0"]))
        paid = chance.choice(["0", "1", "10", "99.99", "200"])
        found.append(
            Document(
                id=f"{number:026d}",
                type=chance.choice(("invoice", "estimate", "credit-note")),
                state=chance.choice(("draft", "issued", "issued", "canceled")),
                incoming=chance.random() < 0.2,
                imported=chance.random() < 0.2,
                number=chance.choice(["", f"2026-{number:05d}", f"S.{number % 9}"]),
                reference=chance.choice(NAMES),
                unique_id=chance.choice(["", f"order-{number}"]),
                buyer=Party(name=chance.choice(NAMES)),
                issue_date=day,
                due_date=chance.choice([None, day + timedelta(days=chance.randint(0, 30))]),
                valid_until=chance.choice([None, day + timedelta(days=5)]),
                created_at=at,
                totals=Totals(net=gross, gross=gross),
                payments=() if paid == "0" else (Payment(amount=Decimal(paid), paid_on=day),),
                custom=chance.choice([{}, {"rank": number % 5, "tag": "a"}, {"rank": "a"}]),
            )
        )
    return found


def _shown(document: Document) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(json_text.dumps(document_view(document, today=TODAY)))
    return view


def test_C36_a_condition_holds_where_an_independent_reading_says_so():
    chance = Random(3)
    documents = _documents(chance, 80)
    shown = [_shown(document) for document in documents]
    numbers = [s for s in shown if not isinstance(s.get("custom", {}).get("rank"), str)]
    summaries = [summary_of(document) for document in documents]
    sizes = set()
    for _ in range(20_000 if LONG else 600):
        given = random_where(chance, numbers)
        reader = WhereReader()
        where = reader.read(json_text.loads(json.dumps(given).encode()), "")
        assert reader.findings == [], given
        test = predicate_of(where, TODAY)
        found = [test(summary) for summary in summaries]
        assert found == [holds(one, given) for one in shown], given
        low, high = bounds(where, "issue_date")
        inside = [d.issue_date for d, fits in zip(documents, found, strict=True) if fits]
        assert all((not low or day >= low) and (not high or day <= high) for day in inside), given
        sizes.add(sum(found))
    assert len(sizes) > 30


@pytest.mark.parametrize("field", ["date", "id"])
def test_a_value_out_of_none_is_never_found(field):
    where = WhereReader().read({field: {"inq": []}}, "")
    assert bounds(where, FIELDS[field].name) == (None, None)
    assert not predicate_of(where, TODAY)(summary_of(_documents(Random(1), 1)[0]))


def test_like_matches_what_a_regular_expression_matches():
    chance = Random(1)
    for _ in range(3_000):
        parts = [
            chance.choice(["a", "b", ".", ".*", ".+", "\\."]) for _ in range(chance.randint(0, 5))
        ]
        text = chance.choice(["", "^"]) + "".join(parts) + chance.choice(["", "$"])
        expression = text[:-1] + r"\Z" if text.endswith("$") else text
        searched = "".join(chance.choice("ab.\n") for _ in range(chance.randint(0, 6)))
        expected = re.search(expression, searched, re.DOTALL) is not None
        assert pattern(text, fold=False)(searched) is expected, (text, searched)


@pytest.mark.parametrize(
    ("given", "text", "expected"),
    [
        ("%pa", "Lipa", True),
        ("%pa", "Lipa d.o.o.", False),
        ("Li%", "Lipa", True),
        ("Li%", "xLipa", False),
        ("ip", "Lipa", True),
        ("100\\%", "now 100% oak", True),
        ("100\\%", "100x", False),
        ("L.pa", "Lipa", True),
        ("^$", "", True),
        ("a\\$", "a$b", True),
    ],
)
def test_like_takes_the_signs_of_sql_and_of_regular_expressions(given, text, expected):
    assert pattern(given, fold=False)(text) is expected


@pytest.mark.parametrize("bomb", ["%a" * 99 + "b", ".*a" * 66 + "b", "." * 199 + "b", "a" * 200])
def test_R13_no_pattern_takes_long(bomb):
    match = pattern(bomb, fold=True)
    start = process_time()
    match("a" * 1_000)
    assert process_time() - start < 0.05


def _call(**query: str) -> Request:
    return Request({"queryStringParameters": query, "rawPath": "/x"})


def _deep(levels: int) -> str:
    return '{"where":' + '{"and":[' * levels + "{}" + "]}" * levels + "}"


UNREADABLE = {
    "not JSON": "hello",
    "empty": "",
    "an array": "[]",
    "a string": '"x"',
    "null": "null",
    "truncated": '{"where":{"type"',
    "duplicate key": '{"where":{},"where":{}}',
    "NaN": '{"where":{"total":NaN}}',
    "exponent": '{"where":{"total":1e9}}',
    "40 levels": _deep(40),
    "1,300 levels": _deep(500),
    "too long": '{"where":{"id":"' + "x" * 9_000 + '"}}',
    "a lone surrogate": '{"where":{"id":"\ud800"}}',
}
INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": ({"wheer": {}}, "where"),
    "unknown field": ({"where": {"colour": "red"}}, "paymentStatus"),
    "a field of Python": ({"where": {"__class__": "x"}}, "paymentStatus"),
    "unknown operator": ({"where": {"date": {"near": "2026-01-01"}}}, "between"),
    "regexp": ({"where": {"number": {"regexp": "(a+)+$"}}}, "like"),
    "operator of another kind": ({"where": {"total": {"like": "1"}}}, "gte"),
    "no operator": ({"where": {"total": {}}}, "gte"),
    "unknown option": ({"where": {"number": {"like": "a", "options": "x"}}}, "options i"),
    "options no text": ({"where": {"number": {"like": "a", "options": {}}}}, "options i"),
    "where no object": ({"where": [{"type": "invoice"}]}, "invoice"),
    "and no list": ({"where": {"and": {"type": "invoice"}}}, "and"),
    "or empty": ({"where": {"or": []}}, "or"),
    "or of texts": ({"where": {"or": ["x"]}}, "invoice"),
    "text for a number": ({"where": {"total": "much"}}, "kind"),
    "number for a text": ({"where": {"number": 5}}, "kind"),
    "object for a text": ({"where": {"number": {"eq": {}}}}, "kind"),
    "date that is none": ({"where": {"date": "2026-02-30"}}, "kind"),
    "null for a range": ({"where": {"date": {"gte": None}}}, "kind"),
    "flag that is none": ({"where": {"draft": 1}}, "kind"),
    "time that is none": ({"where": {"createdAt": "now"}}, "kind"),
    "time before time": ({"where": {"createdAt": "0001-01-01T00:00:00+14:00"}}, "kind"),
    "no type at all": ({"where": {"type": "A poem?"}}, "kind"),
    "no type in a list": ({"where": {"type": {"inq": ["invoice", ""]}}}, "kind"),
    "inq no list": ({"where": {"type": {"inq": "invoice"}}}, "kind"),
    "501 values": ({"where": {"number": {"inq": ["1"] * 501}}}, "kind"),
    "between of one": ({"where": {"date": {"between": ["2026-01-01"]}}}, "kind"),
    "between of two kinds": ({"where": {"custom.a": {"between": ["a", 1]}}}, "kind"),
    "101 conditions": ({"where": {"or": [{"id": "a"}] * 101}}, "several"),
    "a regex bomb": ({"where": {"number": {"like": "(a+)+$"}}}, "kind"),
    "an endless repeat": ({"where": {"number": {"like": "a*"}}}, "kind"),
    "a pattern too long": ({"where": {"number": {"like": "a" * 201}}}, "kind"),
    "a pattern cut off": ({"where": {"number": {"like": "a\\"}}}, "kind"),
    "custom without a name": ({"where": {"custom.": 1}}, "custom.<name>"),
    "custom list": ({"where": {"custom.a": [1]}}, "kind"),
    "unknown order": ({"order": "total DESC"}, "createdAt"),
    "order both ways": ({"order": ["date ASC", "id DESC"]}, "createdAt"),
    "order no text": ({"order": 5}, "createdAt"),
    "order of an object": ({"order": [{"date": 1}]}, "createdAt"),
    "limit 0": ({"limit": 0}, "100"),
    "limit 1001": ({"limit": 1001}, "100"),
    "limit no number": ({"limit": "10"}, "100"),
    "limit a fraction": ({"limit": 1.5}, "100"),
    "limit true": ({"limit": True}, "100"),
    "skip negative": ({"skip": -1}, "0"),
    "skip endless": ({"skip": 10**9}, "0"),
    "unknown member": ({"fields": ["id", "colour"]}, "dateDue"),
    "fields a number": ({"fields": 5}, "true"),
    "fields of texts": ({"fields": {"id": "yes"}}, "true"),
    "unknown relation": ({"include": ["secrets"]}, "payments"),
    "nested relation": ({"include": {"relation": "payments", "scope": {}}}, "payments"),
    "include a number": ({"include": 5}, "payments"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_F073_what_is_no_json_object_is_unreadable(name):
    for read in (read_list, read_count, read_get):
        with pytest.raises(UnreadableFile) as refused:
            read(_call(filter=UNREADABLE[name]))
        assert refused.value.pointer == "/query/filter"
        assert refused.value.fix


@pytest.mark.parametrize("name", INVALID)
def test_F073_what_nobody_knows_is_invalid_and_told_with_what_is_known(name):
    given, known = INVALID[name]
    with pytest.raises(InvalidDocument) as refused:
        read_list(_call(filter=json.dumps(given)))
    finding = refused.value.findings[0]
    assert finding.pointer.startswith("/query/")
    assert known in f"{finding.text} {finding.fix}"


def test_every_fault_of_a_filter_is_told_at_once():
    given = {"where": {"colour": 1, "date": "x"}, "order": "colour", "limit": 0, "page": 1}
    with pytest.raises(InvalidDocument) as refused:
        read_list(_call(filter=json.dumps(given), shape="round"))
    assert {finding.pointer for finding in refused.value.findings} == {
        "/query/shape",
        "/query/filter/page",
        "/query/filter/where/colour",
        "/query/filter/where/date",
        "/query/order",
        "/query/filter/limit",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "A poem?"),
        ("status", "late"),
        ("paymentStatus", "late"),
        ("dateFrom", "2026-13-01"),
        ("dateTo", "yesterday"),
        ("dueTo", ""),
        ("direction", "sideways"),
        ("incoming", "maybe"),
        ("q", "word " * 11),
        ("search", "x" * 201),
        ("order", "total"),
        ("sort", "-total"),
        ("fields", "colour"),
        ("include", "secrets"),
        ("colour", "red"),
    ],
)
def test_F086_a_plain_parameter_that_cannot_be_is_named(name, value):
    with pytest.raises(InvalidDocument) as refused:
        read_list(_call(**{name: value}))
    assert refused.value.findings[0].pointer in (
        f"/query/{name}",
        "/query/order",
        f"/query/filter/{name}",
    )


@pytest.mark.parametrize("name", ["order", "limit", "skip", "page", "cursor", "fields"])
def test_F074_what_chooses_a_page_is_not_counted(name):
    with pytest.raises(InvalidDocument):
        read_count(_call(**{name: "1"}))
    if name not in ("page", "cursor"):
        with pytest.raises(InvalidDocument):
            read_count(_call(filter=json.dumps({name: 1})))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"order": "date DESC"}, ("date", True)),
        ({"order": "date"}, ("date", False)),
        ({"order": "id asc"}, ("createdAt", False)),
        ({"order": "createdAt DESC"}, ("createdAt", True)),
        ({"order": "date DESC,id DESC"}, ("date", True)),
        ({"sort": "-date"}, ("date", True)),
        ({"filter": '{"order": ["date ASC", "id ASC"]}'}, ("date", False)),
        ({"filter": '{"order": {"date": "DESC"}}'}, ("date", True)),
        ({}, ("", True)),
    ],
)
def test_F079_the_orders_there_are(asked, expected):
    sought = read_list(_call(**asked)).sought
    assert (sought.order, sought.descending) == expected


def test_every_field_to_find_by_is_a_member_of_a_document():
    shown = {*MEMBERS, "draft", "archived"}
    assert {name.split(".")[0] for name in FIELDS} <= shown
