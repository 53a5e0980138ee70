"""The contention curve: writers on one series of one organization, on an independent DynamoDB.

Threads stand for containers; they share one interpreter, so the figures are a floor.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from time import perf_counter

from bench.frame import Row
from tests.support import dynoxide

from invoicing.model import Document, Line, Organization
from invoicing.model.tenant import Tenant
from invoicing.usecases.create_documents import create_documents
from invoicing.usecases.organizations import create_organization

DOCUMENTS = 192
WRITERS = (1, 8, 32)
BATCH = 25
DOCUMENTS_BATCHED = 800
WRITERS_OF_BATCHES = (1, 8)


def rows() -> list[Row]:
    """Milliseconds per issued document, for each number of writers, beside one writer's."""
    if not dynoxide.is_installed():
        print("contention: no second DynamoDB here; `make dynoxide` fetches one", file=sys.stderr)
        return []
    with dynoxide.serving():
        seconds = {writers: _issue(writers) for writers in WRITERS}
        batched = {writers: _issue(writers, together=BATCH) for writers in WRITERS_OF_BATCHES}
    alone = seconds[1] * 1000 / DOCUMENTS
    return [
        *(
            Row(
                f"issue on one series, {writers} writers",
                seconds[writers] * 1000 / DOCUMENTS,
                alone,
                "one writer",
            )
            for writers in WRITERS
        ),
        *(
            Row(
                f"issue on one series, {writers} writers, {BATCH} together",
                batched[writers] * 1000 / (DOCUMENTS_BATCHED),
                alone,
                "one writer",
            )
            for writers in WRITERS_OF_BATCHES
        ),
    ]


def _issue(writers: int, *, together: int = 1) -> float:
    """Seconds for all documents; every number must be there exactly once."""
    organization = create_organization(
        Organization(id="", name="Lipa"), dynoxide.container(1000 * together + writers)
    )
    tenant = Tenant(organization_id=organization.id)
    count = DOCUMENTS if together == 1 else DOCUMENTS_BATCHED
    draft = Document(lines=(Line(name="x", price=Decimal(1)),))

    def work(seed: int) -> Callable[[], list[str]]:
        ports = dynoxide.container(seed)

        def issue() -> list[str]:
            made = (
                create_documents([draft] * together, tenant, ports)
                for _ in range(count // writers // together)
            )
            return [
                done.document.number
                for batch in made
                for done in batch
                if done.document is not None
            ]

        return issue

    jobs = [work(seed) for seed in range(1, writers + 1)]
    start = perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        numbers = [n for done in pool.map(lambda job: job(), jobs) for n in done]
    seconds = perf_counter() - start
    assert len(set(numbers)) == count, "a number was given twice"
    return seconds
