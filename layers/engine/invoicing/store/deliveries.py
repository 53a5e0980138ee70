"""Deliveries to webhooks, and all work that waits for its time.

A delivery is bookkeeping about an event that is in the journal already: it is no part of the
organization's data, so it is written alone, each change conditional on the version before it.
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError, PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model.tenant import Tenant
from invoicing.model.webhook import Delivery
from invoicing.store import rows
from invoicing.store.body import pack, unpack
from invoicing.store.rows import Gsi3, Row, error_code

KEPT_FOR = timedelta(days=30)


class Deliveries:
    """The deliveries of one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self._world = rows.world(tenant)

    def add(self, delivery: Delivery) -> bool:
        """Whether the delivery is new and is stored now."""
        return self._put(delivery, Row.pk.does_not_exist())

    def save(self, delivery: Delivery) -> bool:
        """Whether the delivery was a version lower, and is stored now."""
        return self._put(delivery, Row.version == delivery.version - 1)

    def get(self, webhook_id: str, delivery_id: str) -> Delivery:
        """NotFound where the webhook has no such delivery (any more)."""
        pk = rows.deliveries_key(self._world, webhook_id)
        try:
            return _delivery(Row.get(pk, delivery_id, consistent_read=True))
        except Row.DoesNotExist as exc:
            raise NotFound(delivery_id) from exc
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc

    def page(
        self, webhook_id: str, *, limit: int, before: str | None = None
    ) -> tuple[list[Delivery], str | None]:
        """A webhook's deliveries, newest first; and where the next page starts."""
        pk = rows.deliveries_key(self._world, webhook_id)
        condition = Row.sk < before if before else None
        try:
            found = list(Row.query(pk, condition, scan_index_forward=False, limit=limit + 1))
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        deliveries = [_delivery(row) for row in found[:limit]]
        return deliveries, deliveries[-1].id if len(found) > limit else None

    def _put(self, delivery: Delivery, condition: Any) -> bool:
        row = Row(rows.deliveries_key(self._world, delivery.webhook_id), delivery.id)
        row.body = pack(delivery).packed
        row.version = delivery.version
        row.state = delivery.state
        row.expires_at = int(((delivery.next_at or delivery.at) + KEPT_FOR).timestamp())
        if delivery.next_at is not None:
            row.gsi3pk = rows.PENDING_HOOKS
            row.gsi3sk = rows.due_key(delivery.next_at, delivery.id)
        try:
            row.save(condition)
        except PutError as exc:
            if error_code(exc) == "ConditionalCheckFailedException":
                return False
            raise Unavailable("the store did not answer") from exc
        return True


def due_deliveries(now: datetime, limit: int) -> list[tuple[Tenant, Delivery]]:
    """Deliveries of all tenants whose time has come, the longest waiting first."""
    return [
        (rows.tenant_of(row.pk), _delivery(row)) for row in _due(rows.PENDING_HOOKS, now, limit)
    ]


def due_mailings(now: datetime, limit: int) -> list[tuple[Tenant, str]]:
    """Documents of all tenants with a mail that had no news for too long."""
    return [
        (rows.tenant_of(row.pk), row.pk.split("#")[-1])
        for row in _due(rows.PENDING_MAILS, now, limit)
    ]


def due_objects(kind: str, now: datetime, limit: int) -> list[tuple[Tenant, str]]:
    """Objects of a kind, of all tenants, whose time has come; the longest waiting first."""
    return [(rows.tenant_of(row.pk), row.sk) for row in _due(rows.pending(kind), now, limit)]


def _due(kind: str, now: datetime, limit: int) -> list[Row]:
    try:
        return list(Row.by_gsi3.query(kind, Gsi3.sk <= rows.due_key(now, "~"), limit=limit))
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc


def _delivery(row: Row) -> Delivery:
    return unpack(row.body or b"", Delivery)
