"""GET /v1/Documents/{id}: one document."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import document_answer
from invoicing.edge.filters import read_get
from invoicing.edge.http import http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import get_document

app = http_api()


@app.get("/v1/Documents/<document_id>")
def get(document_id: str) -> Response[str]:
    call = request(app)
    projection = read_get(call)
    document, organization = get_document(document_id, call.tenant(), ports())
    whole = document_answer(document, organization, projection=projection)
    return lent_if_large(whole, ports().files, f"{document_id}.json")


handler = observed(app)
