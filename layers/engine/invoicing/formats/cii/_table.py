"""The mapping of EN 16931 to CII D16B. Source: CEN/TS 16931-3-3, in the order of the schema."""

from invoicing.formats._lines import view_line
from invoicing.formats._mapping import (
    AMOUNT,
    BASE64,
    CODE,
    DAY,
    IDENTIFIER,
    NUMBER,
    Filled,
    Fixed,
    Group,
    Leaf,
    Row,
)
from invoicing.formats.cii import _party as party
from invoicing.formats.cii import _wire as wire
from invoicing.formats.cii._line import LINE, allowances, period
from invoicing.model import Address, DocumentReference, Line, Note
from invoicing.model.money import ZERO

_CONTEXT = "rsm:ExchangedDocumentContext"
_DOCUMENT = "rsm:ExchangedDocument"
_TRANSACTION = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeAgreement"
_SETTLEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeSettlement"
_PROJECT = f"{_AGREEMENT}/ram:SpecifiedProcuringProject"
_SHIP_TO = "ram:ShipToTradeParty"

_REFERENCE: list[Row] = [
    Leaf("ram:IssuerAssignedID", "BT-122, BT-17, BT-18", "number", required="BR-52"),
    Leaf("ram:URIID", "BT-124", "url"),
    Leaf("ram:TypeCode", "", "type_code", CODE),
    Leaf("ram:Name", "BT-123", "description"),
    Leaf("ram:AttachmentBinaryObject", "BT-125", "content", BASE64),
    Leaf("ram:AttachmentBinaryObject/@mimeCode", "BT-125", "mime_type", CODE),
    Leaf("ram:AttachmentBinaryObject/@filename", "BT-125", "file_name"),
    Leaf("ram:ReferenceTypeCode", "BT-18", "scheme", CODE),
]
_DELIVERY: list[Row] = [
    Leaf(f"{_SHIP_TO}/ram:ID", "BT-71", "location", IDENTIFIER, scheme="schemeID"),
    Leaf(f"{_SHIP_TO}/ram:GlobalID", "BT-71", "global_location", IDENTIFIER, scheme="schemeID"),
    Leaf(f"{_SHIP_TO}/ram:Name", "BT-70", "name"),
    Group(
        f"{_SHIP_TO}/ram:PostalTradeAddress",
        "BG-15",
        "address",
        Address,
        party.address("BT-78 BT-75 BT-76 BT-165 BT-77 BT-80 BT-79"),
    ),
    Leaf(
        "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString",
        "BT-72",
        "delivered_on",
        DAY,
    ),
    Leaf(
        "ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID",
        "BT-16",
        "despatch_advice_reference",
    ),
    Leaf(
        "ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID",
        "BT-15",
        "receiving_advice_reference",
    ),
]
_MEANS: list[Row] = [
    Leaf("ram:TypeCode", "BT-81", "code", CODE),
    Leaf("ram:Information", "BT-82", "text"),
    Leaf("ram:ApplicableTradeSettlementFinancialCard/ram:ID", "BT-87", "card_number"),
    Leaf("ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName", "BT-88", "card_holder"),
    Leaf("ram:PayerPartyDebtorFinancialAccount/ram:IBANID", "BT-91", "debited_account", CODE),
    Leaf("ram:PayeePartyCreditorFinancialAccount/ram:IBANID", "BT-84", "iban", CODE),
    Leaf("ram:PayeePartyCreditorFinancialAccount/ram:AccountName", "BT-85", "account_name"),
    Leaf("ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID", "BT-84", "other_account"),
    Filled("ram:PayeePartyCreditorFinancialAccount", "iban", "BR-50"),
    Leaf("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", "BT-86", "bic", CODE),
]
_SUBTOTAL: list[Row] = [
    Leaf("ram:CalculatedAmount", "BT-117", "tax", AMOUNT, required="BR-46"),
    Fixed("ram:TypeCode", "VAT", told="BR-47", field="category"),
    Leaf("ram:ExemptionReason", "BT-120", "exemption_reason"),
    Leaf("ram:BasisAmount", "BT-116", "base", AMOUNT, required="BR-45"),
    Leaf("ram:CategoryCode", "BT-118", "category", CODE, required="BR-47"),
    Leaf("ram:ExemptionReasonCode", "BT-121", "exemption_code", CODE),
    Leaf("ram:TaxPointDate/udt:DateString", "BT-7", "tax_point_date", DAY),
    Leaf("ram:DueDateTypeCode", "BT-8", "tax_point_code", CODE),
    Leaf("ram:RateApplicablePercent", "BT-119", "rate", NUMBER),
]
_TERMS: list[Row] = [
    Leaf("ram:Description", "BT-20", "text", once="CII-SR-453"),
    Leaf("ram:DueDateDateTime/udt:DateTimeString", "BT-9", "due_date", DAY),
    Leaf("ram:DirectDebitMandateID", "BT-89", "mandate"),
]
_TOTALS: list[Row] = [
    Leaf("ram:LineTotalAmount", "BT-106", "lines", AMOUNT, required="BR-12"),
    Leaf("ram:ChargeTotalAmount", "BT-108", "charges", AMOUNT),
    Leaf("ram:AllowanceTotalAmount", "BT-107", "allowances", AMOUNT),
    Leaf("ram:TaxBasisTotalAmount", "BT-109", "net", AMOUNT, required="BR-13"),
    Group(
        "ram:TaxTotalAmount",
        "",
        "tax_totals",
        wire.TaxTotal,
        [
            Leaf("", "BT-110, BT-111", "amount", AMOUNT),
            Leaf("@currencyID", "", "currency", CODE),
        ],
        many=True,
    ),
    Leaf("ram:RoundingAmount", "BT-114", "rounding", AMOUNT, omit=ZERO),
    Leaf("ram:GrandTotalAmount", "BT-112", "gross", AMOUNT, required="BR-14"),
    Leaf("ram:TotalPrepaidAmount", "BT-113", "prepaid", AMOUNT, omit=ZERO),
    Leaf("ram:DuePayableAmount", "BT-115", "payable", AMOUNT, required="BR-15"),
]


def _number(element: str, term: str, field: str) -> Leaf:
    return Leaf(f"{_AGREEMENT}/ram:{element}ReferencedDocument/ram:IssuerAssignedID", term, field)


ROWS: list[Row] = [
    Leaf(
        f"{_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID",
        "BT-23",
        "business_process",
        CODE,
    ),
    Leaf(
        f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "BT-24",
        "specification",
        CODE,
        required="BR-01",
    ),
    Leaf(f"{_DOCUMENT}/ram:ID", "BT-1", "number", CODE, required="BR-02"),
    Leaf(f"{_DOCUMENT}/ram:TypeCode", "BT-3", "type_code", CODE, required="BR-04"),
    Leaf(
        f"{_DOCUMENT}/ram:IssueDateTime/udt:DateTimeString",
        "BT-2",
        "issue_date",
        DAY,
        required="BR-03",
    ),
    Group(
        f"{_DOCUMENT}/ram:IncludedNote",
        "BG-1",
        "notes",
        Note,
        [Leaf("ram:Content", "BT-22", "text"), Leaf("ram:SubjectCode", "BT-21", "subject_code")],
        many=True,
    ),
    Group(
        f"{_TRANSACTION}/ram:IncludedSupplyChainTradeLineItem",
        "BT-126",
        "lines",
        Line,
        LINE,
        many=True,
        required="BR-16",
        view=view_line,
    ),
    Leaf(f"{_AGREEMENT}/ram:BuyerReference", "BT-10", "buyer_reference"),
    Group(
        f"{_AGREEMENT}/ram:SellerTradeParty",
        "BG-4",
        "seller",
        wire.Party,
        party.SELLER,
        always=True,
    ),
    Group(
        f"{_AGREEMENT}/ram:BuyerTradeParty", "BG-7", "buyer", wire.Party, party.BUYER, always=True
    ),
    Group(
        f"{_AGREEMENT}/ram:SellerTaxRepresentativeTradeParty",
        "BG-11",
        "tax_representative",
        wire.Party,
        party.REPRESENTATIVE,
    ),
    _number("SellerOrder", "BT-14", "sales_order_reference"),
    _number("BuyerOrder", "BT-13", "purchase_order_reference"),
    _number("Contract", "BT-12", "contract_reference"),
    Group(
        f"{_AGREEMENT}/ram:AdditionalReferencedDocument",
        "BG-24",
        "references",
        wire.Reference,
        _REFERENCE,
        many=True,
    ),
    Leaf(f"{_PROJECT}/ram:ID", "BT-11", "project_reference"),
    Fixed(f"{_PROJECT}/ram:Name", "Project reference"),
    Group(
        f"{_TRANSACTION}/ram:ApplicableHeaderTradeDelivery",
        "BG-13",
        "delivery",
        wire.Delivery,
        _DELIVERY,
        always=True,
    ),
    Leaf(f"{_SETTLEMENT}/ram:CreditorReferenceID", "BT-90", "creditor_id"),
    Leaf(f"{_SETTLEMENT}/ram:PaymentReference", "BT-83", "remittance", once="CII-SR-469"),
    Leaf(f"{_SETTLEMENT}/ram:TaxCurrencyCode", "BT-6", "tax_currency", CODE),
    Leaf(f"{_SETTLEMENT}/ram:InvoiceCurrencyCode", "BT-5", "currency", CODE, required="BR-05"),
    Group(f"{_SETTLEMENT}/ram:PayeeTradeParty", "BG-10", "payee", wire.Party, party.PAYEE),
    Group(
        f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans",
        "BG-16",
        "means",
        wire.Means,
        _MEANS,
        many=True,
    ),
    Group(
        f"{_SETTLEMENT}/ram:ApplicableTradeTax",
        "BG-23",
        "tax_subtotals",
        wire.Tax,
        _SUBTOTAL,
        many=True,
    ),
    *period(_SETTLEMENT, "BT-73", "BT-74", "BR-CO-19"),
    allowances(
        _SETTLEMENT,
        "BG-20, BG-21",
        "BT-94,BT-101 BT-93,BT-100 BT-92,BT-99 BT-98,BT-105 BT-97,BT-104",
        "BT-95,BT-102 BT-96,BT-103",
    ),
    Group(
        f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms",
        "",
        "terms",
        wire.Terms,
        _TERMS,
        many=True,
    ),
    Group(
        f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        "BG-22",
        "totals",
        wire.Totals,
        _TOTALS,
        required="BR-13",
    ),
    Group(
        f"{_SETTLEMENT}/ram:InvoiceReferencedDocument",
        "BG-3",
        "preceding",
        DocumentReference,
        [
            Leaf("ram:IssuerAssignedID", "BT-25", "number", required="BR-55"),
            Leaf("ram:FormattedIssueDateTime/qdt:DateTimeString", "BT-26", "issue_date", DAY),
        ],
        many=True,
    ),
    Leaf(
        f"{_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "BT-19",
        "accounting_reference",
    ),
]
