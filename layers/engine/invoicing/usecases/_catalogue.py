"""What a document takes from the client, the items and the price list it names."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Line, LineTax, Organization, Party
from invoicing.model.catalogue import ExchangeRates, Item, PriceList
from invoicing.model.client import Client, Unit
from invoicing.model.value import replace
from invoicing.rules.catalogue import fill_line, item_taxes
from invoicing.rules.completion import DUE_TYPES, merge, today
from invoicing.rules.exchange import AGE_MAX, conversion, no_rate
from invoicing.store.objects import Objects
from invoicing.store.repository import Repository

ITEM, ITEM_BY_SKU = "ITEM", "ITEM_BY_SKU"
CLIENT = "CLIENT"
PRICE_LIST = "PRICE_LIST"
UNIT = "UNIT"
RATES = "EXCHANGE_RATES"

HomeTaxes = Mapping[int, tuple[LineTax, ...]]
"""By the line's place: the taxes its item bears where the sale is a domestic one."""

_Key = tuple[str, str]
_Named = Client | Item | PriceList | Unit


class Catalogue:
    """Reads what documents name, each thing once however often a commit is tried."""

    def __init__(self, store: Repository) -> None:
        self._objects = Objects(store)
        self._values: dict[_Key, _Named | None] = {}
        self._rates: dict[date, ExchangeRates | None] = {}

    def fill(
        self,
        draft: Document,
        organization: Organization,
        now: datetime,
        *,
        stored: Document | None = None,
    ) -> tuple[Document, HomeTaxes]:
        """The draft with everything it leaves out and its client and items have.

        What the caller gave wins; what `stored` has taken already is not taken again.
        InvalidDocument where the draft names a client, an item or a price list there is not.
        """
        client_id, places = _to_fill(draft, stored)
        self._read(draft, client_id, places)
        findings: list[Finding] = []
        client = self._client(client_id, findings)
        own_prices = draft.price_list_id
        if client is not None:
            draft = _with_client(draft, client, organization, now)
        draft = self._with_unit(draft, findings)
        prices = self._prices(draft, places, findings, named=bool(own_prices))
        if places and prices is None and not own_prices:
            draft = replace(draft, price_list_id="")  # the client's is gone
        lines, taxes = list(draft.lines), {}
        priced = replace(draft, currency=draft.currency or organization.currency)
        party_schema = client.defaults.tax_schema_id if client else ""
        for index in places:
            item = self._item(lines[index], index, findings)
            if item is not None:
                if not lines[index].taxes:
                    taxes[index] = item_taxes(item, party_schema, organization.tax_schemas)
                lines[index] = fill_line(lines[index], item, priced, prices)
        if findings:
            raise InvalidDocument(findings)
        return replace(draft, lines=tuple(lines)), {i: t for i, t in taxes.items() if t}

    def with_rate(self, document: Document, organization: Organization) -> Document:
        """The document with the exchange rate of its day, where it is in another currency.

        An organization without exchange rates up to that day gets none; InvalidDocument where it
        has some, but none for this currency within a week.
        """
        on, own = document.issue_date, organization.currency
        if on is None or document.conversion is not None or document.currency == own:
            return document
        if on not in self._rates:
            self._rates[on] = self._objects.last_until(RATES, on.isoformat(), ExchangeRates)
        rates = self._rates[on]
        if rates is None:
            return document
        found = conversion(rates, document.currency, own) if on - rates.day <= AGE_MAX else None
        if found is None:
            raise InvalidDocument([no_rate(document.currency, own, on)])
        return replace(document, conversion=found)

    def _read(self, draft: Document, client_id: str, places: list[int]) -> None:
        keys = [_line_key(draft.lines[index]) for index in places]
        if client_id:
            keys.append((CLIENT, client_id))
        if draft.unit_id and draft.unit is None:
            keys.append((UNIT, draft.unit_id))
        if places and draft.price_list_id:
            keys.append((PRICE_LIST, draft.price_list_id))
        self._load(keys)

    def _load(self, keys: list[_Key]) -> None:
        new = [key for key in dict.fromkeys(keys) if key not in self._values]
        rows = self._objects.several(new)
        for key in new:
            row = rows.get(key)
            found = None if row is None else self._objects.value(row, _TYPES[key[0]])
            self._values[key] = found

    def _client(self, client_id: str, findings: list[Finding]) -> Client | None:
        if not client_id:
            return None
        found = self._values[CLIENT, client_id]
        if not isinstance(found, Client):
            findings.append(_unknown("client-unknown", "client", "/clientId", client_id))
            return None
        return found

    def _with_unit(self, draft: Document, findings: list[Finding]) -> Document:
        if not draft.unit_id or draft.unit is not None:
            return draft
        found = self._values[UNIT, draft.unit_id]
        if not isinstance(found, Unit):
            findings.append(_unknown("unit-unknown", "unit", "/unitId", draft.unit_id))
            return draft
        return replace(draft, unit=replace(found.party, id=found.id))

    def _prices(
        self, draft: Document, places: list[int], findings: list[Finding], *, named: bool
    ) -> PriceList | None:
        if not places or not draft.price_list_id:
            return None
        key = (PRICE_LIST, draft.price_list_id)
        self._load([key])
        found = self._values[key]
        if not isinstance(found, PriceList):
            if not named:
                return None
            findings.append(
                _unknown("price-list-unknown", "price list", "/priceListId", draft.price_list_id)
            )
            return None
        return found

    def _item(self, line: Line, index: int, findings: list[Finding]) -> Item | None:
        """None for a SKU the catalogue does not have: it may be anybody's."""
        found = self._values[_line_key(line)]
        if isinstance(found, Item):
            return found
        if line.item_id:
            pointer = f"/_documentItems/{index}/itemId"
            findings.append(_unknown("item-unknown", "item", pointer, line.item_id))
        return None


_TYPES: dict[str, type[_Named]] = {
    ITEM: Item,
    ITEM_BY_SKU: Item,
    CLIENT: Client,
    PRICE_LIST: PriceList,
    UNIT: Unit,
}


def _line_key(line: Line) -> _Key:
    return (ITEM, line.item_id) if line.item_id else (ITEM_BY_SKU, line.seller_item_id)


def _to_fill(draft: Document, stored: Document | None) -> tuple[str, list[int]]:
    """The client to take from, and the places of lines to fill.

    What a stored draft has taken is not taken again: it may have been changed since on purpose.
    """
    taken = {_line_key(line) for line in stored.lines} if stored else set()
    by_sku = not (draft.incoming or draft.imported)  # else it is somebody else's number
    places = [
        index
        for index, line in enumerate(draft.lines)
        if line.kind == "product"
        and (line.item_id or (by_sku and line.seller_item_id))
        and not (_line_key(line) in taken and _is_complete(line))
    ]
    party = draft.seller if draft.incoming else draft.buyer
    if stored is not None and stored.client_id == draft.client_id and party.name:
        return "", places
    return draft.client_id, places


def _is_complete(line: Line) -> bool:
    return bool(line.name) and (line.price is not None or line.price_with_tax is not None)


def _with_client(
    draft: Document, client: Client, organization: Organization, now: datetime
) -> Document:
    """The draft with the client as its other party, and the client's defaults."""
    defaults = client.defaults
    side = "seller" if draft.incoming else "buyer"
    given: Party = getattr(draft, side)
    changes: dict[str, object] = {side: merge(given, replace(client.party, id=client.id))}
    if defaults.currency and not draft.currency:
        changes["currency"] = defaults.currency
    if defaults.price_list_id and not draft.price_list_id:
        changes["price_list_id"] = defaults.price_list_id
    if draft.discount_percent is None and draft.discount_amount is None and not draft.incoming:
        changes["discount_percent"] = defaults.discount_percent
    days = defaults.payment_term_days
    if days is not None and draft.due_date is None and draft.type in DUE_TYPES:
        issue_date = draft.issue_date or today(organization, now)
        changes["due_date"] = issue_date + timedelta(days=days)
    return replace(draft, **changes)


def _unknown(code: str, what: str, pointer: str, value: str) -> Finding:
    return Finding(
        code,
        pointer,
        f"there is no {what} with the id {value!r}",
        f"send the id of a {what} of this organization, or leave it out",
    )
