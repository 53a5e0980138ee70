"""Many documents at once, in the rows the product itself writes them in, but not one by one."""

from collections.abc import Iterable
from datetime import UTC, datetime

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.store import rows
from invoicing.store.commit import Kept
from invoicing.store.files import Files
from invoicing.store.rows import Row
from invoicing.store.transaction import Transaction

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def store_documents(tenant: Tenant, files: Files, documents: Iterable[Document]) -> None:
    """Put them without journal, counter or claims: lists read none of these."""
    transaction = Transaction(rows.world(tenant), files, AT)
    with Row.batch_write() as batch:
        for document in documents:
            transaction._put_document(document, None)
            batch.save(transaction._puts.pop().row)


def store_objects(tenant: Tenant, files: Files, objects: Iterable[Kept]) -> None:
    """Put them without a journal entry."""
    transaction = Transaction(rows.world(tenant), files, AT)
    with Row.batch_write() as batch:
        for kept in objects:
            transaction._put_object(kept)
            batch.save(transaction._puts.pop().row)
