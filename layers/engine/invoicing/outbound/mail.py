"""Mail through SES: one raw message, tagged with the attempt that sends it."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from invoicing.errors import Finding, InvalidDocument, Rejected, Unavailable

# SES takes 40 MB; what real mailboxes take is far less.
MESSAGE_BYTES_MAX = 10_000_000
RECIPIENTS_MAX = 50
QUOTED_CHARACTERS_MAX, NAME_CHARACTERS_MAX = 60, 200
LOGO_ID = "logo@notula"
ATTEMPT_TAG = "notula-attempt"
DOCUMENT_TAG = "notula-document"
ORGANIZATION_TAG = "notula-organization"
WORLD_TAG = "notula-world"  # "live" or "test"

_SPECIAL = re.compile(r'[][<>()"\\@,;:.]')  # RFC 5322 specials
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z]{2,63}"
)


def is_address(text: str) -> bool:
    """Whether the text is one plain mail address (RFC 5321 mailbox, ASCII)."""
    local = text.split("@", maxsplit=1)[0]
    dots_fit = not (local.startswith(".") or local.endswith(".") or ".." in local)
    return len(text) <= 254 and dots_fit and _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A mail before it is sent."""

    to: Sequence[str]
    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    reply_to: str = ""
    copies: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()
    logo: Attachment | None = None  # shown by the HTML part
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Mailing:
    """What somebody asked to be sent, to whom."""

    recipients: tuple[str, ...]
    subject: str = ""
    message: str = ""
    send_copy: bool = False
    language: str = ""
    template: str = ""  # the document's PDF is printed in; empty for the usual one
    excluded: tuple[str, ...] = ()  # ids of attachments that stay out
    e_invoices: tuple[str, ...] = ()  # formats of the e-invoices that go with it
    keep_addresses: bool = False  # recipients are saved to the client
    as_links: bool = False  # attachments as links to the shared document's
    public_url: str = ""  # where those links lead
    is_reminder: bool = False  # asks for what is overdue


def check_recipients(recipients: tuple[str, ...]) -> None:
    """InvalidDocument naming every recipient that is no mail address."""
    findings = [
        Finding(
            "recipient-invalid",
            f"/recipients/{position}",
            f"{address[:80]!r} is not a mail address",
            "send plain addresses separated by commas",
        )
        for position, address in enumerate(recipients)
        if not is_address(address)
    ]
    if not recipients:
        findings.append(
            Finding("required", "/recipients", "at least one recipient is needed", "send one")
        )
    if len(recipients) > RECIPIENTS_MAX:
        findings.append(
            Finding(
                "recipients-too-many",
                "/recipients",
                f"there are {len(recipients)} recipients",
                f"send at most {RECIPIENTS_MAX}",
            )
        )
    if findings:
        raise InvalidDocument(findings)


def write_message(message: Message, sender: str) -> bytes:
    """The message as RFC 5322 bytes."""
    mail = EmailMessage()
    user, domain = sender.rsplit("@", 1)
    mail["From"] = MailAddress(_display_name(message.sender_name), user, domain)
    mail["To"] = ", ".join(message.to)
    if message.copies:
        mail["Cc"] = ", ".join(message.copies)
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail["Subject"] = _one_line(message.subject)
    mail["Content-Language"] = message.language
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
        if message.logo is not None:
            _add_logo(mail, message.logo)
    for attachment in message.attachments:
        main, sub = attachment.media_type.split("/", 1)
        mail.add_attachment(
            attachment.data, maintype=main, subtype=sub, filename=_one_line(attachment.name)
        )
    return mail.as_bytes(policy=SMTP)  # lines end in CRLF, as they travel


def _add_logo(mail: EmailMessage, logo: Attachment) -> None:
    """The image inside the message, beside the HTML that shows it: nothing is fetched to read."""
    *_, page = mail.iter_parts()
    main, sub = logo.media_type.split("/", 1)
    page.add_related(
        logo.data, maintype=main, subtype=sub, cid=f"<{LOGO_ID}>", disposition="inline"
    )


def _display_name(text: str) -> str:
    """The sender's name. Long ones lose what would need quotes: Python 3.11 folds quotes away."""
    name = _one_line(text)
    if len(name) <= QUOTED_CHARACTERS_MAX:
        return name
    return _one_line(_SPECIAL.sub(" ", name))[:NAME_CHARACTERS_MAX]


def _one_line(text: str) -> str:
    return " ".join(text.split())


class Mail:
    """The way to SES. It has no idempotency token, so nothing here ever sends twice by itself."""

    def __init__(self, sender: str, configuration_set: str = "", client: Any = None) -> None:
        self.sender = sender
        self._configuration_set = configuration_set
        self._client = client

    @property
    def client(self) -> Any:
        if self._client is None:  # made at first use: most functions never send
            self._client = botocore.session.get_session().create_client(
                "sesv2",
                region_name=os.environ.get("AWS_REGION", "eu-central-1"),
                endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
                # A retry could send the same mail twice.
                config=Config(
                    connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 1}
                ),
            )
        return self._client

    def send(
        self, message: Message, attempt_id: str, *, origin: Mapping[str, str] | None = None
    ) -> str:
        """SES's message id; its events carry the attempt and the tags in `origin`.

        Rejected where SES refused; Unavailable where the fate is unknown.
        """
        request: dict[str, Any] = {
            "FromEmailAddress": self.sender,
            "Destination": {"ToAddresses": list(message.to), "CcAddresses": list(message.copies)},
            "Content": {"Raw": {"Data": write_message(message, self.sender)}},
            "EmailTags": [
                {"Name": name, "Value": value}
                for name, value in {ATTEMPT_TAG: attempt_id, **(origin or {})}.items()
            ],
        }
        if self._configuration_set:
            request["ConfigurationSetName"] = self._configuration_set
        try:
            return str(self.client.send_email(**request)["MessageId"])
        except ClientError as exc:
            error = exc.response.get("Error", {})
            raise Rejected(
                str(error.get("Code", "")),
                f"the mail service refused: {error.get('Message', '')}",
                fix="verify the sender in SES, or ask for production access",
            ) from exc
        except BotoCoreError as exc:
            raise Unavailable("the mail service did not answer; the mail may have left") from exc
