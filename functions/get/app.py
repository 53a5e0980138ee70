"""GET /v1/Documents/{id}: one document."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import document_answer
from invoicing.edge.http import http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import get_document

app = http_api()


@app.get("/v1/Documents/<document_id>")
def get(document_id: str) -> Response[str]:
    document, organization = get_document(document_id, request(app).tenant(), ports())
    whole = document_answer(document, organization)
    return lent_if_large(whole, ports().files, f"{document_id}.json")


handler = observed(app)
