"""Tokens of an organization: made, listed and ended by its admins."""

from invoicing.errors import Conflict, Forbidden, NotFound
from invoicing.model.journal import Event
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import replace
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.store.tokens import KeptToken, Token, kept_tokens, new_secret, token_key
from invoicing.usecases._members import members_of
from invoicing.usecases.ports import Ports

TOKENS_MAX = 1000
"""Of one organization, ended ones included: they stay listed. Logins that end do not count."""


def create_token(
    role: Role,
    name: str,
    tenant: Tenant,
    ports: Ports,
    *,
    live: bool | None = None,
    key: Key | None = None,
) -> tuple[Token, str | None]:
    """A new token of the caller's account and its secret, which is kept nowhere.

    Without `live` it is of the caller's world. None for the secret where an equal request had
    made the token already. Forbidden for all but admins, and from the test world into the live
    one; Conflict over the limit.
    """
    _require_admin(tenant)
    is_live = tenant.live if live is None else live
    if is_live and not tenant.live:
        raise Forbidden
    secret = new_secret(ports.random, live=is_live)
    made = Token(
        id=ports.new_id(),
        organization_id=tenant.organization_id,
        account_id=tenant.account_id,
        live=is_live,
        role=role,
        name=name,
        created_at=ports.now(),
        member_id=tenant.member_id,
    )

    def build(_: Known) -> Commit:
        lasting = [k for k in kept_tokens(tenant.organization_id) if k.token.expires_at is None]
        if len(lasting) >= TOKENS_MAX:
            raise Conflict(
                f"there are {TOKENS_MAX} tokens already, ended ones included",
                code="tokens-too-many",
                fix="use one of the tokens that are still valid",
            )
        return Commit(
            _event("token.created", made, tenant), tokens=(KeptToken(token_key(secret), made),)
        )

    done = ports.store(tenant).commit(ports.key(key), build)
    if done.replayed:
        return _find(done.entry.event.subject, tenant).token, None
    return made, secret


def list_tokens(tenant: Tenant) -> list[Token]:
    """The organization's tokens, oldest first; from the test world, those of the test world.

    Forbidden for all but admins.
    """
    _require_admin(tenant)
    return [kept.token for kept in _seen(tenant)]


def revoke_token(token_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """End a token, even the request's own.

    Forbidden for all but admins; NotFound; Conflict where it has ended already, and for the last
    admin: a live one where the token is live.
    """
    _require_admin(tenant)
    now = ports.now()

    def build(_: Known) -> Commit:
        kept = _find(token_id, tenant)
        if kept.token.revoked_at is not None:
            raise Conflict(
                "this token has ended already",
                code="token-revoked",
                current_state="revoked",
                fix="nothing is left to do",
            )
        ended = replace(kept.token, revoked_at=now)
        return Commit(
            _event("token.revoked", ended, tenant),
            tokens=(KeptToken(kept.key, ended, kept.token),),
            standing=_others(kept, tenant, ports),
        )

    ports.store(tenant).commit(ports.key(key), build)


def _others(kept: KeptToken, tenant: Tenant, ports: Ports) -> tuple[KeptToken, ...]:
    """An admin's token that must stand for this one to end; none where this is no admin's.

    What a member's token allows ends with the member, so it stands for no other; an admin who
    may log in does.
    """
    token = kept.token
    if not _is_lasting(token):
        return ()
    if tenant.live and any(m.stands and m.role == "admin" for m in members_of(tenant, ports)):
        return ()
    for other in kept_tokens(token.organization_id):
        may_replace = other.token.live or not token.live
        if other.key != kept.key and may_replace and _is_lasting(other.token):
            return (other,)
    raise Conflict(
        "this is the last token that may manage tokens",
        code="last-admin-token",
        current_state="last admin",
        fix="create another admin token first",
    )


def _is_lasting(token: Token) -> bool:
    return token.role == "admin" and token.revoked_at is None and not token.member_id


def _seen(tenant: Tenant) -> list[KeptToken]:
    """All tokens for a live admin; those of the test world from there."""
    kept = kept_tokens(tenant.organization_id)
    return [one for one in kept if tenant.live or not one.token.live]


def _find(token_id: str, tenant: Tenant) -> KeptToken:
    for kept in _seen(tenant):
        if kept.token.id == token_id:
            return kept
    raise NotFound(token_id)


def _require_admin(tenant: Tenant) -> None:
    if tenant.role != "admin":
        raise Forbidden


def _event(kind: str, token: Token, tenant: Tenant) -> Event:
    data = {"role": token.role, "live": token.live, "label": token.name}
    return Event(type=kind, subject=token.id, account_id=tenant.account_id, data=data)
