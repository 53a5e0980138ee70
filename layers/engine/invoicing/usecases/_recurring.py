"""What making and running a recurrence share: the document of a day, and the object's rows."""

from collections.abc import Callable
from dataclasses import replace as replace_field
from datetime import date
from typing import NamedTuple

from invoicing.errors import InvalidDocument
from invoicing.model import Organization
from invoicing.model.recurrence import Recurrence
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import Mailing, is_address
from invoicing.render.dates import date_words
from invoicing.rules.occurrence import document_on
from invoicing.store.commit import Commit, Kept
from invoicing.store.known import Known
from invoicing.store.objects import words
from invoicing.usecases._creation import creation
from invoicing.usecases.ports import Ports

RECURRENCE = "RECURRENCE"


def recurrence_rows(recurrence: Recurrence) -> tuple[Kept, ...]:
    """The recurrence; due as its next day begins."""
    return (
        Kept(
            RECURRENCE,
            recurrence.id,
            recurrence,
            recurrence.version,
            words=words(recurrence.name),
            group=recurrence.source_id,
            due=recurrence.next_at,
        ),
    )


class Maker(NamedTuple):
    """Makes the documents of recurrences of an organization."""

    organization: Organization
    tenant: Tenant
    ports: Ports

    def making(self, recurrence: Recurrence, n: int, issue_date: date) -> Callable[[Known], Commit]:
        """How to make the document of the n-th day; InvalidDocument points into `/document`."""
        own = self.organization.language
        draft = document_on(recurrence, n, issue_date, lambda language: date_words(language or own))
        make = creation(
            draft,
            replace(self.tenant, account_id=recurrence.account_id),
            self.ports,
            draft_only=recurrence.save_as_draft,
            mailing=_mailing(recurrence, self.organization),
        )

        def build(known: Known) -> Commit:
            try:
                return make(known)
            except InvalidDocument as exc:
                raise InvalidDocument(
                    [replace_field(f, pointer=f"/document{f.pointer}") for f in exc.findings]
                ) from exc

        return build


def _mailing(recurrence: Recurrence, organization: Organization) -> Mailing | None:
    """To the client, with a copy to the organization; or to the organization alone."""
    if recurrence.save_as_draft:
        return None
    if recurrence.auto_send:
        return Mailing(recipients=(), send_copy=recurrence.notify)
    own = organization.party.contact.email
    if recurrence.notify and is_address(own):
        return Mailing(recipients=(own,))
    return None
