"""The document between CII and the model."""

from datetime import date

from invoicing.formats._codes import TYPE_OF_CODE, type_code
from invoicing.formats._lines import product_lines, view_subtotals, with_exemptions
from invoicing.formats._mapping import Report
from invoicing.formats._totals import allowances_and_charges
from invoicing.formats.cii import _party as party
from invoicing.formats.cii import _wire as wire
from invoicing.formats.cii._line import OBJECT
from invoicing.formats.cii._payment import load_payment, view_means, view_terms
from invoicing.formats.cii._profiles import EXTENDED
from invoicing.model import (
    Address,
    Delivery,
    Document,
    Identifier,
    Note,
    SupportingDocument,
    TaxSubtotal,
    Totals,
)

SUPPORTING, TENDER = "916", "50"  # UNCL1001 codes of references

# Passed through under the same name.
_SAME = (
    "number",
    "issue_date",
    "type_code",
    "tax_currency",
    "currency",
    "buyer_reference",
    "sales_order_reference",
    "purchase_order_reference",
    "contract_reference",
    "project_reference",
    "period_start",
    "period_end",
    "allowances_charges",
    "preceding",
    "accounting_reference",
)
_SUMS = ("lines", "charges", "allowances", "net", "rounding", "gross", "prepaid", "payable")
_SUBTOTAL = ("tax", "exemption_reason", "base", "category", "exemption_code", "rate")

# BT-8 in UNCL2005, as the norm has it, and in UNCL2475, as CII writes it.
_TAX_POINT_CODES = {"3": "5", "35": "29", "432": "72"}
_TAX_POINTS = {code: norm for norm, code in _TAX_POINT_CODES.items()}


def load(value: wire.Invoice, report: Report) -> Document:
    """The document a file says, with the totals as the file states them."""
    note, notes = _load_notes(value.notes)
    subtotals = tuple(
        TaxSubtotal(**{f: getattr(t, f) for f in _SUBTOTAL}) for t in value.tax_subtotals
    )
    totals = _load_totals(value, report)
    if value.specification != EXTENDED:
        _check(value, report)
    objects = [r for r in value.references if r.type_code == OBJECT]
    tenders = [r.number for r in value.references if r.type_code == TENDER]
    due_dates = [t.due_date for t in value.terms if t.due_date]
    points = {t.tax_point_date for t in value.tax_subtotals if t.tax_point_date}
    codes = {t.tax_point_code for t in value.tax_subtotals if t.tax_point_code}
    tax_point_code = min(codes, default="")
    return Document(
        **{field: getattr(value, field) for field in _SAME},
        specification=value.specification,
        business_process=value.business_process,
        type=TYPE_OF_CODE.get(value.type_code, "invoice"),
        due_date=max(due_dates, default=None),
        tax_point_date=min(points, default=None),
        tax_point_code=_TAX_POINTS.get(tax_point_code, tax_point_code),
        note=note,
        notes=notes,
        tender_reference=tenders[0] if tenders else "",
        invoiced_object=_object(objects[0]) if objects else None,
        supporting_documents=tuple(
            _load_supporting(r) for r in value.references if r.type_code not in (OBJECT, TENDER)
        ),
        seller=party.load_party(value.seller, "_documentIssuer", report),
        buyer=party.load_party(value.buyer, "_documentClient", report),
        payee=party.load_other(value.payee, "payee", report),
        tax_representative=party.load_other(value.tax_representative, "taxRepresentative", report),
        delivery=_load_delivery(value.delivery),
        despatch_advice_reference=value.delivery.despatch_advice_reference,
        receiving_advice_reference=value.delivery.receiving_advice_reference,
        payment_terms="\n".join(t.text for t in value.terms if t.text),
        payment_instructions=load_payment(value, report),
        totals=totals,
        tax_subtotals=subtotals,
        prepaid=totals.prepaid or None,
        lines=with_exemptions(value.lines, subtotals),
    )


def _check(value: wire.Invoice, report: Report) -> None:
    """What EN 16931 has once, and EXTENDED may have several times."""
    kinds = [r.type_code for r in value.references]
    _once(kinds.count(OBJECT), "invoicedObject", "CII-SR-458", report)
    _once(kinds.count(TENDER), "tenderReference", "CII-SR-457", report)
    _once(len(value.terms), "paymentTerms", "CII-SR-452", report)
    points = {t.tax_point_date for t in value.tax_subtotals if t.tax_point_date}
    codes = {t.tax_point_code for t in value.tax_subtotals if t.tax_point_code}
    _once(len(points), "taxPointDate", "CII-SR-461", report)
    _once(len(codes), "taxPointCode", "CII-SR-462", report)


def _once(count: int, field: str, rule: str, report: Report) -> None:
    if count > 1:
        report(field, rule, "stands more than once.", "Keep exactly one.")


def _load_notes(notes: tuple[Note, ...]) -> tuple[str, tuple[Note, ...]]:
    """A first note without a subject is the document's own; the others stay a list."""
    if notes and not notes[0].subject_code:
        return notes[0].text, notes[1:]
    return "", notes


def _object(reference: wire.Reference) -> Identifier:
    return Identifier(value=reference.number, scheme=reference.scheme)


def _load_supporting(reference: wire.Reference) -> SupportingDocument:
    return SupportingDocument(
        id=reference.number,
        description=reference.description,
        url=reference.url,
        mime_type=reference.mime_type,
        file_name=reference.file_name,
        content=reference.content,
    )


def _load_delivery(value: wire.Delivery) -> Delivery | None:
    delivery = Delivery(
        name=value.name,
        location=value.global_location or value.location,
        delivered_on=value.delivered_on,
        address=value.address,
    )
    return None if delivery == Delivery() else delivery


def _load_totals(value: wire.Invoice, report: Report) -> Totals:
    """The totals; of the tax totals one is in the document's currency, one in the other."""
    taxes = value.totals.tax_totals
    own = [t.amount for t in taxes if t.currency in ("", value.currency)]
    other = [t.amount for t in taxes if t.currency not in ("", value.currency)]
    if len(own) == 2 and value.tax_currency == value.currency:
        other = [own.pop()]
    foreign = {t.currency for t in taxes} - {"", value.currency, value.tax_currency}
    if len(own) > 1 or len(other) > 1 or foreign:
        report(
            "totalTax",
            "BR-53",
            "has an unclear TaxTotalAmount.",
            "Give one in the document's currency and at most one in the tax currency.",
        )
    given = {field: getattr(value.totals, field) for field in _SUMS}
    if own and own[0] is not None:
        given["tax"] = own[0]
    return Totals(**given, tax_in_tax_currency=other[0] if other else None)


def view(document: Document, *, specification: str, process: str) -> wire.Invoice:
    """What CII says of a calculated document."""
    instructions = document.payment_instructions
    debit = instructions.direct_debit if instructions else None
    same = {field: getattr(document, field) for field in _SAME}
    same["type_code"] = type_code(document.type, document.type_code)
    own = (Note(text=document.note),) if document.note else ()
    return wire.Invoice(
        **same,
        specification=specification,
        business_process=process,
        notes=(*own, *document.notes),
        lines=product_lines(document),
        seller=party.view_party(document.seller),
        buyer=party.view_party(document.buyer),
        tax_representative=party.view_other(document.tax_representative),
        references=tuple(_view_references(document)),
        delivery=_view_delivery(document),
        creditor_id=debit.creditor_id if debit else "",
        remittance=instructions.remittance if instructions else "",
        payee=party.view_other(document.payee),
        means=view_means(instructions),
        tax_subtotals=tuple(_view_taxes(document)),
        terms=view_terms(document.payment_terms, document.due_date, instructions),
        totals=_view_totals(document),
    )


def _view_references(document: Document) -> list[wire.Reference]:
    found = [
        wire.Reference(
            number=value.id or value.file_name or "1",
            type_code=SUPPORTING,
            description=value.description,
            url=value.url,
            mime_type=value.mime_type,
            file_name=value.file_name,
            content=value.content,
        )
        for value in document.supporting_documents
    ]
    if document.tender_reference:
        found.append(wire.Reference(number=document.tender_reference, type_code=TENDER))
    if document.invoiced_object:
        thing = document.invoiced_object
        found.append(wire.Reference(number=thing.value, scheme=thing.scheme, type_code=OBJECT))
    return found


def _view_delivery(document: Document) -> wire.Delivery:
    value = document.delivery or Delivery()
    known = bool(value.location and value.location.scheme)
    address: Address | None = value.address
    return wire.Delivery(
        location=None if known else value.location,
        global_location=value.location if known else None,
        name=value.name,
        address=address,
        delivered_on=value.delivered_on,
        despatch_advice_reference=document.despatch_advice_reference,
        receiving_advice_reference=document.receiving_advice_reference,
    )


def _view_taxes(document: Document) -> list[wire.Tax]:
    """The breakdown; the tax point stands in its first row (CII-SR-461, CII-SR-462)."""
    point: date | None = document.tax_point_date
    code = _TAX_POINT_CODES.get(document.tax_point_code, document.tax_point_code)
    return [
        wire.Tax(
            **{field: getattr(subtotal, field) for field in _SUBTOTAL},
            tax_point_date=None if index else point,
            tax_point_code="" if index else code,
        )
        for index, subtotal in enumerate(view_subtotals(document))
    ]


def _view_totals(document: Document) -> wire.Totals:
    totals = document.totals
    taxes = [wire.TaxTotal(amount=totals.tax, currency=document.currency)]
    if document.tax_currency and totals.tax_in_tax_currency is not None:
        taxes.append(
            wire.TaxTotal(amount=totals.tax_in_tax_currency, currency=document.tax_currency)
        )
    sums = {f: getattr(totals, f) for f in _SUMS} | allowances_and_charges(document)
    return wire.Totals(**sums, tax_totals=tuple(taxes))
