"""Sending a document by e-mail, at most once per request.

SES cannot be asked twice for the same mail. So the attempt is stored before the mail leaves and
its fate after; a request that finds its own attempt already stored never sends again.
"""

from collections.abc import Callable

from invoicing.errors import (
    Conflict,
    Finding,
    InvalidDocument,
    Rejected,
    Unavailable,
    UnknownTemplate,
)
from invoicing.model import Document, Organization, Sent
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import (
    DOCUMENT_TAG,
    ORGANIZATION_TAG,
    WORLD_TAG,
    Mailing,
    check_recipients,
)
from invoicing.rules.completion import today
from invoicing.rules.lifecycle import require_state
from invoicing.rules.mailing import merged
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key, Repository
from invoicing.usecases._client_addresses import keep_addresses
from invoicing.usecases._files import FileRows
from invoicing.usecases._first_prints import FirstPrint
from invoicing.usecases._latest import latest
from invoicing.usecases._letters import write_letter
from invoicing.usecases._look import Look
from invoicing.usecases._printing import Press
from invoicing.usecases._reminding import reminder_of, to_buyer
from invoicing.usecases._rendering import chosen_language, chosen_theme
from invoicing.usecases.ports import Ports

DETAIL_CHARACTERS_MAX = 500


def send_document(
    document_id: str, mailing: Mailing, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Sent:
    """The attempt and its outcome. Conflict for drafts; Rejected where the mail service refused.

    Where the service gave no answer the attempt stays `unknown`: it is never sent again blindly.
    A reminder goes to the document's buyer unless it says to whom; Conflict where nothing is
    overdue, or where there was one today.
    """
    store = ports.store(tenant)
    document, known = store.document_and_known(document_id)
    organization = known.organization
    if mailing.is_reminder:
        mailing = to_buyer(mailing, document)
    check_recipients(mailing.recipients)
    require_state(document, ("issued", "canceled"), "sent")
    look = Look(chosen_language(mailing.language, organization), template=mailing.template)
    _check_template(look, document, organization)
    press = Press(document, organization, look, store, ports)
    # Whatever is wrong with it shows before anything is stored.
    letter = write_letter(press, mailing)
    key = ports.key(key)
    attempt = Sent(id=ports.new_id(), recipients=mailing.recipients, at=ports.now())
    admitted = None
    if mailing.is_reminder:
        admitted = reminder_of(attempt, document, today(organization, ports.now()))
    document, replayed = _record(
        store,
        document,
        attempt,
        key=key,
        event="document.sending",
        first=letter.first,
        admitted=admitted,
    )
    if replayed is not None:
        return _settled(replayed)
    attempt = next(sent for sent in document.sends if sent.id == attempt.id)
    try:
        message = letter.with_original(document, press)
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


def _check_template(look: Look, document: Document, organization: Organization) -> None:
    try:
        chosen_theme(look, document, organization)
    except UnknownTemplate as exc:
        raise InvalidDocument(
            [Finding("template-unknown", "/template", exc.text, exc.fix)]
        ) from exc


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
    store: Repository,
    document: Document,
    sent: Sent,
    *,
    key: Key,
    event: str,
    first: FirstPrint | None = None,
    admitted: Callable[[Document], Sent] | None = None,
) -> tuple[Document, Sent | None]:
    """Store an attempt's state, and with it an original that goes with the mail.

    A new attempt is stored as it is `admitted`, which may refuse it. The document, and the
    attempt of an earlier equal request.
    """
    read = latest(store, document)
    rows = first.rows(store) if first else FileRows(store)

    def build(_: Known) -> Commit:
        current = read()
        known = {s.id: s for s in current.sends}
        new = admitted(current) if admitted else sent
        known[sent.id] = merged(known[sent.id], sent) if sent.id in known else new
        data = {"attempt": sent.id, "state": sent.state}
        account_id = store.tenant.account_id
        told = Event(type=event, subject=document.id, account_id=account_id, data=data)
        version, sends = current.version + 1, tuple(known.values())
        if first is not None:
            current = first.kept(current, rows)
        return rows.commit(told, replace(current, sends=sends, version=version))

    done = store.commit(key, build, counted=False)
    attempt_id = done.entry.event.data["attempt"]
    stored = done.document or store.document(document.id)
    if attempt_id == sent.id:
        return stored, None
    return stored, next(s for s in store.document(document.id).sends if s.id == attempt_id)
