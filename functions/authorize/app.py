"""The HTTP API's authorizer: a token in, the tenant it belongs to out.

It lets unknown tokens pass without a tenant, so that the function behind it can answer 401 as
problem+json; without a tenant no function reaches any data.
"""

from datetime import UTC, datetime
from typing import Any

from invoicing.store.tokens import tenant_of_token

# Old client libraries put the token into the query; our own routes never take it from there.
DOOR = " /v1/{proxy+}"


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Simple response of payload format 2.0."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    given = headers.get("authorization", "").strip()
    if not given and event.get("routeKey", "").endswith(DOOR):
        given = (event.get("queryStringParameters") or {}).get("access_token", "")
    scheme, _, rest = given.partition(" ")
    secret = rest.strip() if scheme.lower() == "bearer" else given
    asked_at = datetime.fromtimestamp(event["requestContext"]["timeEpoch"] / 1000, UTC)
    tenant = tenant_of_token(secret, asked_at)
    if tenant is None:
        return {"isAuthorized": True, "context": {"organizationId": ""}}
    return {
        "isAuthorized": True,
        "context": {
            "organizationId": tenant.organization_id,
            "accountId": tenant.account_id,
            "live": "true" if tenant.live else "false",
            "role": tenant.role,
            "tokenId": tenant.token_id,
            "memberId": tenant.member_id,
        },
    }
