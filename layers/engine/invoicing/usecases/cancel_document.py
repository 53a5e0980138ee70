"""Canceling an issued document, and taking that back. The number stays used either way."""

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import require_state
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases.ports import Ports


def cancel_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    technical: bool = False,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Committed:
    """The canceled document: readable, marked on every page, and nothing is owed for it.

    `technical` records that it was made by mistake and no business was undone. Conflict for
    documents that are not issued.
    """
    now = ports.now()

    def cancel(stored: Document) -> Document:
        require_state(stored, {"issued"}, "canceled")
        return replace(stored, state="canceled", canceled_at=now, canceled_technically=technical)

    return change_document(
        document_id,
        "document.canceled",
        cancel,
        tenant,
        ports,
        data={"technical": technical},
        content_version=True,
        expected_version=expected_version,
        key=key,
    )


def uncancel_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Committed:
    """The document, valid again under its number. Conflict for documents that are not canceled."""

    def uncancel(stored: Document) -> Document:
        require_state(stored, {"canceled"}, "uncanceled")
        return replace(stored, state="issued", canceled_at=None, canceled_technically=False)

    return change_document(
        document_id,
        "document.uncanceled",
        uncancel,
        tenant,
        ports,
        content_version=True,
        expected_version=expected_version,
        key=key,
    )
