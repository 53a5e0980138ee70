"""Recurrences: documents that are made again and again."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.recurrences import RESOURCE, add_to_document, of_document, preview

app = http_api()


@app.post("/v1/Documents/<document_id>/recurrence")
def post_to_document(document_id: str) -> Response[str]:
    return add_to_document(request(app), document_id)


@app.get("/v1/Documents/<document_id>/recurrence")
def get_of_document(document_id: str) -> Response[str]:
    return of_document(request(app), document_id)


@app.post("/v1/Organizations/<organization_id>/recurrences")
def post(organization_id: str) -> Response[str]:
    return RESOURCE.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/recurrences")
def get_all(organization_id: str) -> Response[str]:
    return RESOURCE.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/recurrences/count")
def get_count(organization_id: str) -> Response[str]:
    return RESOURCE.count(request(app), organization_id)


@app.get("/v1/Recurrences/<recurrence_id>")
def get(recurrence_id: str) -> Response[str]:
    return RESOURCE.get(request(app), recurrence_id)


@app.get("/v1/Recurrences/<recurrence_id>/preview")
def get_preview(recurrence_id: str) -> Response[str]:
    return preview(request(app), recurrence_id)


@app.put("/v1/Recurrences/<recurrence_id>")
def put(recurrence_id: str) -> Response[str]:
    return RESOURCE.put(request(app), recurrence_id)


@app.patch("/v1/Recurrences/<recurrence_id>")
def patch(recurrence_id: str) -> Response[str]:
    return RESOURCE.patch(request(app), recurrence_id)


@app.delete("/v1/Recurrences/<recurrence_id>")
def delete(recurrence_id: str) -> Response[str]:
    return RESOURCE.delete(request(app), recurrence_id)


handler = observed(app)
