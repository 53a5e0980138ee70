"""What becomes of a document once it is made: canceled, sent, archived, locked, and back."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.state import ArchiveInput, CancelInput, LockInput, MarkSentInput
from invoicing.edge.wiring import ports
from invoicing.usecases.archive_document import archive_document, restore_document
from invoicing.usecases.cancel_document import cancel_document, uncancel_document
from invoicing.usecases.lock_document import lock_document, unlock_document
from invoicing.usecases.mark_sent import mark_sent

app = http_api()


@app.post("/v1/Documents/<document_id>/cancel")
def post_cancel(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(CancelInput, call.json_object(optional=True))
    cancel_document(
        document_id,
        call.tenant(),
        ports(),
        technical=call.flag("technical") or bool(body.technical),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/uncancel")
def post_uncancel(document_id: str) -> Response[str]:
    call = request(app)
    uncancel_document(
        document_id,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/mark-sent")
def post_mark_sent(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(MarkSentInput, call.json_object(optional=True))
    method = body.method or "manual"
    mark_sent(document_id, call.tenant(), ports(), method=method, key=call.key())
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/archive")
def post_archive(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(ArchiveInput, call.json_object(optional=True))
    category = body.category or ""
    archive_document(document_id, call.tenant(), ports(), category=category, key=call.key())
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/restore")
def post_restore(document_id: str) -> Response[str]:
    call = request(app)
    restore_document(document_id, call.tenant(), ports(), key=call.key())
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/lock")
def post_lock(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(LockInput, call.json_object())
    lock_document(document_id, body.reason, call.tenant(), ports(), key=call.key())
    return answer({"success": True})


@app.post("/v1/Documents/<document_id>/unlock")
def post_unlock(document_id: str) -> Response[str]:
    call = request(app)
    unlock_document(document_id, call.tenant(), ports(), key=call.key())
    return answer({"success": True})


handler = observed(app)
