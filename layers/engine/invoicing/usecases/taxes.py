"""Taxes and tax schemas of an organization: what they must keep true, and when they may go."""

from datetime import date

from invoicing.errors import Conflict, Finding, InvalidDocument, NotFound
from invoicing.model import Organization
from invoicing.model.catalogue import Item, Tax, TaxRate, TaxSchema
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.repository import Key, Repository
from invoicing.usecases._catalogue import ITEM
from invoicing.usecases._settings import Members, SavedMember, refuse_used, update_member
from invoicing.usecases.ports import Ports

RATES_MAX = 50


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

_DAY_TAKEN = Finding(
    "rate-same-day",
    "/dateValidFrom",
    "another rate of the tax begins on this day",
    "send another day, or delete that rate first",
)

TAXES = Members("taxes", "tax", Tax, _check_tax, _tax_is_unused)
SCHEMAS = Members("tax_schemas", "tax_schema", TaxSchema, _check_schema, _schema_is_unused)


def add_rate(
    tax_id: str, rate: TaxRate, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedMember[Tax]:
    """The tax with one rate more. InvalidDocument where another one begins on the same day."""

    def add(tax: Tax) -> Tax:
        if any(known.valid_from == rate.valid_from for known in tax.rates):
            raise InvalidDocument([_DAY_TAKEN])
        if len(tax.rates) >= RATES_MAX:
            raise Conflict(
                f"the tax has {RATES_MAX} rates", code="too-many", fix="delete one first"
            )
        rates = sorted((*tax.rates, rate), key=lambda known: known.valid_from, reverse=True)
        return replace(tax, rates=tuple(rates))

    return update_member(TAXES, tax_id, add, tenant, ports, key=key)


def remove_rate(
    tax_id: str, valid_from: date, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> SavedMember[Tax]:
    """The tax without the rate that begins on the day. Conflict where it is the only one."""

    def remove(tax: Tax) -> Tax:
        left = tuple(known for known in tax.rates if known.valid_from != valid_from)
        if len(left) == len(tax.rates):
            raise NotFound(valid_from.isoformat())
        if not left:
            raise Conflict(
                "it is the only rate of the tax", code="last-rate", fix="add another rate first"
            )
        return replace(tax, rates=left)

    return update_member(TAXES, tax_id, remove, tenant, ports, key=key)
