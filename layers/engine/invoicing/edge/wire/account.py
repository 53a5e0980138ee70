"""Accounts, members and logins on the wire."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from invoicing.edge.wire.base import Flag, Map, Name, Wire, lean, renamed
from invoicing.model import Organization
from invoicing.model.account import Account, Member
from invoicing.model.tenant import Role
from invoicing.model.value import replace
from invoicing.safe.safe_password import LENGTH_MAX
from invoicing.usecases.sessions import Session

TTL_MAX_S = 10 * 366 * 24 * 3600
Password = Annotated[Name, StringConstraints(max_length=LENGTH_MAX)]
Email = Annotated[Name, StringConstraints(max_length=254)]


def _ttl(value: int) -> int:
    if value != -1 and not 60 <= value <= TTL_MAX_S:
        raise PydanticCustomError(
            "ttl",
            "must be seconds, from 60 to {most}, or -1 for a token without an end",
            {"most": TTL_MAX_S},
        )
    return value


Ttl = Annotated[int, Field(strict=True), AfterValidator(_ttl)]


class AccountChange(Wire):
    """What a person may change of the own account."""

    server_owned = frozenset(
        {
            "id",
            "version",
            "organizationId",
            "parentId",
            "emailVerified",
            "createdAt",
            "updatedAt",
        }
    )

    email: Email | None = None
    first_name: Name | None = renamed("firstname")
    last_name: Name | None = renamed("lastname")
    label: Name | None = None
    tax_number: Name | None = renamed("taxNumber")
    locale: Annotated[Name, Field(max_length=20)] | None = None
    custom: Map | None = None

    def apply(self, account: Account) -> Account:
        """The account with the members that were given."""
        return replace(account, **self.given())


class AccountInput(AccountChange):
    """A new account."""

    password: Password | None = None
    role: Role | None = None

    def to_draft(self) -> Account:
        given = {k: v for k, v in self.given().items() if k not in ("password", "role")}
        return Account(organization_id="", **given)


class LoginInput(Wire):
    """Who logs in, where, and for how many seconds."""

    email: Email | None = None
    password: Password | None = None
    ttl: Ttl | None = None
    organization_id: Name | None = None
    live: Flag | None = None


class ImpersonateInput(Wire):
    """Whose token an admin wants."""

    id: Name | None = None
    email: Email | None = None
    ttl: Ttl | None = None


class PasswordInput(Wire):
    """A change of the own password."""

    old_password: Password | None = None
    new_password: Password | None = None


class ResetInput(Wire):
    """Whose password is forgotten."""

    email: Email | None = None


class ResetPasswordInput(Wire):
    """A new password, and the code that was mailed."""

    token: Name | None = None
    password: Password | None = None


class InviteInput(Wire):
    """Who shall become a member, as what."""

    email: Email | None = None
    account_id: Name | None = None
    role: Role | None = None
    require_confirmation: Flag | None = None
    send_email: Flag | None = None


class RoleInput(Wire):
    """What a member may do from now on."""

    role: Role | None = None


def account_view(account: Account) -> dict[str, Any]:
    """The account as the API answers it: never with what is kept of its password."""
    return {
        "id": account.id,
        "version": account.version,
        "email": account.email,
        "emailVerified": account.email_verified,
        **lean(
            {
                "organizationId": account.organization_id,
                "parentId": account.parent_id,
                "firstname": account.first_name,
                "lastname": account.last_name,
                "label": account.label,
                "taxNumber": account.tax_number,
                "locale": account.locale,
                "custom": account.custom,
                "createdAt": account.created_at,
                "updatedAt": account.updated_at,
            }
        ),
    }


def member_view(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "version": member.version,
        "organizationId": member.organization_id,
        "accountId": member.account_id,
        "role": member.role,
        "active": member.active,
        "rejected": member.rejected,
        "disabled": member.disabled,
        **lean(
            {
                "email": member.email,
                "createdAt": member.created_at,
                "updatedAt": member.updated_at,
            }
        ),
    }


def place_view(organization: Organization, member: Member) -> dict[str, Any]:
    """An organization as its members know it: what it says of itself needs a token of its own."""
    return {
        "id": organization.id,
        "name": organization.name,
        "active": organization.active,
        "role": member.role,
        **lean({"countryAlpha2Code": organization.country_code}),
    }


def session_view(session: Session) -> dict[str, Any]:
    """The token under the name the first API gave it: its id is the secret."""
    token = session.token
    end, start = token.expires_at, token.created_at
    return {
        "id": session.secret,
        "ttl": round((end - start).total_seconds()) if end and start else -1,
        "userId": token.account_id,
        "organizationId": token.organization_id,
        "role": token.role,
        "created": start,
    }
