"""What a reminder has beyond other mails: whom it goes to by itself, and when it may leave."""

from collections.abc import Callable
from dataclasses import replace as with_changes
from datetime import date

from invoicing.errors import Conflict
from invoicing.model import Document, Sent
from invoicing.model.value import replace
from invoicing.outbound.mail import Mailing, is_address
from invoicing.rules.payments import total_due
from invoicing.rules.reminding import next_reminder


def to_buyer(mailing: Mailing, document: Document) -> Mailing:
    """The mailing, to the buyer where it names nobody."""
    own = document.buyer.contact.email
    if mailing.recipients or not is_address(own):
        return mailing
    return with_changes(mailing, recipients=(own,))


def reminder_of(attempt: Sent, written: Document, day: date) -> Callable[[Document], Sent]:
    """The attempt as a reminder of the document as it stands when the attempt is stored.

    Conflict where no reminder of it may be sent, or where another amount was written of.
    """

    def admitted(current: Document) -> Sent:
        number = next_reminder(current, day)
        if total_due(current) != total_due(written):
            raise Conflict(
                "the document was paid or credited meanwhile",
                code="in-flight",
                current_state=current.state,
                fix="send the reminder again",
                retry_after_s=1,
            )
        return replace(attempt, reminder=number, reminded_on=day)

    return admitted
