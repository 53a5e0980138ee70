"""GET /v1/Documents/{id}: one document, in the form that Accept asks for."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.representations import represented
from invoicing.edge.wiring import ports

app = http_api()


@app.get("/v1/Documents/<document_id>")
def get(document_id: str) -> Response[Any]:
    call = request(app)
    return represented(document_id, call, call.tenant(), ports())


handler = observed(app)
