"""A page of a list, from a hundred documents to a hundred thousand in one organization.

On an independent DynamoDB in a process of its own; the figures hold the reading of the answer and
making documents of it. `NOTULA_LONG` goes up to 100,000 documents, else it is 10,000.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from statistics import median
from time import perf_counter, process_time

from bench.frame import Row
from tests.support import dynoxide
from tests.support.stored import store_documents

from invoicing.model import Document, Line, Organization, Party
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.selection import Condition, Where
from invoicing.rules.totals import calculate
from invoicing.usecases.get_document import Sought, count_documents, list_documents
from invoicing.usecases.organizations import create_organization
from invoicing.usecases.ports import Ports

SIZES = (100, 1_000, 10_000, *((100_000,) if "NOTULA_LONG" in os.environ else ()))
ROUNDS = 9
DAY = date(2026, 11, 21)
TYPES = ("invoice", "invoice", "invoice", "estimate")
LISTS = {
    "all": Sought(),
    "three types of four": Sought(Condition("type", "eq", "invoice")),
    "by date": Sought(order="date"),
    "one week of the year": Sought(
        Condition("issue_date", "between", (DAY - timedelta(days=180), DAY - timedelta(days=174)))
    ),
}
COUNTED: Where = Condition("type", "eq", "estimate")


def rows() -> list[Row]:
    """Milliseconds of a page of 100 at each size, beside the same page of 100 documents.

    And how much of each is our own work: the rest is the store's, and waiting for it.
    """
    if not dynoxide.is_installed():
        print("lists: no second DynamoDB here; `make dynoxide` fetches one", file=sys.stderr)
        return []
    with dynoxide.serving():
        ports = dynoxide.container(1)
        organization = create_organization(Organization(id="", name="Lipa"), ports)
        tenant = Tenant(organization_id=organization.id)
        times = {size: _times(tenant, ports) for size in _grown(tenant, ports)}
    least = times[SIZES[0]]
    shared = [
        Row(
            f"our share of {name}, {SIZES[-1]:,} documents", ours, whole, "all of it", rounds=ROUNDS
        )
        for name, (whole, ours) in times[SIZES[-1]].items()
    ]
    return shared + [
        Row(
            f"{name}, {size:,} documents",
            whole,
            least[name][0],
            f"{SIZES[0]} documents",
            rounds=ROUNDS,
        )
        for name in least
        for size in SIZES[1:]
        for whole, _ in [times[size][name]]
    ]


def _grown(tenant: Tenant, ports: Ports) -> Iterator[int]:
    """The organization with as many documents as each size says, one after another."""
    there = 0
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


def _times(tenant: Tenant, ports: Ports) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each list: all of it, and our own processor time."""
    found = {
        f"a page of 100, {name}": _median_ms(partial(list_documents, sought, tenant, ports))
        for name, sought in LISTS.items()
    }
    found["a count by type"] = _median_ms(partial(count_documents, COUNTED, tenant, ports))
    return found


def _median_ms(work: Callable[[], object]) -> tuple[float, float]:
    whole, ours = [], []
    for _ in range(ROUNDS):
        start, worked = perf_counter(), process_time()
        work()
        whole.append(perf_counter() - start)
        ours.append(process_time() - worked)
    return median(whole) * 1000, median(ours) * 1000
