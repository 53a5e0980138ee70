"""POST /v1/Organizations/{organizationId}/documents, /documents/batch: issue or draft documents."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import created, created_together, read_draft, read_drafts
from invoicing.edge.http import http_api, observed, request
from invoicing.edge.large import minimal_if_large
from invoicing.edge.originals import original_of
from invoicing.edge.wiring import ports
from invoicing.usecases.create_document import create_document
from invoicing.usecases.create_documents import create_documents

app = http_api()


@app.post("/v1/Organizations/<organization_id>/documents")
def post_document(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    body = call.json_object()
    draft, draft_only, mailing = read_draft(body)
    done = create_document(
        draft,
        tenant,
        ports(),
        draft_only=draft_only,
        mailing=mailing,
        original=original_of(body),
        key=call.key(),
    )
    organization = ports().store(tenant).known().organization
    return minimal_if_large(created(done, organization, call, body), done.entry.event.subject)


@app.post("/v1/Organizations/<organization_id>/documents/batch")
def post_documents(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    made = create_documents(read_drafts(call.json_object()), tenant, ports(), key=call.key())
    return created_together(made, ports().store(tenant).known().organization)


handler = observed(app)
