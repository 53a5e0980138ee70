"""Codes that prove who reads an address of mail: derived, mailed, used once, kept nowhere."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta

from invoicing.errors import NotFound, Unauthenticated
from invoicing.model import Organization
from invoicing.model.account import Account
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import Message
from invoicing.store.accounts import stored_account
from invoicing.usecases.ports import Ports

CODE_LIFE = timedelta(hours=24)
_PREFIX = "acc"
_BYTES = 20


def with_code(account: Account, ports: Ports) -> Account:
    """The account after a code was asked for: those given before are worth nothing."""
    now = ports.now()
    return replace(
        account,
        code_generation=account.code_generation + 1,
        code_expires_at=now + CODE_LIFE,
        version=account.version + 1,
        updated_at=now,
    )


def without_code(account: Account) -> Account:
    return replace(account, code_generation=account.code_generation + 1, code_expires_at=None)


def home_of(account: Account) -> Tenant:
    """The organization whose journal tells of the account."""
    return Tenant(organization_id=account.organization_id, account_id=account.id)


def code_of(account: Account, organization: Organization) -> str:
    """The code that is valid now, derived from the organization's secret as public links are."""
    message = f"account|{account.id}|{account.code_generation}"
    digest = hmac.new(
        bytes.fromhex(organization.share_secret), message.encode(), hashlib.sha256
    ).digest()
    text = urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")
    return f"{_PREFIX}_{account.id}_{text}"


def account_of_code(code: str, ports: Ports) -> Account:
    """Unauthenticated for wrong, used and expired codes alike."""
    parts = code.split("_", 2)
    try:
        account = stored_account(parts[1] if len(parts) > 1 else "")
        organization = ports.store(home_of(account)).organization()
    except NotFound as exc:
        raise Unauthenticated from exc
    end = account.code_expires_at
    is_it = hmac.compare_digest(code.encode(), code_of(account, organization).encode())
    if not is_it or end is None or end <= ports.now():
        raise Unauthenticated
    return account


def code_mail(account: Account, organization: Organization) -> Message:
    """The mail that carries the code."""
    code = code_of(account, organization)
    text = (
        f"{organization.name}\n\n"
        f"With this code you confirm your address and may set a new password:\n\n{code}\n\n"
        "It is valid for 24 hours and once. If you asked for nothing, leave it be: nothing "
        "happens, and your password stays as it is.\n"
    )
    subject = f"{organization.name}: your code"
    return Message((account.email,), subject, text, sender_name=organization.name)
