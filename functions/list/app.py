"""GET /v1/Organizations/{organizationId}/documents and /documents/count."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import documents_view
from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.lists import next_link, start_after
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import PAGE_DEFAULT, PAGE_MAX, count_documents, list_documents

app = http_api()


@app.get("/v1/Organizations/<organization_id>/documents")
def get_documents(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    limit = call.number("limit", PAGE_DEFAULT, least=1, most=PAGE_MAX)
    page = list_documents(tenant, ports(), limit=limit, after=start_after(call))
    headers = next_link(call, page.after)
    whole = answer(documents_view(page), headers=headers)
    return lent_if_large(whole, ports().files, "documents.json")


@app.get("/v1/Organizations/<organization_id>/documents/count")
def get_count(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer({"count": count_documents(tenant, ports())})


handler = observed(app)
