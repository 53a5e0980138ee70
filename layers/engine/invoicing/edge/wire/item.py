"""Items of the catalogue and price lists on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.request import parse
from invoicing.edge.wire.base import (
    Amount,
    CountryCode,
    Currency,
    Flag,
    Map,
    Name,
    Text,
    Wire,
    lean,
    renamed,
)
from invoicing.edge.wire.line import GTIN_SCHEME, WireLineTax, tax_view
from invoicing.edge.wire.party import WireIdentifier, identifier, identifier_view
from invoicing.model import Identifier, LineTax
from invoicing.model.catalogue import Item, ListedPrice, PriceList
from invoicing.model.line import ItemType

PRICES_MAX = 1000

SERVER_OWNED = frozenset({"id", "organizationId", "version", "createdAt", "updatedAt"})

Tags = Annotated[
    tuple[Annotated[Name, Field(min_length=1, max_length=50)], ...], Field(max_length=50)
]

_ITEM = {
    "name": "name",
    "description": "description",
    "unit": "unit",
    "unitCode": "unit_code",
    "price": "price",
    "priceGross": "price_with_tax",
    "SKU": "seller_item_id",
    "originCountry": "origin_country",
    "taxSchemaId": "tax_schema_id",
    "trackInventory": "track_inventory",
    "itemType": "item_type",
    "tags": "tags",
    "l10n": "l10n",
    "custom": "custom",
    "_data": "data",
}


class ItemInput(Wire):
    """The content of an item; only its name is required."""

    server_owned = SERVER_OWNED

    name: Annotated[Name, Field(min_length=1)]
    description: Text | None = None
    unit: Name | None = None
    unit_code: Name | None = None
    price: Amount | None = None
    price_with_tax: Amount | None = Field(default=None, alias="priceGross")
    seller_item_id: Annotated[Name, Field(max_length=100, pattern=r"^\S+$")] | None = Field(
        default=None, alias="SKU"
    )
    gtin: Name | None = Field(default=None, alias="EAN")
    standard: WireIdentifier | None = Field(default=None, alias="standardItemId")
    classification: Name | None = None
    classifications: tuple[WireIdentifier, ...] | None = None
    origin_country: CountryCode | None = None
    tax_ids: Annotated[tuple[Name, ...], Field(max_length=20)] | None = None
    taxes: Annotated[tuple[WireLineTax, ...], Field(max_length=20)] | None = Field(
        default=None, alias="_itemTaxes"
    )
    tax_schema_id: Name | None = None
    track_inventory: Flag | None = None
    item_type: ItemType | None = None
    tags: Tags | None = None
    l10n: Map | None = renamed("l10n")
    custom: Map | None = None
    data: Annotated[tuple[Map, ...], Field(max_length=100)] | None = Field(
        default=None, alias="_data"
    )

    def to_model(self) -> Item:
        """The item; a price with tax leaves no other price beside it."""
        given = {k: v for k, v in self.given().items() if k in _ITEM.values()}
        if "price_with_tax" in given:
            given.pop("price", None)
        standard = identifier(self.standard) if self.standard else None
        if standard is None and self.gtin:
            standard = Identifier(value=self.gtin, scheme=GTIN_SCHEME)
        return Item(
            **given,
            standard_item_id=standard,
            classifications=self._classifications(),
            taxes=self._taxes(),
        )

    def _taxes(self) -> tuple[LineTax, ...]:
        listed = tuple(tax.to_model("", "") for tax in self.taxes or ())
        named = {tax.tax_id for tax in listed}
        return (*(LineTax(tax_id=i) for i in self.tax_ids or () if i not in named), *listed)

    def _classifications(self) -> tuple[Identifier, ...]:
        listed = tuple(identifier(c) for c in self.classifications or ())
        if self.classification and all(c.value != self.classification for c in listed):
            return (Identifier(value=self.classification), *listed)
        return listed


def read_item(body: dict[str, Any]) -> Item:
    return parse(ItemInput, body).to_model()


def item_view(item: Item) -> dict[str, Any]:
    """The item as the API spells it; members that hold nothing are left out."""
    standard = item.standard_item_id
    is_gtin = standard is not None and standard.scheme == GTIN_SCHEME
    return {
        "id": item.id,
        "version": item.version,
        **lean({api: getattr(item, field) for api, field in _ITEM.items()}),
        **lean(
            {
                "EAN": standard.value if is_gtin and standard else None,
                "standardItemId": None if is_gtin else identifier_view(standard),
                "classification": next((c.value for c in item.classifications), None),
                "classifications": [identifier_view(c) for c in item.classifications],
                "taxIds": [tax.tax_id for tax in item.taxes if tax.tax_id],
                "_itemTaxes": [
                    tax_view(tax) for tax in item.taxes if tax != LineTax(tax_id=tax.tax_id)
                ],
                "createdAt": item.created_at,
                "updatedAt": item.updated_at,
            }
        ),
    }


class WireListedPrice(Wire):
    """The price of one item."""

    item_id: Annotated[Name, Field(min_length=1)]
    price: Annotated[Amount, Field(ge=0)]
    unit: Name | None = None


class PriceListInput(Wire):
    """The content of a price list."""

    server_owned = SERVER_OWNED

    name: Annotated[Name, Field(min_length=1)]
    currency: Currency = Field(alias="currencyId")
    includes_tax: Flag | None = Field(default=None, alias="pricesIncludeTax")
    prices: Annotated[tuple[WireListedPrice, ...], Field(max_length=PRICES_MAX)] | None = None

    def to_model(self) -> PriceList:
        return PriceList(
            name=self.name,
            currency=self.currency,
            includes_tax=bool(self.includes_tax),
            prices=tuple(ListedPrice(**price.given()) for price in self.prices or ()),
        )


def read_price_list(body: dict[str, Any]) -> PriceList:
    return parse(PriceListInput, body).to_model()


def price_list_view(prices: PriceList) -> dict[str, Any]:
    """The price list as the API spells it."""
    return {
        "id": prices.id,
        "version": prices.version,
        "name": prices.name,
        "currencyId": prices.currency,
        "pricesIncludeTax": prices.includes_tax,
        "prices": [
            {"itemId": p.item_id, "price": p.price, **lean({"unit": p.unit})} for p in prices.prices
        ],
        **lean({"createdAt": prices.created_at, "updatedAt": prices.updated_at}),
    }
