"""The one place that gives a document its number."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.attributes import check_attributes
from invoicing.rules.catalogue import unexplained_exemptions
from invoicing.rules.numbering import (
    counter_scope,
    first_number,
    number_claim,
    number_template,
)
from invoicing.store.commit import Advance, Claim, Commit
from invoicing.store.known import Known
from invoicing.usecases._eslog import with_eslog_verdict
from invoicing.usecases._fiscal import fiscal_issue, number_at_place, sealed, work_rows
from invoicing.usecases._payments import settle
from invoicing.usecases.ports import Ports


def issue(
    document: Document,
    known: Known,
    now: datetime,
    tenant: Tenant,
    *,
    ports: Ports,
    payment_id: Callable[[int], str],
    originals: Sequence[Document] = (),
    claims: tuple[Claim, ...] = (),
    released: tuple[str, ...] = (),
    effects: dict[str, Any] | None = None,
) -> Commit:
    """The commit that turns a complete draft into an issued document.

    A number the caller gave is kept if nobody else has it; otherwise the next of the counter
    is taken. An incoming document keeps its supplier's number and gets our own internal one.
    Payments it was created with become payments of their own; `payment_id` names them.
    What a tax authority wants registered gets its code here; `originals` are those it credits.
    `effects` is what is to follow from the issuing, as the journal carries it.
    """
    if not document.lines:
        raise InvalidDocument([_NO_LINES])
    check_attributes(document, known.organization, issued=True)
    unexplained = unexplained_exemptions(document)
    if unexplained:
        raise InvalidDocument(unexplained)
    fiscal = fiscal_issue(document, originals, known.organization)
    if document.incoming:
        document, advances, number_claims = _number_incoming(document, known)
    elif fiscal is not None and fiscal.place is not None:
        document, advance, claim = number_at_place(document, fiscal, fiscal.place, known)
        advances, number_claims = (advance,), (claim,)
    else:
        document, advances, number_claims = _number_own(document, known)
    document = with_eslog_verdict(document)
    document, objects = settle(replace(document, state="issued", issued_at=now), now, payment_id)
    if fiscal is not None:
        document, advances = sealed(
            document, fiscal, advances=advances, known=known, now=now, tenant=tenant, ports=ports
        )
        objects = (*objects, *work_rows(document))
    event = Event(
        type="document.issued",
        subject=document.id,
        account_id=tenant.account_id,
        data=effects or {},
    )
    return Commit(
        event,
        documents=(document,),
        objects=objects,
        advances=advances,
        claims=(*claims, *number_claims),
        released=released,
        uses_organization=True,
    )


_NO_LINES = Finding(
    "line-required",
    "/_documentItems",
    "a document needs at least one line to be issued",
    "send at least one item in _documentItems",
    term="BG-25",
)

_Numbered = tuple[Document, tuple[Advance, ...], tuple[Claim, ...]]


def _number_own(document: Document, known: Known) -> _Numbered:
    if document.number:
        return document, (), (_claim(document, document.number, None),)
    document, advance, number = _next(document, known)
    document = replace(document, number=number, series_number=advance.after)
    return document, (advance,), (_claim(document, number, advance),)


def _number_incoming(document: Document, known: Known) -> _Numbered:
    if not document.number:
        raise InvalidDocument([_NO_SUPPLIER_NUMBER])
    claim = _claim(document, document.number, None)
    if document.number_internal:
        return document, (), (claim,)
    document, advance, number = _next(document, known)
    document = replace(document, number_internal=number, series_number=advance.after)
    return document, (advance,), (claim,)


def _next(document: Document, known: Known) -> tuple[Document, Advance, str]:
    """The document in its series, the counter's next step, and the number it gives."""
    on = document.issue_date
    assert on is not None  # noqa: S101 - completion has filled it
    pattern, series = number_template(document, known.organization)
    if series is not None:
        document = replace(document, series=series.code)
    scope = counter_scope(document, pattern, on)
    counter = known.counter(scope)
    last = max(counter.n, first_number(pattern, series, on) - 1)
    after = counter.next(last)
    number = pattern.number(after, on, document.series)
    # Documents outside the chain leave it where it is.
    return document, Advance(scope, counter.n, after, counter.last_hash), number


def _claim(document: Document, number: str, advance: Advance | None) -> Claim:
    return Claim(
        number_claim(document, number),
        document.id,
        "number-taken",
        f"a document of type {document.kind} with number {number!r} exists already",
        advance,
    )


_NO_SUPPLIER_NUMBER = Finding(
    "number-required",
    "/number",
    "an incoming document carries its supplier's number",
    "send the number printed on the supplier's document",
    term="BT-1",
)
