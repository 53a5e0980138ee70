"""Mail addresses a client turned out to have."""

from contextlib import suppress

from invoicing.errors import NotFound
from invoicing.model.client import Client, ContactPoint
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.usecases._clients import CLIENTS
from invoicing.usecases._objects import get_object, update_object
from invoicing.usecases._versions import ANY_VERSION
from invoicing.usecases.ports import Ports


def keep_addresses(
    client_id: str, addresses: tuple[str, ...], tenant: Tenant, ports: Ports
) -> None:
    """Save to the client the addresses it has not; nothing where there is no such client."""
    if not client_id:
        return
    with suppress(NotFound):
        client = get_object(CLIENTS, client_id, tenant, ports)
        if with_addresses(client, addresses) == client:
            return
        update_object(
            CLIENTS,
            client_id,
            lambda stored: with_addresses(stored, addresses),
            tenant,
            ports,
            expected_version=ANY_VERSION,
        )


def with_addresses(client: Client, addresses: tuple[str, ...]) -> Client:
    """The client with these addresses too: the first as its own where it has none."""
    own = client.party.contact.email
    known = {own.casefold(), *(c.value.casefold() for c in client.contacts if c.type == "email")}
    new = [one for one in dict.fromkeys(addresses) if one.casefold() not in known]
    if new and not own:
        contact = replace(client.party.contact, email=new.pop(0))
        client = replace(client, party=replace(client.party, contact=contact))
    points = tuple(ContactPoint(type="email", value=one) for one in new)
    return replace(client, contacts=(*client.contacts, *points)) if points else client
