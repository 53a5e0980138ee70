"""Invoices of another system on the wire: booked by tax, not by line."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Amount, Category, Flag, Name, Wire
from invoicing.edge.wire.document import DocumentInput

PRICE_DIGITS = 8
_HUNDRED = Decimal(100)


class WireTaxPosition(Wire):
    """What an invoice comes to under one tax."""

    amount: Amount
    rate: Amount = Field(alias="taxRate", ge=0, le=100, description="percent")
    category: Category | None = None
    is_tax_included: Flag | None = None
    account_number: Name | Annotated[int, Field(strict=True, ge=0)] | None = None
    name: Annotated[Name, Field(min_length=1)] | None = None

    def item(self, *, with_tax: bool) -> dict[str, Any]:
        """The document item that stands for it, priced with or without its tax."""
        factor = 1 + self.rate / _HUNDRED
        price = self.amount
        if with_tax and not self.is_tax_included:
            price = round(self.amount * factor, PRICE_DIGITS)
        account = "" if self.account_number is None else str(self.account_number)
        tax = {"rate": self.rate, "category": self.category or ""}
        return {
            "name": self.name or " ".join(filter(None, (account, f"{self.rate:f} %"))),
            "priceGross" if with_tax else "price": price,
            "accountingReference": account,
            "_documentItemTaxes": [tax],
        }


class ImportedInvoiceInput(DocumentInput):
    """A document of another system, with tax positions in the place of its items."""

    tax_positions: Annotated[
        tuple[WireTaxPosition, ...], Field(alias="taxPositions", min_length=1, max_length=100)
    ]
    document_total: Amount = Field(alias="documentTotal", description="with tax")

    def with_tax(self) -> bool:
        """Whether any amount includes its tax; then all items do."""
        return any(position.is_tax_included for position in self.tax_positions)

    def as_items(self) -> list[dict[str, Any]]:
        with_tax = self.with_tax()
        return [position.item(with_tax=with_tax) for position in self.tax_positions]
