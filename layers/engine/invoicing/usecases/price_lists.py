"""Price lists: prices of items for some clients."""

from invoicing.errors import Finding, InvalidDocument
from invoicing.model.catalogue import PriceList
from invoicing.store.commit import Kept
from invoicing.store.objects import words
from invoicing.usecases._catalogue import PRICE_LIST
from invoicing.usecases._objects import Change, Kind


def _rows(prices: PriceList) -> tuple[Kept, ...]:
    found = words(prices.name, prices.currency)
    return (Kept(PRICE_LIST, prices.id, prices, prices.version, words=found),)


def _prepared(change: Change[PriceList]) -> PriceList:
    seen: set[tuple[str, str]] = set()
    findings = []
    for index, listed in enumerate(change.value.prices):
        if (listed.item_id, listed.unit) in seen:
            findings.append(_twice(f"/prices/{index}"))
        seen.add((listed.item_id, listed.unit))
    if findings:
        raise InvalidDocument(findings)
    return change.value


def _twice(pointer: str) -> Finding:
    return Finding(
        "price-twice",
        pointer,
        "the item has a price for this unit already",
        "send one price for each item and unit",
    )


PRICE_LISTS = Kind(PRICE_LIST, "price_list", PriceList, _rows, prepare=_prepared)
