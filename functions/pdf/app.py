"""Documents as pages: stored ones, with their e-invoice inside where asked for, and previews."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.representations import page_of, preview_of
from invoicing.edge.wiring import ports

app = http_api()


@app.get("/v1/Documents/<document_id>/pdf")
def get_pdf(document_id: str) -> Response[bytes]:
    call = request(app)
    name, response = page_of(document_id, call, call.tenant(), ports())
    return lent_if_large(response, ports().files, name)


@app.post("/v1/Organizations/<organization_id>/documents/preview")
def post_preview(organization_id: str) -> Response[bytes]:
    call = request(app)
    name, response = preview_of(call, call.tenant(organization_id), ports())
    return lent_if_large(response, ports().files, name)


handler = observed(app)
