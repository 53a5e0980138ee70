"""Organizations of an account: those it is a member of, and those it makes for itself."""

from typing import NamedTuple

from invoicing.errors import Conflict, FoundingClosed
from invoicing.model import Organization
from invoicing.model.account import Member
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.store.accounts import memberships, stored_account
from invoicing.store.commit import Commit, Founded
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._codes import home_of
from invoicing.usecases._founding import new_organization
from invoicing.usecases._members import MEMBERS, new_member, own_account
from invoicing.usecases.ports import Ports

PLACES_MAX = 20
"""Organizations one account may be a member of and still make another."""


class Made(NamedTuple):
    """A new organization; `replayed` where an equal request had made it before."""

    value: Organization
    replayed: bool


class Place(NamedTuple):
    """An organization, and the account's place in it."""

    organization: Organization
    member: Member


def list_organizations(account_id: str, tenant: Tenant, ports: Ports) -> list[Place]:
    """Those in which the caller's own account stands, oldest place first."""
    places = [place for place in memberships(own_account(account_id, tenant)) if place.stands]
    return [Place(_organization(place.organization_id, ports), place) for place in places]


def found_organization(
    account_id: str, draft: Organization, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Made:
    """The new organization, whose admin the caller's account is.

    FoundingClosed where the operator does not let accounts do so; Conflict for accounts whose
    address of mail nobody confirmed, and for those with 20 places already.
    """
    if not ports.accounts_found:
        raise FoundingClosed
    account = stored_account(own_account(account_id, tenant))
    made = new_organization(draft, ports)
    there = Tenant(organization_id=made.id, account_id=account.id)
    admin = new_member(account, "admin", there, ports, active=True)

    def build(_: Known) -> Commit:
        if not stored_account(account.id).email_verified:
            raise _unconfirmed()
        if len(memberships(account.id)) >= PLACES_MAX:
            raise _too_many()
        event = Event(
            type="account.organization_made",
            subject=account.id,
            account_id=account.id,
            data={"organization": made.id},
        )
        return Commit(event, founded=Founded(made, MEMBERS.rows(admin)))

    home = replace(home_of(account), token_id=tenant.token_id)
    done = ports.store(home).commit(ports.key(key), build)
    if done.replayed:
        return Made(_organization(done.entry.event.data["organization"], ports), replayed=True)
    return Made(made, replayed=False)


def _organization(organization_id: str, ports: Ports) -> Organization:
    return ports.store(Tenant(organization_id=organization_id)).organization()


def _unconfirmed() -> Conflict:
    return Conflict(
        "the account's address of mail is not confirmed",
        code="email-unconfirmed",
        current_state="unconfirmed",
        allowed_actions=("send-verification",),
        fix="follow the link of POST /v1/Accounts/me/send-verification first",
    )


def _too_many() -> Conflict:
    return Conflict(
        f"the account is a member of {PLACES_MAX} organizations",
        code="organizations-too-many",
        fix="leave one first",
    )
