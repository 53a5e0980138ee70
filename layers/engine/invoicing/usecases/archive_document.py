"""Putting documents out of the way, and bringing back what was archived or deleted."""

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases.ports import Ports


def archive_document(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    category: str = "",
    key: Key | None = None,
) -> Committed:
    """The archived document; archived again, it takes the new category. Its state stays."""
    now = ports.now()

    def archive(stored: Document) -> Document:
        require_state(stored, ("draft", "issued", "canceled"), "archived")
        return replace(stored, archived_at=stored.archived_at or now, archive_category=category)

    return change_document(
        document_id,
        "document.archived",
        archive,
        tenant,
        ports,
        data={"category": category},
        key=key,
    )


def restore_document(
    document_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Committed:
    """The document as it was before it was deleted, or else before it was archived.

    Conflict where it is neither.
    """

    def restore(stored: Document) -> Document:
        if stored.state == "deleted":
            return replace(stored, state="issued", deleted_at=None)
        if stored.archived_at is None:
            raise Conflict(
                "the document is neither archived nor deleted",
                code="nothing-to-restore",
                current_state=stored.state,
                allowed_actions=allowed_actions(stored),
                fix="choose one of the allowed actions",
            )
        return replace(stored, archived_at=None, archive_category="")

    return change_document(document_id, "document.restored", restore, tenant, ports, key=key)
