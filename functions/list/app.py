"""GET /v1/Organizations/{organizationId}/documents and /documents/count."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.archives import ZIP, archived
from invoicing.edge.documents import documents_view
from invoicing.edge.filters import FILLED, read_count, read_list
from invoicing.edge.http import JSON, answer, http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.lists import cursor_of, next_link
from invoicing.edge.negotiation import accepted
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import count_documents, list_documents

app = http_api()


@app.get("/v1/Organizations/<organization_id>/documents")
def get_documents(organization_id: str) -> Response[Any]:
    call = request(app)
    tenant = call.tenant(organization_id)
    if accepted(call, (JSON, ZIP)) == ZIP:
        return archived(call, tenant, ports())
    asked = read_list(call)
    page = list_documents(asked.sought, tenant, ports(), filled=call.flag(FILLED))
    headers = next_link(call, cursor_of(page.after, page.skip))
    whole = answer(documents_view(page, asked.projection), headers=headers)
    return lent_if_large(whole, ports().files, "documents.json")


@app.get("/v1/Organizations/<organization_id>/documents/count")
def get_count(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    return answer({"count": count_documents(read_count(call), tenant, ports())})


handler = observed(app)
