"""Clients: companies and persons the organization deals with."""

from decimal import Decimal
from typing import Literal

from invoicing.model.entity import Entity
from invoicing.model.party import Address, Party
from invoicing.model.value import Value

ClientKind = Literal["company", "person"]
ContactType = Literal["email", "phone", "mobile", "fax", "website", "other"]


class ContactPoint(Value, frozen=True, kw_only=True):
    """One way to reach somebody; at most one of a type is the primary one."""

    type: ContactType
    value: str
    primary: bool = False


class ContactPerson(Value, frozen=True, kw_only=True):
    """A person at a company."""

    first_name: str = ""
    last_name: str = ""
    salutation: str = ""
    contacts: tuple[ContactPoint, ...] = ()


class ClientAddress(Value, frozen=True, kw_only=True):
    """A further address of a client, under the caller's own key."""

    key: str
    label: str = ""
    address: Address = Address()


class ClientDefaults(Value, frozen=True, kw_only=True):
    """What documents for the client take where their caller says nothing."""

    currency: str = ""
    language: str = ""
    payment_term_days: int | None = None
    discount_percent: Decimal | None = None
    price_list_id: str = ""
    tax_schema_id: str = ""


class Client(Entity, frozen=True, kw_only=True):
    """A client; `party` is what documents take a snapshot of."""

    kind: ClientKind = "company"
    type: Literal["customer", "supplier", "both"] = "customer"
    party: Party = Party()
    number: str = ""  # the customer number
    first_name: str = ""
    last_name: str = ""
    salutation: str = ""
    contacts: tuple[ContactPoint, ...] = ()
    contact_persons: tuple[ContactPerson, ...] = ()
    addresses: tuple[ClientAddress, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""  # private
    defaults: ClientDefaults = ClientDefaults()


class Unit(Entity, frozen=True, kw_only=True):
    """A business unit or brand of the organization; documents take a snapshot of its party."""

    party: Party = Party()
    tags: tuple[str, ...] = ()
