"""POST and DELETE /v1/Documents/{id}/share: a public link to a document, and its end."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.base import lean
from invoicing.edge.wire.sending import ShareInput
from invoicing.edge.wiring import ports
from invoicing.usecases.share_document import end_share, share_document

app = http_api()


@app.post("/v1/Documents/<document_id>/share")
def post_share(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(ShareInput, call.json_object(optional=True))
    link = share_document(
        document_id,
        call.tenant(),
        ports(),
        regenerate=bool(body.regenerate),
        expires_at=body.expires_at,
        key=call.key(),
    )
    return answer(lean({"shareableId": link.shareable_id, "expiresAt": link.expires_at}))


@app.delete("/v1/Documents/<document_id>/share")
def delete_share(document_id: str) -> Response[str]:
    call = request(app)
    end_share(document_id, call.tenant(), ports(), key=call.key())
    return answer({"success": True})


handler = observed(app)
