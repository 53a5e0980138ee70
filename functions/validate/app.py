"""What the rules say of a document or a file, saved nowhere."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import read_draft
from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.validation import verdict_on, verdict_view
from invoicing.edge.wire.tax import clause_view
from invoicing.edge.wiring import ports
from invoicing.usecases.validate_document import tax_clause_of

app = http_api()


@app.post("/v1/Documents/validate")
def post_validate() -> Response[str]:
    call = request(app)
    return answer(verdict_view(verdict_on(call, call.tenant(), ports())))


@app.post("/v1/Taxes/clause-type")
def post_clause() -> Response[str]:
    call = request(app)
    tenant = call.tenant()
    draft, _, _ = read_draft(call.json_object())
    return answer(clause_view(*tax_clause_of(draft, tenant, ports())))


handler = observed(app)
