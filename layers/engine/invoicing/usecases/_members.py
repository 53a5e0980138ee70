"""Members of an organization: who they are, and what must stay true of them."""

from invoicing.errors import Conflict, Finding, Forbidden, InvalidDocument, NotFound
from invoicing.model.account import Account, Member
from invoicing.model.tenant import Role, Tenant
from invoicing.outbound.mail import is_address
from invoicing.safe import safe_password
from invoicing.store.accounts import MEMBER, memberships_key
from invoicing.store.commit import Kept
from invoicing.usecases._objects import Change, Kind
from invoicing.usecases.ports import Ports

MEMBERS_MAX = 500


def _rows(member: Member) -> tuple[Kept, ...]:
    return (
        Kept(
            MEMBER,
            member.id,
            member,
            member.version,
            group=member.role if member.stands else "",  # all the authorizer reads
            index=memberships_key(member.account_id),
        ),
    )


def _prepared(change: Change[Member]) -> Member:
    stored, value = change.stored, change.value
    if stored is not None and _is_admin(stored) and not _is_admin(value):
        _require_another_admin(change)
    return value


def _require_another_admin(change: Change[Member]) -> None:
    """The last one who may manage members stays one."""
    assert change.stored is not None  # noqa: S101 - only of members there are
    others = members_of(change.tenant, change.ports)
    if _is_admin(change.stored) and not any(
        _is_admin(other) for other in others if other.id != change.stored.id
    ):
        raise Conflict(
            "this is the last member that may manage members",
            code="last-admin",
            current_state="last admin",
            fix="make another member an admin first",
        )


MEMBERS = Kind(MEMBER, "member", Member, _rows, _prepared, _require_another_admin)


def _is_admin(member: Member) -> bool:
    return member.stands and member.role == "admin"


def members_of(tenant: Tenant, ports: Ports) -> list[Member]:
    """All members of the organization, oldest first."""
    return ports.store(tenant).all_kept(MEMBER, Member)


def require_live(tenant: Tenant) -> None:
    """Forbidden from the test world: its tokens may be anybody's."""
    if not tenant.live:
        raise Forbidden


def require_admin(tenant: Tenant) -> None:
    require_live(tenant)
    if tenant.role != "admin":
        raise Forbidden


def new_member(
    account: Account, role: Role, tenant: Tenant, ports: Ports, *, active: bool
) -> Member:
    now = ports.now()
    return Member(
        id=ports.new_id(),
        version=1,
        created_at=now,
        updated_at=now,
        organization_id=tenant.organization_id,
        account_id=account.id,
        email=account.email,
        role=role,
        active=active,
    )


def require_room(account_id: str, tenant: Tenant, ports: Ports) -> None:
    """Conflict where the account has a place already, or there are too many members."""
    members = members_of(tenant, ports)
    for member in members:
        if member.account_id == account_id:
            raise Conflict(
                "the account is a member already",
                code="member-exists",
                existing_id=member.id,
                fix="change its role, or remove it first",
            )
    if len(members) >= MEMBERS_MAX:
        raise Conflict(
            f"there are {MEMBERS_MAX} members already",
            code="members-too-many",
            fix="remove members that are not needed any more",
        )


def new_account(draft: Account, tenant: Tenant, ports: Ports, *, password: str = "") -> Account:
    """The account as it is stored first.

    InvalidDocument for what is no address of mail, or no password.
    """
    check_email(draft.email)
    if password:
        check_password(password)
    now = ports.now()
    return Account(
        **{
            name: getattr(draft, name)
            for name in ("email", "first_name", "last_name", "label", "tax_number", "locale")
        },
        custom=draft.custom,
        id=ports.new_id(),
        version=1,
        created_at=now,
        updated_at=now,
        organization_id=tenant.organization_id,
        parent_id=tenant.account_id,
        password=safe_password.kept(password, ports.random) if password else "",
    )


def check_email(email: str) -> None:
    if not is_address(email):
        raise _invalid(
            "email-invalid", "/email", f"{email[:80]!r} is not a mail address", "send one address"
        )


def check_password(password: str, pointer: str = "/password") -> None:
    least, most = safe_password.LENGTH_MIN, safe_password.LENGTH_MAX
    if not least <= len(password) <= most:
        raise _invalid(
            "password-length",
            pointer,
            f"a password has {least} to {most} characters",
            "send a longer one; words are fine",
        )


def _invalid(rule: str, pointer: str, text: str, fix: str) -> InvalidDocument:
    return InvalidDocument([Finding(rule, pointer, text, fix)])


def own_account(account_id: str, tenant: Tenant) -> str:
    """The account, if it is the caller's own; NotFound as for any other."""
    require_live(tenant)
    if not tenant.account_id or account_id not in ("me", tenant.account_id):
        raise NotFound(account_id)
    return tenant.account_id
