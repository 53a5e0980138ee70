"""What is owed, paid and due: always a function of the document's own payments."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Payment
from invoicing.model.money import ZERO, round_money
from invoicing.model.value import replace

PaymentStatus = Literal["unpaid", "partial", "paid", "overpaid", "overdue"]

PAYMENTS_MAX = 1000
HUNDRED = Decimal(100)


def owed(document: Document) -> Decimal:
    """What is to be paid in all, whatever was paid since: nothing once it is canceled.

    The total with tax less what is withheld and what was paid before the document existed,
    cash rounding included. Source: EN 16931 BR-CO-16, before the payments.
    """
    if document.state == "canceled":
        return ZERO
    totals = document.totals
    before = round_money(document.prepaid or ZERO, document.currency)
    kept_back = totals.withholding + totals.split_tax
    return totals.gross - kept_back - before + totals.rounding


def total_paid(document: Document) -> Decimal:
    """Payments less what was paid back."""
    return sum([payment.amount or ZERO for payment in document.payments], ZERO)


def credited(document: Document) -> Decimal:
    """What credit notes took off the document, with tax."""
    return sum([s.amount for s in document.successors if s.relation == "credits"], ZERO)


def left_to_pay(document: Document) -> Decimal:
    """What is owed less what was credited, whatever was paid: nothing once it is canceled."""
    if document.state == "canceled":
        return ZERO
    return owed(document) - credited(document)


def cash_discount_taken(document: Document) -> Decimal:
    """What need not be paid any more, because enough was paid within the days of a cash discount.

    A tier's percentage is of what was owed, less credit notes, rounded; its last day counts. What
    was paid back later was not paid in time.
    """
    total, paid = left_to_pay(document), total_paid(document)
    if document.issue_date is None or paid >= total or paid <= 0:
        return ZERO
    for tier in document.cash_discounts:
        until = document.issue_date + timedelta(days=tier.days)
        in_time = sum(
            [p.amount or ZERO for p in document.payments if p.paid_on and p.paid_on <= until], ZERO
        )
        discount = round_money(total * tier.percent / HUNDRED, document.currency)
        if total - min(in_time, paid) <= discount:
            return total - paid
    return ZERO


def total_due(document: Document) -> Decimal:
    """What is still to be paid, less a cash discount taken; negative where too much was paid."""
    return left_to_pay(document) - total_paid(document) - cash_discount_taken(document)


class Settled(NamedTuple):
    """What took something off the amount to be paid since the document was issued."""

    credited: Decimal = ZERO
    paid: Decimal = ZERO
    discount: Decimal = ZERO  # for paying in time


UNSETTLED = Settled()


def settlement(document: Document) -> Settled:
    """What was settled of an issued document's payable amount since; the rest is `total_due`."""
    if document.state != "issued" or not (document.payments or credited(document)):
        return UNSETTLED
    off, discount = credited(document), cash_discount_taken(document)
    paid = document.totals.payable - total_due(document) - off - discount
    return Settled(off, paid, discount)


def with_settled(document: Document, settled: Settled) -> Document:
    """The document as it would be printed now: with what was paid since, and what is left."""
    totals = document.totals
    changed = replace(
        totals, prepaid=totals.prepaid + settled.paid, payable=totals.payable - sum(settled)
    )
    return document if settled == UNSETTLED else replace(document, totals=changed)


def is_paid_in_full(document: Document) -> bool:
    return document.state == "issued" and total_due(document) <= 0


def payment_status(document: Document, today: date | None = None) -> PaymentStatus | None:
    """Where the payment of an issued document stands; None for drafts and canceled ones.

    `today` is the organization's; without it nothing is overdue.
    """
    if document.state != "issued":
        return None
    return status_of(total_paid(document), total_due(document), document.due_date, today)


def status_of(
    paid: Decimal, due: Decimal, due_date: date | None, today: date | None
) -> PaymentStatus:
    """Where the payment of an issued document stands that has so much paid, and so much due."""
    if due < 0 < paid:
        return "overpaid"
    if due <= 0:
        return "paid"
    if today is not None and due_date is not None and due_date < today:
        return "overdue"
    return "partial" if paid > 0 else "unpaid"


def paid_on(document: Document) -> date | None:
    """The day it was paid: the one given, else that of the last payment of a paid document."""
    if document.paid_date is not None or not document.payments:
        return document.paid_date
    if not is_paid_in_full(document):
        return None
    return max((p.paid_on for p in document.payments if p.paid_on), default=None)


def with_settled_payments(document: Document, id_of: Callable[[int], str]) -> Document:
    """A document about to be issued, whose payments are complete.

    One single payment without an amount is the full amount owed; a payment without a date is of
    the document's. InvalidDocument where several payments lack an amount or have a wrong one.
    """
    if not document.payments:
        return document
    findings = [
        finding
        for index, payment in enumerate(document.payments)
        for finding in _findings(payment, f"/payments/{index}/amount", document)
    ]
    if findings:
        raise InvalidDocument(findings)
    settled = tuple(
        replace(
            payment,
            id=payment.id or id_of(index),
            document_id=document.id,
            version=1,
            amount=owed(document) if payment.amount is None else payment.amount,
            paid_on=payment.paid_on or document.issue_date,
        )
        for index, payment in enumerate(document.payments)
    )
    changed = replace(document, payments=settled)
    added = total_paid(changed) - total_paid(document)
    totals = replace(
        document.totals,
        prepaid=document.totals.prepaid + added,
        payable=document.totals.payable - added,
    )
    return replace(changed, totals=totals)


def check_amount(payment: Payment, document: Document) -> None:
    """InvalidDocument where the amount is no amount of the document's currency."""
    finding = _wrong_amount(payment, "/amount", document)
    if finding is not None:
        raise InvalidDocument([finding])


def _findings(payment: Payment, pointer: str, document: Document) -> list[Finding]:
    if payment.amount is None and len(document.payments) > 1:
        return [
            Finding(
                "payment-amount",
                pointer,
                "is required where there are several payments",
                "send the amount of each payment, or one payment without an amount",
            )
        ]
    finding = _wrong_amount(payment, pointer, document)
    return [finding] if finding else []


def _wrong_amount(payment: Payment, pointer: str, document: Document) -> Finding | None:
    amount = payment.amount
    if amount is None:
        return None
    if amount == 0:
        return Finding("payment-zero", pointer, "nothing is no payment", "send what was paid")
    if amount != round_money(amount, document.currency):
        return Finding(
            "payment-decimals",
            pointer,
            f"has more decimals than {document.currency} has",
            "send the amount that was really paid",
        )
    return None
