"""Every row of one organization, as DynamoDB holds it: out for an export, in for a restore.

Only an operator does this: it reads the table from end to end.
"""

import zlib
from collections.abc import Iterator
from typing import Any

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import Conflict, NotFound, Unavailable
from invoicing.model.tenant import Tenant
from invoicing.store import rows
from invoicing.store.files import Files
from invoicing.store.rows import Row

Raw = dict[str, dict[str, Any]]

TOKEN, LINK = "TOKEN#", "SHARE#"


def tenant_rows(tenant: Tenant) -> list[Raw]:
    """All rows of a tenant's world, its links and tokens too, in the order of their keys.

    Conflict where something changed meanwhile: an export is of one moment.
    """
    world = rows.world(tenant)
    before = _head(world)
    found = [raw for raw in _scan() if _belongs(raw, world, tenant.organization_id)]
    if _head(world) != before:
        raise Conflict("the organization changed while it was read", code="moving", fix="try again")
    if not any(raw["PK"]["S"] == world for raw in found):
        raise NotFound(tenant.organization_id)
    return sorted(found, key=lambda raw: (raw["PK"]["S"], raw["SK"]["S"]))


def _scan() -> Iterator[Raw]:
    start: dict[str, Any] | None = None
    while True:
        try:
            page = rows.connection().scan(
                Row.Meta.table_name, exclusive_start_key=start, consistent_read=True
            )
        except PynamoDBException as exc:
            raise Unavailable("the store did not answer") from exc
        yield from page["Items"]
        start = page.get("LastEvaluatedKey")
        if not start:
            return


def _belongs(raw: Raw, world: str, organization_id: str) -> bool:
    pk = raw["PK"]["S"]
    if pk.startswith(LINK):
        return str(raw.get("ref", {}).get("S", "")).startswith(f"{world}#")
    if pk.startswith(TOKEN):
        return bool(raw.get("GSI1PK", {}).get("S") == f"ORG#{organization_id}#TOKENS")
    return bool(pk == world or pk.startswith(f"{world}#"))


def _head(world: str) -> tuple[Any, Any]:
    try:
        row = Row.get(world, rows.HEAD, consistent_read=True)
    except Row.DoesNotExist:
        return (None, None)
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    return (row.n, row.last_hash)


def unpacked(raw: Raw, files: Files) -> bytes | None:
    """The JSON of a row's body, wherever it is kept; None where it cannot be unpacked."""
    packed = raw["body"]["B"] if "body" in raw else None
    if packed is not None and raw["PK"]["S"].startswith(TOKEN):
        return bytes(packed)
    try:
        if packed is None:
            packed = files.get(raw["file"]["S"])
        return zlib.decompress(packed)
    except (zlib.error, NotFound):
        return None


def packed(raw: Raw, text: bytes) -> bytes:
    """The stored form of a row's body."""
    return text if raw["PK"]["S"].startswith(TOKEN) else zlib.compress(text, 6)


def restore_row(raw: Raw) -> None:
    """Put a row back where there is none; Conflict where there is one."""
    row = Row.from_raw_data(raw)
    try:
        row.save(Row.pk.does_not_exist())
    except PynamoDBException as exc:
        code = rows.error_code(exc)
        if code == "ConditionalCheckFailedException":
            raise Conflict(
                f"{raw['PK']['S']} is there already", code="not-empty", fix="use an empty stack"
            ) from exc
        raise Unavailable("the store did not answer") from exc
