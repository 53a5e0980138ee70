"""Where files of the import folder stand, and the records of what became of them.

| key | holds |
|---|---|
| imports/<organization>/<path> | a file that waits |
| imports/test/<organization>/<path> | one for the test world |
| imports-failed/[test/]<organization>/<import>/<name> | one that could not be taken |
| the same with .error.json behind it | why not |
"""

import json
import re
from typing import NamedTuple

from invoicing.errors import Conflict, InvalidDocument, InvoicingError, UnreadableFile
from invoicing.model.imports import Import, Remark
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.store.commit import Commit, Kept
from invoicing.store.objects import words
from invoicing.usecases._objects import Kind

IMPORT, IMPORTED = "IMPORT", "IMPORTED"
FOLDER, ASIDE = "imports/", "imports-failed/"
REASON = ".error.json"
FILE_BYTES_MAX = 25_000_000
REMARKS_MAX = 50

# What stands in a key is a stranger's word: only what has the form of an id becomes one.
_PLACE = re.compile(
    r"imports/(?P<test>test/)?(?P<organization>[0-9A-Z]{26})/(?P<path>.+)", re.DOTALL
)
_UPLOAD = re.compile(r"uploads/([0-9A-Z]{26})/")


class Place(NamedTuple):
    """Whose folder an object lies in, and where there."""

    tenant: Tenant
    path: str


def place_of(key: str) -> Place | None:
    """None for a key that is in nobody's folder."""
    found = _PLACE.fullmatch(key)
    if found is None:
        return None
    tenant = Tenant(organization_id=found["organization"], live=found["test"] is None)
    return Place(tenant, found["path"])


def is_folder(key: str, size_bytes: int) -> bool:
    """Whether an object is no file: consoles mark folders so."""
    return not size_bytes and key.endswith("/")


def folder_of(tenant: Tenant) -> str:
    return f"{FOLDER}{_own(tenant)}"


def aside_of(record: Import, tenant: Tenant) -> str:
    """Where a file that failed is kept."""
    return f"{ASIDE}{_own(tenant)}{record.id}/{record.name}"


def _own(tenant: Tenant) -> str:
    return f"{'' if tenant.live else 'test/'}{tenant.organization_id}/"


def upload_id_of(path: str) -> str:
    """The id of the link a file was put under; empty for one that came another way."""
    found = _UPLOAD.match(path)
    return found[1] if found else ""


def import_rows(record: Import) -> tuple[Kept, ...]:
    found = words(record.name, record.path, record.upload_id, record.parent_id)
    return (Kept(IMPORT, record.id, record, record.version, words=found, group=record.state),)


IMPORTS = Kind(IMPORT, "import", Import, import_rows)


def import_commit(record: Import, tenant: Tenant, *also: Kept) -> Commit:
    """The record as it is stored, with the event that tells of it."""
    event = Event(type=f"import.{record.state}", subject=record.id, account_id=tenant.account_id)
    return Commit(event, objects=(*import_rows(record), *also))


def remarks_of(error: InvoicingError) -> tuple[Remark, ...]:
    """What an error says, as it is kept."""
    if isinstance(error, InvalidDocument):
        found = [
            Remark(code=f.rule, text=f.text, fix=f.fix, pointer=f.pointer) for f in error.findings
        ]
        return tuple(found[:REMARKS_MAX])
    if isinstance(error, UnreadableFile):
        told = Remark(code=error.code, text=error.text, fix=error.fix, pointer=error.pointer)
    elif isinstance(error, Conflict):
        told = Remark(code=error.code, text=error.text, fix=error.fix)
    else:
        told = Remark(code=error.code, text=str(error))
    return (told,)


def reason_text(record: Import) -> bytes:
    """Why a file was not taken, for whoever looks into the bucket."""
    told = {
        "importId": record.id,
        "file": record.path,
        "receivedAt": record.received_at.isoformat(),
        "errors": [
            {"code": r.code, "pointer": r.pointer, "message": r.text, "fix": r.fix}
            for r in record.failure
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")
