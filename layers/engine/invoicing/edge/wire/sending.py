"""Bodies of the smaller actions on the wire."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from invoicing.edge.wire.base import Flag, Instant, Name, Text, Wire
from invoicing.outbound.mail import Mailing


def _split(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


_OneOrMore = str | tuple[Name, ...]
Addresses = Annotated[
    tuple[Name, ...],
    BeforeValidator(_split, json_schema_input_type=_OneOrMore),
    Field(description="comma-delimited list of addresses, or an array"),
]


class SendInput(Wire):
    """A mailing of a document."""

    recipients: Addresses
    message: Text | None = None
    subject: Name | None = None
    template: Annotated[Name | None, Field(description="print template or theme")] = None
    send_copy: Flag | None = None
    associate_email: Flag | None = None
    excluded_attachment_ids: (
        Annotated[tuple[Name, ...], BeforeValidator(_split, json_schema_input_type=_OneOrMore)]
        | None
    ) = None
    attachment_links: Flag | None = None
    send_eslog_attachment: Flag | None = None
    send_xml: Name | None = None

    def _e_invoices(self) -> tuple[str, ...]:
        asked = ("eslog" if self.send_eslog_attachment else "", self.send_xml or "")
        return tuple(dict.fromkeys(name for name in asked if name))

    def to_mailing(self, language: str = "", public_url: str = "") -> Mailing:
        """The mailing these fields ask for."""
        return Mailing(
            recipients=self.recipients,
            subject=self.subject or "",
            message=self.message or "",
            send_copy=bool(self.send_copy),
            language=language,
            template=self.template or "",
            excluded=self.excluded_attachment_ids or (),
            e_invoices=self._e_invoices(),
            keep_addresses=bool(self.associate_email),
            as_links=bool(self.attachment_links),
            public_url=public_url,
        )


class DecisionInput(Wire):
    """A recipient's answer to an estimate."""

    decision: Literal["approved", "declined"]
    name: Name | None = None
    note: Text | None = None


class ShareInput(Wire):
    """How to share a document."""

    regenerate: Flag | None = None
    expires_at: Instant | None = None
