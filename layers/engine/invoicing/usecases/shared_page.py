"""The page of a shared document: shown, seen for the first time, answered."""

from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from invoicing.errors import Conflict, Finding, InvalidDocument, Unavailable
from invoicing.model import Decision, Document, Organization
from invoicing.model.journal import Event
from invoicing.model.value import replace
from invoicing.render.hosted import (
    NAME_MAX,
    NOTE_MAX,
    Answer,
    FileLink,
    Recipient,
    policy_of,
    write_page,
)
from invoicing.rules.completion import today
from invoicing.rules.decisions import may_be_decided
from invoicing.rules.smart_codes import with_codes_filled
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._export import target_named, write_file
from invoicing.usecases._latest import latest
from invoicing.usecases._look import Look
from invoicing.usecases._rendering import chosen_language, images_of, view_of
from invoicing.usecases._sharing import shared_document, sharing_tenant
from invoicing.usecases.ports import Ports

STATES = ("approved", "declined")
E_INVOICE = "ubl"
TRIED_LINES_MAX = 500


class Page(NamedTuple):
    """A page, and the policy a browser is told with it."""

    text: str
    policy: str


def open_page(secret: str, ports: Ports, *, language: str = "") -> Page:
    """The page behind a public link, in a language we have; the first look at it is recorded."""
    document, organization = shared_document(secret, ports)
    language = chosen_language(language, organization)
    images = images_of(organization, ports.store(sharing_tenant(document)))
    view = view_of(document, organization, images=images, look=Look(language))
    text = write_page(view, _recipient(document, organization, secret, language, ports.now()))
    if document.viewed_at is None:
        with suppress(Unavailable):  # the page is worth more than the note that it was seen
            _record_view(document, ports)
    return Page(text, policy_of(view))


def decide(
    secret: str,
    decision: str,
    ports: Ports,
    *,
    name: str = "",
    note: str = "",
    key: Key | None = None,
) -> Decision:
    """The recipient's answer, stored once; the same answer again is the one there is.

    Conflict where nothing is asked (any more), or the answer was another.
    """
    document, organization = shared_document(secret, ports)
    _check(decision, name, note)
    if document.decision is not None and document.decision.state == decision:
        return document.decision
    now = ports.now()
    _require_open(document, organization, today(organization, now))
    made = Decision(state=decision, at=now, name=name.strip(), note=note.strip())  # type: ignore[arg-type] # one of STATES, as checked
    read = latest(ports.store(sharing_tenant(document)), document)

    def build(known: Known) -> Commit:
        current = read()
        _require_open(current, known.organization, today(known.organization, now))
        return Commit(
            Event(
                type=f"document.{decision}",
                subject=document.id,
                data={"decision": msgspec.to_builtins(made)},
            ),
            documents=(replace(current, decision=made, version=current.version + 1),),
        )

    done = ports.store(sharing_tenant(document)).commit(ports.key(key), build)
    return msgspec.convert(done.entry.event.data["decision"], Decision)


def _record_view(document: Document, ports: Ports) -> None:
    store, now = ports.store(sharing_tenant(document)), ports.now()
    read = latest(store, document)

    def build(_: Known) -> Commit:
        current = read()
        return Commit(
            Event(type="document.viewed", subject=document.id),
            documents=(replace(current, viewed_at=now, version=current.version + 1),),
        )

    store.commit(Key(f"V{document.id}"), build)  # one key a document: it is seen first only once


def _recipient(
    document: Document, organization: Organization, secret: str, language: str, now: datetime
) -> Recipient:
    own = quote(secret, safe="")
    downloads = [FileLink(f"{own}/pdf?l={language}", "PDF")]
    if _has_e_invoice(document, organization):
        downloads.append(FileLink(f"{own}/xml", "XML"))
    return Recipient(
        downloads=tuple(downloads),
        attachments=tuple(
            FileLink(f"{own}/attachments/{a.id}/download", a.name, a.size_bytes)
            for a in document.attachments
        ),
        answer=_answer(document, organization, now),
        answer_href=f"{own}/decision?l={language}",
    )


def _has_e_invoice(document: Document, organization: Organization) -> bool:
    """Whether the e-invoice may leave by its own rules; not tried for very long documents."""
    if len(document.lines) > TRIED_LINES_MAX:
        return False
    try:
        write_file(target_named(E_INVOICE), (with_codes_filled(document, organization),))
    except InvalidDocument:
        return False
    return True


def _answer(document: Document, organization: Organization, now: datetime) -> Answer | None:
    if document.decision is not None:
        made = document.decision
        return Answer(made.state, _day(made.at, organization), made.name)
    return Answer() if may_be_decided(document, organization, today(organization, now)) else None


def _day(at: datetime, organization: Organization) -> date:
    return at.astimezone(ZoneInfo(organization.time_zone)).date()


def _check(decision: str, name: str, note: str) -> None:
    findings = []
    if decision not in STATES:
        findings.append(
            Finding("decision", "/decision", "is no answer", f"send {' or '.join(STATES)}")
        )
    for pointer, text, most in (("/name", name, NAME_MAX), ("/note", note, NOTE_MAX)):
        if len(text) > most:
            findings.append(
                Finding("string-too-long", pointer, "is too long", f"send at most {most}")
            )
    if findings:
        raise InvalidDocument(findings)


def _require_open(document: Document, organization: Organization, day: date) -> None:
    if not may_be_decided(document, organization, day):
        state = document.decision.state if document.decision else document.state
        raise Conflict(
            f"the document is {state} and cannot be answered",
            code="not-to-be-decided",
            current_state=state,
            fix="ask its sender",
        )
