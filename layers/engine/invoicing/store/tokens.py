"""API tokens: random, typed by prefix, stored as SHA-256 only, revocable."""

import hashlib
from datetime import datetime
from random import Random

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import Value, from_json, replace, to_json
from invoicing.store import rows
from invoicing.store.rows import Gsi1, Row

LIVE_PREFIX = "ntl_live_"
TEST_PREFIX = "ntl_test_"
_ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz"
_SECRET_LENGTH = 40  # about 203 bits


class Token(Value, frozen=True, kw_only=True):
    """What a token may do; the token itself is not kept anywhere."""

    id: str
    organization_id: str
    account_id: str
    live: bool = True
    role: Role = "default"
    name: str = ""
    created_at: datetime | None = None
    revoked_at: datetime | None = None


def new_secret(random: Random, *, live: bool) -> str:
    """A token to hand out once; `random` must be a cryptographic source outside of tests."""
    secret = "".join(random.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))
    return (LIVE_PREFIX if live else TEST_PREFIX) + secret


def token_key(secret: str) -> str:
    return f"TOKEN#{hashlib.sha256(secret.encode()).hexdigest()}"


def store_token(secret: str, token: Token) -> None:
    """Keep a new token's hash; fails where it exists already."""
    row = Row(token_key(secret), rows.META)
    row.body = to_json(token)
    row.gsi1pk = f"ORG#{token.organization_id}#TOKENS"
    row.gsi1sk = token.id
    row.save(Row.pk.does_not_exist())


def tenant_of_token(secret: str) -> Tenant | None:
    """The tenant behind a token; None where it is unknown or revoked."""
    if not secret.startswith((LIVE_PREFIX, TEST_PREFIX)):
        return None
    try:
        row = Row.get(token_key(secret), rows.META)
    except Row.DoesNotExist:
        return None
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    token = from_json(row.body, Token)
    if token.revoked_at is not None:
        return None
    return Tenant(
        organization_id=token.organization_id,
        account_id=token.account_id,
        live=token.live,
        role=token.role,
        token_id=token.id,
    )


def list_tokens(organization_id: str) -> list[Token]:
    """Every token of an organization, oldest first."""
    return [
        from_json(row.body, Token) for row in Row.by_gsi1.query(f"ORG#{organization_id}#TOKENS")
    ]


def revoke_token(organization_id: str, token_id: str, now: datetime) -> Token:
    """End a token; NotFound where the organization has none with this id."""
    index = f"ORG#{organization_id}#TOKENS"
    for row in Row.by_gsi1.query(index, Gsi1.sk == token_id):
        token = from_json(row.body, Token)
        ended = replace(token, revoked_at=token.revoked_at or now)
        stored = Row.get(row.pk, row.sk, consistent_read=True)
        stored.body = to_json(ended)
        stored.save(Row.pk.exists())
        return ended
    raise NotFound(token_id)
