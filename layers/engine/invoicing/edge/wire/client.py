"""Clients on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from invoicing.edge.request import parse
from invoicing.edge.wire.base import Amount, Currency, Name, Text, Wire, lean
from invoicing.edge.wire.item import Tags
from invoicing.edge.wire.parts import WireAddress, same_view
from invoicing.edge.wire.party import WireParty, party_view
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Address, Contact, Party
from invoicing.model.client import (
    Client,
    ClientAddress,
    ClientDefaults,
    ContactPerson,
    ContactPoint,
    ContactType,
)
from invoicing.model.value import replace

ADDRESSES_MAX, PERSONS_MAX = 50, 100
CONTACTS_MAX = 40  # a change may take away and add a mark for each, in one transaction

_CLIENT = {
    "type": "type",
    "number": "number",
    "firstName": "first_name",
    "lastName": "last_name",
    "salutation": "salutation",
    "tags": "tags",
    "note": "note",
}


class WireContactPoint(Wire):
    """One way to reach somebody."""

    type: ContactType
    value: Annotated[Name, Field(min_length=1)]
    primary: Annotated[bool, Field(strict=True)] | None = None

    def to_model(self) -> ContactPoint:
        return ContactPoint(**self.given())


Contacts = Annotated[tuple[WireContactPoint, ...], Field(max_length=CONTACTS_MAX)]


class WireContactPerson(Wire):
    """A person at a company."""

    first_name: Name | None = None
    last_name: Annotated[Name, Field(min_length=1)]
    salutation: Name | None = None
    contacts: Contacts | None = None

    def to_model(self, pointer: str) -> ContactPerson:
        given = {k: v for k, v in self.given().items() if k != "contacts"}
        return ContactPerson(**given, contacts=_contacts(self.contacts, f"{pointer}/contacts"))


class WireClientAddress(WireAddress):
    """A further address under a key of the caller's."""

    key: Annotated[Name, Field(min_length=1, max_length=50)]
    label: Name | None = None


class WireClientDefaults(Wire):
    """What documents take where their caller says nothing."""

    currency: Currency | None = Field(default=None, alias="currencyId")
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}(-[A-Za-z]{2,8})?$")] | None = None
    payment_term_days: Annotated[int, Field(ge=0, le=3650, strict=True)] | None = None
    discount_percent: Annotated[Amount, Field(ge=0, le=100)] | None = None
    price_list_id: Name | None = None
    tax_schema_id: Name | None = None


class ClientInput(WireParty):
    """The content of a client: a company has a name, a person a first and a last name."""

    server_owned = frozenset({"id", "organizationId", "version", "createdAt", "updatedAt"})

    kind: Literal["company", "person"] | None = None
    type: Literal["customer", "supplier", "both"] | None = None
    number: Annotated[Name, Field(max_length=100)] | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    salutation: Name | None = None
    contacts: Contacts | None = None
    contact_persons: (
        Annotated[tuple[WireContactPerson, ...], Field(max_length=PERSONS_MAX)] | None
    ) = None
    addresses: Annotated[tuple[WireClientAddress, ...], Field(max_length=ADDRESSES_MAX)] | None = (
        None
    )
    tags: Tags | None = None
    note: Text | None = None
    defaults: WireClientDefaults | None = None

    def to_client(self) -> Client:
        """The client; InvalidDocument where its name, a key or a primary contact is wrong."""
        findings = [*self._name_findings(), *self._key_findings()]
        if findings:
            raise InvalidDocument(findings)
        contacts = _contacts(self.contacts, "/contacts")
        persons = tuple(
            person.to_model(f"/contactPersons/{index}")
            for index, person in enumerate(self.contact_persons or ())
        )
        given = {field: value for field in _CLIENT.values() if (value := getattr(self, field))}
        return Client(
            **given,
            kind=self.kind or "company",
            party=self._party(contacts),
            contacts=contacts,
            contact_persons=persons,
            addresses=tuple(_address(address) for address in self.addresses or ()),
            defaults=ClientDefaults(**self.defaults.given()) if self.defaults else ClientDefaults(),
        )

    def _party(self, contacts: tuple[ContactPoint, ...]) -> Party:
        """What documents copy; the primary contacts stand in for those not given apart."""
        party = self.to_model()
        first = {c.type: c.value for c in reversed(contacts)}
        first |= {c.type: c.value for c in contacts if c.primary}
        name = party.name or f"{self.first_name or ''} {self.last_name or ''}".strip()
        contact = Contact(
            name=party.contact.name,
            phone=party.contact.phone or first.get("phone") or first.get("mobile", ""),
            email=party.contact.email or first.get("email", ""),
        )
        is_end_customer = party.is_end_customer
        if self.isEndCustomer is None:
            is_end_customer = self.kind == "person"
        return replace(
            party,
            id="",
            name=name,
            contact=contact,
            website=party.website or first.get("website", ""),
            is_end_customer=is_end_customer,
        )

    def _name_findings(self) -> list[Finding]:
        if self.kind != "person":
            return [] if self.name else [_missing("name", "a company has a name")]
        if self.name:
            return []
        return [
            _missing(member, "a person has a first and a last name")
            for member, value in (("firstName", self.first_name), ("lastName", self.last_name))
            if not value
        ]

    def _key_findings(self) -> list[Finding]:
        seen: set[str] = set()
        findings = []
        for index, address in enumerate(self.addresses or ()):
            if address.key in seen:
                findings.append(
                    Finding(
                        "address-key-twice",
                        f"/addresses/{index}/key",
                        "another address has this key",
                        "send another key",
                    )
                )
            seen.add(address.key)
        return findings


def _contacts(given: Contacts | None, pointer: str) -> tuple[ContactPoint, ...]:
    """The contacts; InvalidDocument where two of a type are the primary one."""
    contacts = tuple(contact.to_model() for contact in given or ())
    primaries: set[str] = set()
    for index, contact in enumerate(contacts):
        if contact.primary and contact.type in primaries:
            raise InvalidDocument(
                [
                    Finding(
                        "primary-twice",
                        f"{pointer}/{index}/primary",
                        f"another {contact.type} is the primary one already",
                        "mark one contact of each type as primary",
                    )
                ]
            )
        if contact.primary:
            primaries.add(contact.type)
    return contacts


def _address(wire: WireClientAddress) -> ClientAddress:
    given = wire.given()
    key, label = given.pop("key"), given.pop("label", "")
    return ClientAddress(key=key, label=label, address=Address(**given))


def _missing(member: str, text: str) -> Finding:
    return Finding("required", f"/{member}", f"is required: {text}", "send it")


def read_client(body: dict[str, Any]) -> Client:
    return parse(ClientInput, body).to_client()


def client_view(client: Client) -> dict[str, Any]:
    """The client as the API spells it; members that hold nothing are left out."""
    return {
        **party_view(client.party),
        "id": client.id,
        "version": client.version,
        "kind": client.kind,
        "isEndCustomer": client.party.is_end_customer,
        **lean({api: getattr(client, field) for api, field in _CLIENT.items()}),
        **lean(
            {
                "contacts": [_contact_view(contact) for contact in client.contacts],
                "contactPersons": [
                    lean(
                        {
                            "firstName": person.first_name,
                            "lastName": person.last_name,
                            "salutation": person.salutation,
                            "contacts": [_contact_view(c) for c in person.contacts],
                        }
                    )
                    for person in client.contact_persons
                ],
                "addresses": [
                    {
                        "key": address.key,
                        **lean({"label": address.label}),
                        **same_view(address.address, WireAddress),
                    }
                    for address in client.addresses
                ],
                "defaults": same_view(client.defaults, WireClientDefaults),
                "createdAt": client.created_at,
                "updatedAt": client.updated_at,
            }
        ),
    }


def _contact_view(contact: ContactPoint) -> dict[str, Any]:
    return {"type": contact.type, "value": contact.value, "primary": contact.primary}
