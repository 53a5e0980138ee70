"""A page of a list, from a hundred documents to a hundred thousand in one organization.

Real handlers before an independent DynamoDB in a process of its own. What a page takes is told in
two parts: the handler's, beside its own at a hundred documents, and the store's, beside the very
same calls by a bare client in the same round. `NOTULA_LONG` goes up to 100,000 documents, else it
is 10,000.
"""

import logging
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import urlencode

import boto3
from bench._requests import again, spend, unjudged
from bench.frame import Row
from tests.support import dynoxide
from tests.support.stored import store_documents
from tests.support.world import ENVIRONMENT, Credentials, World, cloud

from invoicing.model import Document, Line, Party
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.totals import calculate
from invoicing.store.rows import Row as StoredRow
from invoicing.usecases.ports import Ports

SIZES = (100, 1_000, 10_000, *((100_000,) if "NOTULA_LONG" in os.environ else ()))
ROUNDS, ROUNDS_MIN = 9, 3
LONG_S = 20  # after which a request is asked no more often than needed
DAY = date(2026, 11, 21)
TYPES = ("invoice", "invoice", "invoice", "estimate")
WEEK = {"dateFrom": DAY - timedelta(days=180), "dateTo": DAY - timedelta(days=174)}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "a page of 100": ("", {}),
    "a page of 100, three types of four": ("", {"type": "invoice"}),
    "a page of 100, by date": ("", {"order": "date DESC"}),
    "a page of 100, one week of the year": ("", WEEK),
    "a count": ("/count", {}),
    "a count by type": ("/count", {"type": "estimate"}),
    "a count of one week": ("/count", WEEK),
}


class Times(NamedTuple):
    """Median milliseconds of one request, and how often it calls the store."""

    handler: float
    store: float
    bare: float
    calls: int
    rounds: int


def rows() -> list[Row]:
    """Of each list: the handler's and the store's milliseconds at each size."""
    if not dynoxide.is_installed():
        print("lists: no second DynamoDB here; `make dynoxide` fetches one", file=sys.stderr)
        return []
    logging.getLogger("notula").setLevel(logging.ERROR)
    with cloud(World(random=Random(1))) as world, unjudged(), dynoxide.behind():
        owner = world.organization()
        times = {size: _times(world, owner) for size in _grown(owner, world.ports())}
    return [row for name in ASKED for row in _compared(name, times)]


def _compared(name: str, times: dict[int, dict[str, Times]]) -> Iterator[Row]:
    first = times[SIZES[0]][name]
    for size in SIZES[1:]:
        here = times[size][name]
        case = f"{name}, {size:,} documents"
        peer = f"{SIZES[0]} documents"
        yield Row(f"{case}: handler", here.handler, first.handler, peer, rounds=here.rounds)
        calls = f"{here.calls} call{'s' * (here.calls > 1)}"
        yield Row(f"{case}: store, {calls}", here.store, here.bare, "bare", rounds=here.rounds)


def _grown(owner: Credentials, ports: Ports) -> Iterator[int]:
    """The organization with as many documents as each size says, one after another."""
    tenant, there = Tenant(organization_id=owner.organization_id), 0
    for size in SIZES:
        store_documents(tenant, ports.files, (_document(n, ports) for n in range(there, size)))
        there = size
        yield size


def _document(number: int, ports: Ports) -> Document:
    return replace(
        _sample(TYPES[number % len(TYPES)]),
        id=ports.new_id(),
        number=f"2026-{number:06d}",
        issue_date=DAY - timedelta(days=number % 365),
        due_date=DAY + timedelta(days=number % 30),
        buyer=Party(name=f"Client {number % 997}"),
    )


@cache
def _sample(kind: str) -> Document:
    lines = tuple(
        Line(name=f"Consulting, part {n}", quantity=Decimal(n), price=Decimal("80.50"))
        for n in range(1, 4)
    )
    seller = Party(name="Lipa d.o.o.")
    return calculate(
        Document(version=1, type=kind, state="issued", currency="EUR", seller=seller, lines=lines)
    )


def _times(world: World, owner: Credentials) -> dict[str, Times]:
    """What each of the requests takes of a warm container."""
    endpoint, region = StoredRow.Meta.host, ENVIRONMENT["AWS_REGION"]
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name=region)
    return {
        name: _median(world, owner, client, f"{route}?{urlencode(query)}")
        for name, (route, query) in ASKED.items()
    }


def _median(world: World, owner: Credentials, client: Any, asked: str) -> Times:
    path = f"/v1/Organizations/{owner.organization_id}/documents{asked}"
    spend(world, owner, "GET", path)  # warm
    taken: list[tuple[float, float, float, int]] = []
    start = perf_counter()
    while len(taken) < (ROUNDS if perf_counter() - start < LONG_S else ROUNDS_MIN):
        spent = spend(world, owner, "GET", path)
        bare = again(client, spent.calls)
        taken.append((spent.handler_ms, spent.store_ms, bare, len(spent.calls)))
    handler, store, bare, calls = (median(values) for values in zip(*taken, strict=True))
    return Times(handler, store, bare, int(calls) - 1, len(taken))  # without the authorizer's
