"""Webhooks on the wire: what is written and answered, and the messages they get."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from invoicing.edge import json_text
from invoicing.edge.wire.base import Flag, Name, Text, Wire, lean
from invoicing.edge.wire.document_view import document_view
from invoicing.model import Document
from invoicing.model.value import replace
from invoicing.model.webhook import ALL_EVENTS, EVENT_TYPES, TEST_EVENT, Delivery, Webhook
from invoicing.safe.safe_http import URL_LENGTH_MAX

MESSAGE_BYTES_MAX = 256 * 1024


def _event(value: str) -> str:
    if value != ALL_EVENTS and value not in EVENT_TYPES:
        raise PydanticCustomError(
            "event_type",
            'is no event; known are "*", {known}',
            {"known": ", ".join(EVENT_TYPES)},
        )
    return value


class WebhookInput(Wire):
    """What may be set of a webhook."""

    server_owned = frozenset({"id", "version", "createdAt", "updatedAt", "disabledReason"})

    url: Annotated[Name, Field(max_length=URL_LENGTH_MAX)] | None = None
    events: (
        Annotated[tuple[Annotated[Name, AfterValidator(_event)], ...], Field(min_length=1)] | None
    ) = None
    enabled: Flag | None = None
    description: Text | None = None

    def to_draft(self) -> Webhook:
        """A webhook of these members alone, the others at their defaults."""
        return self.apply(Webhook(id="", url=""))

    def apply(self, webhook: Webhook) -> Webhook:
        """The webhook with the members that were given."""
        return replace(webhook, **self.given())

    def overwrite(self, webhook: Webhook) -> Webhook:
        """The webhook with these members and defaults for all others."""
        draft = self.to_draft()
        return replace(
            webhook,
            url=draft.url,
            events=draft.events,
            enabled=draft.enabled,
            description=draft.description,
        )


def webhook_view(webhook: Webhook, *, secret: bool = False) -> dict[str, Any]:
    """The webhook as the API answers it; with `secret`, the one time it is shown."""
    shown = {
        "id": webhook.id,
        "version": webhook.version,
        "url": webhook.url,
        "events": webhook.events,
        "enabled": webhook.enabled,
        **lean(
            {
                "description": webhook.description,
                "disabledReason": webhook.disabled_reason,
                "createdAt": webhook.created_at,
                "updatedAt": webhook.updated_at,
            }
        ),
    }
    return {**shown, "secret": webhook.secrets[0].text} if secret else shown


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    """A delivery with all its tries."""
    return {
        "id": delivery.id,
        "eventId": delivery.event_id,
        "type": delivery.type,
        "subject": delivery.subject,
        "state": delivery.state,
        "at": delivery.at,
        **lean({"detail": delivery.detail, "nextAt": delivery.next_at}),
        "attempts": [
            lean({"at": a.at, "status": a.status or None, "error": a.error})
            | {"durationMs": a.duration_ms}
            for a in delivery.attempts
        ],
    }


def message(delivery: Delivery, document: Document | None) -> bytes:
    """The body of a message: the event, and the object as it is stored now.

    Its `version` grows with every change, so a receiver can tell old from new whatever the order
    of arrival. A document too large for a message comes without its lines.
    """
    data: dict[str, Any] = {"id": delivery.subject}
    if document is not None:
        data = document_view(document)
    elif delivery.type.startswith("document."):
        data["_isDeleted"] = True
    elif delivery.type == TEST_EVENT:
        data["description"] = "a test; nothing has happened"
    text = _message(delivery, data)
    if len(text) > MESSAGE_BYTES_MAX:
        short = {k: v for k, v in data.items() if k not in _LONG}
        text = _message(delivery, {**short, "isPartial": True})
    return text


_LONG = ("_documentItems", "_comments", "_attachments", "supportingDocuments")


def _message(delivery: Delivery, data: dict[str, Any]) -> bytes:
    value = {"type": delivery.type, "timestamp": delivery.at, "data": data}
    return json_text.dumps(value).encode()
