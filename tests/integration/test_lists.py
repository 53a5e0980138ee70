"""Lists and filters of documents: what is asked for, all of it, once, page by page."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.faults.network import Network, installed
from tests.support.filters import holds, random_where
from tests.support.stored import store_documents
from tests.support.world import START, Answer, Credentials, World, cloud

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.store import listing
from invoicing.store.rows import Row

LONG = "NOTULA_LONG" in os.environ
LINE = {"name": "x", "price": 10}
TYPES = ("invoice", "estimate", "credit-note", "proforma")
WORDS = ("Lipa", "LIPA", "Hrast d.o.o.", "100% Šport", "a.b", "Ėglė", "")


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    made = Network(lambda *_: None)
    with installed(made):
        yield made


@pytest.fixture(scope="module")
def world(network: Network) -> Iterator[World]:
    with cloud(World(random=Random(7))) as made:
        yield made


@pytest.fixture(scope="module")
def owner(world: World) -> Credentials:
    return world.organization()


@pytest.fixture(scope="module")
def stored(
    world: World, owner: Credentials, documents: list[dict[str, Any]]
) -> tuple[World, Credentials, list[dict[str, Any]]]:
    return world, owner, documents


@pytest.fixture(scope="module")
def documents(world: World, owner: Credentials) -> list[dict[str, Any]]:
    """Random documents of every kind, some drafts, canceled, received, paid or overdue."""
    chance = Random(11)
    for number in range(400 if LONG else 26):
        _create(world, owner, _random_body(chance, number))
    return walk(world, owner)


def _random_body(chance: Random, number: int) -> dict[str, Any]:
    day = (START + timedelta(days=chance.randint(-60, 3))).date()
    body: dict[str, Any] = {
        "_documentItems": [{**LINE, "price": chance.choice([10, "99.99", 250, 1000])}],
        "_documentClient": {"name": f"{chance.choice(WORDS)} {number % 7}".strip()},
        "type": chance.choice(TYPES),
        "date": day.isoformat(),
        "dateDue": (day + timedelta(days=chance.randint(0, 40))).isoformat(),
    }
    extra: dict[str, dict[str, Any]] = {
        "draft": {"draft": True},
        "incoming": {"incoming": True, "number": f"S-{number}"},
        "paid": {"payments": [{"type": "bank"}]},
        "partial": {"payments": [{"type": "bank", "amount": chance.choice([1, 5])}]},
        "reference": {"reference": chance.choice(WORDS)},
        "custom": {"custom": {"rank": chance.randint(0, 4), "tag": chance.choice("abc")}},
        "unique": {"uniqueId": f"order-{number}"},
    }
    for name, members in extra.items():
        if chance.random() < 0.3 and not (name in ("paid", "partial") and "payments" in body):
            body |= members
    return body


def _create(world: World, owner: Credentials, body: dict[str, Any] | None = None) -> dict[str, Any]:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, body or {"_documentItems": [LINE]}, token=owner.token)
    assert made.status == 201, made.body
    found: dict[str, Any] = made.json
    return found


def ask(world: World, owner: Credentials, query: str = "", *, count: bool = False) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents{'/count' * count}"
    return world.request("GET", f"{path}?{query}" if query else path, token=owner.token)


def next_path(answer: Answer) -> str:
    for link in answer.headers.get("link", "").split(", "):
        if link.endswith('rel="next"'):
            return link[1 : link.index(">")]
    return ""


def walk(
    world: World,
    owner: Credentials,
    query: str = "",
    meanwhile: Callable[[int], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Every document of every page."""
    answer = ask(world, owner, query)
    found: list[dict[str, Any]] = []
    for page in range(10_000):
        assert answer.status == 200, answer.body
        found += answer.json
        path = next_path(answer)
        if not path:
            return found
        meanwhile(page)
        answer = world.request("GET", path, token=owner.token)
    raise AssertionError("the walk does not end")


def filtered(**parts: Any) -> str:
    return urlencode({"filter": json.dumps(parts)})


def counted(world: World, owner: Credentials, where: Any) -> int:
    answer = ask(world, owner, urlencode({"where": json.dumps(where)}), count=True)
    assert answer.status == 200, answer.body
    return int(answer.json["count"])


def test_C36_random_filters_find_what_an_independent_reading_finds(world, owner, documents):
    """List, its walk over pages, and count give what the conditions say of every document."""
    chance = Random(5)
    sizes = set()
    for _ in range(1_500 if LONG else 8):
        where = random_where(chance, documents)
        expected = [d["id"] for d in documents if holds(d, where)]
        limit = chance.choice([7, 100, 1000])
        order = chance.choice(["createdAt DESC", "date DESC"])
        found = walk(world, owner, filtered(where=where, limit=limit, order=order))
        if order == "createdAt DESC":
            assert [d["id"] for d in found] == expected, where
        else:
            assert sorted(d["id"] for d in found) == sorted(expected), where
            keys = [(d["date"], d["id"]) for d in found]
            assert keys == sorted(keys, reverse=True)
        assert counted(world, owner, where) == len(expected), where
        sizes.add(len(expected))
    assert len(sizes) > 3  # the filters are neither all empty nor all of it


WALKED, INSERTED = (2_000, 200) if LONG else (200, 20)


@pytest.mark.parametrize("query", ["", "order=date+ASC&type=invoice"])
def test_U38_a_walk_meets_every_document_once_while_others_are_made(world, query):
    """No duplicate, no miss; what is made meanwhile may be met, and is not met twice."""
    owner = world.organization(tax_number="", name="Walked")
    drawn = world.ports()
    there = [
        Document(
            id=drawn.new_id(),
            organization_id=owner.organization_id,
            version=1,
            type="invoice",
            state="issued",
            issue_date=(START - timedelta(days=number % 50)).date(),
        )
        for number in range(WALKED)
    ]
    tenant = Tenant(organization_id=owner.organization_id)
    store_documents(tenant, drawn.files, there)
    made: list[str] = []
    limit, at_once = WALKED // (20 if LONG else 6), INSERTED // (10 if LONG else 2)

    def insert(_: int) -> None:
        if len(made) == INSERTED:
            return
        days = [(START - timedelta(days=n % 50)).date().isoformat() for n in range(at_once)]
        bodies = [{"_documentItems": [LINE], "date": day, "type": "invoice"} for day in days]
        path = f"/v1/Organizations/{owner.organization_id}/documents/batch"
        answer = world.request("POST", path, {"documents": bodies}, token=owner.token)
        made.extend(d["id"] for d in answer.json)

    found = [d["id"] for d in walk(world, owner, f"limit={limit}&{query}".strip("&"), insert)]
    assert len(made) == INSERTED
    assert len(set(found)) == len(found)
    assert {d.id for d in there} <= set(found) <= {d.id for d in there} | set(made)
    assert counted(world, owner, {}) == WALKED + INSERTED


def _numbers(shown: dict[str, Any]) -> str:
    return f"{shown.get('number')} {shown.get('numberInternal')}"


PARAMETERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "type=invoice": lambda d: d["type"] == "invoice",
    "type=invoice,estimate": lambda d: d["type"] in ("invoice", "estimate"),
    "type[]=proforma": lambda d: d["type"] == "proforma",
    "state=draft": lambda d: d["draft"],
    "status=issued": lambda d: d["state"] == "issued",
    "paymentStatus=overdue,unpaid": lambda d: d.get("paymentStatus") in ("overdue", "unpaid"),
    "paymentStatus=paid": lambda d: d.get("paymentStatus") == "paid",
    "dateFrom=2026-10-15": lambda d: d["date"] >= "2026-10-15",
    "dateTo=2026-10-15": lambda d: d["date"] <= "2026-10-15",
    "dateFrom=2026-10-01&dateTo=2026-10-31": lambda d: d["date"][:7] == "2026-10",
    "dueTo=2026-11-01": lambda d: d.get("dateDue", "9") <= "2026-11-01",
    "dueFrom=2026-11-01": lambda d: d.get("dateDue", "0") >= "2026-11-01",
    "direction=incoming": lambda d: d["incoming"],
    "direction=outgoing": lambda d: not d["incoming"],
    "incoming=true": lambda d: d["incoming"],
    "number=2026-00001": lambda d: d.get("number") == "2026-00001",
    "number=2026-0000*": lambda d: d.get("number", "").startswith("2026-0000"),
    "number=S-*": lambda d: d.get("number", "").startswith("S-"),
    "client=nobody": lambda d: False,
    "currency=EUR": lambda d: True,
    "q=lipa": lambda d: "lipa" in f"{d['_documentClient']['name']} {d.get('reference')}".lower(),
    "search=hrast+D.O.O.": lambda d: (
        "hrast" in (text := f"{d['_documentClient']['name']} {d.get('reference')}".lower())
        and "d.o.o." in text
    ),
    "type=invoice&state=issued&q=2026": lambda d: (
        d["type"] == "invoice" and d["state"] == "issued" and "2026" in _numbers(d)
    ),
    "type=invoice&filter=%7B%22where%22%3A%7B%22state%22%3A%22issued%22%7D%7D": lambda d: (
        d["type"] == "invoice" and d["state"] == "issued"
    ),
}


@pytest.mark.parametrize("query", PARAMETERS)
def test_F086_each_parameter_finds_what_it_says_and_counts_what_it_finds(
    world, owner, documents, query
):
    expected = {d["id"] for d in documents if PARAMETERS[query](d)}
    found = [d["id"] for d in walk(world, owner, query)]
    assert set(found) == expected
    assert len(found) == len(expected)
    assert ask(world, owner, query, count=True).json == {"count": len(expected)}


def test_the_parameters_tried_find_some_and_leave_some(documents):
    sizes = [sum(map(test, documents)) for test in PARAMETERS.values()]
    assert sum(0 < size < len(documents) for size in sizes) > len(sizes) // 2


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("", ["Query"]),
        ("limit=5", ["Query"]),
        ("status=issued,draft,canceled&limit=3", ["Query"]),
        ("q=nobody+has+this", ["Query"]),
        ("filter=%7B%22where%22%3A%7B%22totalDue%22%3A%7B%22gt%22%3A1%7D%7D%7D", ["Query"]),
        ("order=date+DESC", ["Query", "BatchGetItem"]),
        ("dateFrom=2026-01-01&limit=5", ["Query", "BatchGetItem"]),
        ("dateFrom=2030-01-01", ["Query"]),
    ],
)
def test_a_page_costs_one_query(stored, network, query, calls):
    world, owner, _ = stored
    assert _calls(network, lambda: ask(world, owner, query)) == calls


@pytest.mark.parametrize("query", ["", "type=invoice", "dateFrom=2026-01-01", "paymentStatus=paid"])
def test_a_count_costs_one_query_and_reads_no_document(world, owner, documents, network, query):
    assert _calls(network, lambda: ask(world, owner, query, count=True)) == ["Query"]


def _calls(network: Network, request: Callable[[], Answer]) -> list[str]:
    """The store calls of a request, without the authorizer's."""
    before = len(network.log)
    assert request().status == 200
    calls = [call for call in network.log[before:] if call.startswith(("dynamodb.", "s3."))]
    return [call.split(".")[1].split(" ")[0] for call in calls[1:]]


@pytest.mark.parametrize(
    ("order", "skip"), [("createdAt DESC", 0), ("id ASC", 4), ("date DESC", 4), ("date ASC", 0)]
)
def test_a_page_that_looked_far_enough_goes_on_where_it_stopped(stored, monkeypatch, order, skip):
    """Short pages, even empty ones, lead on to every document there is."""
    world, owner, _ = stored
    where = {"or": [{"type": "invoice"}, {"number": {"like": "S-"}}]}
    query = filtered(where=where, order=order, limit=4, skip=skip)
    expected = [d["id"] for d in walk(world, owner, query)]
    monkeypatch.setattr(listing, "EXAMINED_MAX", 5)
    monkeypatch.setattr(listing, "SUMMARIES_PER_CALL", 3)
    monkeypatch.setattr(listing, "FIRST_READ", 1)
    assert [d["id"] for d in walk(world, owner, query)] == expected
    assert len(expected) == counted(world, owner, where) - skip


def test_a_payment_overdue_tomorrow_is_found_tomorrow(world, monkeypatch):
    owner = world.organization(tax_number="", name="Due")
    due = world.now.date().isoformat()
    made = _create(world, owner, {"_documentItems": [LINE], "dateDue": due})
    path = f"/v1/Documents/{made['id']}"
    for days, state in ((0, "unpaid"), (1, "overdue")):
        monkeypatch.setattr(world, "now", world.now + timedelta(days=days))
        shown = world.request("GET", path, token=owner.token).json
        assert shown["paymentStatus"] == state
        for asked in ("unpaid", "overdue"):
            found = walk(world, owner, f"paymentStatus={asked}")
            assert [d["id"] for d in found] == [made["id"]] * (asked == state)
            assert ask(world, owner, f"paymentStatus={asked}", count=True).json["count"] == len(
                found
            )
    world.request("POST", f"{path}/payments", {"type": "bank"}, token=owner.token)
    assert walk(world, owner, "paymentStatus=overdue") == []
    assert [d["id"] for d in walk(world, owner, "paymentStatus=paid")] == [made["id"]]
    assert walk(world, owner, filtered(where={"paidInFull": False})) == []


def test_what_changed_since_the_index_is_not_shown(world, monkeypatch):
    """An index is a moment behind: the document itself is asked once more."""
    owner = world.organization(tax_number="", name="Late")
    ids = [
        _create(world, owner, {"_documentItems": [LINE], "reference": "a", "draft": True})["id"]
        for _ in range(3)
    ]
    read = Row.batch_get

    def late(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(Row, "batch_get", read)
        changes: list[tuple[str, str, Any]] = [
            ("PATCH", ids[0], {"reference": "b"}),
            ("DELETE", ids[1], None),
        ]
        for method, document_id, body in changes:
            path = f"/v1/Documents/{document_id}"
            assert world.request(method, path, body, token=owner.token).status == 200
        return read(*arguments, **options)

    monkeypatch.setattr(Row, "batch_get", late)
    found = walk(world, owner, filtered(where={"reference": "a"}, order="date DESC"))
    assert [d["id"] for d in found] == [ids[2]]


def test_F075_pages_by_number_name_the_first_and_the_one_before(world, owner, documents):
    ids = [d["id"] for d in documents]
    answer = ask(world, owner, "limit=5&page=3&type=invoice,estimate,credit-note,proforma")
    assert [d["id"] for d in answer.json] == ids[10:15]
    links = {
        link[link.index("rel=") + 5 : -1]: link[1 : link.index(">")]
        for link in answer.headers["link"].split(", ")
    }
    assert set(links) == {"next", "first", "prev"}
    shown = {
        rel: [d["id"] for d in world.request("GET", path, token=owner.token).json]
        for rel, path in links.items()
    }
    assert shown == {"next": ids[15:20], "first": ids[:5], "prev": ids[5:10]}


def test_F073_skip_leaves_out_the_first(world, owner, documents):
    ids = [d["id"] for d in documents]
    assert [d["id"] for d in ask(world, owner, "skip=7&limit=3").json] == ids[7:10]
    assert [d["id"] for d in walk(world, owner, filtered(skip=20, limit=3))] == ids[20:]
    assert ask(world, owner, "skip=5000").json == []


def test_F079_by_date_documents_of_one_day_stand_by_creation(world, owner, documents):
    ascending = [d["id"] for d in walk(world, owner, "order=date+ASC&limit=4")]
    assert ascending == [d["id"] for d in sorted(documents, key=lambda d: (d["date"], d["id"]))]
    descending = walk(world, owner, "order=date+DESC&limit=4")
    assert [d["id"] for d in descending] == ascending[::-1]


def test_a_cursor_of_another_order_is_refused(world, owner, documents):
    by_date = next_path(ask(world, owner, "order=date+DESC&limit=1"))
    answer = world.request("GET", by_date.replace("date+DESC", "id+DESC"), token=owner.token)
    assert (answer.status, answer.json["code"]) == (400, "cursor")


def test_F035_fields_and_include_choose_members_in_lists_and_of_one(world, owner, documents):
    asked = filtered(fields={"id": True, "number": True}, include=["payments"])
    for shown in ask(world, owner, asked).json:
        assert {"id", "payments"} <= set(shown) <= {"id", "number", "payments"}
    whole = documents[0]
    path = f"/v1/Documents/{whole['id']}"
    one = world.request("GET", f"{path}?{filtered(fields=['id'])}", token=owner.token)
    assert one.json == {"id": whole["id"]}
    less = world.request("GET", f"{path}?{filtered(fields={'custom': False})}", token=owner.token)
    assert less.json == {k: v for k, v in whole.items() if k != "custom"}
    related = world.request("GET", f"{path}?with_relations=payments,items", token=owner.token)
    assert related.json == {**whole, "payments": whole.get("payments", [])}
    assert world.request("GET", f"{path}?with=payments", token=owner.token).json == related.json
    files = filtered(fields=["id"], include="attachments")
    shown = world.request("GET", f"{path}?{files}", token=owner.token).json
    assert shown == {"id": whole["id"], "_attachments": []}
    refused = world.request("GET", f"{path}?{filtered(fields=['colour'])}", token=owner.token)
    assert refused.status == 422
    assert "dateDue" in refused.json["errors"][0]["fix"]


HOSTILE = {
    "deep": ('{"where":' + '{"and":[' * 300 + "{}" + "]}" * 300 + "}", 400),
    "no JSON": ("{", 400),
    "huge array": (json.dumps({"where": {"id": {"inq": ["a"] * 600}}}), 422),
    "regex bomb": (json.dumps({"where": {"number": {"like": "(a+)+$"}}}), 422),
    "wrong type": (json.dumps({"where": {"total": {"gt": [1]}}}), 422),
    "unknown": (json.dumps({"where": {"__proto__": {"x": 1}}}), 422),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_filters_are_refused_by_list_count_and_get(world, owner, name):
    text, status = HOSTILE[name]
    organization = f"/v1/Organizations/{owner.organization_id}/documents"
    paths = [organization, f"{organization}/count", "/v1/Documents/x"]
    for path in paths[: 3 if status == 400 else 2]:
        answer = world.request("GET", f"{path}?{urlencode({'filter': text})}", token=owner.token)
        assert answer.status == status, answer.body
        assert answer.json["errors"][0]["pointer"].startswith("/query/filter")
