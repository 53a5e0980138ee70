"""The file a document was read from: kept byte for byte, for as long as the document is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from invoicing.model import Attachment, StoredFile
from invoicing.model.value import replace as replace_value
from invoicing.safe.safe_name import safe_name
from invoicing.safe.safe_type import HEAD_BYTES
from invoicing.store.commit import Commit
from invoicing.store.files import content_key
from invoicing.store.repository import Repository
from invoicing.usecases._files import FileRows
from invoicing.usecases._uploads import Upload, check_upload


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was received."""

    name: str
    data: bytes


class OriginalKeeping:
    """Puts an original into the commits that make its documents together.

    InvalidDocument for what is not kept as a file at all.
    """

    def __init__(self, original: Original, store: Repository, now: datetime, file_id: str) -> None:
        data = original.data
        digest = hashlib.sha256(data).hexdigest()
        self._file = check_upload(Upload(original.name), digest, len(data), data[:HEAD_BYTES])
        self._rows = FileRows(store, self._put)
        self._store, self._data = store, data
        self._attachment = Attachment(
            id=file_id,
            name=safe_name(original.name),
            sha256=digest,
            size_bytes=len(data),
            media_type=self._file.media_type,
            account_id=store.tenant.account_id,
            created_at=now,
        )

    def _put(self, file: StoredFile) -> StoredFile:
        """Without a small image, which only functions that draw pages can make."""
        key = content_key(self._store.world, file.sha256)
        self._store.files.put(key, self._data, file.media_type)
        return file

    def kept(self, commits: Sequence[Commit]) -> list[Commit]:
        """The commits with the original in each one's document, and its content counted."""
        self._rows.move(added=self._file, times=len(commits))
        first, *others = map(self._with_original, commits)
        return [replace(first, objects=(*first.objects, *self._rows.changed)), *others]

    def _with_original(self, commit: Commit) -> Commit:
        document, *others = commit.documents
        document = replace_value(document, original=self._attachment)
        return replace(commit, documents=(document, *others))
