"""The document between UBL and the model."""

import re
from datetime import date

from invoicing.formats._codes import CREDIT_CODES, TYPE_OF_CODE, type_code
from invoicing.formats._lines import product_lines, view_subtotals, with_exemptions
from invoicing.formats._mapping import Report
from invoicing.formats._totals import allowances_and_charges
from invoicing.formats.ubl import _party as party
from invoicing.formats.ubl import _wire as wire
from invoicing.formats.ubl._payment import load_means, view_means
from invoicing.model import (
    Document,
    Identifier,
    Note,
    SupportingDocument,
    TaxSubtotal,
    Totals,
)
from invoicing.model.third_party import kept, third_party_payments
from invoicing.model.value import replace

OBJECT, PROJECT = "130", "50"  # UNCL1001 codes of references that are no documents
INVOICING = "billing:01:"  # of Peppol's processes the one that knows credit notes as documents
# Specifications whose BT-121 is the country's own code, as the document has it.
NATIONAL_REASONS = ("urn:feap.gov.pt:CIUS-PT",)
NO_ORDER = "NA"  # Peppol's spelling of a sales order without a purchase order
_SUBJECT = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)

# Passed through under the same name.
_SAME = (
    "specification",
    "business_process",
    "number",
    "issue_date",
    "type_code",
    "tax_point_date",
    "currency",
    "tax_currency",
    "accounting_reference",
    "buyer_reference",
    "period_start",
    "period_end",
    "tax_point_code",
    "sales_order_reference",
    "preceding",
    "despatch_advice_reference",
    "receiving_advice_reference",
    "tender_reference",
    "contract_reference",
    "delivery",
    "payment_terms",
    "allowances_charges",
)
_SUMS = ("lines", "allowances", "charges", "net", "gross", "prepaid", "rounding", "payable")


def load(value: wire.Invoice, report: Report, *, credit: bool) -> Document:
    """The document a file says, with the totals as the file states them."""
    if credit and value.type_code and value.type_code not in CREDIT_CODES:
        report(
            "typeCode",
            "BR-CL-01",
            f"{value.type_code[:10]!r} is no code of a credit note.",
            "Send an invoice as Invoice, or give the credit note's code, such as 381.",
        )
    if not credit and value.type_code in CREDIT_CODES and INVOICING in value.business_process:
        text, fix = "is the code of a credit note.", "Send it as a CreditNote."
        report("typeCode", "PEPPOL-EN16931-P0100", text, fix, told=True)
    note, notes = _load_notes(value.notes)
    objects = [r for r in value.references if r.type_code == OBJECT]
    projects = [r for r in value.references if r.type_code == PROJECT]
    if len(objects) > 1:
        report("invoicedObject", "UBL-SR-04", "stands more than once.", "Keep exactly one.")
    for index, reference in enumerate(value.references):
        _check_reference(reference, index, report, credit=credit)
    project = value.project_reference or "".join(_id(r).value for r in projects[:1])
    purchase = value.purchase_order_reference
    if purchase == NO_ORDER and value.sales_order_reference:
        purchase = ""
    totals, subtotals = _load_taxes(value, report)
    party.check_parties(value, report)
    creditor = party.creditor_id(value.seller, value.payee)
    dates = [d for d in (value.due_date, *(m.due_date for m in value.means)) if d]
    if len(set(dates)) > 1:
        report("dateDue", "UBL-SR-45", "has several values.", "Keep one due date.")
    return Document(
        **{field: getattr(value, field) for field in _SAME},
        type=TYPE_OF_CODE.get(value.type_code, "invoice"),
        due_date=dates[0] if dates else None,
        note=note,
        notes=notes,
        purchase_order_reference=purchase,
        project_reference=project,
        invoiced_object=objects[0].id if objects else None,
        supporting_documents=tuple(
            _load_supporting(r)
            for r in value.references
            if r.type_code != OBJECT and (r.type_code != PROJECT or value.project_reference)
        ),
        seller=party.load_party(value.seller, "_documentIssuer", report),
        buyer=party.load_party(value.buyer, "_documentClient", report),
        payee=party.load_other(value.payee, "payee", report),
        tax_representative=party.load_other(value.tax_representative, "taxRepresentative", report),
        payment_instructions=load_means(value.means, creditor, report),
        totals=totals,
        tax_subtotals=subtotals,
        prepaid=totals.prepaid or None,
        lines=with_exemptions(value.lines, subtotals),
        data=kept(value.third_party),
    )


def _load_notes(texts: tuple[str, ...]) -> tuple[str, tuple[Note, ...]]:
    """A first note without a subject is the document's own; the others stay a list."""
    notes = []
    for text in texts:
        match = _SUBJECT.fullmatch(text)
        notes.append(Note(text=match[2], subject_code=match[1]) if match else Note(text=text))
    if notes and not notes[0].subject_code:
        return notes[0].text, tuple(notes[1:])
    return "", tuple(notes)


def _id(reference: wire.Reference) -> Identifier:
    return reference.id or Identifier(value="")


def _check_reference(
    reference: wire.Reference, index: int, report: Report, *, credit: bool
) -> None:
    """What UBL demands of a reference, though it can be read without."""
    at, kind = f"supportingDocuments/{index}", reference.type_code
    if kind not in (OBJECT, PROJECT if credit else OBJECT) and (kind or _id(reference).scheme):
        text = "has a scheme or a type code, though it is no invoiced object."
        report(f"{at}/id", "UBL-SR-43", text, "Keep the reference's id only.", told=True)
    if reference.content and not reference.mime_type:
        report(f"{at}/mimeType", "UBL-DT-06", "is missing.", "Give the MIME type.", told=True)
    if reference.content and not reference.file_name:
        report(f"{at}/fileName", "UBL-DT-07", "is missing.", "Give the file's name.", told=True)


def _load_supporting(reference: wire.Reference) -> SupportingDocument:
    return SupportingDocument(
        id=_id(reference).value,
        description=reference.description,
        url=reference.url,
        mime_type=reference.mime_type,
        file_name=reference.file_name,
        content=reference.content,
    )


def _load_taxes(value: wire.Invoice, report: Report) -> tuple[Totals, tuple[TaxSubtotal, ...]]:
    """The totals with BT-110 and BT-111, and the tax breakdown."""
    own = [t for t in value.tax_totals if t.currency in ("", value.currency)]
    other = [t for t in value.tax_totals if t not in own]
    if len(own) != 1 and value.tax_totals:
        report("totalTax", "BR-CO-15", "is not stated once.", "Give one TaxTotal.", told=True)
    if sum(1 for t in value.tax_totals if t.subtotals) != 1:
        text, fix = "has no breakdown, or several.", "Give one TaxTotal with it."
        report("_documentTaxes", "PEPPOL-EN16931-R053", text, fix, told=True)
    if not own and not value.tax_currency:
        own, other = other, []
    if len(own) == 2 and value.tax_currency == value.currency:
        # Both totals are in the one currency; only the document's own has a breakdown.
        other = [t for t in own if not t.subtotals]
        own = [t for t in own if t.subtotals]
    if len(own) > 1 or len(other) > 1 or any(t.currency != value.tax_currency for t in other):
        report(
            "totalTax",
            "PEPPOL-EN16931-R054",
            "has an unclear TaxTotal.",
            "Give one in the document's currency and at most one in the tax currency.",
        )
    totals = Totals(**{field: getattr(value.totals, field) for field in _SUMS})
    if own and own[0].amount is not None:
        totals = replace(totals, tax=own[0].amount)
    if other and other[0].currency == value.tax_currency:
        totals = replace(totals, tax_in_tax_currency=other[0].amount)
    return totals, tuple(s for t in own or other for s in t.subtotals)


def view(document: Document, *, credit: bool, specification: str, process: str) -> wire.Invoice:
    """What UBL says of a calculated document."""
    debit = document.payment_instructions and document.payment_instructions.direct_debit
    project = document.project_reference
    references = [*map(_view_supporting, document.supporting_documents)]
    if document.invoiced_object:
        references.insert(0, wire.Reference(id=document.invoiced_object, type_code=OBJECT))
    if credit and project:
        references.insert(0, wire.Reference(id=Identifier(value=project), type_code=PROJECT))
    means_due: date | None = document.due_date if credit else None
    purchase = document.purchase_order_reference
    same = {field: getattr(document, field) for field in _SAME}
    same |= {
        "type_code": type_code(document.type, document.type_code),
        "specification": specification,
        "business_process": process,
    }
    return wire.Invoice(
        **same,
        due_date=None if credit else document.due_date,
        notes=tuple(_view_notes(document)),
        purchase_order_reference=purchase or (NO_ORDER if document.sales_order_reference else ""),
        project_reference="" if credit else project,
        references=tuple(references),
        seller=party.view_party(document.seller, debit.creditor_id if debit else ""),
        buyer=party.view_party(document.buyer),
        payee=party.view_payee(document.payee),
        tax_representative=party.view_representative(document.tax_representative),
        means=view_means(document.payment_instructions, means_due),
        tax_totals=_view_taxes(document, specification),
        totals=_view_totals(document),
        lines=product_lines(document),
        third_party=() if credit else third_party_payments(document),
    )


def _view_notes(document: Document) -> list[str]:
    own = [document.note] if document.note else []
    return own + [
        f"#{n.subject_code}#{n.text}" if n.subject_code else n.text for n in document.notes
    ]


def _view_supporting(value: SupportingDocument) -> wire.Reference:
    return wire.Reference(
        id=Identifier(value=value.id or value.file_name or "1"),
        description=value.description,
        url=value.url,
        mime_type=value.mime_type,
        file_name=value.file_name,
        content=value.content,
    )


def _view_totals(document: Document) -> wire.Totals:
    totals = document.totals
    sums = {f: getattr(totals, f) for f in _SUMS} | allowances_and_charges(document)
    return wire.Totals(**sums)


def _view_taxes(document: Document, specification: str) -> tuple[wire.TaxTotal, ...]:
    national = any(name in specification for name in NATIONAL_REASONS)
    totals = [
        wire.TaxTotal(
            amount=document.totals.tax,
            currency=document.currency,
            subtotals=document.tax_subtotals if national else view_subtotals(document),
        )
    ]
    if document.tax_currency and document.totals.tax_in_tax_currency is not None:
        totals.append(
            wire.TaxTotal(
                amount=document.totals.tax_in_tax_currency, currency=document.tax_currency
            )
        )
    return tuple(totals)
