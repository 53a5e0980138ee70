"""Accounts of people: made by admins, changed by themselves."""

from collections.abc import Callable

from invoicing.errors import NotFound
from invoicing.model.account import Account, Member
from invoicing.model.journal import Event
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import replace
from invoicing.store.accounts import (
    KeptAccount,
    account_of_email,
    memberships,
    stored_account,
    stored_accounts,
)
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._codes import home_of
from invoicing.usecases._members import (
    MEMBERS,
    check_email,
    members_of,
    new_account,
    new_member,
    own_account,
    require_admin,
    require_live,
    require_room,
)
from invoicing.usecases._objects import Saved
from invoicing.usecases.ports import Ports


def create_account(
    draft: Account,
    password: str,
    role: Role,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> Saved[Account]:
    """The account, a member of the caller's organization from now on.

    Forbidden for all but admins; Conflict where its address of mail has an account.
    """
    require_admin(tenant)
    made = new_account(draft, tenant, ports, password=password)
    member = new_member(made, role, tenant, ports, active=True)

    def build(_: Known) -> Commit:
        require_room(made.id, tenant, ports)
        event = Event(type="account.created", subject=made.id, account_id=tenant.account_id)
        return Commit(event, objects=MEMBERS.rows(member), accounts=(KeptAccount(made),))

    done = ports.store(tenant).commit(ports.key(key), build)
    if done.replayed:
        return Saved(stored_account(done.entry.event.subject), replayed=True)
    return Saved(made, replayed=False)


def get_account(account_id: str, tenant: Tenant, ports: Ports) -> Account:
    """The caller's own ("me"), or for admins that of a member; NotFound for every other."""
    require_live(tenant)
    if account_id in ("me", tenant.account_id) and tenant.account_id:
        return stored_account(tenant.account_id)
    if tenant.role == "admin":
        for member in members_of(tenant, ports):
            if member.account_id == account_id:
                return stored_account(account_id)
    raise NotFound(account_id)


def list_accounts(tenant: Tenant, ports: Ports) -> list[Account]:
    """For admins those of all members, for others their own."""
    require_live(tenant)
    if tenant.role != "admin":
        return stored_accounts([tenant.account_id])
    return stored_accounts(member.account_id for member in members_of(tenant, ports))


def update_account(
    account_id: str,
    change: Callable[[Account], Account],
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> Account:
    """The caller's own account after the change; another address of mail has to be confirmed."""
    own = stored_account(own_account(account_id, tenant))
    home, now = home_of(own), ports.now()

    def build(_: Known) -> Commit:
        stored = stored_account(own.id)
        changed = replace(change(stored), version=stored.version + 1, updated_at=now)
        check_email(changed.email)
        if changed.email != stored.email:
            changed = replace(changed, email_verified=False)
        event = Event(type="account.updated", subject=own.id, account_id=own.id)
        return Commit(event, accounts=(KeptAccount(changed, stored),))

    ports.store(home).commit(ports.key(key), build)
    return stored_account(own.id)


def is_unique(email: str, tenant: Tenant) -> bool:
    """Whether no account has the address of mail; for admins alone, who may invite it."""
    require_admin(tenant)
    check_email(email)
    return account_of_email(email) is None


def list_places(account_id: str, tenant: Tenant) -> list[Member]:
    """The caller's own places in organizations, invitations too."""
    return memberships(own_account(account_id, tenant))
