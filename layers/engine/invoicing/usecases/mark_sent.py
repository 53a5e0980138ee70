"""Saying that a document was sent some other way than by us."""

from typing import Literal

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.lifecycle import require_state
from invoicing.store.repository import Committed, Key
from invoicing.usecases._changes import change_document
from invoicing.usecases.ports import Ports

Method = Literal["manual", "email", "mail"]


def mark_sent(
    document_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    method: Method = "manual",
    key: Key | None = None,
) -> Committed:
    """The document with when and how it was sent; by mail (`mail`) is on paper.

    Said again, the last word stands. Conflict for drafts and deleted documents.
    """
    now = ports.now()

    def mark(stored: Document) -> Document:
        require_state(stored, ("issued", "canceled"), "marked as sent")
        return replace(
            stored,
            marked_sent_at=now,
            sent_method=method,
            sent_snail_mail=stored.sent_snail_mail or method == "mail",
        )

    return change_document(
        document_id, "document.marked_sent", mark, tenant, ports, data={"method": method}, key=key
    )
