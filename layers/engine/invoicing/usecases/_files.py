"""Files of an organization: each content is kept once, for as long as something refers to it.

A file's row is written in the transaction of whatever refers to it, and only once its bytes are
stored; so where a row is, bytes are. The last reference takes the row with it, and then exactly
the versions of the bytes that were there before: an upload of the same content that runs at the
same time finds no row, stores its bytes again, and keeps them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from invoicing.errors import TooLarge, Unavailable, UnreadableFile
from invoicing.model import Attachment, Document, Print, StoredFile
from invoicing.model.journal import Event
from invoicing.model.value import replace
from invoicing.safe.safe_image import SafeImage, open_image
from invoicing.store.commit import Commit, Kept
from invoicing.store.files import content_key, thumbnail_key
from invoicing.store.objects import Objects
from invoicing.store.repository import Repository

FILE = "FILE"
THUMBNAIL_SIDE_PX = 320
LINK_S = 3600


@dataclass(slots=True)
class FileRows:
    """What a commit changes of the rows of files, and which bytes end with it."""

    store: Repository
    put: Callable[[StoredFile], StoredFile] = lambda file: file
    """Stores the bytes of a file that is not kept yet, and tells what is known of it then."""
    changed: list[Kept] = field(default_factory=list)
    removed: list[Kept] = field(default_factory=list)
    likely_new: bool = False
    """Take the added content for new until a commit shows otherwise, which saves a store call."""
    _ending: list[tuple[str, str]] = field(default_factory=list)

    def move(
        self, *, added: StoredFile | None = None, times: int = 1, dropped: Iterable[str] = ()
    ) -> StoredFile | None:
        """Take references to `added`, and give back those in `dropped`; called by every attempt.

        The added file as it is known then.
        """
        self.changed.clear()
        self.removed.clear()
        self._ending.clear()
        steps = Counter({sha256: -count for sha256, count in Counter(dropped).items()})
        if added is not None:
            steps[added.sha256] += times
        objects = Objects(self.store)
        unread, self.likely_new = self.likely_new and added is not None, False
        asked = (sha256 for sha256 in steps if not (unread and added and sha256 == added.sha256))
        rows = objects.several((FILE, sha256) for sha256 in asked)
        known = added
        for sha256, step in steps.items():
            row = rows.get((FILE, sha256))
            if row is None:
                if added is not None and sha256 == added.sha256:
                    known = self.put(added)
                    counted = replace(known, references=times)
                    self.changed.append(Kept(FILE, sha256, counted, 1))
                continue
            stored, version = objects.value(row, StoredFile), int(row.version or 0)
            if added is not None and sha256 == added.sha256:
                known = replace(stored, references=1)
            left = replace(stored, references=stored.references + step)
            if left.references > 0:
                self.changed.append(Kept(FILE, sha256, left, version + 1))
            else:
                self._ending += self.store.files.versions(content_key(self.store.world, sha256))
                self.removed.append(Kept(FILE, sha256, stored, version))
        return known

    def commit(self, event: Event, document: Document) -> Commit:
        """The commit of a document together with the rows of its files."""
        return Commit(
            event,
            documents=(document,),
            objects=tuple(self.changed),
            removed_objects=tuple(self.removed),
        )

    def erase(self) -> None:
        """Remove the bytes nothing refers to any more. Where that fails they stay, unreachable."""
        with suppress(Unavailable):
            self.store.files.erase(self._ending)


def files_of(document: Document) -> tuple[Attachment | Print, ...]:
    """Every file a document refers to."""
    own = (document.original,) if document.original else ()
    return (*document.attachments, *own, *document.prints)


def thumbnail(data: bytes) -> SafeImage | None:
    """A small image of an image; None of anything else, and of what cannot be read safely."""
    try:
        return open_image(data, side_max_px=THUMBNAIL_SIDE_PX)
    except (UnreadableFile, TooLarge):
        return None


def put_content(store: Repository, data: bytes, file: StoredFile) -> StoredFile:
    """Store bytes and their thumbnail; the file with what is known of it now."""
    files, world = store.files, store.world
    small = thumbnail(data) if file.media_type.startswith("image/") else None
    if small is not None:
        files.put(thumbnail_key(world, file.sha256), small.data, small.mime_type)
    files.put(content_key(world, file.sha256), data, file.media_type)
    return replace(file, thumbnail_type=small.mime_type if small else "")
