"""Accounts: rows outside of any organization, found by id and by address of mail."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import PynamoDBException

from invoicing.errors import NotFound, Unavailable
from invoicing.model.account import Account, Member
from invoicing.store import rows
from invoicing.store.body import pack, unpack
from invoicing.store.rows import Row

MEMBER = "MEMBER"
"""The kind members are kept as, in the live world of their organization."""


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """An account to store, and what is stored of it where that is to change."""

    account: Account
    before: Account | None = None


def account_key(account_id: str) -> str:
    return f"ACCOUNT#{account_id}"


def email_key(email: str) -> str:
    """An address stands for the same account in any case."""
    return f"EMAIL#{hashlib.sha256(email.casefold().encode()).hexdigest()}"


def account_row(account: Account) -> Row:
    row = Row(account_key(account.id), rows.META)
    row.body = pack(account).packed
    row.version = account.version
    return row


def email_row(account: Account) -> Row:
    row = Row(email_key(account.email), rows.META)
    row.ref = account.id
    return row


def memberships_key(account_id: str) -> str:
    """Under what an index holds all places of an account."""
    return f"ACCOUNT#{account_id}#MEMBERS"


def stored_account(account_id: str) -> Account:
    """NotFound where there is none."""
    row = _maybe(account_key(account_id))
    if row is None:
        raise NotFound(account_id)
    return unpack(row.body, Account)


def account_of_email(email: str) -> Account | None:
    """The account with an address of mail."""
    row = _maybe(email_key(email))
    return stored_account(row.ref) if row is not None else None


def stored_accounts(ids: Iterable[str]) -> list[Account]:
    """Those of the accounts that exist, by id."""
    keys = [(account_key(account_id), rows.META) for account_id in set(ids)]
    try:
        found = [unpack(row.body, Account) for row in Row.batch_get(keys)] if keys else []
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    return sorted(found, key=lambda account: account.id)


def memberships(account_id: str) -> list[Member]:
    """The account's places in all organizations, oldest first."""
    try:
        found = [unpack(row.body, Member) for row in Row.by_gsi1.query(memberships_key(account_id))]
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    return sorted(found, key=lambda member: member.id)


def count_attempt(what: str, now: datetime, *, window_s: int) -> int:
    """How often it was tried in the window that runs, this time included."""
    window = int(now.timestamp()) // window_s
    digest = hashlib.sha256(what.casefold().encode()).hexdigest()
    row = Row(f"ATTEMPT#{digest}#{window}", rows.META)
    try:
        row.update([Row.n.add(1), Row.expires_at.set((window + 1) * window_s)])
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
    return int(row.n)


def _maybe(pk: str) -> Row | None:
    try:
        return Row.get(pk, rows.META, consistent_read=True)
    except Row.DoesNotExist:
        return None
    except PynamoDBException as exc:
        raise Unavailable("the store did not answer") from exc
