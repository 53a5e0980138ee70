"""Lines on the wire: `_documentItems[]`."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.wire.base import (
    Amount,
    Category,
    CountryCode,
    Day,
    Flag,
    Map,
    Name,
    PartMap,
    Text,
    Wire,
    lean,
    renamed,
)
from invoicing.edge.wire.parts import WireAllowanceCharge, allowance_view
from invoicing.edge.wire.party import WireIdentifier, identifier, identifier_view
from invoicing.model import Identifier, Line, LineTax
from invoicing.model.line import ItemType

GTIN_SCHEME = "0160"

# API name -> model field, where the value is the same on both sides.
_LINE = {
    "id": "id",
    "kind": "kind",
    "name": "name",
    "description": "description",
    "note": "note",
    "quantity": "quantity",
    "unit": "unit",
    "unitCode": "unit_code",
    "price": "price",
    "priceGross": "price_with_tax",
    "listPrice": "list_price",
    "priceDiscount": "price_discount",
    "priceBaseQuantity": "price_base_quantity",
    "priceBaseUnitCode": "price_base_unit_code",
    "discount": "discount",
    "discountIsAmount": "discount_is_amount",
    "discounts": "discounts",
    "dateService": "period_start",
    "dateServiceTo": "period_end",
    "orderLineReference": "order_line_reference",
    "accountingReference": "accounting_reference",
    "SKU": "seller_item_id",
    "buyerItemId": "buyer_item_id",
    "originCountry": "origin_country",
    "itemId": "item_id",
    "onBehalf": "on_behalf",
    "trackInventory": "track_inventory",
    "itemType": "item_type",
    "withholdingRate": "withholding_rate",
    "_components": "components",
    "commitmentReference": "commitment_reference",
    "customerOrderId": "customer_order_id",
    "customerOrderLine": "customer_order_line",
    "externalSourceDoc": "external_source_doc",
    "custom": "custom",
    "_data": "data",
    "l10n": "l10n",
    "total": "net_amount",
    "totalTax": "tax_amount",
    "totalWithTax": "amount_with_tax",
    "totalDiscount": "discount_amount",
}
_TAX = {
    "id": "id",
    "rate": "rate",
    "category": "category",
    "name": "name",
    "abbreviation": "abbreviation",
    "reverseCharged": "reverse_charged",
    "recoverable": "recoverable",
    "compound": "compound",
    "taxNumber": "tax_number",
    "taxId": "tax_id",
    "classification": "classification",
    "exemptionCode": "exemption_code",
    "exemptionReason": "exemption_reason",
}
LINE_NAMES = {field: api for api, field in _LINE.items()}
TAX_NAMES = {field: api for api, field in _TAX.items()}


class WireLineTax(Wire):
    """One tax of a line (BG-30)."""

    server_owned = frozenset({"id"})

    rate: Amount | None = Field(default=None, ge=0, le=100, description="percent")
    category: Category | None = None
    name: Name | None = None
    abbreviation: Name | None = None
    reverseCharged: Flag | None = renamed("reverseCharged")
    recoverable: Flag | None = None
    compound: Flag | None = None
    taxNumber: Name | None = renamed("taxNumber")
    taxId: Name | None = renamed("taxId")
    classification: Name | None = None
    exemptionCode: Name | None = renamed("exemptionCode")
    exemptionReason: Text | None = renamed("exemptionReason")

    def to_model(self, code: str, reason: str) -> LineTax:
        """The tax; an exemption said on the item holds for each of its taxes."""
        given = {api: getattr(self, api) for api in type(self).model_fields}
        values = {_TAX[api]: value for api, value in given.items() if value is not None}
        values.setdefault("exemption_code", code)
        values.setdefault("exemption_reason", reason)
        return LineTax(**values)


class WireTaxExemption(Wire):
    """Why an item bears no tax."""

    server_owned = frozenset({"id"})

    code: Name | None = None
    reason: Text | None = None


class WireAttribute(Wire):
    """A property of the item (BG-32)."""

    name: Name
    value: Name


class WireLine(Wire):
    """One item of a document (BG-25)."""

    server_owned = frozenset({"converted"})

    id: Name | None = None
    positionNumber: Annotated[int, Field(ge=0, strict=True)] | None = renamed("positionNumber")
    kind: Literal["product", "subtitle", "section_total", "divider"] | None = None
    isSeparator: Flag | None = renamed("isSeparator")
    name: Name | None = None
    description: Text | None = None
    note: Text | None = None
    quantity: Amount | None = None
    unit: Name | None = None
    unitCode: Name | None = renamed("unitCode")
    price: Amount | None = None
    priceGross: Amount | None = renamed("priceGross")
    listPrice: Amount | None = renamed("listPrice", ge=0)
    priceDiscount: Amount | None = renamed("priceDiscount", ge=0)
    priceBaseQuantity: Amount | None = renamed("priceBaseQuantity", gt=0)
    priceBaseUnitCode: Name | None = renamed("priceBaseUnitCode")
    discount: Amount | None = None
    discountIsAmount: Flag | None = renamed("discountIsAmount")
    discounts: tuple[Amount, ...] | None = Field(default=None, max_length=10)
    allowancesCharges: tuple[WireAllowanceCharge, ...] | None = renamed("allowancesCharges")
    dateService: Day | None = renamed("dateService")
    dateServiceTo: Day | None = renamed("dateServiceTo")
    objectIdentifier: WireIdentifier | None = renamed("objectIdentifier")
    orderLineReference: Name | None = renamed("orderLineReference")
    accountingReference: Name | None = renamed("accountingReference")
    SKU: Name | None = renamed("SKU")
    EAN: Name | None = renamed("EAN")
    standardItemId: WireIdentifier | None = renamed("standardItemId")
    buyerItemId: Name | None = renamed("buyerItemId")
    classification: Name | None = None
    classifications: tuple[WireIdentifier, ...] | None = None
    originCountry: CountryCode | None = renamed("originCountry")
    attributes: tuple[WireAttribute, ...] | None = None
    itemId: Name | None = renamed("itemId")
    onBehalf: Name | None = renamed("onBehalf")
    trackInventory: Flag | None = renamed("trackInventory")
    itemType: ItemType | None = renamed("itemType")
    withholdingRate: Amount | None = renamed("withholdingRate", ge=0, le=100)
    taxExemptionCode: Name | None = renamed("taxExemptionCode")
    taxExemptionReason: Text | None = renamed("taxExemptionReason")
    taxExemption: WireTaxExemption | None = renamed("_taxExemption")
    taxes: tuple[WireLineTax, ...] | None = Field(
        default=None, alias="_documentItemTaxes", max_length=20
    )
    components: tuple[PartMap, ...] | None = renamed("_components")
    commitmentReference: Name | None = renamed("commitmentReference")
    customerOrderId: Name | None = renamed("customerOrderId")
    customerOrderLine: Name | None = renamed("customerOrderLine")
    externalSourceDoc: Name | None = renamed("externalSourceDoc")
    custom: Map | None = None
    data: tuple[PartMap, ...] | None = renamed("_data")
    l10n: Map | None = renamed(
        "l10n", description="texts in other languages: name_de, description_de, note_de, unit_de"
    )
    total: Amount | None = None
    totalTax: Amount | None = renamed("totalTax")
    totalWithTax: Amount | None = renamed("totalWithTax")
    totalDiscount: Amount | None = renamed("totalDiscount")

    def to_model(self, *, keep_totals: bool) -> Line:
        """The line; the caller's totals are kept only where the document asks for it."""
        given = {
            (field.alias or name): value
            for name, field in type(self).model_fields.items()
            if (value := getattr(self, name)) is not None
        }
        if not keep_totals:
            for api in ("total", "totalTax", "totalWithTax", "totalDiscount"):
                given.pop(api, None)
        values = {_LINE[api]: value for api, value in given.items() if api in _LINE}
        if self.isSeparator and self.kind is None:
            values["kind"] = "subtitle"
        code, reason = self._exemption()
        values["taxes"] = tuple(tax.to_model(code, reason) for tax in self.taxes or ())
        if not self.taxes and (code or reason):
            values["taxes"] = (LineTax(exemption_code=code, exemption_reason=reason),)
        values["allowances_charges"] = tuple(a.to_model() for a in self.allowancesCharges or ())
        values["attributes"] = tuple((a.name, a.value) for a in self.attributes or ())
        if self.objectIdentifier:
            values["object_identifier"] = identifier(self.objectIdentifier)
        if self.standardItemId:
            values["standard_item_id"] = identifier(self.standardItemId)
        elif self.EAN:
            values["standard_item_id"] = Identifier(value=self.EAN, scheme=GTIN_SCHEME)
        values["classifications"] = self._classifications()
        return Line(**values)

    def _exemption(self) -> tuple[str, str]:
        named = self.taxExemption or WireTaxExemption()
        return (
            self.taxExemptionCode or named.code or "",
            self.taxExemptionReason or named.reason or "",
        )

    def _classifications(self) -> tuple[Identifier, ...]:
        listed = tuple(identifier(c) for c in self.classifications or ())
        if self.classification and all(c.value != self.classification for c in listed):
            return (Identifier(value=self.classification), *listed)
        return listed


def tax_view(tax: LineTax) -> dict[str, Any]:
    """A line's tax as the API spells it."""
    shown = lean({api: getattr(tax, field) for api, field in _TAX.items()})
    return {"rate": Decimal(0), "reverseCharged": False, "compound": False, **shown}


def line_view(line: Line, position: int) -> dict[str, Any]:
    """A line as the API spells it; members that hold nothing are left out."""
    exempt = next((t for t in line.taxes if t.exemption_code or t.exemption_reason), None)
    standard = line.standard_item_id
    is_gtin = standard is not None and standard.scheme == GTIN_SCHEME
    return {
        "positionNumber": position,
        "isSeparator": line.kind == "subtitle",
        "discountIsAmount": line.discount_is_amount,
        "description": "",
        **lean({api: getattr(line, field) for api, field in _LINE.items()}),
        **lean(
            {
                "EAN": standard.value if is_gtin and standard else None,
                "standardItemId": None if is_gtin else identifier_view(standard),
                "objectIdentifier": identifier_view(line.object_identifier),
                "classification": next((c.value for c in line.classifications), None),
                "classifications": [identifier_view(c) for c in line.classifications if c.value],
                "attributes": [{"name": n, "value": v} for n, v in line.attributes],
                "allowancesCharges": [allowance_view(a) for a in line.allowances_charges],
                "taxExemptionCode": exempt.exemption_code if exempt else None,
                "taxExemptionReason": exempt.exemption_reason if exempt else None,
                "_taxExemption": _exemption_view(exempt),
                "converted": _converted(line),
            }
        ),
        "_documentItemTaxes": [tax_view(tax) for tax in line.taxes],
    }


def _exemption_view(exempt: LineTax | None) -> dict[str, Any] | None:
    if exempt is None:
        return None
    return lean({"code": exempt.exemption_code, "reason": exempt.exemption_reason})


def _converted(line: Line) -> dict[str, Any] | None:
    """The line's amounts in the document's second currency."""
    if line.net_converted is None or line.gross_converted is None:
        return None
    return {
        "total": line.net_converted,
        "totalTax": line.gross_converted - line.net_converted,
        "totalWithTax": line.gross_converted,
    }
