"""The Document on the wire: what may be written."""

from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.wire import parts
from invoicing.edge.wire.base import (
    Amount,
    Currency,
    Day,
    Flag,
    Map,
    Name,
    PartMap,
    Text,
    Wire,
    renamed,
)
from invoicing.edge.wire.line import WireLine
from invoicing.edge.wire.party import (
    WireIdentifier,
    WireParty,
    identifier,
)
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import (
    ConversionRate,
    Document,
    DocumentReference,
    FundContribution,
    Note,
    PaymentTier,
    StampDuty,
)
from invoicing.model.document import AccountingSchema
from invoicing.rules.derivation import CONVERTS
from invoicing.rules.own_types import called

LINES_MAX = 10_000
PAYMENTS_MAX = 50  # each is a row of the transaction that issues the document

DocumentType = Literal[
    "invoice",
    "estimate",
    "advance",
    "credit-note",
    "delivery-note",
    "proforma",
    "contract-note",
    "receipt",
]

# Those above, or one the organization defined (`/document-types`).
TYPE_PATTERN = r"^[a-z][a-z0-9-]{1,39}$"
TypeKey = Annotated[Name, Field(pattern=TYPE_PATTERN)]

# API name -> model field, where the value is the same on both sides and a caller may set it.
SAME = {
    "number": "number",
    "numberInternal": "number_internal",
    "serie": "series",
    "previousDocumentId": "previous_document_id",
    "date": "issue_date",
    "dateService": "period_start",
    "dateServiceTo": "period_end",
    "dateDue": "due_date",
    "dateValidTill": "valid_until",
    "datePaid": "paid_date",
    "dateReceived": "received_date",
    "dateTaxPoint": "tax_point_date",
    "taxPointCode": "tax_point_code",
    "reference": "reference",
    "decimalPlaces": "decimal_places",
    "note": "note",
    "taxClause": "tax_clause",
    "omitTaxes": "omit_taxes",
    "keepPricesAsGross": "prices_include_tax",
    "ignoreOmitTaxes": "ignore_omit_taxes",
    "footer": "footer",
    "signature": "signature",
    "typeCode": "type_code",
    "displayName": "title",
    "currencyId": "currency",
    "taxCurrencyId": "tax_currency",
    "validateEslog": "validate_eslog",
    "uniqueId": "unique_id",
    "customTotals": "custom_totals",
    "incoming": "incoming",
    "imported": "imported",
    "equalization": "equalization",
    "roundingLevel": "rounding_level",
    "cashRounding": "cash_rounding",
    "roundingAmount": "rounding_amount",
    "sourceName": "source_name",
    "sourceHash": "source_hash",
    "discountPercent": "discount_percent",
    "discountAmount": "discount_amount",
    "withholdingRate": "withholding_rate",
    "withholdingType": "withholding_type",
    "withholdingCause": "withholding_cause",
    "splitPayment": "split_payment",
    "prepaid": "prepaid",
    "chargesDisabled": "charges_disabled",
    "documentIds": "document_ids",
    "custom": "custom",
    "l10n": "l10n",
    "clientId": "client_id",
    "unitId": "unit_id",
    "priceListId": "price_list_id",
    "warehouseId": "warehouse_id",
    "destinationWarehouseId": "destination_warehouse_id",
    "buyerReference": "buyer_reference",
    "projectReference": "project_reference",
    "contractReference": "contract_reference",
    "orderReference": "purchase_order_reference",
    "salesOrderReference": "sales_order_reference",
    "receivingAdviceReference": "receiving_advice_reference",
    "despatchAdviceReference": "despatch_advice_reference",
    "tenderReference": "tender_reference",
    "accountingReference": "accounting_reference",
    "paymentTerms": "payment_terms",
    "businessProcess": "business_process",
    "specification": "specification",
    "noteToRecipient": "note_to_recipient",
    "remarks": "remarks",
    "emailTo": "email_to",
    "externalSourceDoc": "external_source_doc",
    "financialAccount": "financial_account",
    "accountingSchema": "accounting_schema",
    "partyAccountingSchema": "party_accounting_schema",
    "printedReportName": "printed_report_name",
    "isActive": "is_active",
    "isSeriesCommunicated": "is_series_communicated",
    "defaultItemWithholdingId": "default_item_withholding_id",
    "_data": "data",
    "_furs": "furs",
    "_at": "at",
    "_fina": "fina",
    "_fatturaPa": "fattura_pa",
    "_bPay": "bpay",
}
PARTIES = {
    "_documentIssuer": "seller",
    "_documentClient": "buyer",
    "_documentUnit": "unit",
    "_payee": "payee",
    "_taxRepresentative": "tax_representative",
}
NAMES = {field: api for table in (SAME, PARTIES) for api, field in table.items()}

READ_ONLY = frozenset(
    {
        "id", "organizationId", "accountId", "version", "state", "live", "total", "totalConverted",
        "totalDiscount", "totalWithTax", "totalWithTaxConverted", "totalTax", "totalPaid",
        "totalDue", "paidInFull", "paymentStatus", "canceled", "sentSnailMail", "_documentTaxes",
        "_documentReverseTaxes", "hasUnit", "isValidEslog", "issuedAt", "shareableId",
        "shareExpiresAt", "dateYear",
        "createdAt", "updatedAt", "deletedAt", "_isDeleted", "deletedId", "_comments", "sends",
        "_attachments", "_original", "viewedAt", "decision", "prints", "printCount", "flags",
        "totals", "totalCashDiscount", "format", "warnings", "signatures", "seriesNumber",
        "allowedActions",
        "canceledAt", "technical", "archived", "archivedAt", "archiveCategory", "sentAt",
        "sentMethod", "baseType", "isLocked", "lockReason", "lockedAt", "clonedFromId",
        "totalCredited", "_successors", "recurrences",
    }
)  # fmt: skip


class DocumentInput(Wire):
    """A document as a caller writes it; only `_documentItems` is needed."""

    server_owned = READ_ONLY

    items: Annotated[
        tuple[WireLine, ...] | None,
        Field(alias="_documentItems", max_length=LINES_MAX, description="lines of the document"),
    ] = None
    draft: Flag | None = None
    type: TypeKey | None = None
    typeCode: Name | None = renamed("typeCode")
    number: Annotated[Name, Field(max_length=100)] | None = None
    numberInternal: Name | None = renamed("numberInternal")
    serie: Annotated[Name, Field(max_length=30)] | None = None
    previousDocumentId: Name | None = renamed("previousDocumentId")
    date: Day | None = None
    dateService: Day | None = renamed("dateService")
    dateServiceTo: Day | None = renamed("dateServiceTo")
    dateDue: Day | None = renamed("dateDue")
    dateValidTill: Day | None = renamed("dateValidTill")
    datePaid: Day | None = renamed("datePaid")
    dateReceived: Day | None = renamed("dateReceived")
    dateTaxPoint: Day | None = renamed("dateTaxPoint")
    taxPointCode: Name | None = renamed("taxPointCode")
    reference: Name | None = None
    decimalPlaces: Annotated[int, Field(ge=0, le=8, strict=True)] | None = renamed("decimalPlaces")
    note: Text | None = None
    notes: tuple[parts.WireNote, ...] | None = None
    taxClause: Text | None = renamed("taxClause")
    footer: Text | None = None
    signature: Text | None = None
    displayName: Name | None = renamed("displayName")
    omitTaxes: Flag | None = renamed("omitTaxes")
    ignoreOmitTaxes: Flag | None = renamed("ignoreOmitTaxes")
    keepPricesAsGross: Flag | None = renamed("keepPricesAsGross")
    customTotals: Flag | None = renamed("customTotals")
    strictTotals: Flag | None = renamed("strictTotals")
    currencyId: Currency | None = renamed("currencyId")
    taxCurrencyId: Currency | None = renamed("taxCurrencyId")
    validateEslog: Flag | None = renamed("validateEslog")
    uniqueId: Annotated[Name, Field(max_length=200)] | None = renamed("uniqueId")
    incoming: Flag | None = None
    imported: Flag | None = None
    equalization: Amount | None = Field(default=None, ge=0, le=100)
    roundingLevel: Literal["document", "line"] | None = renamed("roundingLevel")
    cashRounding: Amount | None = renamed("cashRounding", gt=0, le=10)
    roundingAmount: Amount | None = renamed("roundingAmount", gt=-1, lt=1)
    sourceName: Name | None = renamed("sourceName")
    sourceHash: Name | None = renamed("sourceHash")
    discountPercent: Amount | None = renamed("discountPercent", ge=0, le=100)
    discountAmount: Amount | None = renamed("discountAmount", ge=0)
    withholdingRate: Amount | None = renamed("withholdingRate", ge=0, le=100)
    withholdingType: Name | None = renamed("withholdingType")
    withholdingCause: Name | None = renamed("withholdingCause")
    funds: Annotated[tuple[parts.WireFund, ...], Field(max_length=10)] | None = None
    stampDuty: parts.WireStampDuty | None = renamed("stampDuty")
    splitPayment: Flag | None = renamed("splitPayment")
    prepaid: Amount | None = Field(default=None)
    chargesDisabled: Flag | None = renamed("chargesDisabled")
    documentIds: Annotated[tuple[Name, ...], Field(max_length=100)] | None = renamed("documentIds")
    custom: Map | None = None
    l10n: Map | None = renamed(
        "l10n",
        description="texts in other languages: displayName_de, note_de, taxClause_de, footer_de, "
        "signature_de, paymentTerms_de",
    )
    issuer: WireParty | None = renamed("_documentIssuer")
    clientId: Name | None = renamed("clientId")
    client: WireParty | None = renamed("_documentClient")
    unitId: Name | None = renamed("unitId")
    unit: WireParty | None = renamed("_documentUnit")
    payee: WireParty | None = renamed("_payee")
    taxRepresentative: WireParty | None = renamed("_taxRepresentative")
    conversion: parts.WireConversion | None = renamed("_documentConversionRate")
    priceListId: Name | None = renamed("priceListId")
    warehouseId: Name | None = renamed("warehouseId")
    destinationWarehouseId: Name | None = renamed("destinationWarehouseId")
    data: Annotated[tuple[PartMap, ...], Field(max_length=100)] | None = renamed("_data")
    furs: PartMap | None = renamed("_furs")
    at: PartMap | None = renamed("_at")
    fina: PartMap | None = renamed("_fina")
    fatturaPa: Map | None = renamed("_fatturaPa")
    bPay: PartMap | None = renamed("_bPay")
    payments: Annotated[tuple[parts.WirePayment, ...], Field(max_length=PAYMENTS_MAX)] | None = None
    send: Map | Flag | None = None
    buyerReference: Name | None = renamed("buyerReference")
    projectReference: Name | None = renamed("projectReference")
    contractReference: Name | None = renamed("contractReference")
    orderReference: Name | None = renamed("orderReference")
    salesOrderReference: Name | None = renamed("salesOrderReference")
    receivingAdviceReference: Name | None = renamed("receivingAdviceReference")
    despatchAdviceReference: Name | None = renamed("despatchAdviceReference")
    tenderReference: Name | None = renamed("tenderReference")
    invoicedObject: WireIdentifier | None = renamed("invoicedObject")
    accountingReference: Name | None = renamed("accountingReference")
    paymentTerms: Text | None = renamed("paymentTerms")
    businessProcess: Name | None = renamed("businessProcess")
    specification: Name | None = None
    noteToRecipient: Text | None = renamed("noteToRecipient")
    remarks: Text | None = None
    emailTo: Name | None = renamed("emailTo")
    externalSourceDoc: Name | None = renamed("externalSourceDoc")
    financialAccount: Name | None = renamed("financialAccount")
    accountingSchema: AccountingSchema | None = renamed("accountingSchema")
    partyAccountingSchema: AccountingSchema | None = renamed("partyAccountingSchema")
    printedReportName: Name | None = renamed("printedReportName")
    isActive: Flag | None = renamed("isActive")
    isSeriesCommunicated: Flag | None = renamed("isSeriesCommunicated")
    defaultItemWithholdingId: Name | None = renamed("defaultItemWithholdingId")
    references: tuple[parts.WireReference, ...] | None = renamed("_references")
    delivery: parts.WireDelivery | None = renamed("_delivery")
    paymentInstructions: parts.WireInstructions | None = renamed("paymentInstructions")
    cashDiscounts: tuple[parts.WireTier, ...] | None = renamed("cashDiscounts")
    allowancesCharges: tuple[parts.WireAllowanceCharge, ...] | None = renamed("allowancesCharges")
    supportingDocuments: (
        Annotated[tuple[parts.WireSupportingDocument, ...], Field(max_length=100)] | None
    ) = renamed("supportingDocuments")

    def to_draft(self) -> Document:
        """The document these fields describe, with nothing filled in yet."""
        given = {
            (field.alias or name): value
            for name, field in type(self).model_fields.items()
            if (value := getattr(self, name)) is not None
        }
        values: dict[str, Any] = {SAME[api]: v for api, v in given.items() if api in SAME}
        for api, field in PARTIES.items():
            if api in given:
                values[field] = given[api].to_model()
        if self.type is not None:
            kind = called(self.type)
            values |= {"type": kind.type, "own_type": kind.own_type}
        keep = bool(self.customTotals)
        values["strict_totals"] = bool(self.strictTotals)
        values["lines"] = tuple(line.to_model(keep_totals=keep) for line in self.items or ())
        values["notes"] = tuple(n.to(Note) for n in self.notes or ())
        _check_positions(self.items or ())
        references = tuple(r.to(DocumentReference) for r in self.references or ())
        values["preceding"] = tuple(r for r in references if r.relation != CONVERTS)
        values["sources"] = tuple(r for r in references if r.relation == CONVERTS)
        values["cash_discounts"] = tuple(t.to(PaymentTier) for t in self.cashDiscounts or ())
        values["allowances_charges"] = tuple(a.to_model() for a in self.allowancesCharges or ())
        values["payments"] = tuple(p.to_model() for p in self.payments or ())
        values["supporting_documents"] = tuple(s.to_model() for s in self.supportingDocuments or ())
        if self.conversion:
            values["conversion"] = self.conversion.to(ConversionRate)
        values["funds"] = tuple(f.to(FundContribution) for f in self.funds or ())
        if self.stampDuty:
            values["stamp_duty"] = self.stampDuty.to(StampDuty)
        if self.delivery:
            values["delivery"] = self.delivery.to_model()
        if self.paymentInstructions:
            values["payment_instructions"] = self.paymentInstructions.to_model()
        if self.invoicedObject:
            values["invoiced_object"] = identifier(self.invoicedObject)
        return Document(**values)


def _check_positions(lines: tuple[WireLine, ...]) -> None:
    """Positions are where items stand; InvalidDocument where two claim the same."""
    taken: set[int] = set()
    findings = []
    for index, line in enumerate(lines):
        if line.positionNumber in taken:
            findings.append(
                Finding(
                    "position-repeated",
                    f"/_documentItems/{index}/positionNumber",
                    f"another item has the position {line.positionNumber}",
                    "leave positionNumber out: items stand in the order in which they are sent",
                )
            )
        elif line.positionNumber is not None:
            taken.add(line.positionNumber)
    if findings:
        raise InvalidDocument(findings)


class StatedTotals(Wire):
    """Totals of a document as a caller states them: compared with ours, never stored."""

    net: Amount | None = renamed("total")
    tax: Amount | None = renamed("totalTax")
    gross: Amount | None = renamed("totalWithTax")
    discount: Amount | None = renamed("totalDiscount")


def written_fields(names: set[str]) -> frozenset[str]:
    """The model fields behind API names of a request body."""
    aliases = {(field.alias or name): name for name, field in DocumentInput.model_fields.items()}
    return frozenset(
        SAME.get(api) or PARTIES.get(api) or aliases.get(api, api)
        for api in names
        if api not in READ_ONLY
    )
