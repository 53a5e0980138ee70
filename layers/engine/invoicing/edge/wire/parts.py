"""The smaller groups of a document on the wire."""

import base64
import binascii
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from invoicing.edge.wire.base import (
    Amount,
    Category,
    CountryCode,
    Currency,
    Day,
    Flag,
    Name,
    Text,
    Wire,
    lean,
)
from invoicing.edge.wire.party import WireIdentifier, identifier, identifier_view
from invoicing.model import (
    Address,
    AllowanceCharge,
    Card,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Document,
    Payment,
    PaymentInstructions,
    StampDuty,
    Successor,
    SupportingDocument,
)
from invoicing.model.value import Value

V = TypeVar("V", bound=Value)


def _base64(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error) as exc:
        raise PydanticCustomError("base64", "must be base64 text") from exc


Base64 = Annotated[bytes, BeforeValidator(_base64)]


class _Same(Wire):
    """A wire object whose members are its model's fields in camelCase."""

    def to(self, kind: type[V]) -> V:
        return kind(**self.given())


def same_view(value: Value, wire: type[Wire]) -> dict[str, Any]:
    """A value as its wire class spells it."""
    return lean(
        {field.alias or name: getattr(value, name) for name, field in wire.model_fields.items()}
    )


class WireAllowanceCharge(_Same):
    """A discount or surcharge (BG-20, BG-21, BG-27, BG-28)."""

    is_charge: Flag | None = None
    amount: Amount
    base: Amount | None = None
    percent: Amount | None = Field(default=None, ge=0)
    reason: Name | None = None
    reason_code: Name | None = None
    tax_category: Category | None = None
    tax_rate: Amount | None = Field(default=None, ge=0, le=100)
    exemption_code: Name | None = None
    exemption_reason: Text | None = None

    def to_model(self) -> AllowanceCharge:
        return self.to(AllowanceCharge)


def allowance_view(value: AllowanceCharge) -> dict[str, Any]:
    return {
        "isCharge": value.is_charge,
        "amount": value.amount,
        **same_view(value, WireAllowanceCharge),
    }


class WireFund(_Same):
    """A contribution to a professional pension fund, a charge of the document."""

    server_owned = frozenset({"amount"})

    type: Name
    rate: Amount = Field(ge=0, le=100)
    base: Amount | None = None
    withheld: Flag | None = None
    tax_category: Category | None = None
    tax_rate: Amount | None = Field(default=None, ge=0, le=100)
    exemption_code: Name | None = None
    reason: Name | None = None
    automatic: Flag | None = None


def funds_view(document: Document) -> list[dict[str, Any]]:
    """The contributions with what each came to, once the document is calculated."""
    charges = iter([a for a in document.allowances_charges if a.fund])
    shown = []
    for fund in document.funds:
        charge = next(charges, None)
        amount = {"amount": charge.amount} if charge else {}
        shown.append({**same_view(fund, WireFund), "rate": fund.rate, **amount})
    return shown


class WireStampDuty(_Same):
    """A stamp duty: its amount, and whether the client is charged it."""

    server_owned = frozenset({"text"})

    amount: Amount = Field(ge=0)
    charged: Flag | None = None
    automatic: Flag | None = None


def stamp_duty_view(value: StampDuty | None) -> dict[str, Any] | None:
    if value is None:
        return None
    text = {"text": value.text} if value.text else {}
    return {"amount": value.amount, "charged": value.charged, **text} | (
        {"automatic": True} if value.automatic else {}
    )


class WireNote(_Same):
    """A further note (BG-1)."""

    text: Text
    subject_code: Name | None = None


class WireReference(_Same):
    """A preceding invoice (BG-3)."""

    number: Name | None = None
    issue_date: Day | None = None
    document_id: Name | None = None
    relation: Name | None = None


def successor_view(value: Successor) -> dict[str, Any]:
    """A document made of the one it is shown with."""
    shown = {
        "documentId": value.document_id,
        "relation": value.relation,
        "number": value.number,
        "type": value.type,
        "amount": value.amount or None,
        "items": [{"id": line_id, "quantity": n} for line_id, n in value.quantities],
    }
    return lean(shown)


class WirePayment(_Same):
    """Money received."""

    server_owned = frozenset(
        {"id", "documentId", "organizationId", "version", "createdAt", "updatedAt"}
    )

    type: Literal["bank", "card", "cash", "online", "paypal", "crypto", "coupon", "other"]
    paid_on: Day | None = Field(default=None, alias="date")
    amount: Amount | None = None
    note: Text | None = None
    tag: Name | None = None
    transaction_id: Name | None = None

    def to_model(self) -> Payment:
        return self.to(Payment)


class WireTier(_Same):
    """A cash discount for payment within so many days."""

    days: Annotated[int, Field(ge=0, le=3650, strict=True)]
    percent: Annotated[Amount, Field(gt=0, le=100)]


class WireConversion(_Same):
    """A dated exchange rate."""

    server_owned = frozenset({"id"})

    dual_currency: Flag | None = None
    from_currency: Currency | None = Field(default=None, alias="from")
    to_currency: Currency | None = Field(default=None, alias="to")
    rate: Annotated[Amount, Field(gt=0)]
    rate_date: Day | None = Field(default=None, alias="date")
    source: Name | None = None


class WireAddress(_Same):
    """A postal address."""

    line1: Name | None = Field(default=None, alias="address")
    line2: Name | None = Field(default=None, alias="address2")
    line3: Name | None = Field(default=None, alias="address3")
    city: Name | None = None
    postal_code: Name | None = Field(default=None, alias="zip")
    subdivision: Name | None = Field(default=None, alias="state")
    country_code: CountryCode | None = Field(default=None, alias="countryAlpha2Code")
    country_name: Name | None = Field(default=None, alias="country")


class WireDelivery(Wire):
    """Where and when it was delivered (BG-13)."""

    name: Name | None = None
    location: WireIdentifier | None = None
    date: Day | None = None
    address: WireAddress | None = None

    def to_model(self) -> Delivery:
        return Delivery(
            name=self.name or "",
            location=identifier(self.location) if self.location else None,
            delivered_on=self.date,
            address=self.address.to(Address) if self.address else None,
        )


def delivery_view(value: Delivery | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return lean(
        {
            "name": value.name,
            "location": identifier_view(value.location),
            "date": value.delivered_on,
            "address": same_view(value.address, WireAddress) if value.address else None,
        }
    )


class WireCreditTransfer(_Same):
    """An account to pay to (BG-17)."""

    account: Name
    account_name: Name | None = None
    bic: Name | None = None


class WireCard(_Same):
    """A card used to pay (BG-18): its last digits only."""

    number: Annotated[Name, Field(max_length=10)]
    holder: Name | None = None


class WireDirectDebit(_Same):
    """A mandate to collect (BG-19)."""

    mandate: Name | None = None
    creditor_id: Name | None = None
    debited_account: Name | None = None


class WireInstructions(Wire):
    """How to pay (BG-16)."""

    means_code: Name | None = None
    means_text: Name | None = None
    remittance: Name | None = None
    credit_transfers: tuple[WireCreditTransfer, ...] | None = None
    card: WireCard | None = None
    direct_debit: WireDirectDebit | None = None

    def to_model(self) -> PaymentInstructions:
        return PaymentInstructions(
            means_code=self.means_code or "",
            means_text=self.means_text or "",
            remittance=self.remittance or "",
            credit_transfers=tuple(t.to(CreditTransfer) for t in self.credit_transfers or ()),
            card=self.card.to(Card) if self.card else None,
            direct_debit=self.direct_debit.to(DirectDebit) if self.direct_debit else None,
        )


def instructions_view(value: PaymentInstructions | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return lean(
        {
            "meansCode": value.means_code,
            "meansText": value.means_text,
            "remittance": value.remittance,
            "creditTransfers": [same_view(t, WireCreditTransfer) for t in value.credit_transfers],
            "card": same_view(value.card, WireCard) if value.card else None,
            "directDebit": (
                same_view(value.direct_debit, WireDirectDebit) if value.direct_debit else None
            ),
        }
    )


class WireSupportingDocument(Wire):
    """An additional supporting document (BG-24)."""

    id: Name
    description: Text | None = None
    url: Name | None = None
    mime_type: Name | None = None
    file_name: Name | None = None
    content_base64: Base64 | None = None

    def to_model(self) -> SupportingDocument:
        given = self.given()
        content = given.pop("content_base64", b"")
        return SupportingDocument(content=content, **given)


def supporting_view(value: SupportingDocument) -> dict[str, Any]:
    shown = {
        "id": value.id,
        "description": value.description,
        "url": value.url,
        "mimeType": value.mime_type,
        "fileName": value.file_name,
        "contentBase64": base64.b64encode(value.content).decode() if value.content else None,
    }
    return lean(shown)


def payment_view(value: Payment) -> dict[str, Any]:
    shown = {
        "id": value.id,
        "type": value.type,
        "date": value.paid_on,
        "amount": value.amount,
        "note": value.note,
        "tag": value.tag,
        "transactionId": value.transaction_id,
    }
    return lean(shown)
