"""Telling a tax authority what changed of a document it knows: how it was paid, whose it is."""

import hashlib
from datetime import datetime
from uuid import UUID

from invoicing.errors import Conflict, InvalidDocument, Rejected
from invoicing.fiscal import Authority, find_authority
from invoicing.model import Document
from invoicing.model.fiscal import ChangeKind, FiscalChange
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._fiscal import FIRST_TRY, work_rows
from invoicing.usecases._registering import register_soon
from invoicing.usecases.ports import Ports

CHANGES_MAX = 20


def change_fiscally(
    document_id: str,
    kind: ChangeKind,
    value: str,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> Committed:
    """The document whose authority is told of the change, after its first try.

    Code, number, time and amounts stay; an answer that does not come is waited for as with a
    registration. Conflict for documents no authority has, and while an earlier change is being
    told; Rejected where the authority refuses.
    """
    store, now = ports.store(tenant), ports.now()

    def build(_: Known) -> Commit:
        stored = store.document(document_id)
        require_state(stored, {"issued"}, "changed with the tax authority")
        authority = _authority_of(stored)
        _check(authority, kind, value)
        fiscal = stored.fiscal
        assert fiscal is not None  # noqa: S101 - it has an authority
        if fiscal.state != "registered" or fiscal.open_change is not None:
            raise _not_yet(stored)
        if len(fiscal.changes) >= CHANGES_MAX:
            raise _too_many(stored)
        asked = _change(stored, kind, value, now)
        after = replace(fiscal, revision=fiscal.revision + 1, changes=(*fiscal.changes, asked))
        changed = replace(
            stored,
            fiscal=after,
            version=stored.version + 1,
            updated_at=now,
            updated_by=tenant.account_id,
        )
        event = Event(
            type="document.registration_change_asked",
            subject=document_id,
            account_id=tenant.account_id,
            data={"authority": authority.name, "change": kind, "value": value},
        )
        return Commit(event, documents=(changed,), objects=work_rows(changed))

    done = store.commit(ports.key(key), build)
    if not done.replayed:
        register_soon(document_id, tenant, ports)
    return done


def changed_document(document_id: str, tenant: Tenant, ports: Ports) -> Document:
    """The document with what became of its last change; Rejected where it was refused."""
    document = ports.store(tenant).document(document_id)
    change = document.fiscal.changes[-1] if document.fiscal and document.fiscal.changes else None
    if change is not None and change.state == "refused" and change.fault is not None:
        raise Rejected(change.fault.code, change.fault.text, fix=change.fault.fix)
    return document


def _authority_of(stored: Document) -> Authority:
    authority = find_authority(stored.fiscal.authority) if stored.fiscal else None
    if authority is None or authority.change is None:
        raise Conflict(
            "its tax authority takes no changes, or it has none",
            code="not-changeable",
            current_state=stored.state,
            allowed_actions=allowed_actions(stored),
            fix="credit the document and issue another",
        )
    return authority


def _check(authority: Authority, kind: ChangeKind, value: str) -> None:
    findings = authority.change_check(kind, value) if authority.change_check else ()
    if findings:
        raise InvalidDocument(findings)


def _change(stored: Document, kind: ChangeKind, value: str, now: datetime) -> FiscalChange:
    """The change with an id that follows from the document, so that every try is one message."""
    fiscal = stored.fiscal
    assert fiscal is not None  # noqa: S101 - it has an authority
    seed = f"{fiscal.message_id}|{len(fiscal.changes)}|{kind}|{value}"
    made = UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)
    return FiscalChange(
        kind=kind, value=value, message_id=str(made), asked_at=now, next_at=now + FIRST_TRY
    )


def _not_yet(stored: Document) -> Conflict:
    fiscal = stored.fiscal
    assert fiscal is not None  # noqa: S101 - it has an authority
    return Conflict(
        "the tax authority does not have the document yet, or is still being told of a change",
        code="not-registered",
        current_state=fiscal.effort.state,
        allowed_actions=allowed_actions(stored),
        fix="register it with fiscally-verify, or wait until the change is told",
    )


def _too_many(stored: Document) -> Conflict:
    return Conflict(
        f"there are {CHANGES_MAX} changes already",
        code="too-many",
        current_state=stored.state,
        fix="credit the document and issue another",
    )
