"""GET and PATCH /v1/Organizations/{organizationId}."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.organization import OrganizationInput, organization_view
from invoicing.edge.wiring import ports
from invoicing.model import Organization
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


handler = observed(app)
