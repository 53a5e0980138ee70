"""What lists know of a document: small enough to read thousands of them at once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from invoicing.model.document import DocumentState
from invoicing.model.value import Value


class Summary(Value, frozen=True, kw_only=True, array_like=True):
    """What a document can be found by. Stored by position: new fields go to the end."""

    id: str = ""
    type: str = ""
    state: DocumentState = "draft"
    incoming: bool = False
    imported: bool = False
    archived: bool = False
    number: str = ""
    number_internal: str = ""
    series: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    valid_until: date | None = None
    period_start: date | None = None
    paid_on: date | None = None
    received_date: date | None = None
    currency: str = ""
    client_id: str = ""
    buyer_name: str = ""
    buyer_tax_number: str = ""
    seller_name: str = ""
    unit_id: str = ""
    reference: str = ""
    title: str = ""
    unique_id: str = ""
    previous_document_id: str = ""
    net: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    gross: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    due: Decimal = Decimal(0)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    issued_at: datetime | None = None
    custom: dict[str, Any] = {}
