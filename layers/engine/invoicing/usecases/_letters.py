"""The mail a document is sent with, ready to leave."""

from dataclasses import dataclass
from dataclasses import replace as replace_field

from invoicing.model import Document
from invoicing.outbound.mail import LOGO_ID, Attachment, Mailing, Message, is_address
from invoicing.render.mail import mail_text
from invoicing.usecases._export import PDF, File, Printer
from invoicing.usecases._first_prints import FirstPrint, original_of
from invoicing.usecases._mailed_files import (
    check_size,
    chosen_attachments,
    e_invoice,
    files_of,
    links_to,
    page_url,
)
from invoicing.usecases._naming import file_name
from invoicing.usecases._printing import Press, Sheets


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, and the print in it where that is to become its look's original."""

    message: Message
    first: FirstPrint | None = None

    def with_original(self, document: Document, press: Press) -> Message:
        """The mail, with the original that somebody else printed while this one was made."""
        kept = original_of(document, self.first.print) if self.first else None
        if self.first is None or kept is None:
            return self.message
        own, *others = self.message.attachments
        own = replace_field(own, data=press.settled(self.first, kept))
        return replace_field(self.message, attachments=(own, *others))


def write_letter(press: Press, mailing: Mailing) -> Letter:
    """The mail with the document's print, or with its e-invoice where that is a PDF itself.

    Raises what is wrong with the document or the mailing; nothing is stored.
    """
    document, organization, store = press.document, press.organization, press.store
    printer = Printer(organization, store, press.look)
    made = [e_invoice(name, document, printer) for name in mailing.e_invoices]
    sheets = _sheets(press, made)
    xml = [Attachment(one.name, one.media_type, one.data) for one in made if one.media_type != PDF]
    attachments = chosen_attachments(document, mailing)
    own_bytes = len(sheets.data) + sum(len(one.data) for one in xml)
    check_size(own_bytes, () if mailing.as_links else attachments)
    logo, now, language = organization.logo, press.ports.now(), press.look.language
    text = mail_text(
        document,
        organization,
        language=language,
        subject=mailing.subject,
        message=mailing.message,
        links=links_to(attachments, document, organization, mailing, now),
        page_url=page_url(document, organization, mailing, language, now),
        logo_id=LOGO_ID if logo else "",
        reminder=mailing.is_reminder,
    )
    files = () if mailing.as_links else files_of(attachments, store)
    stated = organization.party.contact.email
    own = stated if is_address(stated) else ""
    message = Message(
        to=mailing.recipients,
        subject=text.subject,
        text=text.text,
        html=text.html,
        sender_name=organization.name,
        reply_to=own,
        copies=(own,) if mailing.send_copy and own else (),
        attachments=(Attachment(file_name(document, "pdf"), PDF, sheets.data), *xml, *files),
        logo=Attachment("logo", logo.media_type, press.images.logo) if logo else None,
        language=language,
    )
    return Letter(message, sheets.first)


def _sheets(press: Press, made: list[File]) -> Sheets:
    hybrid = next((one.data for one in made if one.media_type == PDF), None)
    return press.current() if hybrid is None else Sheets(hybrid)
