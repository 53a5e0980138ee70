"""Accounts, logins and members over HTTP."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.query import require_parameters
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire import account as wire
from invoicing.edge.wire.organization import OrganizationInput, organization_view
from invoicing.edge.wiring import ports
from invoicing.model.account import Account, Member
from invoicing.usecases import accounts as use
from invoicing.usecases import found_organization as founding
from invoicing.usecases import members as member_use
from invoicing.usecases import sessions

SECRET = {"Cache-Control": "no-store"}


def post(call: Request) -> Response[str]:
    tenant = call.tenant()
    body = parse(wire.AccountInput, call.json_object())
    _need(body.email, "email", "send the address of mail the account is found by")
    made = use.create_account(
        body.to_draft(),
        body.password or "",
        body.role or "default",
        tenant,
        ports(),
        key=call.key(),
    )
    headers = {"Location": f"/v1/Accounts/{made.value.id}"}
    if made.replayed:
        headers["Idempotent-Replayed"] = "true"
    return _shown(made.value, 201, **headers)


def listed(call: Request) -> Response[str]:
    found = use.list_accounts(call.tenant(), ports())
    return answer([wire.account_view(account) for account in found])


def count(call: Request) -> Response[str]:
    return answer({"count": len(use.list_accounts(call.tenant(), ports()))})


def get(call: Request, account_id: str) -> Response[str]:
    return _shown(use.get_account(account_id, call.tenant(), ports()))


def patch(call: Request, account_id: str) -> Response[str]:
    body = parse(wire.AccountChange, call.json_object())
    tenant = call.own()
    return _shown(use.update_account(account_id, body.apply, tenant, ports(), key=call.key()))


def is_unique(call: Request) -> Response[str]:
    tenant = call.tenant()
    require_parameters(call, ("email",), ())
    return answer({"isUnique": use.is_unique(call.query["email"], tenant)})


def is_verified(call: Request, account_id: str) -> Response[str]:
    found = use.get_account(account_id, call.tenant(), ports())
    return answer({"isVerified": found.email_verified})


def places(call: Request, account_id: str) -> Response[str]:
    return answer([wire.member_view(m) for m in use.list_places(account_id, call.tenant())])


def organizations(call: Request, account_id: str) -> Response[str]:
    found = founding.list_organizations(account_id, call.tenant(), ports())
    return answer([wire.place_view(place.organization, place.member) for place in found])


def post_organization(call: Request, account_id: str) -> Response[str]:
    draft = parse(OrganizationInput, call.json_object()).to_draft()
    made = founding.found_organization(account_id, draft, call.own(), ports(), key=call.key())
    headers = {"Location": f"/v1/Organizations/{made.value.id}"}
    if made.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(organization_view(made.value), 201, headers=headers)


def login(call: Request) -> Response[str]:
    body = parse(wire.LoginInput, call.json_object())
    session = sessions.login(
        _need(body.email, "email", "send the address of mail of the account"),
        _need(body.password, "password", "send the password of the account"),
        ports(),
        organization_id=body.organization_id or "",
        live=body.live is not False,
        ttl_s=body.ttl or sessions.TTL_S,
    )
    return answer(wire.session_view(session), headers=SECRET)


def logout(call: Request) -> Response[str]:
    sessions.logout(call.own(), ports(), key=call.key())
    return _nothing()


def impersonate(call: Request) -> Response[str]:
    tenant = call.tenant()
    body = parse(wire.ImpersonateInput, call.json_object())
    if not body.id:
        _need(body.email, "email", "send the id of the account, or its address of mail")
    session = sessions.impersonate(
        body.id or "", body.email or "", tenant, ports(), ttl_s=body.ttl or sessions.TTL_S
    )
    return answer(wire.session_view(session), headers=SECRET)


def change_password(call: Request) -> Response[str]:
    tenant = call.own()
    body = parse(wire.PasswordInput, call.json_object())
    sessions.change_password(
        _need(body.old_password, "oldPassword", "send the password of now"),
        _need(body.new_password, "newPassword", "send the password to come"),
        tenant,
        ports(),
        key=call.key(),
    )
    return _nothing()


def reset(call: Request) -> Response[str]:
    body = parse(wire.ResetInput, call.json_object())
    sessions.ask_for_code(_need(body.email, "email", "send the address of the account"), ports())
    return _nothing()


def reset_password(call: Request) -> Response[str]:
    """The code may stand where a token would: in the body, the query or the header."""
    body = parse(wire.ResetPasswordInput, call.json_object())
    given = body.token or call.query.get("access_token") or call.headers.get("authorization", "")
    sessions.reset_password(
        given.removeprefix("Bearer ").strip(),
        _need(body.password, "password", "send the password to come"),
        ports(),
    )
    return _nothing()


def confirm(call: Request) -> Response[str]:
    require_parameters(call, ("token",), ("uid",))
    confirmed = sessions.confirm(call.query["token"], ports())
    return answer({"isVerified": confirmed.email_verified})


def send_verification(call: Request, account_id: str) -> Response[str]:
    sessions.send_verification(account_id, call.own(), ports(), key=call.key())
    return _nothing()


def invite(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    body = parse(wire.InviteInput, call.json_object())
    if not body.account_id:
        _need(body.email, "email", "send the address of mail, or the id of the account")
    made = member_use.invite(
        tenant,
        ports(),
        email=body.email or "",
        account_id=body.account_id or "",
        role=body.role or "default",
        confirm=body.require_confirmation is not False,
        send_email=body.send_email is not False,
        key=call.key(),
    )
    headers = {"Idempotent-Replayed": "true"} if made.replayed else {}
    return answer(wire.member_view(made.value), 201, headers=headers)


def members(call: Request, organization_id: str) -> Response[str]:
    found = member_use.list_members(call.tenant(organization_id), ports())
    return answer([wire.member_view(member) for member in found])


def remove(call: Request, member_id: str) -> Response[str]:
    member_use.remove_member(member_id, call.tenant(), ports(), key=call.key())
    return answer({"count": 1})


def answer_invitation(call: Request, member_id: str, *, accepted: bool) -> Response[str]:
    return _placed(
        member_use.answer_invitation(member_id, accepted, call.own(), ports(), key=call.key())
    )


def set_disabled(call: Request, member_id: str, *, disabled: bool) -> Response[str]:
    return _placed(
        member_use.set_disabled(member_id, disabled, call.tenant(), ports(), key=call.key())
    )


def change_role(call: Request, member_id: str) -> Response[str]:
    tenant = call.tenant()
    role = parse(wire.RoleInput, call.json_object()).role
    if role is None:
        raise required("role", "is required", "send readonly, default or admin")
    return _placed(member_use.change_role(member_id, role, tenant, ports(), key=call.key()))


def _need(value: str | None, name: str, fix: str) -> str:
    if not value:
        raise required(name, "is required", fix)
    return value


def _shown(account: Account, status: int = 200, **headers: str) -> Response[str]:
    return answer(wire.account_view(account), status, headers=headers)


def _placed(member: Member) -> Response[str]:
    shown: dict[str, Any] = wire.member_view(member)
    return answer(shown)


def _nothing() -> Response[str]:
    return answer({"success": True})
