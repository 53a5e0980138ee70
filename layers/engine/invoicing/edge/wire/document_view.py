"""The Document on the wire: what is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from invoicing.edge.wire import parts
from invoicing.edge.wire.attachment import attachment_view
from invoicing.edge.wire.base import (
    lean,
)
from invoicing.edge.wire.comment import comment_view
from invoicing.edge.wire.document import PARTIES, READ_ONLY, SAME
from invoicing.edge.wire.line import line_view
from invoicing.edge.wire.part_ids import with_part_ids
from invoicing.edge.wire.party import (
    identifier_view,
    party_view,
)
from invoicing.edge.wire.registration import fiscal_view
from invoicing.model import (
    Decision,
    Document,
    Line,
    Party,
    Sent,
    TaxSubtotal,
)
from invoicing.rules.payments import (
    cash_discount_taken,
    credited,
    is_paid_in_full,
    paid_on,
    payment_status,
    total_due,
    total_paid,
)


def writable_view(document: Document) -> dict[str, Any]:
    """What a caller could have sent to make this document: the base of a merge patch."""
    shown = document_view(document)
    return {api: value for api, value in shown.items() if api not in READ_ONLY}


def subtotal_view(row: TaxSubtotal) -> dict[str, Any]:
    """One row of the tax summary (BG-23)."""
    return {
        "rate": row.rate if row.rate is not None else Decimal(0),
        "tax": row.rate if row.rate is not None else Decimal(0),
        "base": row.base,
        "totalTax": row.tax,
        "totalWithTax": row.base + row.tax,
        "category": row.category,
        **lean(
            {
                "name": row.name,
                "taxId": row.tax_id,
                "exemptionCode": row.exemption_code,
                "exemptionReason": row.exemption_reason,
            }
        ),
    }


def sent_at(document: Document) -> datetime | None:
    """When it was last marked as sent, else when the first mail of it left."""
    mails = (s.at for s in document.sends if s.state in _LEFT)
    return document.marked_sent_at or next(mails, None)


_LEFT = ("sent", "delivered", "bounced", "complained")


def _parties(document: Document) -> dict[str, Any]:
    shown = {}
    for api, field in PARTIES.items():
        party: Party | None = getattr(document, field)
        if party is not None and (
            party != Party() or api in ("_documentIssuer", "_documentClient")
        ):
            shown[api] = party_view(party)
    return shown


def _lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [line_view(line, position) for position, line in enumerate(lines, 1)]


def document_view(
    document: Document, *, shareable_id: str = "", today: date | None = None
) -> dict[str, Any]:
    """The document as the API answers it; members that hold nothing are left out.

    `today` is the organization's; without it no document is overdue.
    """
    totals = document.totals
    year: date | None = document.issue_date
    shown = {
        "id": document.id,
        "organizationId": document.organization_id,
        "version": document.version,
        "type": document.kind,
        "state": document.state,
        "live": document.live,
        "draft": document.state == "draft",
        "canceled": document.state == "canceled",
        "incoming": document.incoming,
        **lean({api: getattr(document, field) for api, field in SAME.items()}),
        "keepPricesAsGross": bool(document.prices_include_tax),
        "total": totals.net,
        "totalTax": totals.tax,
        "totalWithTax": totals.gross,
        "totalDiscount": totals.discount,
        "totalPaid": total_paid(document),
        "totalCashDiscount": cash_discount_taken(document),
        "totalDue": total_due(document),
        "paidInFull": is_paid_in_full(document),
        "totals": totals_view(document),
        "sentSnailMail": document.sent_snail_mail,
        "hasUnit": document.unit is not None,
        "_isDeleted": document.state == "deleted",
        "archived": document.archived_at is not None,
        "isLocked": document.lock is not None,
        "_documentItems": _lines(document.lines),
        "_documentTaxes": [subtotal_view(row) for row in document.tax_subtotals],
        "_documentReverseTaxes": [subtotal_view(row) for row in document.reverse_tax_subtotals],
        "_comments": [comment_view(comment) for comment in document.comments],
        **_parties(document),
        **lean(
            {
                "accountId": document.account_id,
                "baseType": document.type if document.own_type else None,
                "seriesNumber": document.series_number,
                "dateYear": year.year if year else None,
                "totalConverted": totals.net_converted,
                "totalWithTaxConverted": totals.gross_converted,
                "isValidEslog": document.is_valid_eslog,
                "canceledAt": document.canceled_at,
                "technical": document.canceled_technically or None,
                "clonedFromId": document.cloned_from_id,
                "totalCredited": credited(document) or None,
                "deletedAt": document.deleted_at,
                "deletedId": document.id if document.state == "deleted" else None,
                "archivedAt": document.archived_at,
                "archiveCategory": document.archive_category,
                "sentAt": sent_at(document),
                "sentMethod": document.sent_method,
                "lockReason": document.lock.reason if document.lock else None,
                "lockedAt": document.lock.at if document.lock else None,
                "issuedAt": document.issued_at,
                "datePaid": paid_on(document),
                "paymentStatus": payment_status(document, today),
                "createdAt": document.created_at,
                "updatedAt": document.updated_at,
                "shareableId": shareable_id,
                "shareExpiresAt": document.share_expires_at if shareable_id else None,
                **_groups(document),
            }
        ),
        **fiscal_view(document),
    }
    return with_part_ids(shown)


def totals_view(document: Document) -> dict[str, Any]:
    """The document totals of EN 16931 (BG-22) under their own names."""
    totals = document.totals
    return {
        "lines": totals.lines,
        "allowances": totals.allowances,
        "charges": totals.charges,
        "net": totals.net,
        "tax": totals.tax,
        "gross": totals.gross,
        "withholding": totals.withholding,
        "prepaid": totals.prepaid,
        "rounding": totals.rounding,
        "payable": totals.payable,
        **lean(
            {
                "taxInTaxCurrency": totals.tax_in_tax_currency,
                "splitTax": totals.split_tax or None,
            }
        ),
    }


def _groups(document: Document) -> dict[str, Any]:
    same, conversion = parts.same_view, document.conversion
    return {
        "_documentConversionRate": same(conversion, parts.WireConversion) if conversion else None,
        "notes": [same(n, parts.WireNote) for n in document.notes],
        "_references": [
            same(r, parts.WireReference) for r in (*document.preceding, *document.sources)
        ],
        "_successors": [parts.successor_view(successor) for successor in document.successors],
        "cashDiscounts": [same(t, parts.WireTier) for t in document.cash_discounts],
        # The document's own discount is made anew from discountPercent and discountAmount.
        "funds": parts.funds_view(document),
        "stampDuty": parts.stamp_duty_view(document.stamp_duty),
        "allowancesCharges": [
            parts.allowance_view(a) for a in document.allowances_charges if not a.computed
        ],
        "payments": [parts.payment_view(p) for p in document.payments],
        "paymentInstructions": parts.instructions_view(document.payment_instructions),
        "invoicedObject": identifier_view(document.invoiced_object),
        "_delivery": parts.delivery_view(document.delivery),
        "supportingDocuments": [parts.supporting_view(s) for s in document.supporting_documents],
        "sends": [_sent_view(sent) for sent in document.sends],
        **_prints(document),
        "viewedAt": document.viewed_at,
        "decision": _decision_view(document.decision),
        "_original": attachment_view(document.original) if document.original else None,
        "_attachments": [attachment_view(a) for a in document.attachments],
    }


def _prints(document: Document) -> dict[str, Any]:
    """The originals there are, and how often it was printed: originals and copies."""
    count = len(document.prints) + document.copies_printed
    if not count:
        return {}
    shown = [
        {
            "language": one.language,
            "theme": one.theme,
            "hideHeaderFooter": one.bare,
            "sha256": one.sha256,
            "size": one.size_bytes,
            "createdAt": one.created_at,
        }
        for one in document.prints
    ]
    flags = {"isPrinted": True, "isReprinted": document.copies_printed > 0}
    return {"prints": shown, "printCount": count, "flags": flags}


def _decision_view(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    named = lean({"name": decision.name, "note": decision.note})
    return {"state": decision.state, "at": decision.at, **named}


def _sent_view(sent: Sent) -> dict[str, Any]:
    return lean(
        {
            "id": sent.id,
            "to": sent.recipients,
            "at": sent.at,
            "status": sent.state,
            "messageId": sent.message_id,
            "detail": sent.detail,
            "reminder": sent.reminder or None,
            "recipients": [
                lean({"to": o.recipient, "status": o.state, "at": o.at, "detail": o.detail})
                for o in sent.outcomes
            ],
        }
    )
