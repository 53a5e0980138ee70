"""The catalogue behind the lines: items, price lists, taxes and tax schemas."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from invoicing.model.entity import Entity
from invoicing.model.line import ItemType, LineTax
from invoicing.model.party import Identifier
from invoicing.model.value import Value


class Item(Entity, frozen=True, kw_only=True):
    """What is sold; fills the fields of a line that the caller left out."""

    name: str  # BT-153
    description: str = ""  # BT-154
    unit: str = ""
    unit_code: str = ""  # BT-130
    price: Decimal | None = None  # BT-146
    price_with_tax: Decimal | None = None  # wins over `price`
    seller_item_id: str = ""  # BT-155, SKU; one item of the organization has it
    seller_item_id_since: int = 0  # the version in which the item got it
    standard_item_id: Identifier | None = None  # BT-157
    classifications: tuple[Identifier, ...] = ()  # BT-158
    origin_country: str = ""  # BT-159
    taxes: tuple[LineTax, ...] = ()  # of a sale at home; empty: what the law says
    tax_schema_id: str = ""
    item_type: ItemType | None = None
    track_inventory: bool = False
    tags: tuple[str, ...] = ()
    l10n: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    data: tuple[dict[str, Any], ...] = ()


class ListedPrice(Value, frozen=True, kw_only=True):
    """The price of an item on a price list; with a unit, of that unit only."""

    item_id: str
    price: Decimal
    unit: str = ""


class PriceList(Entity, frozen=True, kw_only=True):
    """Prices of items for some clients, in one currency, with or without tax."""

    name: str
    currency: str
    includes_tax: bool = False
    prices: tuple[ListedPrice, ...] = ()


class TaxRate(Value, frozen=True, kw_only=True):
    """A rate and the first day it holds."""

    rate: Decimal  # percent
    valid_from: date = date(1970, 1, 1)


class Tax(Value, frozen=True, kw_only=True):
    """A tax the organization charges, with the rates it had and will have."""

    id: str
    version: int = 1
    name: str
    abbreviation: str = ""
    classification: str = ""  # standard, reduced, ...
    category: str = ""  # BT-151, UNCL5305; empty = derived
    country: str = ""
    country_code: str = ""
    rates: tuple[TaxRate, ...]  # the newest first
    recoverable: bool | None = None
    compound: bool = False
    reverse_charged: bool = False
    tax_number: str = ""
    exemption_code: str = ""  # BT-121
    exemption_reason: str = ""  # BT-120
    custom: dict[str, Any] = {}

    def rate_on(self, on: date) -> Decimal | None:
        """The rate of a day; None before the first."""
        return next((r.rate for r in self.rates if r.valid_from <= on), None)


class SchemaEntry(Value, frozen=True, kw_only=True):
    """The taxes an item bears when sold to a party of a schema; "" is everybody else."""

    party_schema_id: str = ""
    tax_ids: tuple[str, ...] = ()


class TaxSchema(Value, frozen=True, kw_only=True):
    """A kind of item or a kind of party for taxes; an item's schema lists them by the party's."""

    id: str
    version: int = 1
    name: str
    applies_to: Literal["item", "party"] = "item"
    entries: tuple[SchemaEntry, ...] = ()  # of item schemas

    def tax_ids(self, party_schema_id: str) -> tuple[str, ...]:
        by_party = {entry.party_schema_id: entry.tax_ids for entry in self.entries}
        return by_party.get(party_schema_id, by_party.get("", ()))


class ExchangeRates(Entity, frozen=True, kw_only=True):
    """What one unit of `base` was worth on a day, by currency; its id is the day."""

    day: date
    base: str = "EUR"
    rates: dict[str, Decimal]
    source: str = ""
