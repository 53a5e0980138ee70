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
from tests.support.world import START, Answer, Credentials, World, cloud

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
def documents(world: World, owner: Credentials) -> list[dict[str, Any]]:
    """Random documents of every kind, some drafts, canceled, received, paid or overdue."""
    chance = Random(11)
    for number in range(400 if LONG else 36):
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
    for _ in range(1_500 if LONG else 16):
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
    assert len(sizes) > 5  # the filters are neither all empty nor all of it
