"""A file becomes an attachment of a document, in the transaction that counts its content."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, InvoicingError
from invoicing.model import Attachment, Document, StoredFile
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.safe.safe_name import safe_name
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._files import FileRows
from invoicing.usecases._latest import latest
from invoicing.usecases.ports import Ports

ATTACHMENTS_MAX = 100


class SavedAttachment(NamedTuple):
    """An attachment; `added` is false where the document had the same file already."""

    attachment: Attachment
    added: bool
    replayed: bool = False


class _There(InvoicingError):
    """The document has this very file under this name."""

    def __init__(self, attachment: Attachment) -> None:
        self.attachment = attachment


def attach(
    document: Document,
    name: str,
    file: StoredFile,
    rows: FileRows,
    *,
    ports: Ports,
    key: Key | None,
) -> SavedAttachment:
    """The document's attachment of this content; the same file under the same name is one."""
    now, attachment_id, name = ports.now(), ports.new_id(), safe_name(name)
    store = rows.store
    tenant = store.tenant
    read = latest(store, document)

    def build(_: Known) -> Commit:
        document = read()
        for other in document.attachments:
            same = (other.sha256, other.name) == (file.sha256, name)
            if same and other.id != attachment_id:
                raise _There(other)
        if len(document.attachments) >= ATTACHMENTS_MAX:
            raise Conflict(
                f"the document has {ATTACHMENTS_MAX} attachments already",
                code="attachments-too-many",
                current_state=document.state,
                fix="delete one first",
            )
        known = rows.move(added=file) or file
        attachment = Attachment(
            id=attachment_id,
            name=name,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            media_type=file.media_type,
            thumbnail_type=known.thumbnail_type,
            account_id=tenant.account_id,
            created_at=now,
        )
        event = event_of("document.attachment_added", document.id, attachment, tenant)
        changed = with_attachments(document, (*document.attachments, attachment), tenant, now)
        return rows.commit(event, changed)

    try:
        done = store.commit(ports.key(key), build)
    except _There as there:
        return SavedAttachment(there.attachment, added=False)
    attachment = msgspec.convert(done.entry.event.data["attachment"], Attachment)
    return SavedAttachment(attachment, added=True, replayed=done.replayed)


def event_of(event_type: str, document_id: str, attachment: Attachment, tenant: Tenant) -> Event:
    """What is told of an attachment that came or went."""
    return Event(
        type=event_type,
        subject=document_id,
        account_id=tenant.account_id,
        data={"attachment": msgspec.to_builtins(attachment)},
    )


def with_attachments(
    document: Document, attachments: tuple[Attachment, ...], tenant: Tenant, now: datetime
) -> Document:
    """The document with these attachments, a version on."""
    return replace(
        document,
        attachments=attachments,
        version=document.version + 1,
        updated_at=now,
        updated_by=tenant.account_id,
    )
