"""GET /v1/Documents/{id}/pdf: the document as a page, with its e-invoice inside where asked for."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.representations import page_of
from invoicing.edge.wiring import ports

app = http_api()


@app.get("/v1/Documents/<document_id>/pdf")
def get_pdf(document_id: str) -> Response[bytes]:
    call = request(app)
    name, response = page_of(document_id, call, call.tenant(), ports())
    return lent_if_large(response, ports().files, name)


handler = observed(app)
