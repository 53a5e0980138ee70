"""The mapping of EN 16931 to UBL 2.1. Source: CEN/TS 16931-3-2, in the order of the schemas."""

from decimal import Decimal

from invoicing.formats._codes import RATE_RULES, of_charge
from invoicing.formats._lines import view_allowance, view_tax
from invoicing.formats._mapping import (
    AMOUNT,
    BASE64,
    CODE,
    DATE,
    FLAG,
    IDENTIFIER,
    NUMBER,
    By,
    Filled,
    Fixed,
    Group,
    Leaf,
    Row,
)
from invoicing.formats.ubl import _wire as wire
from invoicing.formats.ubl._line import load_attribute, view_attribute, view_line
from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    Delivery,
    DocumentReference,
    Identifier,
    Line,
    LineTax,
    TaxSubtotal,
)
from invoicing.model.third_party import ThirdPartyPayment
from invoicing.model.value import Value, replace

ZERO = Decimal(0)


def _address(*t: str) -> list[Row]:
    line1, line2, city, postal_code, subdivision, line3, country = t
    return [
        Leaf("cbc:StreetName", line1, "line1"),
        Leaf("cbc:AdditionalStreetName", line2, "line2"),
        Leaf("cbc:CityName", city, "city"),
        Leaf("cbc:PostalZone", postal_code, "postal_code"),
        Leaf("cbc:CountrySubentity", subdivision, "subdivision"),
        Leaf("cac:AddressLine/cbc:Line", line3, "line3", once="UBL-SR-51"),
        Leaf("cac:Country/cbc:IdentificationCode", country, "country_code", CODE),
    ]


_TAX_SCHEME: list[Row] = [
    Leaf("cbc:CompanyID", "", "number", CODE, told="UBL-SR-53"),
    Leaf("cac:TaxScheme/cbc:ID", "", "scheme", CODE, told="UBL-SR-53"),
]
_NAMED = {"BT-27": "BR-06", "BT-44": "BR-07"}
_CONTACT = ("cbc:Name", "name"), ("cbc:Telephone", "phone"), ("cbc:ElectronicMail", "email")


def _party(  # noqa: PLR0917 - terms, in the order of the elements
    endpoint: str,
    ids: str,
    trading: str,
    address: list[Row],
    group: str,
    vat: str,
    name: str,
    registration: str,
    legal: str,
    contact: tuple[str, str, str, str],
) -> list[Row]:
    contact_group, *contact_terms = contact
    return [
        Leaf("cbc:EndpointID", endpoint, "electronic_address", IDENTIFIER, scheme="schemeID"),
        Group(
            "cac:PartyIdentification",
            ids,
            "identifiers",
            _Id,
            _ID_ROWS,
            many=True,
            load=_load_id,
            view=_view_id,
        ),
        Leaf("cac:PartyName/cbc:Name", trading, "party_name"),
        Group("cac:PostalAddress", group, "address", Address, address),
        Group("cac:PartyTaxScheme", vat, "tax_schemes", wire.TaxScheme, _TAX_SCHEME, many=True),
        Leaf(
            "cac:PartyLegalEntity/cbc:RegistrationName",
            name,
            "registration_name",
            told=_NAMED.get(name, ""),
        ),
        Leaf(
            "cac:PartyLegalEntity/cbc:CompanyID",
            registration,
            "legal_registration",
            IDENTIFIER,
            scheme="schemeID",
        ),
        Leaf("cac:PartyLegalEntity/cbc:CompanyLegalForm", legal, "legal_information"),
        Group(
            "cac:Contact",
            contact_group,
            "contact",
            Contact,
            [Leaf(p, t, f) for (p, f), t in zip(_CONTACT, contact_terms, strict=True)],
        ),
    ]


class _Id(Value, frozen=True, kw_only=True):
    id: Identifier | None = None


_ID_ROWS: list[Row] = [Leaf("cbc:ID", "", "id", IDENTIFIER, scheme="schemeID", required="UBL-ID")]


def _load_id(value: _Id, _report: object) -> Identifier:
    return value.id or Identifier(value="")


def _view_id(value: Identifier) -> _Id:
    return _Id(id=value)


_NO_CONTACT = ("", "", "", "")
_SELLER = _party(
    "BT-34",
    "BT-29, BT-90",
    "BT-28",
    _address("BT-35", "BT-36", "BT-37", "BT-38", "BT-39", "BT-162", "BT-40"),
    "BG-5",
    "BT-31, BT-32",
    "BT-27",
    "BT-30",
    "BT-33",
    ("BG-6", "BT-41", "BT-42", "BT-43"),
)
_BUYER = _party(
    "BT-49",
    "BT-46",
    "BT-45",
    _address("BT-50", "BT-51", "BT-52", "BT-53", "BT-54", "BT-163", "BT-55"),
    "BG-8",
    "BT-48",
    "BT-44",
    "BT-47",
    "",
    ("BG-9", "BT-56", "BT-57", "BT-58"),
)
_PAYEE = _party("", "BT-60", "BT-59", _address(*[""] * 7), "", "", "", "BT-61", "", _NO_CONTACT)
_REPRESENTATIVE = _party(
    "",
    "",
    "BT-62",
    _address("BT-64", "BT-65", "BT-66", "BT-67", "BT-68", "BT-164", "BT-69"),
    "BG-12",
    "BT-63",
    "",
    "",
    "",
    _NO_CONTACT,
)


def _allowance(t: str, mandatory: By, reason_once: str, *, taxed: bool) -> list[Row]:
    amount, base, percent, reason, reason_code = t.split()
    rows: list[Row] = [
        Leaf("cbc:ChargeIndicator", "", "is_charge", FLAG, required="UBL-charge-indicator"),
        Leaf("cbc:AllowanceChargeReasonCode", reason_code, "reason_code", CODE),
        Leaf("cbc:AllowanceChargeReason", reason, "reason", once=reason_once),
        Leaf("cbc:MultiplierFactorNumeric", percent, "percent", NUMBER),
        Leaf("cbc:Amount", amount, "amount", AMOUNT, required=mandatory),
        Leaf("cbc:BaseAmount", base, "base", AMOUNT),
    ]
    if taxed:
        rows += [
            Leaf("cac:TaxCategory/cbc:ID", "BT-95, BT-102", "tax_category", CODE),
            Leaf("cac:TaxCategory/cbc:Percent", "BT-96, BT-103", "tax_rate", NUMBER),
            Fixed(
                "cac:TaxCategory/cac:TaxScheme/cbc:ID",
                "VAT",
                told=By("is_charge", of_charge("BR-32", "BR-37")),
                field="tax_category",
            ),
        ]
    return rows


_LINE_TAX: list[Row] = [
    Leaf("cbc:ID", "BT-151", "category", CODE),
    Leaf("cbc:Percent", "BT-152", "rate", NUMBER, told=By("category", RATE_RULES)),
    Fixed("cac:TaxScheme/cbc:ID", "VAT", told="BR-CO-04", field="category"),
]
_SUBTOTAL: list[Row] = [
    Leaf("cbc:TaxableAmount", "BT-116", "base", AMOUNT, required="BR-45"),
    Leaf("cbc:TaxAmount", "BT-117", "tax", AMOUNT, required="BR-46"),
    Leaf("cac:TaxCategory/cbc:ID", "BT-118", "category", CODE, required="BR-47"),
    Leaf("cac:TaxCategory/cbc:Percent", "BT-119", "rate", NUMBER),
    Leaf("cac:TaxCategory/cbc:TaxExemptionReasonCode", "BT-121", "exemption_code", CODE),
    Leaf("cac:TaxCategory/cbc:TaxExemptionReason", "BT-120", "exemption_reason", once="UBL-SR-32"),
    Fixed("cac:TaxCategory/cac:TaxScheme/cbc:ID", "VAT", told="BR-47", field="category"),
]
_TAX_TOTAL: list[Row] = [
    Leaf("cbc:TaxAmount", "BT-110, BT-111", "amount", AMOUNT, required="BR-CO-14"),
    Leaf("cbc:TaxAmount/@currencyID", "", "currency", CODE),
    Group("cac:TaxSubtotal", "BG-23", "subtotals", TaxSubtotal, _SUBTOTAL, many=True),
]
_TOTALS: list[Row] = [
    Leaf("cbc:LineExtensionAmount", "BT-106", "lines", AMOUNT, required="BR-12"),
    Leaf("cbc:TaxExclusiveAmount", "BT-109", "net", AMOUNT, required="BR-13"),
    Leaf("cbc:TaxInclusiveAmount", "BT-112", "gross", AMOUNT, required="BR-14"),
    Leaf("cbc:AllowanceTotalAmount", "BT-107", "allowances", AMOUNT),
    Leaf("cbc:ChargeTotalAmount", "BT-108", "charges", AMOUNT),
    Leaf("cbc:PrepaidAmount", "BT-113", "prepaid", AMOUNT, omit=ZERO),
    Leaf("cbc:PayableRoundingAmount", "BT-114", "rounding", AMOUNT, omit=ZERO),
    Leaf("cbc:PayableAmount", "BT-115", "payable", AMOUNT, required="BR-15"),
]
_REFERENCE: list[Row] = [
    Leaf("cbc:ID", "BT-122, BT-18", "id", IDENTIFIER, scheme="schemeID", required="BR-52"),
    Leaf("cbc:DocumentTypeCode", "", "type_code", CODE),
    Leaf("cbc:DocumentDescription", "BT-123", "description", once="UBL-SR-33"),
    Leaf("cac:Attachment/cbc:EmbeddedDocumentBinaryObject", "BT-125", "content", BASE64),
    Leaf("cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@mimeCode", "", "mime_type", CODE),
    Leaf("cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@filename", "", "file_name"),
    Leaf("cac:Attachment/cac:ExternalReference/cbc:URI", "BT-124", "url"),
]
_DELIVERY: list[Row] = [
    Leaf("cbc:ActualDeliveryDate", "BT-72", "delivered_on", DATE),
    Leaf("cac:DeliveryLocation/cbc:ID", "BT-71", "location", IDENTIFIER, scheme="schemeID"),
    Group(
        "cac:DeliveryLocation/cac:Address",
        "BG-15",
        "address",
        Address,
        _address("BT-75", "BT-76", "BT-77", "BT-78", "BT-79", "BT-165", "BT-80"),
    ),
    Leaf("cac:DeliveryParty/cac:PartyName/cbc:Name", "BT-70", "name", once="UBL-SR-25"),
]
_ACCOUNT = "cac:PayeeFinancialAccount"


def _means(*, due_date: bool) -> list[Row]:
    dates: list[Row] = (
        [Leaf("cbc:PaymentDueDate", "BT-9", "due_date", DATE, once="UBL-SR-45")] if due_date else []
    )
    return [
        Leaf("cbc:PaymentMeansCode", "BT-81", "code", CODE),
        Leaf("cbc:PaymentMeansCode/@name", "BT-82", "text"),
        *dates,
        Leaf("cbc:PaymentID", "BT-83", "remittance", once="UBL-SR-26"),
        Leaf("cac:CardAccount/cbc:PrimaryAccountNumberID", "BT-87", "card_number"),
        Fixed("cac:CardAccount/cbc:NetworkID", "NA"),
        Leaf("cac:CardAccount/cbc:HolderName", "BT-88", "card_holder"),
        Leaf(f"{_ACCOUNT}/cbc:ID", "BT-84", "account", CODE),
        Leaf(f"{_ACCOUNT}/cbc:Name", "BT-85", "account_name"),
        Leaf(f"{_ACCOUNT}/cac:FinancialInstitutionBranch/cbc:ID", "BT-86", "bic", CODE),
        Leaf("cac:PaymentMandate/cbc:ID", "BT-89", "mandate", once="UBL-SR-28"),
        Leaf(
            "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID", "BT-91", "debited_account", CODE
        ),
    ]


_ATTRIBUTE: list[Row] = [
    Leaf("cbc:Name", "BT-160", "name"),
    Leaf("cbc:Value", "BT-161", "value"),
]


class _Class(Value, frozen=True, kw_only=True):
    code: Identifier | None = None
    version: str = ""


def _load_class(value: _Class, _report: object) -> Identifier:
    code = value.code or Identifier(value="")
    return replace(code, scheme_version=value.version) if value.version else code


def _view_class(value: Identifier) -> _Class:
    return _Class(code=value if value.value else None, version=value.scheme_version)


_CLASS: list[Row] = [
    Leaf("cbc:ItemClassificationCode", "BT-158", "code", IDENTIFIER, scheme="listID"),
    Leaf("cbc:ItemClassificationCode/@listVersionID", "BT-158", "version", CODE),
]


def _line(quantity: str) -> list[Row]:
    return [
        Leaf("cbc:ID", "BT-126", "id", CODE, required="BR-21"),
        Leaf("cbc:Note", "BT-127", "note", once="UBL-SR-34"),
        Leaf(f"cbc:{quantity}", "BT-129", "quantity", NUMBER, required="BR-22"),
        Leaf(f"cbc:{quantity}/@unitCode", "BT-130", "unit_code", CODE, told="BR-23"),
        Leaf("cbc:LineExtensionAmount", "BT-131", "net_amount", AMOUNT, required="BR-24"),
        Leaf("cbc:AccountingCost", "BT-133", "accounting_reference"),
        Leaf("cac:InvoicePeriod/cbc:StartDate", "BT-134", "period_start", DATE, once="UBL-SR-36"),
        Leaf("cac:InvoicePeriod/cbc:EndDate", "BT-135", "period_end", DATE),
        Filled("cac:InvoicePeriod", "period_start", "BR-CO-20"),
        Leaf(
            "cac:OrderLineReference/cbc:LineID", "BT-132", "order_line_reference", once="UBL-SR-35"
        ),
        Leaf(
            "cac:DocumentReference/cbc:ID",
            "BT-128",
            "object_identifier",
            IDENTIFIER,
            scheme="schemeID",
            once="UBL-SR-52",
        ),
        Fixed("cac:DocumentReference/cbc:DocumentTypeCode", "130", "PEPPOL-EN16931-R101"),
        Group(
            "cac:AllowanceCharge",
            "BG-27, BG-28",
            "allowances_charges",
            AllowanceCharge,
            _allowance(
                "BT-136,BT-141 BT-137,BT-142 BT-138,BT-143 BT-139,BT-144 BT-140,BT-145",
                By("is_charge", of_charge("BR-41", "BR-43")),
                "",
                taxed=False,
            ),
            many=True,
        ),
        Leaf("cac:Item/cbc:Description", "BT-154", "description", once="UBL-SR-50"),
        Leaf("cac:Item/cbc:Name", "BT-153", "name"),
        Leaf("cac:Item/cac:BuyersItemIdentification/cbc:ID", "BT-156", "buyer_item_id"),
        Leaf("cac:Item/cac:SellersItemIdentification/cbc:ID", "BT-155", "seller_item_id"),
        Leaf(
            "cac:Item/cac:StandardItemIdentification/cbc:ID",
            "BT-157",
            "standard_item_id",
            IDENTIFIER,
            scheme="schemeID",
        ),
        Leaf("cac:Item/cac:OriginCountry/cbc:IdentificationCode", "BT-159", "origin_country", CODE),
        Group(
            "cac:Item/cac:CommodityClassification",
            "",
            "classifications",
            _Class,
            _CLASS,
            many=True,
            load=_load_class,
            view=_view_class,
        ),
        Group(
            "cac:Item/cac:ClassifiedTaxCategory",
            "BG-30",
            "taxes",
            LineTax,
            _LINE_TAX,
            many=True,
            view=view_tax,
        ),
        Group(
            "cac:Item/cac:AdditionalItemProperty",
            "BG-32",
            "attributes",
            wire.Attribute,
            _ATTRIBUTE,
            many=True,
            load=load_attribute,
            view=view_attribute,
        ),
        Leaf("cac:Price/cbc:PriceAmount", "BT-146", "price", AMOUNT, required="BR-26"),
        Leaf(
            "cac:Price/cbc:BaseQuantity", "BT-149", "price_base_quantity", NUMBER, omit=Decimal(1)
        ),
        Leaf("cac:Price/cbc:BaseQuantity/@unitCode", "BT-150", "price_base_unit_code", CODE),
        Fixed("cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator", "false", "PEPPOL-EN16931-R044"),
        Leaf(
            "cac:Price/cac:AllowanceCharge/cbc:Amount",
            "BT-147",
            "price_discount",
            AMOUNT,
            once="UBL-SR-37",
        ),
        Leaf("cac:Price/cac:AllowanceCharge/cbc:BaseAmount", "BT-148", "list_price", AMOUNT),
    ]


_DOCUMENT = "cac:InvoiceDocumentReference"


def rows(root: str) -> list[Row]:
    """The table of the root "Invoice" or "CreditNote"; they differ in names and places."""
    invoice = root == "Invoice"
    due: list[Row] = (
        [Leaf("cbc:DueDate", "BT-9", "due_date", DATE, once="UBL-SR-45")] if invoice else []
    )
    project: list[Row] = [
        Leaf("cac:ProjectReference/cbc:ID", "BT-11", "project_reference", once="UBL-SR-39")
    ]
    tender: list[Row] = [
        Leaf(
            "cac:OriginatorDocumentReference/cbc:ID", "BT-17", "tender_reference", once="UBL-SR-56"
        )
    ]
    tax_point: list[Row] = [
        Leaf("cbc:TaxPointDate", "BT-7", "tax_point_date", DATE, once="UBL-SR-49")
    ]
    kind: list[Row] = [Leaf(f"cbc:{root}TypeCode", "BT-3", "type_code", CODE, required="BR-04")]
    notes: list[Row] = [Leaf("cbc:Note", "BT-21, BT-22", "notes", many=True)]
    contract: list[Row] = [
        Leaf(
            "cac:ContractDocumentReference/cbc:ID", "BT-12", "contract_reference", once="UBL-SR-01"
        )
    ]
    references: list[Row] = [
        Group(
            "cac:AdditionalDocumentReference",
            "BG-24",
            "references",
            wire.Reference,
            _REFERENCE,
            many=True,
        )
    ]
    third_party: list[Row] = [
        Group(
            "cac:PrepaidPayment",
            "BG-DEX-09",
            "third_party",
            ThirdPartyPayment,
            [
                Leaf("cbc:ID", "BT-DEX-001", "type"),
                Leaf("cbc:PaidAmount", "BT-DEX-002", "amount", AMOUNT),
                Leaf("cbc:InstructionID", "BT-DEX-003", "description"),
            ],
            many=True,
        )
    ]
    return [
        Leaf("cbc:CustomizationID", "BT-24", "specification", CODE, told="BR-01"),
        Leaf("cbc:ProfileID", "BT-23", "business_process", CODE),
        Leaf("cbc:ID", "BT-1", "number", CODE, required="BR-02"),
        Leaf("cbc:IssueDate", "BT-2", "issue_date", DATE, required="BR-03"),
        *due,
        *([*kind, *notes, *tax_point] if invoice else [*tax_point, *kind, *notes]),
        Leaf("cbc:DocumentCurrencyCode", "BT-5", "currency", CODE, required="BR-05"),
        Leaf("cbc:TaxCurrencyCode", "BT-6", "tax_currency", CODE),
        Leaf("cbc:AccountingCost", "BT-19", "accounting_reference"),
        Leaf("cbc:BuyerReference", "BT-10", "buyer_reference"),
        Leaf("cac:InvoicePeriod/cbc:StartDate", "BT-73", "period_start", DATE, once="UBL-SR-08"),
        Leaf("cac:InvoicePeriod/cbc:EndDate", "BT-74", "period_end", DATE),
        Leaf("cac:InvoicePeriod/cbc:DescriptionCode", "BT-8", "tax_point_code", CODE),
        Filled("cac:InvoicePeriod", "period_start", "BR-CO-19"),
        Leaf("cac:OrderReference/cbc:ID", "BT-13", "purchase_order_reference"),
        Leaf("cac:OrderReference/cbc:SalesOrderID", "BT-14", "sales_order_reference"),
        Group(
            "cac:BillingReference",
            "BG-3",
            "preceding",
            DocumentReference,
            [
                Leaf(f"{_DOCUMENT}/cbc:ID", "BT-25", "number", required="BR-55", once="UBL-SR-06"),
                Leaf(f"{_DOCUMENT}/cbc:IssueDate", "BT-26", "issue_date", DATE),
            ],
            many=True,
        ),
        Leaf(
            "cac:DespatchDocumentReference/cbc:ID",
            "BT-16",
            "despatch_advice_reference",
            once="UBL-SR-03",
        ),
        Leaf(
            "cac:ReceiptDocumentReference/cbc:ID",
            "BT-15",
            "receiving_advice_reference",
            once="UBL-SR-02",
        ),
        *(
            [*tender, *contract, *references, *project]
            if invoice
            else [*contract, *references, *tender]
        ),
        Group(
            "cac:AccountingSupplierParty/cac:Party",
            "BG-4",
            "seller",
            wire.Party,
            _SELLER,
            always=True,
        ),
        Group(
            "cac:AccountingCustomerParty/cac:Party",
            "BG-7",
            "buyer",
            wire.Party,
            _BUYER,
            always=True,
        ),
        Group("cac:PayeeParty", "BG-10", "payee", wire.Party, _PAYEE),
        Group(
            "cac:TaxRepresentativeParty", "BG-11", "tax_representative", wire.Party, _REPRESENTATIVE
        ),
        Group("cac:Delivery", "BG-13", "delivery", Delivery, _DELIVERY, once="UBL-SR-24"),
        Group(
            "cac:PaymentMeans",
            "BG-16",
            "means",
            wire.Means,
            _means(due_date=not invoice),
            many=True,
        ),
        Leaf("cac:PaymentTerms/cbc:Note", "BT-20", "payment_terms", once="UBL-SR-05"),
        *(third_party if invoice else []),
        Group(
            "cac:AllowanceCharge",
            "BG-20, BG-21",
            "allowances_charges",
            AllowanceCharge,
            _allowance(
                "BT-92,BT-99 BT-93,BT-100 BT-94,BT-101 BT-97,BT-104 BT-98,BT-105",
                By("is_charge", of_charge("BR-31", "BR-36")),
                "UBL-SR-30",
                taxed=True,
            ),
            many=True,
            view=view_allowance,
        ),
        Group("cac:TaxTotal", "", "tax_totals", wire.TaxTotal, _TAX_TOTAL, many=True),
        Group("cac:LegalMonetaryTotal", "BG-22", "totals", wire.Totals, _TOTALS, required="BR-12"),
        Group(
            f"cac:{root}Line",
            "BG-25",
            "lines",
            Line,
            _line("InvoicedQuantity" if invoice else "CreditedQuantity"),
            many=True,
            required="BR-16",
            view=view_line,
        ),
    ]
