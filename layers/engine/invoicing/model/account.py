"""Accounts of people, and what each may do in an organization."""

from datetime import datetime
from typing import Any

from invoicing.model.entity import Entity
from invoicing.model.tenant import Role

ROLES: tuple[Role, ...] = ("readonly", "default", "admin")
"""The least first."""


class Account(Entity, frozen=True, kw_only=True):
    """A person: one address of mail, one password, member of any number of organizations."""

    organization_id: str  # where it was made; its journal tells of the account
    parent_id: str = ""  # the account that made it
    email: str = ""
    email_verified: bool = False
    password: str = ""  # as safe_password keeps it; "" until one is set
    first_name: str = ""
    last_name: str = ""
    label: str = ""
    tax_number: str = ""
    locale: str = ""
    custom: dict[str, Any] = {}
    code_generation: int = 0  # every code that is mailed or used adds to it
    code_expires_at: datetime | None = None


class Member(Entity, frozen=True, kw_only=True):
    """An account's place in an organization."""

    organization_id: str
    account_id: str
    email: str = ""  # of the account when it was invited
    role: Role = "default"
    active: bool = False  # the account has accepted
    rejected: bool = False
    disabled: bool = False

    @property
    def stands(self) -> bool:
        """Whether the account may act for the organization."""
        return self.active and not self.disabled


def least(one: Role, other: Role) -> Role:
    """The role that allows less."""
    return min(one, other, key=ROLES.index)
