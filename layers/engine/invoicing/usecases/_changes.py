"""A change of one stored document beside its content, and the event that tells of it."""

from collections.abc import Callable, Sequence
from typing import Any

from invoicing.model import Document
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Committed, Key
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports


def _nothing(_: Document) -> Sequence[Commit]:
    return ()


def change_document(
    document_id: str,
    event_type: str,
    change: Callable[[Document], Document],
    tenant: Tenant,
    ports: Ports,
    *,
    data: dict[str, Any] | None = None,
    along: Callable[[Document], Sequence[Commit]] = _nothing,
    content_version: bool = False,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Committed:
    """The document after `change`, which may raise what forbids it, and `along` with it others.

    With `content_version` the caller must name the version where the organization insists on it;
    a version that is named is always checked.
    """
    store, now = ports.store(tenant), ports.now()

    def build(known: Known) -> Commit:
        stored = store.document(document_id)
        if content_version or expected_version is not None:
            require_version(stored.version, expected_version, known.organization)
        changed = replace(
            change(stored),
            version=stored.version + 1,
            updated_at=now,
            updated_by=tenant.account_id,
        )
        event = Event(
            type=event_type, subject=document_id, account_id=tenant.account_id, data=data or {}
        )
        return Commit(event, documents=(changed,), along=tuple(along(stored)))

    return store.commit(ports.key(key), build)
