"""One tick of the schedule that finds up to ten thousand recurrences due, and all their documents.

The real functions on an independent DynamoDB in a process of its own; one container works through
the queue, where AWS would run ten at a time. Growth is that of this container's processor time and
of its calls to the store; documents a second are by the clock, with the store's own time in them.
"""

import logging
import sys
from random import Random
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bench.frame import Row
from tests.faults.network import Network, installed
from tests.support import dynoxide
from tests.support.hooks import OutsideWorld
from tests.support.stored import store_objects
from tests.support.world import Credentials, cloud

from invoicing.model.recurrence import Recurrence
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.usecases._objects import get_object
from invoicing.usecases._recurring import recurrence_rows
from invoicing.usecases.recurrences import RECURRENCES

SIZES = (1_000, 5_000, 10_000)
CALLS_MAX = 0.2  # of the store, for a document
BODY: dict[str, Any] = {
    "name": "Rent",
    "type": "month",
    "dateFirst": "2026-11-21",
    "document": {
        "_documentClient": {"name": "Buyer d.o.o.", "city": "Maribor", "country": "Slovenia"},
        "_documentItems": [
            {"name": "Rent [month]", "price": 800, "_documentItemTaxes": [{"rate": 22}]}
        ],
    },
}


class Ran(NamedTuple):
    """A tick over so many due recurrences, and what came of it."""

    tick_cpu_s: float
    documents_cpu_s: float
    documents_s: float
    calls: int


def rows() -> list[Row]:
    """Milliseconds of a document at each size beside the smallest, and its store calls."""
    if not dynoxide.is_installed():
        print("recurrences: no second DynamoDB here; `make dynoxide` fetches one", file=sys.stderr)
        return []
    logging.getLogger("notula").setLevel(logging.ERROR)
    network = Network(lambda *_: None)
    world = OutsideWorld(random=Random(1))
    with installed(network), cloud(world), dynoxide.behind():
        _ran(world, network, SIZES[0] // 10)  # warm
        ran = {size: _ran(world, network, size) for size in SIZES}
    least = ran[SIZES[0]]
    found = []
    for size, one in ran.items():
        rate = size / one.documents_s
        print(f"recurrences: {size:,} due, {rate:.0f} documents a second", file=sys.stderr)
        found += [
            Row(
                f"recurrences, a document of {size:,} due",
                one.documents_cpu_s * 1000 / size,
                least.documents_cpu_s * 1000 / SIZES[0],
                f"of {SIZES[0]:,} due",
                goal="~1x",
            ),
            Row(
                f"recurrences, the tick that finds {size:,}, for each",
                one.tick_cpu_s * 1000 / size,
                least.tick_cpu_s * 1000 / SIZES[0],
                f"of {SIZES[0]:,} due",
                goal="~1x",
            ),
            Row(
                f"recurrences, store calls a document, {size:,} due",
                one.calls / size,
                CALLS_MAX,
                "budget",
                unit="calls",
                goal="<= budget",
            ),
        ]
    return found


def _ran(world: OutsideWorld, network: Network, size: int) -> Ran:
    owner = world.organization()
    _add(world, owner, size)
    first, start = len(network.log), process_time()
    queued = world.tick_schedule()
    ticked, began = process_time(), perf_counter()
    failed = world.run_queue()
    ended, took, last = process_time(), perf_counter() - began, len(network.log)
    path = f"/v1/Organizations/{owner.organization_id}/documents/count"
    made = world.request("GET", path, token=owner.token).json["count"]
    if failed or (queued["recurrences"], made) != (size, size):
        raise AssertionError(f"{size} were due, {queued} queued, {made} documents made")
    return Ran(ticked - start, ended - ticked, took, last - first)


def _add(world: OutsideWorld, owner: Credentials, size: int) -> None:
    """As many recurrences as asked for, each with its own content: one is made, and written again
    under other ids."""
    path = f"/v1/Organizations/{owner.organization_id}/recurrences"
    answer = world.request("POST", path, BODY, token=owner.token)
    assert answer.status == 201, answer.body
    ports, tenant = world.ports(), Tenant(organization_id=owner.organization_id)
    made: Recurrence = get_object(RECURRENCES, answer.json["id"], tenant, ports)
    copies = (replace(made, id=ports.new_id()) for _ in range(size - 1))
    kept = (row for copy in copies for row in recurrence_rows(copy))
    store_objects(tenant, ports.files, kept)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.2f}x {row.peer_name}")
