"""API tokens: random, typed by prefix, stored as SHA-256 only, revocable."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import Value, from_json, replace, to_json
from invoicing.store import rows
from invoicing.store.rows import Row

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


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token under its key, and what is stored there where that is to change."""

    key: str
    token: Token
    before: Token | None = None


def new_secret(random: Random, *, live: bool) -> str:
    """A token to hand out once; `random` must be a cryptographic source outside of tests."""
    secret = "".join(random.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))
    return (LIVE_PREFIX if live else TEST_PREFIX) + secret


def token_key(secret: str) -> str:
    return f"TOKEN#{hashlib.sha256(secret.encode()).hexdigest()}"


def token_row(key: str, token: Token) -> Row:
    """The row of a token."""
    row = Row(key, rows.META)
    row.body = to_json(token)
    row.gsi1pk = _index(token.organization_id)
    row.gsi1sk = token.id
    return row


def store_token(secret: str, token: Token) -> None:
    """Keep a new token's hash; fails where it exists already."""
    token_row(token_key(secret), token).save(Row.pk.does_not_exist())


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


def kept_tokens(organization_id: str) -> list[KeptToken]:
    """Every token of an organization with its key, oldest first."""
    found = Row.by_gsi1.query(_index(organization_id))
    try:
        return [KeptToken(row.pk, from_json(row.body, Token)) for row in found]
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc


def list_tokens(organization_id: str) -> list[Token]:
    """Every token of an organization, oldest first."""
    return [kept.token for kept in kept_tokens(organization_id)]


def revoke_token(organization_id: str, token_id: str, now: datetime) -> Token:
    """End a token; NotFound where the organization has none with this id."""
    for kept in kept_tokens(organization_id):
        if kept.token.id == token_id:
            ended = replace(kept.token, revoked_at=kept.token.revoked_at or now)
            token_row(kept.key, ended).save(Row.pk.exists())
            return ended
    raise NotFound(token_id)


def _index(organization_id: str) -> str:
    return f"ORG#{organization_id}#TOKENS"
