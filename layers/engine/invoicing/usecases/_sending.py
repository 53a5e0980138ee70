"""Sending a document by e-mail, at most once per request.

SES cannot be asked twice for the same mail. So the attempt is stored before the mail leaves and
its fate after; a request that finds its own attempt already stored never sends again.
"""

from datetime import datetime

from invoicing.errors import Conflict, Rejected, Unavailable
from invoicing.model import Document, Organization, Sent
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import (
    DOCUMENT_TAG,
    LOGO_ID,
    ORGANIZATION_TAG,
    WORLD_TAG,
    Attachment,
    Mailing,
    Message,
    check_recipients,
    is_address,
)
from invoicing.render.mail import mail_text
from invoicing.rules.lifecycle import require_state
from invoicing.rules.mailing import merged
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases._client_addresses import keep_addresses
from invoicing.usecases._export import PDF, Printer
from invoicing.usecases._latest import latest
from invoicing.usecases._look import Look
from invoicing.usecases._mailed_files import (
    check_size,
    chosen_attachments,
    e_invoice,
    files_of,
    links_to,
)
from invoicing.usecases._naming import file_name
from invoicing.usecases._rendering import chosen_language, images_of, render_pdf
from invoicing.usecases.ports import Ports

DETAIL_CHARACTERS_MAX = 500


def send_document(
    document_id: str, mailing: Mailing, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Sent:
    """The attempt and its outcome. Conflict for drafts; Rejected where the mail service refused.

    Where the service gave no answer the attempt stays `unknown`: it is never sent again blindly.
    """
    check_recipients(mailing.recipients)
    store = ports.store(tenant)
    document, known = store.document_and_known(document_id)
    require_state(document, ("issued", "canceled"), "sent")
    organization = known.organization
    # Whatever is wrong with it shows before anything is stored.
    message = _message(document, organization, mailing, store, ports.now())
    key = ports.key(key)
    attempt = Sent(id=ports.new_id(), recipients=mailing.recipients, at=ports.now())
    document, replayed = _record(store, document, attempt, key=key, event="document.sending")
    if replayed is not None:
        return _settled(replayed)
    try:
        message_id = ports.mail.send(message, attempt.id, origin=_origin(document_id, tenant))
    except Rejected as exc:
        outcome = replace(attempt, state="failed", detail=exc.text)
        _record(store, document, outcome, key=Key(ports.new_id()), event="document.send_failed")
        raise
    except Unavailable as exc:
        outcome = replace(attempt, state="unknown", detail=exc.text)
    else:
        outcome = replace(attempt, state="sent", message_id=message_id)
    _record(store, document, outcome, key=Key(ports.new_id()), event="document.sent")
    if mailing.keep_addresses and outcome.state == "sent":
        keep_addresses(document.client_id, mailing.recipients, tenant, ports)
    return outcome


def refuse_sending(
    document_id: str, mailing: Mailing, text: str, tenant: Tenant, ports: Ports, *, key: Key
) -> None:
    """Store that a mail asked for earlier cannot be made, and why; nothing is sent."""
    store = ports.store(tenant)
    failed = Sent(
        id=ports.new_id(),
        recipients=mailing.recipients,
        at=ports.now(),
        state="failed",
        detail=text[:DETAIL_CHARACTERS_MAX],
    )
    stored = store.document(document_id)
    _record(store, stored, failed, key=key, event="document.send_failed")


def _origin(document_id: str, tenant: Tenant) -> dict[str, str]:
    """What leads from the mail's events back to its document."""
    return {
        DOCUMENT_TAG: document_id,
        ORGANIZATION_TAG: tenant.organization_id,
        WORLD_TAG: "live" if tenant.live else "test",
    }


def _settled(earlier: Sent) -> Sent:
    if earlier.state == "sending":
        raise Conflict(
            "an equal request is sending this document right now",
            code="in-flight",
            current_state="sending",
            fix="wait, then read the document's sends",
            retry_after_s=2,
        )
    return earlier


def _record(
    store: Repository, document: Document, sent: Sent, *, key: Key, event: str
) -> tuple[Document, Sent | None]:
    """Store an attempt's state; with the document, the attempt of an earlier equal request."""
    read = latest(store, document)

    def build(_: Known) -> Commit:
        current = read()
        known = {s.id: s for s in current.sends}
        known[sent.id] = merged(known[sent.id], sent) if sent.id in known else sent
        return Commit(
            Event(
                type=event,
                subject=document.id,
                account_id=store.tenant.account_id,
                data={"attempt": sent.id, "state": sent.state},
            ),
            documents=(replace(current, sends=tuple(known.values()), version=current.version + 1),),
        )

    done = store.commit(key, build, counted=False)
    attempt_id = done.entry.event.data["attempt"]
    stored = done.document or store.document(document.id)
    if attempt_id == sent.id:
        return stored, None
    return stored, next(s for s in store.document(document.id).sends if s.id == attempt_id)


def _message(
    document: Document,
    organization: Organization,
    mailing: Mailing,
    store: Repository,
    now: datetime,
) -> Message:
    language = chosen_language(mailing.language, organization)
    images = images_of(organization, store)
    pdf = render_pdf(document, organization, images=images, look=Look(language))
    printer = Printer(organization, store, Look(language))
    made = [e_invoice(name, document, printer) for name in mailing.e_invoices]
    pdf = next((one.data for one in made if one.media_type == PDF), pdf)
    xml = [Attachment(one.name, one.media_type, one.data) for one in made if one.media_type != PDF]
    attachments = chosen_attachments(document, mailing)
    own_bytes = len(pdf) + sum(len(one.data) for one in xml)
    check_size(own_bytes, () if mailing.as_links else attachments)
    text = mail_text(
        document,
        organization,
        language=language,
        subject=mailing.subject,
        message=mailing.message,
        links=links_to(attachments, document, organization, mailing, now),
        logo_id=LOGO_ID if images.logo else "",
    )
    files = () if mailing.as_links else files_of(attachments, store)
    stated = organization.party.contact.email
    own = stated if is_address(stated) else ""
    return Message(
        to=mailing.recipients,
        subject=text.subject,
        text=text.text,
        html=text.html,
        sender_name=organization.name,
        reply_to=own,
        copies=(own,) if mailing.send_copy and own else (),
        attachments=(Attachment(file_name(document, "pdf"), PDF, pdf), *xml, *files),
        logo=Attachment("logo", organization.logo.media_type, images.logo)
        if organization.logo
        else None,
        language=language,
    )
