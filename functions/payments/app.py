"""Payments of documents."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import payments
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Documents/<document_id>/payments")
def post(document_id: str) -> Response[str]:
    return payments.add(request(app), document_id)


@app.get("/v1/Documents/<document_id>/payments")
def get_of_document(document_id: str) -> Response[str]:
    return payments.of_document(request(app), document_id)


@app.get("/v1/Documents/<document_id>/payments/count")
def count_of_document(document_id: str) -> Response[str]:
    return payments.count_of_document(request(app), document_id)


@app.post("/v1/Organizations/<organization_id>/payments")
def post_to_organization(organization_id: str) -> Response[str]:
    return payments.add_to_organization(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/payments")
def get_all(organization_id: str) -> Response[str]:
    return payments.of_organization(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/payments/count")
def count_all(organization_id: str) -> Response[str]:
    return payments.count_of_organization(request(app), organization_id)


@app.get("/v1/Payments/<payment_id>")
def get(payment_id: str) -> Response[str]:
    return payments.get(request(app), payment_id)


@app.put("/v1/Payments/<payment_id>")
def put(payment_id: str) -> Response[str]:
    return payments.put(request(app), payment_id)


@app.patch("/v1/Payments/<payment_id>")
def patch(payment_id: str) -> Response[str]:
    return payments.patch(request(app), payment_id)


@app.delete("/v1/Payments/<payment_id>")
def delete(payment_id: str) -> Response[str]:
    return payments.delete(request(app), payment_id)


handler = observed(app)
