"""Logging in and out, and what proves that an address of mail is one's own."""

from dataclasses import dataclass
from datetime import timedelta

from invoicing.errors import (
    Conflict,
    Forbidden,
    LoginFailed,
    NotFound,
    TooManyAttempts,
    Unauthenticated,
)
from invoicing.model.account import Account, Member
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.safe import safe_password
from invoicing.store.accounts import (
    KeptAccount,
    account_of_email,
    count_attempt,
    memberships,
    stored_account,
)
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.store.tokens import KeptToken, Token, kept_tokens, new_secret, token_key
from invoicing.usecases._codes import account_of_code, home_of, with_code, without_code
from invoicing.usecases._members import (
    MEMBERS,
    check_password,
    members_of,
    own_account,
    require_admin,
)
from invoicing.usecases.ports import Ports

TTL_S = 180 * 24 * 3600
"""Of a login that asks for no other."""
ATTEMPTS_MAX, WINDOW_S = 10, 15 * 60
LOGIN = "login"


@dataclass(frozen=True, slots=True)
class Session:
    """A token of a member, and its secret, which is kept nowhere."""

    token: Token
    secret: str


def login(
    email: str,
    password: str,
    ports: Ports,
    *,
    organization_id: str = "",
    live: bool = True,
    ttl_s: int = TTL_S,
) -> Session:
    """A token for one organization: the one that is named, or the first of the account's.

    To name an organization that has invited the account is to accept. LoginFailed, as slowly,
    where the account is unknown; TooManyAttempts after some; Forbidden where the account is
    member of nothing that was asked for.
    """
    _limit(f"login {email}", ports)
    account = account_of_email(email)
    if not safe_password.fits(password, account.password if account else "") or account is None:
        raise LoginFailed
    places = memberships(account.id)
    if organization_id:
        places = [place for place in places if place.organization_id == organization_id]
    else:
        places = [place for place in places if place.stands]
    if not places or places[0].disabled or places[0].rejected:
        raise Forbidden
    place = places[0] if places[0].active else _accepted(places[0])
    return _open(place, account, ports, live=live, ttl_s=ttl_s)


def impersonate(
    account_id: str, email: str, tenant: Tenant, ports: Ports, *, ttl_s: int = TTL_S
) -> Session:
    """A token of a member whose account the caller made, in the caller's organization alone.

    Forbidden for all but admins; NotFound for every other account.
    """
    require_admin(tenant)
    found = stored_account(account_id) if account_id else account_of_email(email)
    if found is None or not tenant.account_id or found.parent_id != tenant.account_id:
        raise NotFound(account_id)
    for place in members_of(tenant, ports):
        if place.account_id == found.id and place.stands:
            return _open(place, found, ports, live=True, ttl_s=ttl_s)
    raise NotFound(account_id)


def logout(tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """End the token of the request; Forbidden for tokens that no login made."""

    def build(_: Known) -> Commit:
        for kept in kept_tokens(tenant.organization_id):
            if kept.token.id == tenant.token_id and kept.token.name == LOGIN:
                ended = replace(kept.token, revoked_at=kept.token.revoked_at or ports.now())
                event = Event(type="token.revoked", subject=ended.id, account_id=tenant.account_id)
                return Commit(event, tokens=(KeptToken(kept.key, ended, kept.token),))
        raise Forbidden

    ports.store(tenant).commit(ports.key(key), build)


def change_password(
    old: str, new: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> None:
    """Set another password. LoginFailed where the old one is wrong; TooManyAttempts after some."""
    account = stored_account(own_account("me", tenant))
    _limit(f"login {account.email}", ports)
    check_password(new, "/newPassword")
    _set_password(account, safe_password.kept(new, ports.random), ports, key, old=old)


def ask_for_code(email: str, ports: Ports) -> None:
    """Mail a code to the account with the address, if there is one; nobody hears if not."""
    _limit(f"code {email}", ports)
    account = account_of_email(email)
    if account is not None:
        _ask(account, ports, None)


def send_verification(
    account_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> None:
    """Mail a code to the caller's own address. Conflict where it is confirmed."""
    account = stored_account(own_account(account_id, tenant))
    if account.email_verified:
        raise Conflict(
            "the address of mail is confirmed already",
            code="email-verified",
            current_state="verified",
            fix="nothing is left to do",
        )
    _limit(f"code {account.email}", ports)
    _ask(account, ports, key)


def reset_password(code: str, password: str, ports: Ports) -> None:
    """Set the password of the account a code was mailed to, and confirm its address.

    An account that could not log in before accepts the invitation it was made for.
    """
    check_password(password)
    account = account_of_code(code, ports)
    _set_password(account, safe_password.kept(password, ports.random), ports, None)


def confirm(code: str, ports: Ports) -> Account:
    """The account a code was mailed to, its address confirmed."""
    account = account_of_code(code, ports)
    now = ports.now()

    def build(_: Known) -> Commit:
        stored = stored_account(account.id)
        _require_unused(stored, account)
        confirmed = replace(
            without_code(stored), email_verified=True, version=stored.version + 1, updated_at=now
        )
        event = Event(type="account.updated", subject=stored.id, account_id=stored.id)
        return Commit(event, accounts=(KeptAccount(confirmed, stored),))

    ports.store(home_of(account)).commit(ports.key(None), build)
    return stored_account(account.id)


def _limit(what: str, ports: Ports) -> None:
    now = ports.now()
    if count_attempt(what, now, window_s=WINDOW_S) > ATTEMPTS_MAX:
        raise TooManyAttempts(retry_after_s=WINDOW_S - int(now.timestamp()) % WINDOW_S)


def _require_unused(stored: Account, read: Account) -> None:
    """Nobody else has used the code meanwhile, or asked for another."""
    if stored.code_generation != read.code_generation:
        raise Unauthenticated


def _accepted(place: Member) -> Member:
    return replace(place, active=True, version=place.version + 1)


def _open(place: Member, account: Account, ports: Ports, *, live: bool, ttl_s: int) -> Session:
    now = ports.now()
    secret = new_secret(ports.random, live=live)
    token = Token(
        id=ports.new_id(),
        organization_id=place.organization_id,
        account_id=account.id,
        live=live,
        role=place.role,
        name=LOGIN,
        created_at=now,
        expires_at=now + timedelta(seconds=ttl_s) if ttl_s > 0 else None,
        member_id=place.id,
    )
    # The journal of the live world tells of access; members stand there too.
    tenant = Tenant(organization_id=place.organization_id, account_id=account.id)

    def build(known: Known) -> Commit:
        if not known.organization.active:
            raise Forbidden
        stored = ports.store(tenant).kept(MEMBERS.name, place.id, Member)
        accepts = place.version > stored.version
        event = Event(
            type="token.created",
            subject=token.id,
            account_id=account.id,
            data={"role": token.role, "live": token.live, "label": token.name},
        )
        return Commit(
            event,
            tokens=(KeptToken(token_key(secret), token),),
            objects=MEMBERS.rows(replace(place, updated_at=now)) if accepts else (),
            uses_organization=True,
        )

    ports.store(tenant).commit(ports.key(None), build)
    return Session(token, secret)


def _ask(account: Account, ports: Ports, key: Key | None) -> None:
    """Another code, which goes its way with the journal entry."""

    def build(_: Known) -> Commit:
        stored = stored_account(account.id)
        asked = with_code(stored, ports)
        event = Event(
            type="account.code_asked",
            subject=stored.id,
            account_id=stored.id,
            data={"code": stored.id},
        )
        return Commit(event, accounts=(KeptAccount(asked, stored),))

    ports.store(home_of(account)).commit(ports.key(key), build)


def _set_password(
    account: Account, kept: str, ports: Ports, key: Key | None, *, old: str | None = None
) -> None:
    home, now = home_of(account), ports.now()
    invited = next(
        (
            place
            for place in memberships(account.id)
            if not account.password
            and place.organization_id == home.organization_id
            and not (place.active or place.rejected)
        ),
        None,
    )

    def build(_: Known) -> Commit:
        stored = stored_account(account.id)
        if old is None:
            _require_unused(stored, account)
        elif not safe_password.fits(old, stored.password):
            raise LoginFailed
        changed = replace(
            without_code(stored),
            password=kept,
            email_verified=stored.email_verified or old is None,
            version=stored.version + 1,
            updated_at=now,
        )
        accepted = MEMBERS.rows(replace(_accepted(invited), updated_at=now)) if invited else ()
        event = Event(type="account.password_set", subject=stored.id, account_id=stored.id)
        return Commit(event, objects=accepted, accounts=(KeptAccount(changed, stored),))

    ports.store(home).commit(ports.key(key), build)
