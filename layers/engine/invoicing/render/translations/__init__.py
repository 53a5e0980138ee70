"""The words of rendered pages: one file per language, each ending with LABELS."""

from typing import TypedDict

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


class Labels(TypedDict):
    """Every word a page prints that no document carries."""

    # Document types
    invoice: str
    credit_note: str
    debit_note: str
    advance: str
    estimate: str
    proforma: str
    delivery_note: str
    contract_note: str
    receipt: str
    # Marks across the page
    mark_draft: str
    mark_canceled: str
    mark_test: str
    mark_copy: str
    # Parties
    seller: str
    buyer: str
    payee: str
    tax_representative: str
    delivery_address: str
    vat_identifier: str
    tax_number: str
    registration: str
    phone: str
    # Facts
    number: str
    issue_date: str
    other_date: str  # of what is no invoice
    due_date: str
    valid_until: str
    tax_point_date: str
    delivery_date: str
    period: str
    reference: str
    buyer_reference: str
    order_reference: str
    sales_order: str
    contract: str
    project: str
    despatch_advice: str
    receiving_advice: str
    tender: str
    preceding: str
    # Lines
    position: str
    description: str
    quantity: str
    unit_price: str
    discount: str
    tax_rate: str
    amount: str
    amount_with_tax: str
    item_number: str
    section_total: str
    # Tax summary and totals
    tax_summary: str
    tax_base: str
    tax: str
    reverse_charge: str
    exempt: str
    not_subject: str
    intra_community: str
    export: str
    subtotal: str
    allowances: str
    charges: str
    net_total: str
    tax_total: str
    gross_total: str
    withholding: str
    split_tax: str
    rounding: str
    paid: str
    payable: str
    credited: str
    converted: str
    exchange_rate: str
    # Payment
    payment: str
    payment_terms: str
    payment_reference: str
    payment_means: str
    account: str
    account_holder: str
    bank: str
    mandate: str
    creditor: str
    card: str
    cash_discount: str  # {percent} {date}
    paid_on: str  # {date}
    paid_in_full: str
    nothing_to_pay: str
    scan_to_pay: str
    # The page
    page: str  # {page} {pages}
    note: str
    # The page of a shared document
    skip: str
    downloads: str
    attachments: str
    language: str
    copy_text: str
    copied: str
    answer: str
    your_name: str
    your_message: str
    approve: str
    decline: str
    approved_on: str  # {date}
    declined_on: str  # {date}
    own_name: str  # of the language, in itself
    link_ended: str
    link_ended_ask: str
    # The mail a document is sent with, where nobody wrote another
    mail_subject: str  # {number} {name}; the number has its type before it
    mail_greeting: str
    mail_opening: str  # {number}
    mail_view: str
    mail_closing: str
    reminder_subject: str  # {number} {name}
    reminder_opening: str  # {number} {date} {amount}
