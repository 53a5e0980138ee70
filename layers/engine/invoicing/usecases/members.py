"""Who may act for an organization: invited, listed, changed and removed by its admins."""

from invoicing.errors import Conflict, NotFound
from invoicing.model.account import Account, Member
from invoicing.model.journal import Event
from invoicing.model.tenant import Role, Tenant
from invoicing.model.value import replace
from invoicing.store.accounts import (
    KeptAccount,
    account_of_email,
    memberships,
    stored_account,
)
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._codes import with_code
from invoicing.usecases._members import (
    MEMBERS,
    members_of,
    new_account,
    new_member,
    require_admin,
    require_live,
    require_room,
)
from invoicing.usecases._objects import Saved, delete_object, update_object
from invoicing.usecases._versions import ANY_VERSION
from invoicing.usecases.ports import Ports


def invite(
    tenant: Tenant,
    ports: Ports,
    *,
    email: str = "",
    account_id: str = "",
    role: Role = "default",
    confirm: bool = True,
    send_email: bool = True,
    key: Key | None = None,
) -> Saved[Member]:
    """The new member. An address no account has gets one, which a mailed code opens.

    With `confirm` the account has to accept. Forbidden for all but admins; NotFound for an
    account that does not exist; Conflict for one that is a member.
    """
    require_admin(tenant)
    known_account = stored_account(account_id) if account_id else account_of_email(email)
    account = known_account or new_account(Account(organization_id="", email=email), tenant, ports)
    asked = with_code(account, ports) if known_account is None and send_email else account
    asked = replace(asked, version=account.version)
    member = new_member(account, role, tenant, ports, active=not confirm)

    def build(_: Known) -> Commit:
        require_room(account.id, tenant, ports)
        return Commit(
            _event("created", member, tenant, {"code": asked.id} if asked is not account else {}),
            objects=MEMBERS.rows(member),
            accounts=() if known_account else (KeptAccount(asked),),
        )

    done = ports.store(tenant).commit(ports.key(key), build)
    if done.replayed:
        return Saved(ports.store(tenant).kept(MEMBERS.name, done.entry.event.subject, Member), True)
    return Saved(member, False)


def list_members(tenant: Tenant, ports: Ports) -> list[Member]:
    """Oldest first. Forbidden for all but admins."""
    require_admin(tenant)
    return members_of(tenant, ports)


def change_role(
    member_id: str, role: Role, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Member:
    """Its tokens allow no more from now on. Conflict for the last admin."""
    return _change(member_id, {"role": role}, tenant, ports, key)


def set_disabled(
    member_id: str, disabled: bool, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Member:
    """Whether the member may do nothing for the time being. Conflict for the last admin."""
    return _change(member_id, {"disabled": disabled}, tenant, ports, key)


def remove_member(member_id: str, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """Its tokens open nothing any more. Conflict for the last admin."""
    require_admin(tenant)
    delete_object(MEMBERS, member_id, tenant, ports, expected_version=ANY_VERSION, key=key)


def answer_invitation(
    member_id: str, accepted: bool, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Member:
    """The caller's own place, accepted or rejected; from whatever organization it calls.

    NotFound for the places of others; Conflict where it was answered otherwise.
    """
    require_live(tenant)
    own = memberships(tenant.account_id) if tenant.account_id else []
    place = next((member for member in own if member.id == member_id), None)
    if place is None:
        raise NotFound(member_id)
    there = replace(tenant, organization_id=place.organization_id)

    def change(stored: Member) -> Member:
        if stored.active != accepted and (stored.active or stored.rejected):
            raise Conflict(
                "the invitation was answered already",
                code="invitation-answered",
                current_state="accepted" if stored.active else "rejected",
                fix="ask an admin to invite you again, or to remove you",
            )
        return replace(stored, active=accepted, rejected=not accepted)

    return update_object(
        MEMBERS, member_id, change, there, ports, expected_version=ANY_VERSION, key=key
    ).value


def _change(
    member_id: str,
    members: dict[str, object],
    tenant: Tenant,
    ports: Ports,
    key: Key | None,
) -> Member:
    require_admin(tenant)
    return update_object(
        MEMBERS,
        member_id,
        lambda stored: replace(stored, **members),
        tenant,
        ports,
        expected_version=ANY_VERSION,
        key=key,
    ).value


def _event(deed: str, member: Member, tenant: Tenant, data: dict[str, str]) -> Event:
    return Event(
        type=f"member.{deed}", subject=member.id, account_id=tenant.account_id, data=dict(data)
    )
