"""POST /v1/Documents/validate: what the rules say of a document or a file, saved nowhere."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.validation import verdict_on, verdict_view
from invoicing.edge.wiring import ports

app = http_api()


@app.post("/v1/Documents/validate")
def post_validate() -> Response[str]:
    call = request(app)
    return answer(verdict_view(verdict_on(call, call.tenant(), ports())))


handler = observed(app)
