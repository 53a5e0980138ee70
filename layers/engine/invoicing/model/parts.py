"""The smaller groups a document is made of."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from invoicing.model.party import Address, Identifier
from invoicing.model.value import Value


class Note(Value, frozen=True, kw_only=True):
    """A note (BG-1)."""

    text: str  # BT-22
    subject_code: str = ""  # BT-21, UNCL4451


class DocumentReference(Value, frozen=True, kw_only=True):
    """A preceding invoice (BG-3) or another document this one refers to."""

    number: str = ""  # BT-25
    issue_date: date | None = None  # BT-26
    document_id: str = ""  # ours, when the document is stored here
    relation: str = ""  # "credits", "deducts", "converts": what this one does to that one


class Successor(Value, frozen=True, kw_only=True):
    """An issued document that takes something of this one: its money, or its lines."""

    document_id: str
    relation: str
    number: str = ""
    type: str = ""
    amount: Decimal = Decimal(0)  # credited or deducted, with tax
    quantities: tuple[tuple[str, Decimal], ...] = ()  # by line id


class SupportingDocument(Value, frozen=True, kw_only=True):
    """An additional supporting document (BG-24)."""

    id: str = ""  # BT-122
    description: str = ""  # BT-123
    url: str = ""  # BT-124
    mime_type: str = ""  # BT-125-1
    file_name: str = ""  # BT-125-2
    content: bytes = b""  # BT-125; kept in S3 once stored, `file_key` then names it
    file_key: str = ""


class AllowanceCharge(Value, frozen=True, kw_only=True):
    """A discount or surcharge on the document (BG-20, BG-21) or on a line (BG-27, BG-28)."""

    is_charge: bool = False
    amount: Decimal = Decimal(0)  # BT-92 / BT-99 / BT-136 / BT-141
    base: Decimal | None = None  # BT-93 / BT-100 / BT-137 / BT-142
    percent: Decimal | None = None  # BT-94 / BT-101 / BT-138 / BT-143
    reason: str = ""  # BT-97 / BT-104 / BT-139 / BT-144
    reason_code: str = ""  # BT-98 / BT-105 / BT-140 / BT-145
    tax_category: str = ""  # BT-95 / BT-102; lines take their line's
    tax_rate: Decimal | None = None  # BT-96 / BT-103
    exemption_code: str = ""  # why it bears no tax, where its lines do not say so
    exemption_reason: str = ""
    fund: str = ""  # the pension fund it is for
    withheld: bool = True  # counts where the buyer withholds a part
    computed: bool = False  # follows from another field of the document; remade when calculated


class StampDuty(Value, frozen=True, kw_only=True):
    """A fixed duty the seller pays on the document, and whether the buyer bears it."""

    amount: Decimal
    charged: bool = False  # a charge of the document
    automatic: bool = False  # the law's own, found anew whenever the document is calculated
    text: str = ""  # what the document has to say of it
    charge: AllowanceCharge | None = None  # what the buyer is charged; remade with it


class FundContribution(Value, frozen=True, kw_only=True):
    """What a professional adds for a pension fund: a charge of the document, taxed as its lines."""

    type: str  # the national code of the fund
    rate: Decimal  # percent
    base: Decimal | None = None  # the sum of the lines, where it is not given
    withheld: bool = False  # the buyer withholds from it too
    tax_category: str = ""
    tax_rate: Decimal | None = None
    exemption_code: str = ""
    reason: str = ""  # as printed
    automatic: bool = False  # the organization's own


class Delivery(Value, frozen=True, kw_only=True):
    """Where and when goods or services were delivered (BG-13)."""

    name: str = ""  # BT-70
    location: Identifier | None = None  # BT-71
    delivered_on: date | None = None  # BT-72
    address: Address | None = None  # BG-15


class CreditTransfer(Value, frozen=True, kw_only=True):
    """An account to pay to (BG-17)."""

    account: str = ""  # BT-84, IBAN or a national number
    account_name: str = ""  # BT-85
    bic: str = ""  # BT-86


class Card(Value, frozen=True, kw_only=True):
    """A card that was used to pay (BG-18); only ever the last digits."""

    number: str = ""  # BT-87
    holder: str = ""  # BT-88


class DirectDebit(Value, frozen=True, kw_only=True):
    """A mandate to collect (BG-19)."""

    mandate: str = ""  # BT-89
    creditor_id: str = ""  # BT-90
    debited_account: str = ""  # BT-91


class PaymentInstructions(Value, frozen=True, kw_only=True):
    """How the document is to be paid (BG-16)."""

    means_code: str = ""  # BT-81, UNCL4461
    means_text: str = ""  # BT-82
    remittance: str = ""  # BT-83, the payment reference
    credit_transfers: tuple[CreditTransfer, ...] = ()
    card: Card | None = None
    direct_debit: DirectDebit | None = None


class PaymentTier(Value, frozen=True, kw_only=True):
    """A cash discount (Skonto): pay within `days` and take `percent` off. Never changes totals."""

    days: int
    percent: Decimal


class Payment(Value, frozen=True, kw_only=True):
    """Money received for a document; a negative amount was paid back."""

    id: str = ""
    document_id: str = ""
    version: int = 0  # 0 until the document is issued: then it is a payment of its own
    type: str = "other"  # bank, card, cash, online, paypal, crypto, coupon, other
    paid_on: date | None = None
    amount: Decimal | None = None
    note: str = ""
    tag: str = ""
    transaction_id: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


class ConversionRate(Value, frozen=True, kw_only=True):
    """A dated exchange rate and where it came from."""

    from_currency: str = ""
    to_currency: str = ""
    rate: Decimal = Decimal(1)
    rate_date: date | None = None
    source: str = ""
    dual_currency: bool = False


class Comment(Value, frozen=True, kw_only=True):
    """An internal remark; never printed, never public."""

    id: str
    text: str
    account_id: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Print(Value, frozen=True, kw_only=True):
    """The first print of an issued document in one look, kept byte for byte."""

    language: str
    theme: str
    bare: bool = False  # without header and footer
    sha256: str
    size_bytes: int
    view_hash: str  # SHA-256 of what it shows: it is the document's print while that is the same
    account_id: str = ""  # empty where whoever has the public link made it
    created_at: datetime | None = None


class Lock(Value, frozen=True, kw_only=True):
    """Why a document must not change for now, since when, and who said so."""

    reason: str
    at: datetime
    account_id: str = ""


class Decision(Value, frozen=True, kw_only=True):
    """What the recipient of an estimate answered on its page; there is only ever one."""

    state: Literal["approved", "declined"]
    at: datetime
    name: str = ""  # as the recipient wrote it; nobody checked who it was
    note: str = ""


RecipientState = Literal["sent", "delayed", "delivered", "bounced", "complained", "rejected"]


class RecipientOutcome(Value, frozen=True, kw_only=True):
    """What became of a mail for one of its recipients, as the mail service told."""

    recipient: str
    state: RecipientState
    at: datetime | None = None
    detail: str = ""


class Sent(Value, frozen=True, kw_only=True):
    """One mailing of a document: the attempt, and what is known of its fate."""

    id: str  # the attempt id, carried by the mail as its tag
    recipients: tuple[str, ...] = ()
    at: datetime | None = None
    state: Literal["sending", "sent", "unknown", "failed", "delivered", "bounced", "complained"] = (
        "sending"
    )
    message_id: str = ""
    detail: str = ""
    outcomes: tuple[RecipientOutcome, ...] = ()  # by recipient; empty while there is no news
    reminder: int = 0  # which reminder of an overdue document it was; 0 is none
    reminded_on: date | None = None  # the organization's day of a reminder
