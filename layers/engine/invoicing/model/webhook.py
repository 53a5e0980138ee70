"""Webhooks: where an organization wants its events sent, and each event's way there."""

from datetime import datetime
from typing import Literal

from invoicing.model.value import Value

EVENT_TYPES: dict[str, str] = {
    "document.created": "a draft was created",
    "document.issued": "a document got its number; its content is final",
    "document.updated": "a draft, or a neutral field of an issued document, changed",
    "document.deleted": "a draft was deleted, or an issued document taken out of sight",
    "document.canceled": "an issued document was canceled; its number stays used",
    "document.uncanceled": "a canceled document is valid again",
    "document.marked_sent": "somebody said that a document was sent another way",
    "document.followed": "another document credited, deducted or converted it, or no longer does",
    "document.archived": "a document was archived",
    "document.restored": "an archived or deleted document was brought back",
    "document.comment_added": "somebody commented on a document",
    "document.comment_changed": "a comment was changed",
    "document.comment_removed": "a comment was removed",
    "document.shared": "a document got a public link",
    "document.unshared": "a document's public link ended",
    "document.sent": "the mail service took a mail, or gave no answer (see sends)",
    "document.send_failed": "the mail service refused a mail, or nothing is known of it",
    "document.mail_sent": "the mail service confirmed that a mail left",
    "document.mail_delayed": "a recipient's server does not take a mail yet",
    "document.mail_delivered": "a recipient's server took a mail",
    "document.mail_bounced": "a recipient's server refused a mail for good",
    "document.mail_complained": "a recipient marked a mail as spam",
    "document.mail_rejected": "the mail service found harm in a mail and did not send it",
    "document.registered": "a tax authority has the document",
    "document.registration_refused": "a tax authority refused a document; its block says why",
    "document.registration_overdue": "a tax authority does not know a document after a day",
    "document.registration_changed": "a tax authority knows how a document changed",
    "document.payment_added": "money for a document was received, or paid back",
    "document.payment_changed": "a payment was corrected",
    "document.payment_removed": "a payment was recorded by mistake and removed",
    "document.printed": "a document was printed for the first time in a look; the file is kept",
    "document.copy_printed": "a copy of a document was printed, marked as one",
    "document.template_used": "a document was printed in another template than the last time",
    "document.viewed": "a shared document's page was opened for the first time",
    "document.approved": "the recipient approved an estimate",
    "document.declined": "the recipient declined an estimate",
    "document.attachment_added": "a file was attached to a document",
    "document.attachment_removed": "a file was removed from a document",
    "client.created": "a client was created",
    "client.updated": "a client changed",
    "client.deleted": "a client was deleted",
    "item.created": "an item of the catalogue was created",
    "item.updated": "an item of the catalogue changed",
    "item.deleted": "an item of the catalogue was deleted",
    "recurrence.created": "a recurrence was made",
    "recurrence.updated": "a recurrence was changed, paused or resumed",
    "recurrence.deleted": "a recurrence was removed",
    "recurrence.failed": "the document of a day could not be made; it is tried again",
    "import.accepted": "a file of the import folder became documents",
    "import.duplicate": "a file of the import folder had been taken before",
    "import.failed": "a file of the import folder could not be taken; its record says why",
    "certificate.uploaded": "a tax authority's certificate took the place of the one before",
    "certificate.expiring": "a tax authority's certificate ends soon, or has ended",
    "series.registered": "a tax authority registered a series, or told its code",
    "organization.updated": "the organization's settings changed",
}
"""What a webhook can ask for, and what it means. Journal entries of other types stay inside."""

INTERNAL_TYPES = frozenset(
    {
        "document.sending",  # followed by what became of it
        "document.registering",  # followed by what the authority answered
        "document.registration_change_asked",  # followed by what the authority answered
        "document.registration_put_off",  # no answer; tried again
        "premise.created",
        "premise.updated",
        "premise.told",
        "device.created",
        "device.updated",
        "document.mail_unknown",  # no news
        "account.created",
        "account.updated",
        "account.code_asked",
        "account.organization_made",
        "account.password_set",
        "member.created",
        "member.updated",
        "member.deleted",
        "token.created",  # tell of access, not of what was done
        "token.revoked",
        "webhook.created",
        "webhook.updated",
        "webhook.deleted",
        "webhook.test",  # to the tested webhook only
    }
)
ALL_EVENTS = "*"
TEST_EVENT = "webhook.test"


class Secret(Value, frozen=True, kw_only=True):
    """What signatures are made with; `whsec_` and base 64."""

    text: str
    expires_at: datetime | None = None  # set once another has taken its place


class Webhook(Value, frozen=True, kw_only=True):
    """An address that gets events, signed with every secret that is still valid."""

    id: str
    url: str
    version: int = 1
    events: tuple[str, ...] = (ALL_EVENTS,)
    description: str = ""
    enabled: bool = True
    disabled_reason: str = ""  # why we switched it off: "gone" (the address answered 410)
    secrets: tuple[Secret, ...] = ()  # the newest first
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def wants(self, event_type: str) -> bool:
        if event_type not in EVENT_TYPES or not self.enabled:
            return False
        return ALL_EVENTS in self.events or event_type in self.events

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        return tuple(s.text for s in self.secrets if s.expires_at is None or now < s.expires_at)


class Attempt(Value, frozen=True, kw_only=True):
    """One try to deliver: what was answered, or why nothing was."""

    at: datetime
    duration_ms: int = 0
    status: int = 0
    error: str = ""  # "timeout", "connect", "dns", "tls", "protocol", "unsafe-url"


class Delivery(Value, frozen=True, kw_only=True):
    """One event on its way to one webhook."""

    id: str
    webhook_id: str
    event_id: str  # the same for every webhook and every try
    type: str
    subject: str
    at: datetime  # when it happened
    state: Literal["pending", "delivered", "failed"] = "pending"
    detail: str = ""
    version: int = 1
    tries: int = 0
    next_at: datetime | None = None  # while pending
    attempts: tuple[Attempt, ...] = ()
