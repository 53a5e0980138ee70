"""CII's own shapes, where they differ from the model's."""

from datetime import date
from decimal import Decimal

from invoicing.model import (
    Address,
    AllowanceCharge,
    Contact,
    DocumentReference,
    Identifier,
    Line,
    Note,
)
from invoicing.model.money import ZERO
from invoicing.model.value import Value


class Party(Value, frozen=True, kw_only=True):
    identifiers: tuple[Identifier, ...] = ()  # without a scheme
    global_identifiers: tuple[Identifier, ...] = ()  # with one
    name: str = ""
    legal_information: str = ""
    legal_registration: Identifier | None = None
    trading_name: str = ""
    contact: Contact = Contact()
    address: Address | None = None
    electronic_address: Identifier | None = None
    tax_registrations: tuple[Identifier, ...] = ()  # scheme VA (VAT) or FC (fiscal)


class Person(Value, frozen=True, kw_only=True):
    """A contact point; its name may be a person's or a department's."""

    person: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""


class Reference(Value, frozen=True, kw_only=True):
    """A supporting document, a tender or an object, told apart by the type code."""

    number: str = ""
    url: str = ""
    type_code: str = ""
    description: str = ""
    content: bytes = b""
    mime_type: str = ""
    file_name: str = ""
    scheme: str = ""


class Attribute(Value, frozen=True, kw_only=True):
    name: str = ""
    value: str = ""


class Delivery(Value, frozen=True, kw_only=True):
    location: Identifier | None = None  # without a scheme
    global_location: Identifier | None = None
    name: str = ""
    address: Address | None = None
    delivered_on: date | None = None
    despatch_advice_reference: str = ""
    receiving_advice_reference: str = ""


class Means(Value, frozen=True, kw_only=True):
    """One payment means; EN 16931 repeats it for every account."""

    code: str = ""
    text: str = ""
    card_number: str = ""
    card_holder: str = ""
    debited_account: str = ""
    iban: str = ""
    account_name: str = ""
    other_account: str = ""  # an account that is no IBAN
    bic: str = ""


class Terms(Value, frozen=True, kw_only=True):
    text: str = ""
    due_date: date | None = None
    mandate: str = ""


class Tax(Value, frozen=True, kw_only=True):
    """A tax subtotal; the document's tax point stands in it too."""

    tax: Decimal = ZERO
    exemption_reason: str = ""
    base: Decimal = ZERO
    category: str = ""
    exemption_code: str = ""
    tax_point_date: date | None = None
    tax_point_code: str = ""
    rate: Decimal | None = None


class TaxTotal(Value, frozen=True, kw_only=True):
    amount: Decimal | None = None
    currency: str = ""


class Totals(Value, frozen=True, kw_only=True):
    lines: Decimal = ZERO
    charges: Decimal | None = ZERO
    allowances: Decimal | None = ZERO
    net: Decimal = ZERO
    tax_totals: tuple[TaxTotal, ...] = ()
    rounding: Decimal = ZERO
    gross: Decimal = ZERO
    prepaid: Decimal = ZERO
    payable: Decimal = ZERO


class Invoice(Value, frozen=True, kw_only=True):
    """The root."""

    business_process: str = ""
    specification: str = ""
    number: str = ""
    type_code: str = ""
    issue_date: date | None = None
    notes: tuple[Note, ...] = ()
    lines: tuple[Line, ...] = ()
    buyer_reference: str = ""
    seller: Party | None = None
    buyer: Party | None = None
    tax_representative: Party | None = None
    sales_order_reference: str = ""
    purchase_order_reference: str = ""
    contract_reference: str = ""
    references: tuple[Reference, ...] = ()
    project_reference: str = ""
    delivery: Delivery = Delivery()
    creditor_id: str = ""
    remittance: str = ""
    tax_currency: str = ""
    currency: str = ""
    payee: Party | None = None
    means: tuple[Means, ...] = ()
    tax_subtotals: tuple[Tax, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    terms: tuple[Terms, ...] = ()
    totals: Totals = Totals()
    preceding: tuple[DocumentReference, ...] = ()
    accounting_reference: str = ""
