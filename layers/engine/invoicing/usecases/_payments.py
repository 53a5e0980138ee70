"""Payments as they are stored: in their document, and each under its own id."""

from collections.abc import Callable
from datetime import datetime

from invoicing.model import Document, Payment
from invoicing.model.value import replace
from invoicing.rules.payments import with_settled_payments
from invoicing.store.commit import Kept
from invoicing.usecases.ports import Ports

PAYMENT = "PAYMENT"


def drawn_ids(ports: Ports) -> Callable[[int], str]:
    """Ids by position; every attempt of a commit gets the same ones."""
    drawn: list[str] = []

    def id_of(position: int) -> str:
        while len(drawn) <= position:
            drawn.append(ports.new_id())
        return drawn[position]

    return id_of


def payment_row(payment: Payment) -> Kept:
    return Kept(PAYMENT, payment.id, payment, payment.version, group=payment.document_id)


def settle(
    document: Document, now: datetime, id_of: Callable[[int], str]
) -> tuple[Document, tuple[Kept, ...]]:
    """A document about to be issued with its payments complete, and their rows."""
    document = with_settled_payments(document, id_of)
    payments = tuple(replace(p, created_at=now, updated_at=now) for p in document.payments)
    if not payments:
        return document, ()
    return replace(document, payments=payments), tuple(map(payment_row, payments))
