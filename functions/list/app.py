"""Lists of documents, how many there are, and what they come to."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.answers import documents_view
from invoicing.edge.archives import ZIP, archived
from invoicing.edge.filters import FILLED, read_count, read_list
from invoicing.edge.http import JSON, answer, http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.lists import cursor_of, next_link
from invoicing.edge.negotiation import accepted
from invoicing.edge.query import day, require_parameters
from invoicing.edge.request import Request
from invoicing.edge.tables import export
from invoicing.edge.wire.statistics import totals_view, turnover_view
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import count_documents, list_documents
from invoicing.usecases.statistics import Asked, get_totals, get_turnover

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


@app.get("/v1/Organizations/<organization_id>/business-stats")
def get_business_stats(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    return answer(turnover_view(get_turnover(_period(call), tenant, ports())))


@app.get("/v1/Organizations/<organization_id>/total-stats")
def get_total_stats(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    return answer(totals_view(get_totals(_period(call), tenant, ports())))


@app.get("/v1/Organizations/<organization_id>/export")
def get_export(organization_id: str) -> Response[Any]:
    return export(request(app), organization_id)


def _period(call: Request) -> Asked:
    require_parameters(call, (), ("dateFrom", "dateTo", "incoming"))
    return Asked(day(call, "dateFrom"), day(call, "dateTo"), call.flag("incoming"))


handler = observed(app)
