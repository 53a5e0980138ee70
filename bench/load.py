"""A mixed load in one process, 80 % reads: what the handlers take, apart from the store.

Real handlers on moto, from routing to the answer's bytes; the time spent in botocore's calls is
the store's. The peer is the store: what nobody can save.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any
from unittest.mock import patch

from bench.frame import Row
from botocore.client import BaseClient
from tests.support.world import Credentials, World, cloud

REQUESTS = 500
DOCUMENTS = 50
LINES = [
    {"name": f"line {n}", "price": "10.50", "quantity": n, "_documentItemTaxes": [{"rate": 22}]}
    for n in range(1, 6)
]
CLIENT = {"name": "Buyer d.o.o.", "address": "Cesta 1", "city": "Maribor", "country": "Slovenia"}


def rows() -> list[Row]:
    """Handler time beside store time at the median and at the 99th percentile."""
    logging.getLogger("notula").setLevel(logging.ERROR)
    spent = [0.0]
    random = Random(7)
    with cloud(World(random=Random(1))) as world, _timed(spent):
        owner = world.organization()
        made = [_create(world, owner) for _ in range(DOCUMENTS)]
        handler_ms, store_ms = [], []
        for _ in range(REQUESTS):
            method, path, body = _request(random, owner, made)
            spent[0], start = 0.0, perf_counter()
            answer = world.request(method, path, body, token=owner.token)
            total = perf_counter() - start
            assert answer.status < 300, answer.body
            handler_ms.append((total - spent[0]) * 1000)
            store_ms.append(spent[0] * 1000)
    shares = (("p50", 49), ("p99", 98))
    cuts = quantiles(handler_ms, n=100), quantiles(store_ms, n=100)
    return [
        Row(
            f"mixed load, {name} of {REQUESTS:,} requests: handler beside store (moto)",
            cuts[0][place],
            cuts[1][place],
            "store",
        )
        for name, place in shares
    ]


def _create(world: World, owner: Credentials) -> str:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentClient": CLIENT, "_documentItems": LINES}
    return str(world.request("POST", path, body, token=owner.token).json["id"])


def _request(random: Random, owner: Credentials, made: list[str]) -> tuple[str, str, Any]:
    """Eight reads in ten: documents, pages of lists, counts; the rest makes documents."""
    documents = f"/v1/Organizations/{owner.organization_id}/documents"
    drawn = random.random()
    if drawn < 0.55:
        return "GET", f"/v1/Documents/{random.choice(made)}", None
    if drawn < 0.75:
        return "GET", f"{documents}?limit=20", None
    if drawn < 0.80:
        return "GET", f"{documents}/count", None
    return "POST", documents, {"_documentClient": CLIENT, "_documentItems": LINES}


@contextmanager
def _timed(spent: list[float]) -> Iterator[None]:
    """Adds the seconds of every call of every client to `spent`."""
    call = BaseClient._make_api_call

    def timed(self: BaseClient, operation: str, arguments: Any) -> Any:
        start = perf_counter()
        try:
            return call(self, operation, arguments)
        finally:
            spent[0] += perf_counter() - start

    with patch.object(BaseClient, "_make_api_call", timed):
        yield
