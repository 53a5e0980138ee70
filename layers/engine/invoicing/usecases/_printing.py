"""Prints of a document: the first of each look is its original, kept byte for byte for ever.

What decides whether the original still is the document's print is the hash of all it shows: a
cancellation, a payment or another logo make another print, and the original stays what it was.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, UnreadableFile
from invoicing.model import Document, Organization, Print
from invoicing.model.journal import Event
from invoicing.model.value import replace
from invoicing.render._texts import Images, PrintView
from invoicing.render.pdf import write_pdf
from invoicing.rules.lifecycle import allowed_actions, require_state
from invoicing.store.commit import Commit
from invoicing.store.files import content_key
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases._first_prints import FirstPrint, Overtaken, original_in, original_of
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

PRINTED = ("issued", "canceled")


class Sheets(NamedTuple):
    """A print, and what keeps it where it is to become its look's original."""

    data: bytes
    first: FirstPrint | None = None


@dataclass(frozen=True)
class Press:
    """Prints one document in one look."""

    document: Document
    organization: Organization
    look: Look
    store: Repository
    ports: Ports

    def print(self, wanted: Wanted, *, key: Key | None = None) -> bytes:
        """The document's PDF; the template its owner asked for is kept in the document.

        `current` shows the document as it is now: the original's bytes while they show just that.
        The first print of an issued document becomes the look's original. `original` is that file,
        whatever happened since; `copy` says on every page that it is one, and is counted. Conflict
        where there is no original (any more), and for copies of drafts.
        """
        if wanted == "original":
            data = self._original()
        elif wanted == "copy":
            data = self._copy(key)
        else:
            data, first = self.current()
            data = data if first is None else self._keep(first)
        self._remember_template()
        return data

    def current(self) -> Sheets:
        """The document as it is now. Nothing is stored yet of what is to be its original."""
        view = self._view()
        data = write_pdf(view)
        if self.document.state != "issued" or takes_notes(
            self.look, self.document, self.organization
        ):
            return Sheets(data)
        first = self._first(view, data)
        kept = original_of(self.document, first.print)
        return Sheets(data, first) if kept is None else Sheets(self.settled(first, kept))

    def settled(self, first: FirstPrint, kept: Print) -> bytes:
        """What is answered where the look has an original: its bytes while they show the same."""
        if kept.view_hash != first.print.view_hash or kept.sha256 == first.print.sha256:
            return first.data
        return self._content(kept)

    def _original(self) -> bytes:
        document = self.document
        require_state(document, PRINTED, "printed as the original")
        if takes_notes(self.look, self.document, self.organization):
            raise UnreadableFile(
                "original-with-notes",
                "an original has no head or foot notes of whoever prints it",
                fix="leave out dynamic[head-notes] and dynamic[foot-notes], or original",
                pointer="/query/original",
            )
        kept = original_in(document, (self._language, self._theme, self.look.bare))
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
        view = self._view()
        return self._keep(self._first(view, write_pdf(view)))

    def _first(self, view: PrintView, data: bytes) -> FirstPrint:
        made = Print(
            language=self._language,
            theme=self._theme,
            bare=self.look.bare,
            sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
            view_hash=_hash(view),
            account_id=self.store.tenant.account_id,
            created_at=self.ports.now(),
        )
        return FirstPrint(made, data)

    def _keep(self, first: FirstPrint) -> bytes:
        """The look's original, kept now; of two made at once one is kept and is both answers."""
        document, store, made = self.document, self.store, first.print
        rows = first.rows(store)
        read = latest(store, document)

        def build(_: Known) -> Commit:
            current = read()
            kept = original_of(current, made)
            if kept is not None:
                raise Overtaken(kept)
            after = first.kept(current, rows)
            event = self._event("document.printed", print=first.told)
            return rows.commit(event, replace(after, version=current.version + 1))

        # One key a look, so that two who print it first do the same.
        look = f"{made.language}-{made.theme}{'-bare' if made.bare else ''}"
        try:
            done = store.commit(Key(f"P{document.id}-{look}"), build)
        except Overtaken as other:
            return self.settled(first, other.kept)
        if not done.replayed:
            return first.data
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

    def _remember_template(self) -> None:
        """The template asked for, by its owner, is the document's `printedReportName`."""
        name, account_id = self.look.template, self.store.tenant.account_id
        if not (name and account_id) or self.document.printed_report_name == name:
            return

        def build(_: Known) -> Commit:
            current = self.store.document(self.document.id)
            changed = replace(current, printed_report_name=name, version=current.version + 1)
            return Commit(self._event("document.template_used", name=name), documents=(changed,))

        self.store.commit(self.ports.key(None), build)

    @cached_property
    def images(self) -> Images:
        """The organization's images, read once."""
        return images_of(self.organization, self.store)

    @property
    def _language(self) -> str:
        return chosen_language(self.look.language, self.organization)

    @property
    def _theme(self) -> str:
        return chosen_theme(self.look, self.document, self.organization)

    def _view(self, *, copy: bool = False) -> PrintView:
        return view_of(
            self.document,
            self.organization,
            images=self.images,
            look=self.look,
            copy=copy,
        )

    def _content(self, kept: Print) -> bytes:
        return self.store.files.get(content_key(self.store.world, kept.sha256))

    def _event(self, kind: str, **data: object) -> Event:
        account_id = self.store.tenant.account_id
        return Event(type=kind, subject=self.document.id, account_id=account_id, data=data)


def _hash(view: PrintView) -> str:
    return hashlib.sha256(msgspec.json.encode(view)).hexdigest()
