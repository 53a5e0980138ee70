"""Documents issued or drafted: of a body, of many, or of another document."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.documents import created, created_together, derived, read_draft, read_drafts
from invoicing.edge.http import http_api, observed, request
from invoicing.edge.imported import read_imported, read_integrated
from invoicing.edge.large import minimal_if_large
from invoicing.edge.originals import original_of
from invoicing.edge.request import parse
from invoicing.edge.wire.derivation import CloneInput, ConvertInput, CreditInput
from invoicing.edge.wiring import ports
from invoicing.usecases.create_document import create_document
from invoicing.usecases.create_documents import create_documents
from invoicing.usecases.derive_document import clone_document, convert_document, credit_document
from invoicing.usecases.integrate_document import integrate_document

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
    return minimal_if_large(created(done, organization, body), done.entry.event.subject)


@app.post("/v1/Organizations/<organization_id>/documents/batch")
def post_documents(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    made = create_documents(read_drafts(call.json_object()), tenant, ports(), key=call.key())
    return created_together(made, ports().store(tenant).known().organization)


@app.post("/v1/Organizations/<organization_id>/documents/integrate")
def post_integrated(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    draft = read_integrated(call.json_object())
    return derived(integrate_document(draft, tenant, ports(), key=call.key()), call)


@app.post("/v1/Organizations/<organization_id>/imported-invoices")
def post_imported(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    draft, total = read_imported(call.json_object())
    done = integrate_document(draft, tenant, ports(), stated_total=total, key=call.key())
    return derived(done, call)


@app.post("/v1/Documents/<document_id>/clone")
def post_clone(document_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant()
    parse(CloneInput, call.json_object(optional=True))
    done = clone_document(document_id, tenant, ports(), key=call.key())
    return derived(done, call)


@app.post("/v1/Documents/<document_id>/credit")
def post_credit(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(CreditInput, call.json_object(optional=True))
    done = credit_document(
        document_id,
        body.wanted(),
        call.tenant(),
        ports(),
        issue_date=body.date,
        note=body.note or "",
        draft_only=bool(body.draft),
        key=call.key(),
    )
    return derived(done, call)


@app.post("/v1/Documents/<document_id>/convert")
def post_convert(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(ConvertInput, call.json_object())
    done = convert_document(
        document_id,
        body.type,
        body.wanted(),
        call.tenant(),
        ports(),
        issue_date=body.date,
        draft_only=bool(body.draft),
        key=call.key(),
    )
    return derived(done, call)


handler = observed(app)
