"""Organizations and their tokens: made by an operator, changed by their owners."""

from collections.abc import Callable

from invoicing.countries import find_country
from invoicing.errors import InvalidDocument
from invoicing.fiscal import authority_names, find_authority
from invoicing.model import Organization
from invoicing.model.journal import Event
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import replace
from invoicing.rules.duties import check_defaults as check_duty_defaults
from invoicing.rules.fiscal import check_defaults
from invoicing.store.bootstrap import store_organization
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.store.tokens import Token, list_tokens, new_secret, revoke_token, store_token
from invoicing.usecases._founding import new_organization
from invoicing.usecases._members import require_admin
from invoicing.usecases._versions import ANY_VERSION, require_version
from invoicing.usecases.ports import Ports


def create_organization(organization: Organization, ports: Ports) -> Organization:
    """The stored organization with its id, for live and test use alike."""
    made = new_organization(organization, ports)
    store_organization(made)
    return made


def create_token(
    organization_id: str,
    account_id: str,
    ports: Ports,
    *,
    live: bool = True,
    role: Role = "default",
    name: str = "",
) -> tuple[str, Token]:
    """A new token, shown this once, and what is kept of it."""
    secret = new_secret(ports.random, live=live)
    token = Token(
        id=ports.new_id(),
        organization_id=organization_id,
        account_id=account_id,
        live=live,
        role=role,
        name=name,
        created_at=ports.now(),
    )
    store_token(secret, token)
    return secret, token


def deactivate_organization(organization_id: str, ports: Ports) -> int:
    """End all tokens and public links of an organization; how many tokens it ended.

    Nothing of it is removed. Tokens made later open it again, links only once it is active.
    """
    _set_active(False, Tenant(organization_id=organization_id), ports, None)
    tokens = [token for token in list_tokens(organization_id) if token.revoked_at is None]
    for token in tokens:
        revoke_token(organization_id, token.id, ports.now())
    return len(tokens)


def set_active(active: bool, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """Whether the organization takes changes, in both its worlds; it may be read all the same.

    Forbidden for all but admins, and from the test world.
    """
    require_admin(tenant)
    _set_active(active, tenant, ports, key)


def _set_active(active: bool, tenant: Tenant, ports: Ports, key: Key | None) -> None:
    now = ports.now()
    stamp = {"activated_at": now} if active else {"deactivated_at": now}
    for live in (True, False):
        there = replace(tenant, live=live)
        if ports.store(there).organization().active != active:
            update_organization(
                lambda stored: replace(stored, active=active, **stamp),
                there,
                ports,
                expected_version=ANY_VERSION,
                key=key,
            )


def update_organization(
    change: Callable[[Organization], Organization],
    tenant: Tenant,
    ports: Ports,
    *,
    expected_version: int | None = None,
    key: Key | None = None,
) -> Organization:
    """The organization after the change. Documents issued before keep their own snapshot."""
    store = ports.store(tenant)
    now = ports.now()

    def build(known: Known) -> Commit:
        stored = known.organization
        require_version(stored.version, expected_version, stored)
        changed = replace(change(stored), version=stored.version + 1, updated_at=now)
        if changed.defaults != stored.defaults:
            _check_defaults(changed, tenant)
        event = Event(type="organization.updated", subject=stored.id, account_id=tenant.account_id)
        return Commit(event, organization=changed)

    store.known(fresh=True)
    store.commit(ports.key(key), build)
    return store.organization()


def _check_defaults(organization: Organization, tenant: Tenant) -> None:
    findings = []
    for name in authority_names():
        if any(given.startswith(f"{name}_") for given in organization.defaults):
            authority = find_authority(name)
            assert authority is not None  # noqa: S101 - it is one of those there are
            strategies = tuple(authority.strategies)
            findings += check_defaults(
                organization, name, strategies, authority.options, live=tenant.live
            )
    home = find_country(organization.country_code)
    if home is not None and home.duties is not None:
        findings += check_duty_defaults(home.duties, organization.defaults)
    if findings:
        raise InvalidDocument(findings)
