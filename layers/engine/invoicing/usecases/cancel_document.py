"""Canceling an issued document, and taking that back. The number stays used either way."""

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import allowed_actions, require_state, require_unlocked
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases._taking import releases, retakes
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
    now, store = ports.now(), ports.store(tenant)

    def cancel(stored: Document) -> Document:
        require_state(stored, {"issued"}, "canceled")
        require_unlocked(stored, "canceled")
        if stored.successors:
            raise Conflict(
                "other documents take something of this one",
                code="has-successors",
                current_state=stored.state,
                allowed_actions=allowed_actions(stored),
                fix="cancel those in _successors first",
            )
        return replace(stored, state="canceled", canceled_at=now, canceled_technically=technical)

    return change_document(
        document_id,
        "document.canceled",
        cancel,
        tenant,
        ports,
        data={"technical": technical},
        along=lambda stored: releases(stored, store, now, tenant),
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
    """The document, valid again under its number; what it took of others it takes again.

    Conflict for documents that are not canceled, and where others took it meanwhile.
    """
    now, store = ports.now(), ports.store(tenant)

    def uncancel(stored: Document) -> Document:
        require_state(stored, {"canceled"}, "uncanceled")
        require_unlocked(stored, "uncanceled")
        return replace(stored, state="issued", canceled_at=None, canceled_technically=False)

    return change_document(
        document_id,
        "document.uncanceled",
        uncancel,
        tenant,
        ports,
        along=lambda stored: retakes(stored, store, now, tenant),
        content_version=True,
        expected_version=expected_version,
        key=key,
    )
