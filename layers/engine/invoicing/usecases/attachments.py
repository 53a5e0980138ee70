"""Files attached to documents, before and after issuing; the document's content never changes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from invoicing.errors import NotFound
from invoicing.model import Attachment, Document, StoredFile
from invoicing.model.tenant import Tenant
from invoicing.safe.safe_image import BYTES_MAX as IMAGE_BYTES_MAX
from invoicing.safe.safe_type import HEAD_BYTES
from invoicing.store.commit import Commit
from invoicing.store.files import UPLOADS, content_key, thumbnail_key, upload_changed
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases._attaching import (
    ATTACHMENTS_MAX,
    SavedAttachment,
    attach,
    event_of,
    with_attachments,
)
from invoicing.usecases._files import LINK_S, FileRows, put_content
from invoicing.usecases._latest import latest
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases._uploads import FILE_BYTES_MAX, Upload, check_upload, too_large
from invoicing.usecases.ports import Ports


class Promise(NamedTuple):
    """Where a file may be put, until when, and the id that confirms it."""

    upload_id: str
    url: str
    expires_at: datetime


class Links(NamedTuple):
    """URLs that serve an attachment to anybody for one hour."""

    download: str
    thumbnail: str  # empty where there is none


def add_attachment(
    document_id: str,
    upload: Upload,
    data: bytes,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> SavedAttachment:
    """The attachment, stored whole or not at all; the same file under the same name is one.

    InvalidDocument for empty files, programs and pages, and where hash or type are not as declared.
    """
    store = ports.store(tenant)
    file = check_upload(upload, _sha256(data), len(data), data[:HEAD_BYTES])
    document = store.document(document_id)
    rows = FileRows(store, lambda new: put_content(store, data, new))
    return attach(document, upload.name, file, rows, ports=ports, key=key)


def promise_upload(document_id: str, size_bytes: int, tenant: Tenant, ports: Ports) -> Promise:
    """A link that takes one PUT of so many bytes; nothing is attached until it is confirmed."""
    if size_bytes > FILE_BYTES_MAX:
        raise too_large()
    store = ports.store(tenant)
    store.document(document_id)
    upload_id = ports.new_id()
    url = store.files.upload_link(
        _upload_key(store, document_id, upload_id), size_bytes=size_bytes, expires_s=LINK_S
    )
    return Promise(upload_id, url, ports.now() + timedelta(seconds=LINK_S))


def confirm_upload(
    document_id: str,
    upload_id: str,
    upload: Upload,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> SavedAttachment:
    """The attachment of a file that was put under an upload link; NotFound where none was."""
    store = ports.store(tenant)
    document = store.document(document_id)
    source = _upload_key(store, document_id, upload_id)
    received = store.files.received(source, size_max_bytes=FILE_BYTES_MAX)
    file = check_upload(upload, received.sha256, received.size_bytes, received.head)

    def put(file: StoredFile) -> StoredFile:
        if file.media_type.startswith("image/") and file.size_bytes <= IMAGE_BYTES_MAX:
            data = store.files.get(source)
            if _sha256(data) != file.sha256:
                raise upload_changed()
            return put_content(store, data, file)
        target = content_key(store.world, file.sha256)
        store.files.copy(source, target, tag=received.tag, media_type=file.media_type)
        return file

    return attach(document, upload.name, file, FileRows(store, put), ports=ports, key=key)


def list_attachments(
    document_id: str, tenant: Tenant, ports: Ports
) -> tuple[tuple[Attachment, ...], Callable[[Attachment], Links]]:
    """A document's attachments in their order, and what gives the links of each."""
    store = ports.store(tenant)
    return store.document(document_id).attachments, lambda a: _links(a, store)


def links(attachment: Attachment, tenant: Tenant, ports: Ports) -> Links:
    return _links(attachment, ports.store(tenant))


def attachment_link(document_id: str, asked: str, tenant: Tenant, ports: Ports) -> str:
    """A URL for the attachment with this id, or at this place counted from 0."""
    store = ports.store(tenant)
    return _links(_found(store.document(document_id), asked), store).download


def shared_attachment_link(secret: str, asked: str, ports: Ports) -> str:
    """The same for whoever has the document's public link."""
    document, _ = shared_document(secret, ports)
    return _links(_found(document, asked), ports.store(sharing_tenant(document))).download


def delete_attachment(
    document_id: str, attachment_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> None:
    """Remove an attachment; its bytes go with the last attachment that has them."""
    store, now = ports.store(tenant), ports.now()
    rows = FileRows(store)
    read = latest(store, store.document(document_id))

    def build(_: Known) -> Commit:
        document = read()
        attachment = next((a for a in document.attachments if a.id == attachment_id), None)
        if attachment is None:
            raise NotFound(attachment_id)
        rows.move(dropped=(attachment.sha256,))
        left = tuple(a for a in document.attachments if a.id != attachment_id)
        event = event_of("document.attachment_removed", document_id, attachment, tenant)
        return rows.commit(event, with_attachments(document, left, tenant, now))

    store.commit(ports.key(key), build)
    rows.erase()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _found(document: Document, asked: str) -> Attachment:
    attachments = document.attachments
    if asked.isascii() and asked.isdigit() and len(asked) <= len(str(ATTACHMENTS_MAX)):
        if int(asked) < len(attachments):
            return attachments[int(asked)]
    else:
        for attachment in attachments:
            if attachment.id == asked:
                return attachment
    raise NotFound(asked)


def _links(attachment: Attachment, store: Repository) -> Links:
    files, world, name = store.files, store.world, attachment.name
    small = ""
    if attachment.thumbnail_type:
        small = files.link(
            thumbnail_key(world, attachment.sha256),
            file_name=name,
            media_type=attachment.thumbnail_type,
            expires_s=LINK_S,
        )
    whole = files.link(
        content_key(world, attachment.sha256),
        file_name=name,
        media_type=attachment.media_type,
        expires_s=LINK_S,
    )
    return Links(whole, small)


def _upload_key(store: Repository, document_id: str, upload_id: str) -> str:
    """Made of ids that were looked up or are checked; nothing of a caller's goes into it."""
    if not (upload_id.isascii() and upload_id.isalnum() and len(upload_id) <= 40):
        raise NotFound(upload_id)
    return f"{UPLOADS}/{store.world.replace('#', '/')}/{document_id}/{upload_id}"
