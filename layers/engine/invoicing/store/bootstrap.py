"""The one write without a tenant: an organization that does not exist yet."""

from pynamodb.transactions import TransactWrite

from invoicing.model import Organization
from invoicing.store import rows
from invoicing.store.body import pack
from invoicing.store.rows import Row


def store_organization(organization: Organization) -> None:
    """Keep a new organization in its live and its test world."""
    with TransactWrite(connection=rows.connection()) as transaction:
        for row in organization_rows(organization):
            transaction.save(row, condition=Row.pk.does_not_exist())


def organization_rows(organization: Organization) -> list[Row]:
    """What a new organization is kept as, in both its worlds."""
    made = []
    for world in (f"ORG#{organization.id}", f"TEST#{organization.id}"):
        row = Row(world, rows.META)
        row.body = pack(organization).packed
        row.version = organization.version
        made.append(row)
    return made
