"""Taxes and tax schemas of an organization: what they must keep true, and when they may go."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Organization
from invoicing.model.catalogue import Item, Tax, TaxSchema
from invoicing.store.repository import Repository
from invoicing.usecases._catalogue import ITEM
from invoicing.usecases._settings import Members, refuse_used


def _check_tax(tax: Tax, _: Organization) -> None:
    days = [rate.valid_from for rate in tax.rates]
    if len(set(days)) < len(days):
        raise InvalidDocument([_SAME_DAY])


def _check_schema(schema: TaxSchema, organization: Organization) -> None:
    taxes = {tax.id for tax in organization.taxes}
    parties = {s.id for s in organization.tax_schemas if s.applies_to == "party"}
    findings = []
    seen: set[str] = set()
    for index, entry in enumerate(schema.entries):
        at = f"/entries/{index}"
        if entry.party_schema_id and entry.party_schema_id not in parties:
            findings.append(
                _absent(
                    "party-schema-unknown",
                    f"{at}/partySchemaId",
                    "party schema",
                    entry.party_schema_id,
                )
            )
        if entry.party_schema_id in seen:
            findings.append(_twice(f"{at}/partySchemaId"))
        seen.add(entry.party_schema_id)
        findings += [
            _absent("tax-unknown", f"{at}/taxIds/{position}", "tax", tax_id)
            for position, tax_id in enumerate(entry.tax_ids)
            if tax_id not in taxes
        ]
    if findings:
        raise InvalidDocument(findings)


def _tax_is_unused(tax: Tax, organization: Organization, store: Repository) -> None:
    schemas = [
        schema.name
        for schema in organization.tax_schemas
        if any(tax.id in entry.tax_ids for entry in schema.entries)
    ]
    items = [
        item.name
        for item in store.all_kept(ITEM, Item)
        if any(used.tax_id == tax.id for used in item.taxes)
    ]
    refuse_used("tax", schemas + items)


def _schema_is_unused(schema: TaxSchema, organization: Organization, store: Repository) -> None:
    schemas = [
        other.name
        for other in organization.tax_schemas
        if any(entry.party_schema_id == schema.id for entry in other.entries)
    ]
    items = [i.name for i in store.all_kept(ITEM, Item) if i.tax_schema_id == schema.id]
    refuse_used("tax schema", schemas + items)


def _absent(code: str, pointer: str, what: str, value: str) -> Finding:
    text = f"the organization has no {what} with the id {value!r}"
    return Finding(code, pointer, text, f"make the {what} first, or leave it out")


def _twice(pointer: str) -> Finding:
    return Finding(
        "entry-twice", pointer, "this party schema has an entry already", "send one entry for it"
    )


_SAME_DAY = Finding(
    "rate-same-day",
    "/_taxRates",
    "two rates begin on the same day",
    "send one rate for each dateValidFrom",
)

TAXES = Members("taxes", "tax", Tax, _check_tax, _tax_is_unused)
SCHEMAS = Members("tax_schemas", "tax_schema", TaxSchema, _check_schema, _schema_is_unused)
