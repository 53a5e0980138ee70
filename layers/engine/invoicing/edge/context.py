"""Who calls: the authorizer's answer as a Tenant."""

from typing import Any

from invoicing.errors import Forbidden, NotFound, Unauthenticated
from invoicing.model.tenant import Tenant

READING = frozenset({"GET", "HEAD"})


def tenant_of(
    event: dict[str, Any], organization_id: str | None = None, *, own: bool = False
) -> Tenant:
    """The tenant the authorizer found; the only way to one.

    Unauthenticated where it found none; NotFound where the path names another organization;
    Forbidden where the role may only read, unless it is about the caller's `own` account.
    """
    context = event.get("requestContext", {})
    known = (context.get("authorizer") or {}).get("lambda") or {}
    if not known.get("organizationId"):
        raise Unauthenticated
    tenant = Tenant(
        organization_id=known["organizationId"],
        account_id=known.get("accountId", ""),
        live=known.get("live", "true") in ("true", True),
        role=known.get("role", "default"),
        token_id=known.get("tokenId", ""),
        member_id=known.get("memberId", ""),
    )
    if organization_id is not None and organization_id != tenant.organization_id:
        raise NotFound(organization_id)
    if (
        tenant.role == "readonly"
        and not own
        and context.get("http", {}).get("method") not in READING
    ):
        raise Forbidden
    return tenant
