"""A mixed load in one process, 80 % reads: what the handlers take, apart from the store.

Real handlers on moto. The peer is the store: what nobody can save.
"""

import logging
from random import Random
from statistics import quantiles
from typing import Any

from bench._requests import spend, unjudged
from bench.frame import Row
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
    random = Random(7)
    with cloud(World(random=Random(1))) as world, unjudged():
        owner = world.organization()
        made = [_create(world, owner) for _ in range(DOCUMENTS)]
        spent = [spend(world, owner, *_request(random, owner, made)) for _ in range(REQUESTS)]
    handler = quantiles((one.handler_ms for one in spent), n=100)
    store = quantiles((one.store_ms for one in spent), n=100)
    return [
        Row(
            f"mixed load, {name} of {REQUESTS:,} requests: handler beside store (moto)",
            handler[place],
            store[place],
            "store",
        )
        for name, place in (("p50", 49), ("p99", 98))
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
