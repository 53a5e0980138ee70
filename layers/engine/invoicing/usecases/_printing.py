"""Prints of a document: the first of each look is its original, kept byte for byte for ever.

What decides whether the original still is the document's print is the hash of all it shows: a
cancellation, a payment or another logo make another print, and the original stays what it was.
"""

import hashlib
from dataclasses import dataclass

import msgspec

from invoicing.errors import Conflict, UnreadableFile
from invoicing.model import Document, Organization, Print, StoredFile
from invoicing.model.journal import Event
from invoicing.model.value import replace
from invoicing.render._texts import PrintView
from invoicing.render.pdf import write_pdf
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.commit import Commit
from invoicing.store.files import content_key
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases._files import FileRows, put_content
from invoicing.usecases._latest import latest
from invoicing.usecases._look import Look, Wanted
from invoicing.usecases._rendering import (
    chosen_language,
    chosen_theme,
    images_of,
    takes_notes,
    view_of,
)
from invoicing.usecases.ports import Ports

PDF = "application/pdf"
PRINTED = ("issued", "canceled")


@dataclass(frozen=True, slots=True)
class Press:
    """Prints one document in one look."""

    document: Document
    organization: Organization
    look: Look
    store: Repository
    ports: Ports

    def print(self, wanted: Wanted, *, key: Key | None = None) -> bytes:
        """The document's PDF.

        `current` shows the document as it is now: the original's bytes while they show just that.
        The first print of an issued document becomes the look's original. `original` is that file,
        whatever happened since; `copy` says on every page that it is one, and is counted. Conflict
        where there is no original (any more), and for copies of drafts.
        """
        if wanted == "original":
            return self._original()
        if wanted == "copy":
            return self._copy(key)
        view = self._view()
        if self.document.state != "issued" or takes_notes(self.look, self.organization):
            return write_pdf(view)
        kept = self._kept()
        if kept is None:
            return self._first(view)
        return self._content(kept) if kept.view_hash == _hash(view) else write_pdf(view)

    def _original(self) -> bytes:
        document = self.document
        require_state(document, PRINTED, "printed as the original")
        if takes_notes(self.look, self.organization):
            raise UnreadableFile(
                "original-with-notes",
                "an original has no head or foot notes of whoever prints it",
                fix="leave out dynamic[head-notes] and dynamic[foot-notes], or original",
                pointer="/query/original",
            )
        kept = self._kept()
        if kept is not None:
            return self._content(kept)
        if document.state == "canceled":
            raise Conflict(
                "the document was not printed like this before it was canceled",
                code="never-printed",
                current_state=document.state,
                allowed_actions=allowed_actions(document),
                fix="leave out original; the print says that the document is canceled",
            )
        return self._first(self._view())

    def _first(self, view: PrintView) -> bytes:
        """The look's original, made now; of two made at once one is kept and is both answers."""
        document, store = self.document, self.store
        data = write_pdf(view)
        file = StoredFile(
            sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data), media_type=PDF
        )
        made = Print(
            language=self._language,
            theme=self._theme,
            bare=self.look.bare,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            view_hash=_hash(view),
            account_id=store.tenant.account_id,
            created_at=self.ports.now(),
        )
        rows = FileRows(store, lambda new: put_content(store, data, new))
        read = latest(store, document)

        def build(_: Known) -> Commit:
            current = read()
            rows.move(added=file)
            event = self._event("document.printed", print=msgspec.to_builtins(made))
            prints = (*current.prints, made)
            return rows.commit(event, replace(current, prints=prints, version=current.version + 1))

        # One key a look: there is only ever one original of it.
        look = f"{made.language}-{made.theme}{'-bare' if made.bare else ''}"
        done = store.commit(Key(f"P{document.id}-{look}"), build)
        if not done.replayed:
            return data
        return self._content(msgspec.convert(done.entry.event.data["print"], Print))

    def _copy(self, key: Key | None) -> bytes:
        require_state(self.document, PRINTED, "printed as a copy")
        data = write_pdf(self._view(copy=True))
        read = latest(self.store, self.document)

        def build(_: Known) -> Commit:
            current = read()
            copies = current.copies_printed + 1
            return Commit(
                self._event("document.copy_printed", copies=copies),
                documents=(replace(current, copies_printed=copies, version=current.version + 1),),
            )

        self.store.commit(self.ports.key(key), build)
        return data

    @property
    def _language(self) -> str:
        return chosen_language(self.look.language, self.organization)

    @property
    def _theme(self) -> str:
        return chosen_theme(self.look.theme, self.organization)

    def _view(self, *, copy: bool = False) -> PrintView:
        return view_of(
            self.document,
            self.organization,
            images=images_of(self.organization, self.store),
            look=self.look,
            copy=copy,
        )

    def _kept(self) -> Print | None:
        look = (self._language, self._theme, self.look.bare)
        originals = {(one.language, one.theme, one.bare): one for one in self.document.prints}
        return originals.get(look)

    def _content(self, kept: Print) -> bytes:
        return self.store.files.get(content_key(self.store.world, kept.sha256))

    def _event(self, kind: str, **data: object) -> Event:
        account_id = self.store.tenant.account_id
        return Event(type=kind, subject=self.document.id, account_id=account_id, data=data)


def _hash(view: PrintView) -> str:
    return hashlib.sha256(msgspec.json.encode(view)).hexdigest()
