"""Taking a file of the import folder: it becomes documents, or is told why it does not.

The record, the documents and the row that finds the content again are one transaction, under a
key made of the object and its version; so a file that is told of twice is taken once, and equal
files that come at the same time become one document and one duplicate.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from invoicing.errors import (
    Conflict,
    InvalidDocument,
    InvoicingError,
    NotFound,
    TooLarge,
    Unavailable,
    UnreadableFile,
)
from invoicing.model import Document
from invoicing.model.ids import ulid
from invoicing.model.imports import Import, Imported, ImportState, Remark
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.safe import safe_zip
from invoicing.safe.safe_name import safe_name
from invoicing.store.commit import Commit, Kept
from invoicing.store.known import Known
from invoicing.store.objects import Objects
from invoicing.store.repository import Key
from invoicing.usecases._clients import identified
from invoicing.usecases._creation import creation
from invoicing.usecases._import_reading import Reading, read_incoming
from invoicing.usecases._import_records import (
    FILE_BYTES_MAX,
    IMPORT,
    IMPORTED,
    REASON,
    aside_of,
    import_commit,
    reason_text,
    remarks_of,
    upload_id_of,
)
from invoicing.usecases._originals import Original, OriginalKeeping
from invoicing.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be taken."""

    id: str  # of its record; the same however often it is told of
    path: str
    received_at: datetime
    size_bytes: int
    data: bytes | None  # None where it is too large to be read
    parent_id: str = ""
    source: tuple[str, str] | None = None  # the key and version it stands under, if it is to move
    refusal: InvoicingError | None = None  # known before it is read


def import_id(received_at: datetime, *parts: str) -> str:
    """The id of the record of a file; it follows from what the file is."""
    at = received_at.replace(microsecond=0)  # not every answer of the file store has more
    return ulid(at, Random("|".join(parts)))  # noqa: S311 - the same id every time is the purpose


class Importer:
    """Takes files of one tenant."""

    def __init__(self, tenant: Tenant, ports: Ports) -> None:
        self._tenant, self._ports = tenant, ports
        self._store = ports.store(tenant)
        self._objects = Objects(self._store)

    def take(self, file: Incoming, *, again: bool = False) -> Import:
        """The file's record; made now, unless it was made before.

        With `again` a file that had failed is tried once more. Unavailable where nothing was
        decided: take it again.
        """
        stored = self._stored(file.id)
        if stored is None or (again and stored.state == "failed"):
            stored = self._taken(file, self._begun(file, stored), again=again)
        if stored.state == "failed":
            self._put_aside(stored, file)
        return stored

    def _stored(self, record_id: str) -> Import | None:
        try:
            return self._store.kept(IMPORT, record_id, Import)
        except NotFound:
            return None

    def _begun(self, file: Incoming, stored: Import | None) -> Import:
        now = self._ports.now()
        return Import(
            id=file.id,
            version=stored.version + 1 if stored else 1,
            created_at=stored.created_at if stored else now,
            updated_at=now,
            state="failed",
            name=safe_name(file.path),
            path=file.path.encode("utf-8", "replace").decode(),
            received_at=file.received_at,
            sha256=hashlib.sha256(file.data).hexdigest() if file.data is not None else "",
            size_bytes=file.size_bytes,
            upload_id=upload_id_of(file.path),
            parent_id=file.parent_id,
        )

    def _taken(self, file: Incoming, record: Import, *, again: bool) -> Import:
        if file.refusal is not None:
            return self._failed(record, file.refusal)
        if file.data is None:
            return self._failed(record, _TOO_LARGE)
        if not file.parent_id and safe_zip.is_zip(file.data):
            return self._zip(file.data, record, again=again)
        return self._file(file.data, record)

    # Files

    def _file(self, data: bytes, record: Import) -> Import:
        try:
            reading = read_incoming(data, self._tenant, self._ports)
            keeping = OriginalKeeping(
                Original(record.name, data), self._store, self._ports.now(), self._ports.new_id()
            )
        except (UnreadableFile, InvalidDocument) as error:
            return self._failed(record, error)
        record = replace(
            record,
            format_name=reading.format_name,
            batch_id=reading.batch_id,
            warnings=remarks_of(InvalidDocument(reading.warnings)),
        )
        refused: list[InvoicingError] = []
        for draft_only in self._ways(record):
            told = tuple(remark for error in refused for remark in remarks_of(error))
            tried = replace(record, warnings=(*record.warnings, *told))
            try:
                return self._made(tried, reading, keeping, draft_only=draft_only)
            except Unavailable:
                raise
            except InvoicingError as error:
                refused.append(error)
        return self._failed(record, refused[-1])

    def _ways(self, record: Import) -> Sequence[bool]:
        """Whether it stays a draft, by what the organization wants: what is doubtful does."""
        wants_issued = self._store.known().organization.import_issue and not record.warnings
        return (False, True) if wants_issued else (True,)

    def _made(
        self, record: Import, reading: Reading, keeping: OriginalKeeping, *, draft_only: bool
    ) -> Import:
        """The record stored together with the documents, or as that of a duplicate."""
        makers = [
            creation(self._received(document), self._tenant, self._ports, draft_only=draft_only)
            for document in reading.documents
        ]
        made: list[Import] = []

        def build(known: Known) -> list[Commit]:
            if not known.organization.active:
                raise _INACTIVE
            earlier, version = self._earlier(record.sha256)
            if earlier is not None:
                made[:] = [_duplicate(record, earlier)]
                return [import_commit(made[0], self._tenant)]
            draft, commits = known.draft(), []
            for make in makers:
                commit = make(draft)
                draft.advance(commit)
                commits.append(commit)
            _require_different(commits)
            ids = tuple(commit.documents[0].id for commit in commits)
            made[:] = [replace(record, state="accepted", document_ids=ids)]
            found = Imported(import_id=record.id, document_ids=ids)
            row = Kept(IMPORTED, record.sha256, found, version + 1)
            return [import_commit(made[0], self._tenant, row), *keeping.kept(commits)]

        return self._committed(record, build, made)

    def _received(self, document: Document) -> Document:
        """The document as one from a supplier, who is the client with its tax number or IBAN."""
        client_id = document.client_id or identified(document.seller, self._objects)
        return replace(document, incoming=True, client_id=client_id)

    def _earlier(self, sha256: str) -> tuple[Imported | None, int]:
        """What the content became, while any document of it is there; and its row's version."""
        row = self._objects.several([(IMPORTED, sha256)]).get((IMPORTED, sha256))
        if row is None:
            return None, 0
        found = self._objects.value(row, Imported)
        is_there = any(map(self._is_there, found.document_ids))
        return found if is_there else None, int(row.version or 0)

    def _is_there(self, document_id: str) -> bool:
        try:
            return self._store.document(document_id).state != "deleted"
        except NotFound:
            return False

    def _failed(self, record: Import, error: InvoicingError) -> Import:
        failed = replace(record, state="failed", failure=remarks_of(error))
        return self._committed(record, lambda _: [import_commit(failed, self._tenant)], [failed])

    def _committed(
        self, record: Import, build: Callable[[Known], list[Commit]], made: list[Import]
    ) -> Import:
        """The record `build` left in `made`, or the one an equal attempt had stored before."""
        key = Key(f"I{record.id}-{record.version}")
        done = self._store.commit_all(key, build)[0]
        return self._store.kept(IMPORT, record.id, Import) if done.replayed else made[0]

    # Archives

    def _zip(self, data: bytes, record: Import, *, again: bool) -> Import:
        """The record of a zip, stored behind those of all its files."""
        try:
            members = list(safe_zip.members(data))
        except UnreadableFile as error:
            return self._failed(record, error)
        taken = [self.take(file, again=again) for file in _inside(record, members)]
        states = {one.state for one in taken}
        done = replace(
            record,
            state=next(state for state in _STRONGEST if state in states),
            format_name="zip",
            member_ids=tuple(one.id for one in taken),
        )
        if done.state == "failed":
            done = replace(done, failure=(_NOTHING_TAKEN,))
        return self._committed(record, lambda _: [import_commit(done, self._tenant)], [done])

    def _put_aside(self, record: Import, file: Incoming) -> None:
        """Keep a file that failed, and the reason beside it; doing so again is harmless."""
        key, files = aside_of(record, self._tenant), self._store.files
        if file.data is not None:
            files.put(key, file.data)
        elif file.source is not None:
            files.copy_version(*file.source, key)
        files.put(key + REASON, reason_text(record), "application/json")


def _inside(record: Import, members: Sequence[safe_zip.Member]) -> Iterator[Incoming]:
    for place, member in enumerate(members):
        yield Incoming(
            import_id(record.received_at, record.id, str(place), member.name),
            member.name,
            record.received_at,
            len(member.data),
            member.data,
            parent_id=record.id,
            refusal=member.refusal,
        )


def _duplicate(record: Import, earlier: Imported) -> Import:
    return replace(
        record,
        state="duplicate",
        duplicate_of=earlier.import_id,
        document_ids=earlier.document_ids,
    )


def _require_different(commits: Sequence[Commit]) -> None:
    """Conflict where two documents of one file want the same number."""
    names = [claim.name for commit in commits for claim in commit.claims]
    if len(set(names)) < len(names):
        raise _SAME_NUMBER


# Of a zip's files, the state that is the zip's own.
_STRONGEST: tuple[ImportState, ...] = ("accepted", "duplicate", "failed")
_NOTHING_TAKEN = Remark(
    code="zip-nothing-taken",
    text="No file of the zip could be taken.",
    fix="Look at the records of its files.",
)
_TOO_LARGE = TooLarge(
    "import-too-large",
    f"The file has more than {FILE_BYTES_MAX // 1_000_000} MB.",
    fix="Send a smaller file.",
)
_SAME_NUMBER = Conflict(
    "Two documents of the file have the same number.",
    code="number-taken",
    fix="Give one of them another number.",
)
_INACTIVE = Conflict(
    "The organization is not active.", code="inactive", fix="Ask the operator to activate it."
)
