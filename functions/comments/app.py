"""Comments on documents: made, changed, removed; they are read with their document."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.comment import CommentInput, comment_view
from invoicing.edge.wiring import ports
from invoicing.usecases.comments import add_comment, delete_comment, update_comment

app = http_api()


@app.post("/v1/Documents/<document_id>/comments")
def post(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(CommentInput, call.json_object())
    saved = add_comment(document_id, body.text, call.tenant(), ports(), key=call.key())
    headers = {"Idempotent-Replayed": "true"} if saved.replayed else {}
    return answer(comment_view(saved.comment), 201, headers=headers)


@app.put("/v1/Documents/<document_id>/comments/<comment_id>")
def put(document_id: str, comment_id: str) -> Response[str]:
    call = request(app)
    body = parse(CommentInput, call.json_object())
    saved = update_comment(
        document_id, comment_id, body.text, call.tenant(), ports(), key=call.key()
    )
    return answer(comment_view(saved.comment))


@app.delete("/v1/Documents/<document_id>/comments/<comment_id>")
def delete(document_id: str, comment_id: str) -> Response[str]:
    call = request(app)
    delete_comment(document_id, comment_id, call.tenant(), ports(), key=call.key())
    return answer({"count": 1})


handler = observed(app)
