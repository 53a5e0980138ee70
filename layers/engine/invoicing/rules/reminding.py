"""Reminders of overdue documents: when one may be sent, and which one it is."""

from datetime import date

from invoicing.errors import Conflict
from invoicing.model import Document
from invoicing.model.parts import Sent
from invoicing.rules.lifecycle import allowed_actions
from invoicing.rules.payments import payment_status

REMINDED_TYPES = frozenset({"invoice", "advance"})


def reminders(document: Document) -> list[Sent]:
    """The reminders that left, or may have left."""
    return [sent for sent in document.sends if sent.reminder and sent.state != "failed"]


def is_overdue(document: Document, today: date) -> bool:
    """Whether a client owes something on it since a day before the organization's `today`."""
    owing = document.type in REMINDED_TYPES and not document.incoming
    return owing and payment_status(document, today) == "overdue"


def is_reminded(document: Document, today: date) -> bool:
    """Whether there was a reminder on this day already."""
    return any(sent.reminded_on == today for sent in reminders(document))


def next_reminder(document: Document, today: date) -> int:
    """Which reminder comes next, from 1.

    Conflict where nothing is overdue, and where one was sent today: nobody is reminded twice a
    day, by whomever it is asked for.
    """
    if not is_overdue(document, today):
        raise Conflict(
            "nothing of the document is overdue",
            code="not-overdue",
            current_state=payment_status(document, today) or document.state,
            allowed_actions=allowed_actions(document),
            fix="send the document itself, or wait until it is due",
        )
    if is_reminded(document, today):
        raise Conflict(
            "a reminder of the document was sent today",
            code="reminded-today",
            current_state="overdue",
            allowed_actions=allowed_actions(document),
            fix="send the next one tomorrow",
        )
    return len(reminders(document)) + 1
