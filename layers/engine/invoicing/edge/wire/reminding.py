"""Reminders of what is overdue on the wire."""

from typing import Any

from invoicing.edge.wire.base import Flag, Name, Text, Wire, lean
from invoicing.edge.wire.sending import Addresses
from invoicing.outbound.mail import Mailing
from invoicing.usecases.remind_client import Reminder


class ReminderInput(Wire):
    """A reminder of what is overdue; without recipients it goes to the client."""

    recipients: Addresses | None = None
    message: Text | None = None
    subject: Name | None = None
    send_copy: Flag | None = None

    def to_mailing(self, language: str = "") -> Mailing:
        """The mailing these fields ask for."""
        return Mailing(
            recipients=self.recipients or (),
            subject=self.subject or "",
            message=self.message or "",
            send_copy=bool(self.send_copy),
            language=language,
            is_reminder=True,
        )


def reminder_view(reminder: Reminder) -> dict[str, Any]:
    """A reminder of several, as the API spells it."""
    return lean(
        {
            "documentId": reminder.document_id,
            "number": reminder.number,
            "id": reminder.attempt_id,
            "status": reminder.state,
            "detail": reminder.detail,
        }
    )
