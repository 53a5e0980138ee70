"""Items of the catalogue."""

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model.catalogue import Item
from invoicing.model.value import replace
from invoicing.rules.catalogue import unknown_taxes
from invoicing.store.commit import Kept
from invoicing.store.objects import words
from invoicing.usecases._catalogue import ITEM, ITEM_BY_SKU
from invoicing.usecases._objects import Change, Kind, tag_word


def _rows(item: Item) -> tuple[Kept, ...]:
    """The item, and a copy under its SKU: lines that name only that find it in one read."""
    gtin = item.standard_item_id.value if item.standard_item_id else ""
    tags = (tag_word(tag) for tag in item.tags)
    found = words(item.name, item.description, item.seller_item_id, gtin, *tags)
    own = Kept(ITEM, item.id, item, item.version, words=found)
    if not item.seller_item_id:
        return (own,)
    version = item.version - item.seller_item_id_since + 1
    return own, Kept(ITEM_BY_SKU, item.seller_item_id, item, version)


def _prepared(change: Change[Item]) -> Item:
    item, stored = change.value, change.stored
    findings = unknown_taxes(item.taxes, change.known.organization)
    schemas = {s.id for s in change.known.organization.tax_schemas if s.applies_to == "item"}
    if item.tax_schema_id and item.tax_schema_id not in schemas:
        findings.append(_NO_SCHEMA)
    if findings:
        raise InvalidDocument(findings)
    sku = item.seller_item_id
    if stored is not None and stored.seller_item_id == sku:
        return replace(item, seller_item_id_since=stored.seller_item_id_since)
    if sku:
        holder = change.objects.several([(ITEM_BY_SKU, sku)]).get((ITEM_BY_SKU, sku))
        if holder is not None:
            raise Conflict(
                f"an item with the SKU {sku!r} exists already",
                code="sku-taken",
                existing_id=change.objects.value(holder, Item).id,
                fix="send another SKU, or change the item that has this one",
            )
    return replace(item, seller_item_id_since=item.version)


_NO_SCHEMA = Finding(
    "tax-schema-unknown",
    "/taxSchemaId",
    "there is no item schema with this id",
    "send the id of a tax schema that applies to items",
)

ITEMS = Kind(ITEM, "item", Item, _rows, prepare=_prepared)
