"""API tokens: random, typed by prefix, stored as SHA-256 only, revocable."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model.account import ROLES, least
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import Value, from_json, replace, to_json
from invoicing.store import rows
from invoicing.store.accounts import MEMBER
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
    expires_at: datetime | None = None  # of a login
    member_id: str = ""  # whose place in the organization limits it


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
    row.expires_at = int(token.expires_at.timestamp()) if token.expires_at else None
    return row


def store_token(secret: str, token: Token) -> None:
    """Keep a new token's hash; fails where it exists already."""
    token_row(token_key(secret), token).save(Row.pk.does_not_exist())


def tenant_of_token(secret: str, now: datetime) -> Tenant | None:
    """The tenant behind a token; None where it is unknown, revoked or expired.

    A member's token allows no more than the member's role, and nothing once the member is gone.
    """
    if not secret.startswith((LIVE_PREFIX, TEST_PREFIX)):
        return None
    row = _row(token_key(secret), rows.META)
    if row is None:
        return None
    token = from_json(row.body, Token)
    if token.revoked_at is not None or (token.expires_at and token.expires_at <= now):
        return None
    role = token.role
    if token.member_id:
        place = _row(rows.objects_key(f"ORG#{token.organization_id}", MEMBER), token.member_id)
        if place is None or place.type not in ROLES:  # gone, or may do nothing at the moment
            return None
        role = least(role, place.type)
    return Tenant(
        organization_id=token.organization_id,
        account_id=token.account_id,
        live=token.live,
        role=role,
        token_id=token.id,
        member_id=token.member_id,
    )


def _row(pk: str, sk: str) -> Row | None:
    try:
        return Row.get(pk, sk)
    except Row.DoesNotExist:
        return None
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc


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
