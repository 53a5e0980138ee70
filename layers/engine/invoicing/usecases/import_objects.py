"""Several objects of a kind made from a table: each row whole or not at all."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from invoicing.errors import Conflict, InvalidDocument
from invoicing.model.entity import Entity
from invoicing.model.tenant import Tenant
from invoicing.store.repository import Key
from invoicing.usecases._objects import Kind, check_object, create_object
from invoicing.usecases.ports import Ports

E = TypeVar("E", bound=Entity)

ROWS_MAX = 200
"""Rows of one request: each is a commit of its own."""

Refusal = InvalidDocument | Conflict


class Row(NamedTuple):
    """What became of a row: the object it made, or why it made none."""

    line: int
    object_id: str = ""
    refusal: Refusal | None = None


def import_objects(
    kind: Kind[E],
    drafts: Sequence[tuple[int, E | InvalidDocument]],
    tenant: Tenant,
    ports: Ports,
    *,
    dry_run: bool = False,
    key: Key | None = None,
) -> list[Row]:
    """What became of each row, in their order; with `dry_run` nothing is stored.

    A repeated request with the same key makes nothing twice.
    """

    def taken(line: int, draft: E | InvalidDocument) -> Row:
        if isinstance(draft, InvalidDocument):
            return Row(line, refusal=draft)
        try:
            if dry_run:
                check_object(kind, draft, tenant, ports)
                return Row(line)
            saved = create_object(kind, draft, tenant, ports, key=key and key.part(line))
        except (InvalidDocument, Conflict) as refusal:
            return Row(line, refusal=refusal)
        return Row(line, saved.value.id)

    return [taken(line, draft) for line, draft in drafts]
