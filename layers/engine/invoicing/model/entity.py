"""The base of objects an organization keeps: items, clients, price lists, units."""

from datetime import datetime

from invoicing.model.value import Value


class Entity(Value, frozen=True, kw_only=True):
    """An object with an id of ours that changes version by version."""

    id: str = ""
    version: int = 0  # grows by one with every change; the ETag
    created_at: datetime | None = None
    updated_at: datetime | None = None
