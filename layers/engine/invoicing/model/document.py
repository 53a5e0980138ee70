"""The document: everything from estimate to credit note is one shape with a type."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from invoicing.model.definition import OwnType
from invoicing.model.files import Attachment
from invoicing.model.fiscal import Fiscal
from invoicing.model.line import Line
from invoicing.model.parts import (
    AllowanceCharge,
    Comment,
    ConversionRate,
    Decision,
    Delivery,
    DocumentReference,
    FundContribution,
    Lock,
    Note,
    Payment,
    PaymentInstructions,
    PaymentTier,
    Print,
    Sent,
    StampDuty,
    Successor,
    SupportingDocument,
)
from invoicing.model.party import Identifier, Party
from invoicing.model.totals import TaxSubtotal, Totals
from invoicing.model.value import Value

AccountingSchema = Literal["Accrual", "Cash"]
DocumentState = Literal["draft", "issued", "canceled", "deleted"]


class Document(Value, frozen=True, kw_only=True):
    """A commercial document.

    A draft has no number; an issued document's content never changes again. Payment,
    transmission and archive are separate axes, each a function of its own records.
    """

    # Identity and life
    id: str = ""
    organization_id: str = ""
    account_id: str = ""  # who created it
    version: int = 0  # grows by one with every change; the ETag
    state: DocumentState = "draft"
    type: str = "invoice"  # whose rules hold
    own_type: OwnType | None = None  # what the organization calls it instead
    type_code: str = ""  # BT-3, UNCL1001; empty = the type's usual code
    incoming: bool = False  # received from a supplier
    imported: bool = False  # created elsewhere, number and totals kept
    source_name: str = ""  # where an imported document was created
    source_hash: str = ""  # what the other system signed or chained it with
    live: bool = True  # False in test mode
    created_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str = ""
    issued_at: datetime | None = None
    canceled_at: datetime | None = None
    canceled_technically: bool = False  # for a fault of ours: the buyer never had it
    deleted_at: datetime | None = None  # issued and taken out of sight; its number stays used
    archived_at: datetime | None = None
    archive_category: str = ""
    lock: Lock | None = None  # while it stands, content and state stay as they are
    unique_id: str = ""  # the caller's own id, unique in the organization
    share_generation: int = 0  # odd while shared; every new link and every end of one adds to it
    share_expires_at: datetime | None = None  # the link leads nowhere from then on

    # Number
    number: str = ""  # BT-1
    series: str = ""
    series_number: int | None = None
    number_internal: str = ""  # ours, for incoming documents

    # Dates
    issue_date: date | None = None  # BT-2
    due_date: date | None = None  # BT-9
    tax_point_date: date | None = None  # BT-7
    tax_point_code: str = ""  # BT-8, UNCL2005
    period_start: date | None = None  # BT-73
    period_end: date | None = None  # BT-74
    valid_until: date | None = None
    paid_date: date | None = None
    received_date: date | None = None

    # Parties
    seller: Party = Party()  # BG-4
    buyer: Party = Party()  # BG-7
    payee: Party | None = None  # BG-10
    tax_representative: Party | None = None  # BG-11
    client_id: str = ""
    unit_id: str = ""
    unit: Party | None = None

    # Money
    currency: str = ""  # BT-5, ISO 4217
    tax_currency: str = ""  # BT-6
    decimal_places: int = 4  # of unit prices
    prices_include_tax: bool | None = None  # None: no, unless its series says so
    omit_taxes: bool = False
    ignore_omit_taxes: bool = False
    custom_totals: bool = False
    strict_totals: bool = False  # until calculated: the totals stated here must be ours
    equalization: Decimal | None = None  # percent of Spanish recargo de equivalencia
    rounding_level: Literal["document", "line"] = "document"
    cash_rounding: Decimal | None = None  # 0.05 for CHF: the payable total's step
    rounding_amount: Decimal | None = None  # BT-114 as its issuer stated it, instead of a step
    discount_percent: Decimal | None = None  # of the whole document
    discount_amount: Decimal | None = None
    withholding_rate: Decimal | None = None  # percent of the net total
    withholding_type: str = ""  # the country's codes of what is withheld, and why
    withholding_cause: str = ""
    funds: tuple[FundContribution, ...] = ()
    stamp_duty: StampDuty | None = None
    split_payment: bool | None = None  # the buyer pays the tax to the authority instead
    conversion: ConversionRate | None = None
    lines: tuple[Line, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()  # BG-20, BG-21
    totals: Totals = Totals()
    tax_subtotals: tuple[TaxSubtotal, ...] = ()  # BG-23
    reverse_tax_subtotals: tuple[TaxSubtotal, ...] = ()
    payments: tuple[Payment, ...] = ()
    payment_instructions: PaymentInstructions | None = None  # BG-16
    payment_terms: str = ""  # BT-20
    cash_discounts: tuple[PaymentTier, ...] = ()
    charges_disabled: bool = False
    prepaid: Decimal | None = None  # BT-113, paid before issue and not in `payments`

    # References
    reference: str = ""  # ours, printed
    buyer_reference: str = ""  # BT-10
    project_reference: str = ""  # BT-11
    contract_reference: str = ""  # BT-12
    purchase_order_reference: str = ""  # BT-13
    sales_order_reference: str = ""  # BT-14
    receiving_advice_reference: str = ""  # BT-15
    despatch_advice_reference: str = ""  # BT-16
    tender_reference: str = ""  # BT-17
    invoiced_object: Identifier | None = None  # BT-18
    accounting_reference: str = ""  # BT-19
    preceding: tuple[DocumentReference, ...] = ()  # BG-3
    sources: tuple[DocumentReference, ...] = ()  # what it was made of, as an invoice of an estimate
    successors: tuple[Successor, ...] = ()  # what was made of it
    cloned_from_id: str = ""
    document_ids: tuple[str, ...] = ()
    previous_document_id: str = ""
    delivery: Delivery | None = None  # BG-13
    supporting_documents: tuple[SupportingDocument, ...] = ()  # BG-24
    business_process: str = ""  # BT-23
    specification: str = ""  # BT-24

    # Texts
    title: str = ""  # printed instead of the type's name
    notes: tuple[Note, ...] = ()  # BG-1 beyond `note`
    note: str = ""
    tax_clause: str = ""
    footer: str = ""
    signature: str = ""
    l10n: dict[str, Any] = {}  # flat, names of the API: note_de, displayName_it

    # Neutral attributes: they change nothing of what was issued
    note_to_recipient: str = ""  # printed
    remarks: str = ""  # ours alone
    email_to: str = ""  # who gets it, where a mail does not say
    external_source_doc: str = ""
    financial_account: str = ""  # the cash drawer or bank account that is credited
    accounting_schema: AccountingSchema | None = None
    party_accounting_schema: AccountingSchema | None = None
    printed_report_name: str = ""
    is_active: bool = True
    is_series_communicated: bool = False
    default_item_withholding_id: str = ""

    # Everything else a caller stores with it
    custom: dict[str, Any] = {}
    data: tuple[dict[str, Any], ...] = ()
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    original: Attachment | None = None  # the file it was read from, byte for byte
    prints: tuple[Print, ...] = ()  # the original of each look
    copies_printed: int = 0
    sends: tuple[Sent, ...] = ()
    price_list_id: str = ""
    warehouse_id: str = ""
    destination_warehouse_id: str = ""
    bpay: dict[str, Any] = {}
    furs: dict[str, Any] = {}
    fina: dict[str, Any] = {}
    at: dict[str, Any] = {}
    fiscal: Fiscal | None = None  # its registration with a tax authority
    fattura_pa: dict[str, Any] = {}
    validate_eslog: bool = False
    is_valid_eslog: bool | None = None
    viewed_at: datetime | None = None  # the shared page, for the first time
    decision: Decision | None = None
    sent_snail_mail: bool = False
    marked_sent_at: datetime | None = None
    sent_method: Literal["", "manual", "email", "mail"] = ""  # as the one who marked it said

    @property
    def kind(self) -> str:
        """The type as it is called: the organization's own, else the one whose rules hold."""
        return self.own_type.key if self.own_type else self.type

    @property
    def numbered_as(self) -> str:
        """The type whose numbers it takes."""
        return self.own_type.key if self.own_type and self.own_type.counts_apart else self.type
