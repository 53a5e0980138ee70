"""Tokens on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Flag, Name, Wire, lean
from invoicing.model.tenant import Role
from invoicing.store.tokens import Token

LABEL_LENGTH_MAX = 100


class TokenInput(Wire):
    """What a new token may do, and what it is called."""

    server_owned = frozenset({"id", "accountId", "createdAt", "revokedAt", "expiresAt", "secret"})

    role: Role | None = None
    label: Annotated[Name, Field(max_length=LABEL_LENGTH_MAX)] | None = None
    live: Flag | None = None


def token_view(token: Token, secret: str | None = None) -> dict[str, Any]:
    """The token as the API answers it; its secret the one time it is known."""
    return {
        "id": token.id,
        "role": token.role,
        "live": token.live,
        "accountId": token.account_id,
        **lean(
            {
                "label": token.name,
                "createdAt": token.created_at,
                "revokedAt": token.revoked_at,
                "expiresAt": token.expires_at,
                "secret": secret,
            }
        ),
    }
