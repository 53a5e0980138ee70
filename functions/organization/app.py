"""The organization itself, the tokens that open it, and its test world's clock."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import defaults
from invoicing.edge.batches import batch_message
from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse, required
from invoicing.edge.wire.clock import ClockInput, clock_view
from invoicing.edge.wire.organization import OrganizationInput, organization_view
from invoicing.edge.wire.token import TokenInput, token_view
from invoicing.edge.wiring import ports
from invoicing.model import Organization
from invoicing.usecases import clock, tokens
from invoicing.usecases.organizations import set_active, update_organization

app = http_api()


def _shown(organization: Organization) -> Response[str]:
    headers = {"ETag": f'"{organization.version}"'}
    return answer(organization_view(organization), headers=headers)


@app.get("/v1/Organizations/<organization_id>")
def get_organization(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return _shown(ports().store(tenant).organization())


@app.patch("/v1/Organizations/<organization_id>")
def patch_organization(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    body = parse(OrganizationInput, call.json_object())
    changed = update_organization(
        body.apply, tenant, ports(), expected_version=call.expected_version(), key=call.key()
    )
    return _shown(changed)


@app.get("/v1/Organizations/<organization_id>/subscription")
def get_subscription(organization_id: str) -> Response[str]:
    """Nobody sells anything here: there is one plan, and it limits nothing."""
    organization = ports().store(request(app).tenant(organization_id)).organization()
    return answer({"plan": "unlimited", "active": organization.active, "limits": {}})


@app.post("/v1/Organizations/<organization_id>/activate")
def post_activate(organization_id: str) -> Response[str]:
    call = request(app)
    set_active(True, call.tenant(organization_id), ports(), key=call.key())
    return answer({"success": True})


@app.post("/v1/Organizations/<organization_id>/deactivate")
def post_deactivate(organization_id: str) -> Response[str]:
    call = request(app)
    set_active(False, call.tenant(organization_id), ports(), key=call.key())
    return answer({"success": True})


@app.post("/v1/Organizations/<organization_id>/tokens")
def post_token(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    body = parse(TokenInput, call.json_object())
    made, secret = tokens.create_token(
        body.role or "default",
        body.label or "",
        tenant,
        ports(),
        live=body.live,
        key=call.key(),
    )
    replayed = {} if secret else {"Idempotent-Replayed": "true"}
    headers = {"Cache-Control": "no-store", **replayed}
    return answer(token_view(made, secret), 201, headers=headers)


@app.get("/v1/Organizations/<organization_id>/tokens")
def get_tokens(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer([token_view(token) for token in tokens.list_tokens(tenant)])


@app.delete("/v1/Organizations/<organization_id>/tokens/<token_id>")
def delete_token(organization_id: str, token_id: str) -> Response[str]:
    call = request(app)
    tokens.revoke_token(token_id, call.tenant(organization_id), ports(), key=call.key())
    return answer({"count": 1})


@app.get("/v1/Organizations/<organization_id>/test-clock")
def get_clock(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer(clock_view(clock.get_clock(tenant, ports()), ports().now()))


@app.put("/v1/Organizations/<organization_id>/test-clock")
def put_clock(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    instant = parse(ClockInput, call.json_object()).now
    if instant is None:
        raise required("now", "is required", "send an instant such as 2026-01-31T09:00:00Z")
    changed = clock.set_clock(instant, tenant, ports(), key=call.key())
    from invoicing.usecases.run_recurrences import (  # noqa: PLC0415 - it makes documents
        clock_batches,
    )

    due = clock_batches(tenant, ports())
    ports().recurrences.send([batch_message(batch) for batch in due])
    return answer(clock_view(changed, ports().now()))


@app.delete("/v1/Organizations/<organization_id>/test-clock")
def delete_clock(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    changed = clock.set_clock(None, tenant, ports(), key=call.key())
    return answer(clock_view(changed, ports().now()))


@app.get("/v1/Organizations/<organization_id>/defaults")
def get_defaults(organization_id: str) -> Response[str]:
    return defaults.listed(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/defaults/count")
def get_defaults_count(organization_id: str) -> Response[str]:
    return defaults.count(request(app), organization_id)


@app.post("/v1/Organizations/<organization_id>/defaults")
def post_default(organization_id: str) -> Response[str]:
    return defaults.post(request(app), organization_id)


@app.put("/v1/Organizations/<organization_id>/defaults/<default_id>")
def put_default(organization_id: str, default_id: str) -> Response[str]:
    return defaults.put(request(app), organization_id, default_id)


@app.get("/v1/Defaults/<default_id>")
def get_default(default_id: str) -> Response[str]:
    return defaults.get(request(app), default_id)


@app.patch("/v1/Defaults/<default_id>")
def patch_default(default_id: str) -> Response[str]:
    return defaults.patch(request(app), default_id)


@app.delete("/v1/Defaults/<default_id>")
def delete_default(default_id: str) -> Response[str]:
    return defaults.delete(request(app), default_id)


handler = observed(app)
