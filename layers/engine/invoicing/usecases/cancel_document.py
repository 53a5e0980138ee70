"""Canceling an issued document, and taking that back. The number stays used either way."""

from datetime import datetime
from typing import Any

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules._families import is_creditable
from invoicing.rules.completion import complete
from invoicing.rules.derivation import CREDITS, credit_note_of
from invoicing.rules.fiscal import is_chained, is_registered
from invoicing.rules.lifecycle import allowed_actions, require_state, require_unlocked
from invoicing.rules.taking import settled_credit, successor
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._catalogue import Catalogue
from invoicing.usecases._changes import change_document
from invoicing.usecases._issuing import issue
from invoicing.usecases._payments import drawn_ids
from invoicing.usecases._registering import register_soon
from invoicing.usecases._taking import releases, retakes
from invoicing.usecases._taxes import with_taxes
from invoicing.usecases._versions import require_version
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

    `technical` records that it was made by mistake and no business was undone. Where a tax
    authority knows of the document, the credit note that takes all of it back is issued with it.
    Conflict for documents that are not issued.
    """
    now, store = ports.now(), ports.store(tenant)
    note_id, payment_id, catalogue = ports.new_id(), drawn_ids(ports), Catalogue(store)

    def build(known: Known) -> Commit:
        stored = store.document(document_id)
        require_version(stored.version, expected_version, known.organization)
        require_state(stored, {"issued"}, "canceled")
        require_unlocked(stored, "canceled")
        if stored.successors:
            raise _has_successors(stored)
        if is_registered(stored) and not is_creditable(stored):
            raise _registered_credit(stored)
        canceled = replace(
            stored,
            state="canceled",
            canceled_at=now,
            canceled_technically=technical,
            version=stored.version + 1,
            updated_at=now,
            updated_by=tenant.account_id,
        )
        data: dict[str, Any] = {"technical": technical}
        along = tuple(releases(stored, store, now, tenant))
        if is_registered(stored):
            draft = replace(_reversal_of(stored, known, tenant, now, catalogue), id=note_id)
            note = issue(
                draft, known, now, tenant, ports=ports, payment_id=payment_id, originals=(stored,)
            )
            issued = note.documents[0]
            taken = successor(issued, CREDITS, issued.totals.gross)
            canceled = replace(canceled, successors=(taken,))
            along, data = (*along, note), data | {"creditNote": issued.id}
        event = Event(
            type="document.canceled", subject=document_id, account_id=tenant.account_id, data=data
        )
        return Commit(event, documents=(canceled,), along=along)

    done = store.commit(ports.key(key), build)
    if "creditNote" in done.entry.event.data:
        register_soon(done.entry.event.data["creditNote"], tenant, ports)
    return done


def _reversal_of(
    stored: Document, known: Known, tenant: Tenant, now: datetime, catalogue: Catalogue
) -> Document:
    """A complete draft of the credit note that takes the whole document back."""
    draft, home_taxes = catalogue.fill(
        credit_note_of(stored, {}), known.organization, now, stored=stored
    )
    draft = complete(draft, known.organization, now)
    draft = with_taxes(
        catalogue.with_rate(draft, known.organization), known.organization, home_taxes
    )
    return replace(
        settled_credit(draft, stored),
        version=1,
        state="draft",
        live=tenant.live,
        organization_id=tenant.organization_id,
        account_id=tenant.account_id,
        created_at=now,
        updated_at=now,
        updated_by=tenant.account_id,
    )


def _has_successors(stored: Document) -> Conflict:
    return Conflict(
        "other documents take something of this one",
        code="has-successors",
        current_state=stored.state,
        allowed_actions=allowed_actions(stored),
        fix="cancel those in _successors first",
    )


def _registered_credit(stored: Document) -> Conflict:
    return Conflict(
        "a tax authority knows of the credit note",
        code="fiscally-registered",
        current_state=stored.state,
        allowed_actions=allowed_actions(stored),
        fix="issue a new document for what it credited",
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

    Conflict for documents that are not canceled, where others took it meanwhile, and where a tax
    authority knows of the cancellation or is to read of it in the chain of signed documents.
    """
    now, store = ports.now(), ports.store(tenant)

    def uncancel(stored: Document) -> Document:
        require_state(stored, {"canceled"}, "uncanceled")
        require_unlocked(stored, "uncanceled")
        if is_chained(stored):
            raise Conflict(
                "a signed document that was canceled stays canceled",
                code="fiscally-canceled",
                current_state=stored.state,
                allowed_actions=allowed_actions(stored),
                fix="issue a new document, for example by cloning this one",
            )
        if stored.successors:
            raise Conflict(
                "the tax authority knows that the document was canceled",
                code="fiscally-canceled",
                current_state=stored.state,
                allowed_actions=allowed_actions(stored),
                fix="issue a new document, for example by cloning this one",
            )
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
