"""Locks: a document whose content and state nobody may change while the reason for it stands."""

from invoicing.errors import Conflict
from invoicing.model import Document, Lock
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import allowed_actions, require_state, require_unlocked
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases.ports import Ports

_STATES = ("draft", "issued", "canceled")


def lock_document(
    document_id: str, reason: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Committed:
    """The locked document. Conflict where it is locked already, or deleted."""
    lock = Lock(reason=reason, at=ports.now(), account_id=tenant.account_id)

    def locked(stored: Document) -> Document:
        require_state(stored, _STATES, "locked")
        require_unlocked(stored, "locked again")
        return replace(stored, lock=lock)

    data = {"reason": reason}
    return change_document(
        document_id, "document.locked", locked, tenant, ports, data=data, key=key
    )


def unlock_document(
    document_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Committed:
    """The document, free to change again. Conflict where it is not locked."""

    def unlocked(stored: Document) -> Document:
        if stored.lock is None:
            raise Conflict(
                "the document is not locked",
                code="not-locked",
                current_state=stored.state,
                allowed_actions=allowed_actions(stored),
                fix="nothing is to be done",
            )
        return replace(stored, lock=None)

    return change_document(document_id, "document.unlocked", unlocked, tenant, ports, key=key)
