"""What goes with a mail beside the document: its attachments, or links to them."""

from collections.abc import Sequence
from datetime import datetime

from invoicing.errors import Conflict, Finding, InvalidDocument, TooLarge, UnreadableFile
from invoicing.model import Attachment, Document, Organization
from invoicing.outbound.mail import MESSAGE_BYTES_MAX, Mailing
from invoicing.outbound.mail import Attachment as MailedFile
from invoicing.rules.lifecycle import allowed_actions
from invoicing.rules.smart_codes import with_codes_filled
from invoicing.store.files import content_key
from invoicing.store.links import shareable_id
from invoicing.store.repository import Repository
from invoicing.usecases._export import File, Printer, target_named, write_file
from invoicing.usecases._sharing import leads_on


def chosen_attachments(document: Document, mailing: Mailing) -> tuple[Attachment, ...]:
    """All attachments but the excluded ones; InvalidDocument for an id the document has not."""
    known = {attachment.id for attachment in document.attachments}
    findings = [
        Finding(
            "attachment-unknown",
            f"/excludedAttachmentIds/{position}",
            "the document has no attachment with this id",
            "send ids of its attachments, or leave it out",
        )
        for position, attachment_id in enumerate(mailing.excluded)
        if attachment_id not in known
    ]
    if findings:
        raise InvalidDocument(findings)
    return tuple(a for a in document.attachments if a.id not in mailing.excluded)


def e_invoice(name: str, document: Document, printer: Printer) -> File:
    """The document's e-invoice in a format; a PDF where the format travels inside one.

    InvalidDocument where there is no such format, or its rules forbid it to leave.
    """
    try:
        target = target_named(name)
    except UnreadableFile as exc:
        raise InvalidDocument([Finding("format-unknown", "/sendXml", exc.text, exc.fix)]) from exc
    return write_file(target, (with_codes_filled(document, printer.organization),), printer)


def check_size(pdf_bytes: int, attachments: Sequence[Attachment]) -> None:
    """TooLarge where mailboxes would refuse the mail; it names the size and the way out."""
    size = pdf_bytes + sum(attachment.size_bytes for attachment in attachments)
    encoded = (size + 2) // 3 * 4
    if encoded > MESSAGE_BYTES_MAX:
        raise TooLarge(
            "mail-too-large",
            f"the mail would have {encoded // 100_000 / 10} MB; "
            f"{MESSAGE_BYTES_MAX // 1_000_000} MB is the most",
            fix="share the document and send attachmentLinks: true, or name some of them "
            "in excludedAttachmentIds",
            pointer="/excludedAttachmentIds",
        )


def links_to(
    attachments: Sequence[Attachment],
    document: Document,
    organization: Organization,
    mailing: Mailing,
    now: datetime,
) -> dict[str, str]:
    """A link for each attachment, by name, where links were asked for.

    Conflict where the document is not shared: the links would lead nowhere.
    """
    if not mailing.as_links or not attachments:
        return {}
    if not leads_on(document, now):
        raise Conflict(
            "the document is not shared, so its attachments have no public links",
            code="not-shared",
            current_state=document.state,
            allowed_actions=allowed_actions(document),
            fix="share the document first, or send without attachmentLinks",
        )
    base = f"{_shared_url(document, organization, mailing)}/attachments"
    return {a.name: f"{base}/{a.id}/download" for a in attachments}


def page_url(
    document: Document, organization: Organization, mailing: Mailing, language: str, now: datetime
) -> str:
    """Where the document can be seen in the mail's language; empty where it is not shared."""
    if not mailing.public_url or not leads_on(document, now):
        return ""
    return f"{_shared_url(document, organization, mailing)}?l={language}"


def _shared_url(document: Document, organization: Organization, mailing: Mailing) -> str:
    shared = shareable_id(document, organization)
    return f"{mailing.public_url}/v1/Documents/public/{shared}"


def files_of(attachments: Sequence[Attachment], store: Repository) -> tuple[MailedFile, ...]:
    """The attachments with their bytes."""
    return tuple(
        MailedFile(a.name, a.media_type, store.files.get(content_key(store.world, a.sha256)))
        for a in attachments
    )
