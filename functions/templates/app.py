"""Templates: kept content, made of documents and made into documents."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.templates import RESOURCE, add_of_document, make_document

app = http_api()


@app.post("/v1/Organizations/<organization_id>/templates")
def post(organization_id: str) -> Response[str]:
    return RESOURCE.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/templates")
def get_all(organization_id: str) -> Response[str]:
    return RESOURCE.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/templates/count")
def get_count(organization_id: str) -> Response[str]:
    return RESOURCE.count(request(app), organization_id)


@app.get("/v1/Templates/<template_id>")
def get(template_id: str) -> Response[str]:
    return RESOURCE.get(request(app), template_id)


@app.put("/v1/Templates/<template_id>")
def put(template_id: str) -> Response[str]:
    return RESOURCE.put(request(app), template_id)


@app.patch("/v1/Templates/<template_id>")
def patch(template_id: str) -> Response[str]:
    return RESOURCE.patch(request(app), template_id)


@app.delete("/v1/Templates/<template_id>")
def delete(template_id: str) -> Response[str]:
    return RESOURCE.delete(request(app), template_id)


@app.post("/v1/Templates/<template_id>/documents")
def post_document(template_id: str) -> Response[str]:
    return make_document(request(app), template_id)


@app.post("/v1/Documents/<document_id>/template")
def post_of_document(document_id: str) -> Response[str]:
    return add_of_document(request(app), document_id)


handler = observed(app)
