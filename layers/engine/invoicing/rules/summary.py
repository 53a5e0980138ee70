"""The summary of a document, and what can be derived from it on a day."""

from datetime import date

from invoicing.model import Document
from invoicing.model.summary import Summary
from invoicing.rules.payments import PaymentStatus, paid_on, status_of, total_due, total_paid


def summary_of(document: Document) -> Summary:
    """What lists know of the document."""
    totals, buyer = document.totals, document.buyer
    return Summary(
        id=document.id,
        type=document.kind,
        state=document.state,
        incoming=document.incoming,
        imported=document.imported,
        archived=document.archived_at is not None,
        number=document.number,
        number_internal=document.number_internal,
        series=document.series,
        issue_date=document.issue_date,
        due_date=document.due_date,
        valid_until=document.valid_until,
        period_start=document.period_start,
        paid_on=paid_on(document),
        received_date=document.received_date,
        currency=document.currency,
        client_id=document.client_id,
        buyer_name=buyer.name,
        buyer_tax_number=buyer.vat_identifier,
        seller_name=document.seller.name if document.incoming else "",
        unit_id=document.unit_id,
        reference=document.reference,
        title=document.title,
        unique_id=document.unique_id,
        previous_document_id=document.previous_document_id,
        net=totals.net,
        tax=totals.tax,
        gross=totals.gross,
        paid=total_paid(document),
        due=total_due(document),
        created_at=document.created_at,
        updated_at=document.updated_at,
        issued_at=document.issued_at,
        custom=document.custom,
    )


def is_paid_in_full(summary: Summary) -> bool:
    return summary.state == "issued" and summary.due <= 0


def payment_status(summary: Summary, today: date) -> PaymentStatus | None:
    """Where the payment stands on the organization's day; None unless issued."""
    if summary.state != "issued":
        return None
    return status_of(summary.paid, summary.due, summary.due_date, today)
