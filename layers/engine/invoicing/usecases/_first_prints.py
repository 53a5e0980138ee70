"""Originals: what a look's first print becomes, in whatever commit keeps it."""

from dataclasses import dataclass

import msgspec

from invoicing.model import Document, Print, StoredFile
from invoicing.model.value import replace
from invoicing.store.repository import Repository
from invoicing.usecases._files import FileRows, put_content

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class FirstPrint:
    """A print of a look that has no original yet, as far as is known."""

    print: Print
    data: bytes

    @property
    def told(self) -> dict[str, object]:
        """What the journal says of it."""
        told: dict[str, object] = msgspec.to_builtins(self.print)
        return told

    def rows(self, store: Repository) -> FileRows:
        """The rows of its file; hardly any other file has its content."""
        return FileRows(store, lambda new: put_content(store, self.data, new), likely_new=True)

    def kept(self, current: Document, rows: FileRows) -> Document:
        """The document with it, and its file in `rows`; the same where its look has another."""
        if original_of(current, self.print) is not None:
            rows.move()  # nothing: what an earlier attempt was to change stays as it is
            return current
        made = self.print
        rows.move(added=StoredFile(sha256=made.sha256, size_bytes=made.size_bytes, media_type=PDF))
        return replace(current, prints=(*current.prints, made))


class Overtaken(Exception):
    """The look has an original meanwhile."""

    def __init__(self, kept: Print) -> None:
        self.kept = kept
        super().__init__(kept.sha256)


def original_of(document: Document, print_: Print) -> Print | None:
    """The original of the look of a print."""
    look = (print_.language, print_.theme, print_.bare)
    return original_in(document, look)


def original_in(document: Document, look: tuple[str, str, bool]) -> Print | None:
    """The original of a look: language, theme, and whether header and footer are left out."""
    originals = {(one.language, one.theme, one.bare): one for one in document.prints}
    return originals.get(look)
