"""The organization itself, and the tokens that open it."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.organization import OrganizationInput, organization_view
from invoicing.edge.wire.token import TokenInput, token_view
from invoicing.edge.wiring import ports
from invoicing.model import Organization
from invoicing.usecases import tokens
from invoicing.usecases.organizations import update_organization

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


handler = observed(app)
