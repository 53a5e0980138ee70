"""Changes of /v1/Documents/{id}: drafts change, issued documents in their neutral attributes."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.answers import document_answer
from invoicing.edge.attributes import value_of, with_attribute, with_item_attribute
from invoicing.edge.documents import patched, replaced
from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.large import minimal_if_large
from invoicing.edge.wiring import ports
from invoicing.usecases.update_document import Change, delete_document, update_document

app = http_api()


def _change(document_id: str, body: dict[str, Any], change: Change) -> Response[str]:
    call = request(app)
    tenant = call.tenant()
    done = update_document(
        document_id,
        change,
        tenant,
        ports(),
        issue_now=body.get("draft") is False,
        stay_draft=body.get("draft") is True,
        expected_version=call.expected_version(),
        key=call.key(),
    )
    assert done.document is not None  # noqa: S101 - an updated document is what was committed
    organization = ports().store(tenant).known().organization
    return minimal_if_large(document_answer(done.document, organization), document_id)


@app.put("/v1/Documents/<document_id>")
def put_document(document_id: str) -> Response[str]:
    body = request(app).json_object()
    return _change(document_id, body, lambda stored, _: replaced(stored, body))


@app.patch("/v1/Documents/<document_id>")
def patch_document(document_id: str) -> Response[str]:
    body = request(app).json_object()
    return _change(document_id, body, lambda stored, _: patched(stored, body))


@app.post("/v1/Documents/<document_id>/finalize")
def finalize(document_id: str) -> Response[str]:
    request(app).json_object(optional=True)
    return _change(document_id, {"draft": False}, lambda stored, _: (stored, frozenset()))


@app.put("/v1/Documents/<document_id>/attributes/<name>")
def put_attribute(document_id: str, name: str) -> Response[str]:
    value = value_of(request(app))
    return _change(document_id, {}, lambda stored, own: with_attribute(stored, name, value, own))


@app.put("/v1/Documents/<document_id>/items/<item_id>/attributes/<name>")
def put_item_attribute(document_id: str, item_id: str, name: str) -> Response[str]:
    value = value_of(request(app))
    return _change(
        document_id,
        {},
        lambda stored, own: with_item_attribute(stored, item_id, name, value, own),
    )


@app.delete("/v1/Documents/<document_id>")
def delete(document_id: str) -> Response[str]:
    call = request(app)
    delete_document(
        document_id,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"count": 1})


handler = observed(app)
