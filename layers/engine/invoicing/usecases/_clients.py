"""Clients, and those that may be the same."""

from dataclasses import replace as with_changes

from invoicing.errors import Conflict, Finding, InvalidDocument
from invoicing.model.client import Client
from invoicing.model.entity import Entity
from invoicing.model.party import Party
from invoicing.rules.duplicates import identity_marks, marks
from invoicing.store.commit import Kept
from invoicing.store.objects import Objects, words
from invoicing.usecases._catalogue import CLIENT, PRICE_LIST
from invoicing.usecases._objects import Change, Kind, tag_word

MARK = "CLIENT_MARK"
CANDIDATES_MAX = 10


def _rows(client: Client) -> tuple[Kept, ...]:
    """The client, and a row under each mark: who has the same is found without reading all."""
    party, people = client.party, client.contact_persons
    found = words(
        party.name,
        party.trading_name,
        party.vat_identifier,
        party.tax_registration,
        party.legal_registration.value if party.legal_registration else "",
        party.contact.email,
        client.number,
        party.address.city,
        *(contact.value for contact in client.contacts),
        *(f"{person.first_name} {person.last_name}" for person in people),
        *(tag_word(tag) for tag in client.tags),
    )
    own = Kept(CLIENT, client.id, client, client.version, words=found, group=client.kind)
    known = dict.fromkeys((*marks(client), *identity_marks(client)))
    return own, *(Kept(MARK, f"{mark}|{client.id}", Entity(), 1) for mark in known)


def identified(party: Party, objects: Objects) -> str:
    """The id of the client with this tax number, else with this IBAN; empty where there is none."""
    for mark in identity_marks(Client(party=party)):
        found = objects.ids(MARK, f"{mark}|", limit=2)
        if len(found) == 1:  # of two with the same number none is surely it
            return found[0].partition("|")[2]
    return ""


def _prepared(change: Change[Client]) -> Client:
    client, defaults = change.value, change.value.defaults
    findings = []
    schemas = {s.id for s in change.known.organization.tax_schemas if s.applies_to == "party"}
    if defaults.tax_schema_id and defaults.tax_schema_id not in schemas:
        findings.append(_absent("party-schema-unknown", "taxSchemaId", "party schema"))
    before = change.stored.defaults.price_list_id if change.stored else ""
    key = (PRICE_LIST, defaults.price_list_id)
    if key[1] and key[1] != before and not change.objects.several([key]):
        findings.append(_absent("price-list-unknown", "priceListId", "price list"))
    if findings:
        raise InvalidDocument(findings)
    return client


def _without_duplicates(change: Change[Client]) -> Client:
    found = _alike(change.value, change.objects)
    if found and change.stored is None:
        raise Conflict(
            "there is a client like this already",
            code="client-duplicate",
            existing_id=found[0],
            candidates=found,
            fix="use that client, or send force=true to save this one all the same",
        )
    return _prepared(change)


def _alike(client: Client, objects: Objects) -> list[str]:
    """The clients that share a mark with this one, the oldest first."""
    found = {
        key.partition("|")[2]
        for mark in marks(client)
        for key in objects.ids(MARK, f"{mark}|", limit=CANDIDATES_MAX)
    }
    return sorted(found - {client.id})[:CANDIDATES_MAX]


def _absent(code: str, member: str, what: str) -> Finding:
    text = f"there is no {what} with this id"
    return Finding(code, f"/defaults/{member}", text, f"send the id of a {what}, or none")


CLIENTS = Kind(CLIENT, "client", Client, _rows, prepare=_without_duplicates)
FORCED = with_changes(CLIENTS, prepare=_prepared)
"""The same kind, for callers who know that they save a duplicate."""
