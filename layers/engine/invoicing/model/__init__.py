"""Document, Line, Party, totals: frozen values in the field's own terms (EN 16931).

Money, quantities, prices and rates are `Decimal`, never float. Business dates are `date`
in the organization's time zone; instants are aware UTC `datetime`. A `BT-`/`BG-` number
behind a field names the EN 16931 term it carries.
"""

from invoicing.model.document import Document, DocumentState
from invoicing.model.files import Attachment, Image, StoredFile
from invoicing.model.line import Line, LineKind, LineTax
from invoicing.model.organization import Organization
from invoicing.model.parts import (
    AllowanceCharge,
    Card,
    Comment,
    ConversionRate,
    CreditTransfer,
    Decision,
    Delivery,
    DirectDebit,
    DocumentReference,
    FundContribution,
    Lock,
    Note,
    Payment,
    PaymentInstructions,
    PaymentTier,
    Print,
    RecipientOutcome,
    Sent,
    StampDuty,
    Successor,
    SupportingDocument,
)
from invoicing.model.party import Address, Contact, Identifier, Party
from invoicing.model.series import Series
from invoicing.model.totals import TaxSubtotal, Totals

__all__ = [
    "Address",
    "AllowanceCharge",
    "Attachment",
    "Card",
    "Comment",
    "Contact",
    "ConversionRate",
    "CreditTransfer",
    "Decision",
    "Delivery",
    "DirectDebit",
    "Document",
    "DocumentReference",
    "DocumentState",
    "FundContribution",
    "Identifier",
    "Image",
    "Line",
    "LineKind",
    "LineTax",
    "Lock",
    "Note",
    "Organization",
    "Party",
    "Payment",
    "PaymentInstructions",
    "PaymentTier",
    "Print",
    "RecipientOutcome",
    "Sent",
    "Series",
    "StampDuty",
    "StoredFile",
    "Successor",
    "SupportingDocument",
    "TaxSubtotal",
    "Totals",
]
