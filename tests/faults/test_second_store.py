"""The same promise on an independent DynamoDB, with real threads and real time (U02)."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from tests.support import dynoxide

from invoicing.model import Document, Line, Organization
from invoicing.model.tenant import Tenant
from invoicing.store.rows import Row
from invoicing.usecases.create_document import create_document
from invoicing.usecases.organizations import create_organization

WRITERS = 50


@pytest.mark.skipif(
    not dynoxide.is_installed(),
    reason="NO SECOND DYNAMODB ON THIS MACHINE: `make dynoxide` fetches one where npm is",
)
def test_U02_fifty_writers_on_an_independent_store(shown):
    with dynoxide.serving():
        made = create_organization(Organization(id="", name="Lipa"), dynoxide.container(0))
        tenant = Tenant(organization_id=made.id)
        draft = Document(lines=(Line(name="x", price=Decimal(1)),))

        def create(n: int) -> str:
            done = create_document(draft, tenant, dynoxide.container(n + 1), draft_only=False)
            assert done.document is not None
            return done.document.number

        start = time.monotonic()
        with ThreadPoolExecutor(WRITERS) as pool:
            numbers = sorted(pool.map(create, range(WRITERS)))
        seconds = time.monotonic() - start
        stored = sum(1 for row in Row.by_gsi1.query(f"ORG#{made.id}#DOCS"))
    assert numbers == [f"{numbers[0][:4]}-{n:05}" for n in range(1, WRITERS + 1)]
    assert stored == WRITERS
    with shown():
        print(f"\n{WRITERS} writers on dynoxide: {WRITERS / seconds:.0f} documents a second")
