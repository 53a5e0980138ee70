"""Payments of documents: added, changed, removed. A document's content never changes by them."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model import Document, Payment
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.lifecycle import require_state
from invoicing.rules.payments import PAYMENTS_MAX, check_amount, total_due
from invoicing.store.commit import Commit, Kept
from invoicing.store.known import Known
from invoicing.store.objects import Objects, in_group
from invoicing.store.repository import Committed, Key
from invoicing.usecases._fiscal import registration_due
from invoicing.usecases._payments import PAYMENT, payment_row
from invoicing.usecases._versions import require_version
from invoicing.usecases.ports import Ports

PAGE_DEFAULT, PAGE_MAX = 100, 1000


class SavedPayment(NamedTuple):
    """A payment as a request left it; `replayed` where an equal request had done it before."""

    payment: Payment
    replayed: bool


class PaymentPage(NamedTuple):
    """Payments, newest first, and where the next page starts."""

    payments: list[Payment]
    after: str | None


def add_payment(
    document_id: str, draft: Payment, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedPayment:
    """The new payment; without an amount it is all that is due, without a date it is of today.

    Conflict for documents that are not issued; InvalidDocument where nothing is due and no
    amount was given.
    """
    store, now, payment_id = ports.store(tenant), ports.now(), ports.new_id()

    def build(known: Known) -> Commit:
        document = store.document(document_id)
        require_state(document, {"issued"}, "paid")
        if len(document.payments) >= PAYMENTS_MAX:
            raise Conflict(
                f"there are {PAYMENTS_MAX} payments already",
                code="payments-too-many",
                fix="book them as one",
            )
        due = total_due(document)
        if draft.amount is None and due <= 0:
            raise InvalidDocument([_NOTHING_DUE])
        payment = replace(
            draft,
            id=payment_id,
            document_id=document_id,
            version=1,
            amount=due if draft.amount is None else draft.amount,
            paid_on=draft.paid_on or today(known.organization, now),
            created_at=now,
            updated_at=now,
        )
        check_amount(payment, document)
        payments = (*document.payments, payment)
        event = _event("document.payment_added", payment, tenant)
        return _commit(event, document, payments, tenant, now, objects=(payment_row(payment),))

    return _saved(store.commit(ports.key(key), build))


def get_payment(payment_id: str, tenant: Tenant, ports: Ports) -> Payment:
    """NotFound for absent ids and those of other organizations alike."""
    return ports.store(tenant).kept(PAYMENT, payment_id, Payment)


def list_payments(document_id: str, tenant: Tenant, ports: Ports) -> tuple[Payment, ...]:
    """A document's payments, oldest first."""
    return ports.store(tenant).document(document_id).payments


def list_all_payments(
    tenant: Tenant,
    ports: Ports,
    *,
    limit: int = PAGE_DEFAULT,
    after: str | None = None,
    document_id: str = "",
) -> PaymentPage:
    """A page of the organization's payments."""
    condition = in_group(document_id) if document_id else None
    objects = Objects(ports.store(tenant))
    page = objects.page(PAYMENT, Payment, limit=limit, before=after, condition=condition)
    return PaymentPage(*page)


def count_all_payments(tenant: Tenant, ports: Ports, *, document_id: str = "") -> int:
    condition = in_group(document_id) if document_id else None
    return Objects(ports.store(tenant)).count(PAYMENT, condition)


def update_payment(
    payment_id: str,
    change: Callable[[Payment], Payment],
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> SavedPayment:
    """The payment after the change; its document's state of payment follows."""
    store, now = ports.store(tenant), ports.now()

    def build(known: Known) -> Commit:
        stored = store.kept(PAYMENT, payment_id, Payment)
        require_version(stored.version, expected_version, known.organization)
        document = store.document(stored.document_id)
        changed = change(stored)
        changed = replace(
            changed,
            id=stored.id,
            document_id=stored.document_id,
            version=stored.version + 1,
            amount=stored.amount if changed.amount is None else changed.amount,
            paid_on=changed.paid_on or stored.paid_on,
            created_at=stored.created_at,
            updated_at=now,
        )
        check_amount(changed, document)
        payments = tuple(changed if p.id == payment_id else p for p in document.payments)
        event = _event("document.payment_changed", changed, tenant)
        return _commit(event, document, payments, tenant, now, objects=(payment_row(changed),))

    return _saved(store.commit(ports.key(key), build))


def delete_payment(
    payment_id: str,
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> None:
    """Remove a payment that was recorded by mistake."""
    store, now = ports.store(tenant), ports.now()

    def build(known: Known) -> Commit:
        stored = store.kept(PAYMENT, payment_id, Payment)
        require_version(stored.version, expected_version, known.organization)
        document = store.document(stored.document_id)
        payments = tuple(p for p in document.payments if p.id != payment_id)
        event = _event("document.payment_removed", stored, tenant)
        return _commit(event, document, payments, tenant, now, removed=(payment_row(stored),))

    store.commit(ports.key(key), build)


def _event(event_type: str, payment: Payment, tenant: Tenant) -> Event:
    return Event(
        type=event_type,
        subject=payment.document_id,
        account_id=tenant.account_id,
        data={"payment": msgspec.to_builtins(payment)},
    )


def _commit(
    event: Event,
    document: Document,
    payments: tuple[Payment, ...],
    tenant: Tenant,
    now: datetime,
    *,
    objects: tuple[Kept, ...] = (),
    removed: tuple[Kept, ...] = (),
) -> Commit:
    changed = replace(
        document,
        payments=payments,
        version=document.version + 1,
        updated_at=now,
        updated_by=tenant.account_id,
    )
    changed, due = registration_due(changed, now)
    return Commit(event, documents=(changed,), objects=(*objects, *due), removed_objects=removed)


def _saved(done: Committed) -> SavedPayment:
    payment = msgspec.convert(done.entry.event.data["payment"], Payment)
    return SavedPayment(payment, done.replayed)


_NOTHING_DUE = Finding(
    "payment-amount",
    "/amount",
    "is required, for nothing is due any more",
    "send the amount that was paid all the same",
)
