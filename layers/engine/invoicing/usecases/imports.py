"""Imports as people see them: what became of their files, another try, a link to upload one."""

from datetime import datetime, timedelta
from typing import NamedTuple

from invoicing.errors import Conflict, TooLarge
from invoicing.model.imports import Import
from invoicing.model.tenant import Tenant
from invoicing.safe.safe_name import safe_name
from invoicing.usecases._files import LINK_S
from invoicing.usecases._import_records import (
    FILE_BYTES_MAX,
    IMPORT,
    aside_of,
    folder_of,
)
from invoicing.usecases._importing import Importer, Incoming
from invoicing.usecases.ports import Ports


class Promise(NamedTuple):
    """Where a file may be put, until when, and by what its imports are found."""

    upload_id: str
    url: str
    expires_at: datetime


def promise_file(name: str, size_bytes: int, tenant: Tenant, ports: Ports) -> Promise:
    """A link into the organization's folder that takes one file of so many bytes."""
    if size_bytes > FILE_BYTES_MAX:
        raise TooLarge(
            "import-too-large",
            f"the file has over {FILE_BYTES_MAX // 1_000_000} MB",
            fix="send a smaller file",
        )
    store, upload_id = ports.store(tenant), ports.new_id()
    key = f"{folder_of(tenant)}uploads/{upload_id}/{safe_name(name)}"
    url = store.files.upload_link(key, size_bytes=size_bytes, expires_s=LINK_S)
    return Promise(upload_id, url, ports.now() + timedelta(seconds=LINK_S))


def replay_import(record_id: str, tenant: Tenant, ports: Ports) -> Import:
    """The record after another try; one that had not failed stays as it is.

    What stood aside goes once the file is taken.
    """
    store = ports.store(tenant)
    record = store.kept(IMPORT, record_id, Import)
    aside = aside_of(record, tenant)
    if record.state == "failed":
        data = store.files.get(aside) if record.size_bytes <= FILE_BYTES_MAX else None
        file = Incoming(
            record.id,
            record.path,
            record.received_at,
            record.size_bytes,
            data,
            parent_id=record.parent_id,
        )
        record = Importer(tenant, ports).take(file, again=True)
    if record.state != "failed":
        store.files.erase([*store.files.versions(aside)])
    return record


def failed_file_link(record_id: str, tenant: Tenant, ports: Ports) -> str:
    """A URL that serves a file that failed to anybody for one hour.

    Conflict where it was taken: it is the original of its documents.
    """
    store = ports.store(tenant)
    record = store.kept(IMPORT, record_id, Import)
    if record.state != "failed":
        raise Conflict(
            "the file is not kept apart from its documents",
            code="import-not-failed",
            current_state=record.state,
            fix="read the original of a document in documentIds",
        )
    return store.files.link(
        aside_of(record, tenant),
        file_name=record.name,
        media_type="application/octet-stream",
        expires_s=LINK_S,
    )
