"""The organization's settings over HTTP, one by one."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.request import Request, parse, required
from invoicing.edge.wire.default import (
    DefaultInput,
    Setting,
    settings_of,
    with_setting,
    without_setting,
)
from invoicing.edge.wiring import ports
from invoicing.errors import Conflict, NotFound
from invoicing.model import Organization
from invoicing.model.tenant import Tenant
from invoicing.usecases._versions import ANY_VERSION
from invoicing.usecases.organizations import update_organization


def listed(call: Request, organization_id: str) -> Response[str]:
    organization = ports().store(call.tenant(organization_id)).organization()
    return answer([one.view(organization) for one in settings_of(organization).values()])


def count(call: Request, organization_id: str) -> Response[str]:
    organization = ports().store(call.tenant(organization_id)).organization()
    return answer({"count": len(settings_of(organization))})


def get(call: Request, name: str) -> Response[str]:
    organization = ports().store(call.tenant()).organization()
    return answer(_one(organization, name).view(organization))


def post(call: Request, organization_id: str) -> Response[str]:
    """A setting that is not set yet."""
    tenant = call.tenant(organization_id)
    name, value = _given(call)

    def change(stored: Organization) -> Organization:
        if name in settings_of(stored):
            raise Conflict(
                f"{name[:100]} is set already",
                code="default-exists",
                existing_id=name,
                fix="change it with PATCH",
            )
        return with_setting(stored, name, value)

    return _changed(call, tenant, name, change, status=201)


def put(call: Request, organization_id: str, name: str) -> Response[str]:
    """A setting, whether or not it is set."""
    tenant = call.tenant(organization_id)
    _, value = _given(call, named=name)
    return _changed(call, tenant, name, lambda stored: with_setting(stored, name, value))


def patch(call: Request, name: str) -> Response[str]:
    """Another value of what is set."""
    tenant = call.tenant()
    _, value = _given(call, named=name)

    def change(stored: Organization) -> Organization:
        _one(stored, name)
        return with_setting(stored, name, value)

    return _changed(call, tenant, name, change)


def delete(call: Request, name: str) -> Response[str]:
    tenant = call.tenant()

    def change(stored: Organization) -> Organization:
        _one(stored, name)
        return without_setting(stored, name)

    _update(call, tenant, change)
    return answer({"count": 1})


def _given(call: Request, named: str = "") -> tuple[str, Any]:
    body = parse(DefaultInput, call.json_object())
    name = named or body.name
    if not name:
        raise required("name", "is required", "send a name such as invoice_note")
    if body.value is None:
        raise required("value", "is required", "send a value, or delete the setting")
    return name, body.value


def _one(organization: Organization, name: str) -> Setting:
    found = settings_of(organization).get(name)
    if found is None:
        raise NotFound(name)
    return found


def _changed(
    call: Request,
    tenant: Tenant,
    name: str,
    change: Callable[[Organization], Organization],
    *,
    status: int = 200,
) -> Response[str]:
    changed = _update(call, tenant, change)
    return answer(_one(changed, name).view(changed), status)


def _update(
    call: Request, tenant: Tenant, change: Callable[[Organization], Organization]
) -> Organization:
    return update_organization(
        change, tenant, ports(), expected_version=ANY_VERSION, key=call.key()
    )
