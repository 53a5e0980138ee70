"""POST /v1/Documents/{id}/send: send a document by e-mail."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.sending import SendInput
from invoicing.edge.wiring import ports
from invoicing.usecases.send_document import send_document

app = http_api()


@app.post("/v1/Documents/<document_id>/send")
def post_send(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(SendInput, call.json_object())
    mailing = body.to_mailing(call.query.get("l", ""), call.public_url)
    sent = send_document(document_id, mailing, call.tenant(), ports(), key=call.key())
    return answer({"success": True, "id": sent.id, "status": sent.state})


handler = observed(app)
