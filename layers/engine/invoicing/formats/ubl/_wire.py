"""UBL's own shapes, where they differ from the model's."""

from datetime import date
from decimal import Decimal

from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    Delivery,
    DocumentReference,
    Identifier,
    Line,
    TaxSubtotal,
)
from invoicing.model.money import ZERO
from invoicing.model.third_party import ThirdPartyPayment
from invoicing.model.value import Value


class TaxScheme(Value, frozen=True, kw_only=True):
    """A party's number in a tax scheme; "VAT" is the one EN 16931 names."""

    number: str = ""
    scheme: str = ""


class Party(Value, frozen=True, kw_only=True):
    electronic_address: Identifier | None = None
    identifiers: tuple[Identifier, ...] = ()
    party_name: str = ""
    address: Address | None = None
    tax_schemes: tuple[TaxScheme, ...] = ()
    registration_name: str = ""
    legal_registration: Identifier | None = None
    legal_information: str = ""
    contact: Contact = Contact()


class Reference(Value, frozen=True, kw_only=True):
    """An additional document reference: a supporting document, or an object's identifier."""

    id: Identifier | None = None
    type_code: str = ""
    description: str = ""
    url: str = ""
    mime_type: str = ""
    file_name: str = ""
    content: bytes = b""


class Means(Value, frozen=True, kw_only=True):
    """One payment means; EN 16931 repeats it for every account."""

    code: str = ""
    text: str = ""
    due_date: date | None = None
    remittance: str = ""
    card_number: str = ""
    card_holder: str = ""
    account: str = ""
    account_name: str = ""
    bic: str = ""
    mandate: str = ""
    debited_account: str = ""


class TaxTotal(Value, frozen=True, kw_only=True):
    amount: Decimal | None = None
    currency: str = ""
    subtotals: tuple[TaxSubtotal, ...] = ()


class Attribute(Value, frozen=True, kw_only=True):
    name: str = ""
    value: str = ""


class Totals(Value, frozen=True, kw_only=True):
    """What is stated of the totals; the taxes have elements of their own."""

    lines: Decimal = ZERO
    net: Decimal = ZERO
    gross: Decimal = ZERO
    allowances: Decimal | None = ZERO
    charges: Decimal | None = ZERO
    prepaid: Decimal = ZERO
    rounding: Decimal = ZERO
    payable: Decimal = ZERO


class Invoice(Value, frozen=True, kw_only=True):
    """The root of both documents."""

    specification: str = ""
    business_process: str = ""
    number: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    type_code: str = ""
    notes: tuple[str, ...] = ()
    tax_point_date: date | None = None
    currency: str = ""
    tax_currency: str = ""
    accounting_reference: str = ""
    buyer_reference: str = ""
    period_start: date | None = None
    period_end: date | None = None
    tax_point_code: str = ""
    purchase_order_reference: str = ""
    sales_order_reference: str = ""
    preceding: tuple[DocumentReference, ...] = ()
    despatch_advice_reference: str = ""
    receiving_advice_reference: str = ""
    tender_reference: str = ""
    contract_reference: str = ""
    references: tuple[Reference, ...] = ()
    project_reference: str = ""
    seller: Party | None = None
    buyer: Party | None = None
    payee: Party | None = None
    tax_representative: Party | None = None
    delivery: Delivery | None = None
    means: tuple[Means, ...] = ()
    payment_terms: str = ""
    third_party: tuple[ThirdPartyPayment, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    tax_totals: tuple[TaxTotal, ...] = ()
    totals: Totals = Totals()
    lines: tuple[Line, ...] = ()
