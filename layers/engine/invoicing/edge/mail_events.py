"""SES's events, as EventBridge hands them over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from invoicing.model.parts import RecipientState
from invoicing.model.tenant import Tenant
from invoicing.outbound.mail import ATTEMPT_TAG, DOCUMENT_TAG, ORGANIZATION_TAG, WORLD_TAG
from invoicing.rules.mailing import MailNews
from invoicing.store.repository import Key

DETAIL_LENGTH_MAX = 500

# Source: Amazon SES developer guide, "Event record contents": SES's word for an event, where
# its own part stands, and what it means to us.
_KINDS: dict[str, tuple[str, RecipientState]] = {
    "Send": ("send", "sent"),
    "DeliveryDelay": ("deliveryDelay", "delayed"),
    "Delivery": ("delivery", "delivered"),
    "Bounce": ("bounce", "bounced"),
    "Complaint": ("complaint", "complained"),
    "Reject": ("reject", "rejected"),
}
_RECIPIENTS = ("bouncedRecipients", "complainedRecipients", "delayedRecipients")


class Heard(NamedTuple):
    """News of one of our mails."""

    tenant: Tenant
    document_id: str
    attempt_id: str
    news: MailNews
    key: Key


def heard(event: dict[str, Any]) -> Heard | None:
    """What an event tells; None for mails that are not ours and for kinds we do not follow."""
    detail = event.get("detail", {})
    kind = detail.get("eventType")
    mail = detail.get("mail", {})
    tags = {name: values[0] for name, values in mail.get("tags", {}).items() if values}
    wanted = (ATTEMPT_TAG, DOCUMENT_TAG, ORGANIZATION_TAG, WORLD_TAG)
    if kind not in _KINDS or not all(tag in tags for tag in wanted):
        return None
    part, state = _KINDS[kind]
    own = detail.get(part, {})
    news = MailNews(
        state=state,
        recipients=_recipients(own, mail),
        at=_instant(own.get("timestamp") or mail.get("timestamp")),
        message_id=mail.get("messageId", ""),
        detail=_why(own)[:DETAIL_LENGTH_MAX],
    )
    tenant = Tenant(organization_id=tags[ORGANIZATION_TAG], live=tags[WORLD_TAG] == "live")
    return Heard(tenant, tags[DOCUMENT_TAG], tags[ATTEMPT_TAG], news, Key(f"M{event['id']}"))


def _recipients(own: dict[str, Any], mail: dict[str, Any]) -> tuple[str, ...]:
    named = [one["emailAddress"] for field in _RECIPIENTS for one in own.get(field, [])]
    found: Sequence[str] = named or own.get("recipients") or mail.get("destination", [])
    return tuple(found)


def _why(own: dict[str, Any]) -> str:
    """The words of whoever refused, if there are any."""
    said = [
        one["diagnosticCode"]
        for field in _RECIPIENTS
        for one in own.get(field, [])
        if one.get("diagnosticCode")
    ]
    kinds = (own.get("bounceType"), own.get("bounceSubType"), own.get("delayType"))
    words = [*(k for k in kinds if k), own.get("complaintFeedbackType"), own.get("reason"), *said]
    return "; ".join(word for word in words if word)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
