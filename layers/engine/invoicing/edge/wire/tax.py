"""Taxes and tax schemas on the wire."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.request import parse
from invoicing.edge.wire.base import Amount, CountryCode, Day, Flag, Map, Name, Text, Wire, lean
from invoicing.model import TaxSubtotal
from invoicing.model.catalogue import SchemaEntry, Tax, TaxRate, TaxSchema
from invoicing.usecases.taxes import RATES_MAX

ENTRIES_MAX = 50
EPOCH = date(1970, 1, 1)

_TAX = {
    "name": "name",
    "abbreviation": "abbreviation",
    "classification": "classification",
    "category": "category",
    "country": "country",
    "countryAlpha2Code": "country_code",
    "recoverable": "recoverable",
    "taxNumber": "tax_number",
    "exemptionCode": "exemption_code",
    "exemptionReason": "exemption_reason",
    "custom": "custom",
}
_SERVER_OWNED = frozenset({"id", "organizationId", "version", "createdAt", "updatedAt"})


class WireTaxRate(Wire):
    """A rate and the first day it holds."""

    server_owned = frozenset({"id"})

    rate: Annotated[Amount, Field(ge=0, le=100)]
    valid_from: Day | None = Field(default=None, alias="dateValidFrom")

    def to_model(self) -> TaxRate:
        return TaxRate(rate=self.rate, valid_from=self.valid_from or EPOCH)


def rate_view(rate: TaxRate) -> dict[str, Any]:
    """The rate; of a tax it is the only one that begins on its day, so the day is its id."""
    return {"id": rate.valid_from, "rate": rate.rate, "dateValidFrom": rate.valid_from}


def clause_view(clause: str, subtotals: Sequence[TaxSubtotal]) -> dict[str, Any]:
    """Why which tax is charged: the clause, and each category with its reason."""
    taxes = [
        lean(
            {
                "category": row.category,
                "rate": row.rate,
                "exemptionCode": row.exemption_code,
                "exemptionReason": row.exemption_reason,
            }
        )
        for row in subtotals
    ]
    return {"taxClause": clause, "taxes": taxes}


class TaxInput(Wire):
    """The content of a tax: its name and at least one rate are required."""

    server_owned = _SERVER_OWNED

    name: Annotated[Name, Field(min_length=1)]
    abbreviation: Name | None = None
    classification: Name | None = None
    category: Literal["S", "Z", "E", "AE", "K", "G", "O", "L", "M"] | None = None
    country: Name | None = None
    country_code: CountryCode | None = Field(default=None, alias="countryAlpha2Code")
    rates: Annotated[
        tuple[WireTaxRate, ...], Field(alias="_taxRates", min_length=1, max_length=RATES_MAX)
    ]
    recoverable: Flag | None = None
    compound: Flag | None = None
    reverse_charged: Flag | None = None
    tax_number: Name | None = None
    exemption_code: Name | None = None
    exemption_reason: Text | None = None
    custom: Map | None = None

    def to_model(self) -> Tax:
        """The tax, its newest rate first."""
        given = self.given()
        rates = [rate.to_model() for rate in self.rates]
        rates.sort(key=lambda rate: rate.valid_from, reverse=True)
        return Tax(id="", **{**given, "rates": tuple(rates)})


def read_tax(body: dict[str, Any]) -> Tax:
    return parse(TaxInput, body).to_model()


def tax_resource_view(tax: Tax) -> dict[str, Any]:
    """The tax as the API spells it."""
    return {
        "id": tax.id,
        "version": tax.version,
        "compound": tax.compound,
        "reverseCharged": tax.reverse_charged,
        **lean({api: getattr(tax, field) for api, field in _TAX.items()}),
        "_taxRates": [rate_view(rate) for rate in tax.rates],
    }


class WireSchemaEntry(Wire):
    """The taxes for parties of one schema, or, without one, for everybody else."""

    party_schema_id: Name | None = None
    tax_ids: Annotated[tuple[Name, ...], Field(max_length=20)]


class SchemaInput(Wire):
    """The content of a tax schema."""

    server_owned = _SERVER_OWNED

    name: Annotated[Name, Field(min_length=1)]
    applies_to: Literal["item", "party"] | None = None
    entries: Annotated[tuple[WireSchemaEntry, ...], Field(max_length=ENTRIES_MAX)] | None = None

    def to_model(self) -> TaxSchema:
        entries = tuple(SchemaEntry(**entry.given()) for entry in self.entries or ())
        return TaxSchema(
            id="", name=self.name, applies_to=self.applies_to or "item", entries=entries
        )


def read_schema(body: dict[str, Any]) -> TaxSchema:
    return parse(SchemaInput, body).to_model()


def schema_view(schema: TaxSchema) -> dict[str, Any]:
    """The tax schema as the API spells it."""
    return {
        "id": schema.id,
        "version": schema.version,
        "name": schema.name,
        "appliesTo": schema.applies_to,
        "entries": [
            {**lean({"partySchemaId": e.party_schema_id}), "taxIds": e.tax_ids}
            for e in schema.entries
        ],
    }
