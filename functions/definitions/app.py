"""What an organization defines for its documents: types of its own, and attributes."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.members import MemberResource
from invoicing.edge.wire.definition import (
    attribute_view,
    document_type_view,
    read_attribute,
    read_document_type,
)
from invoicing.usecases.definitions import ATTRIBUTES, TYPES

app = http_api()
types = MemberResource(TYPES, "/v1/DocumentTypes", read_document_type, document_type_view)
attributes = MemberResource(ATTRIBUTES, "/v1/Attributes", read_attribute, attribute_view)


@app.post("/v1/Organizations/<organization_id>/document-types")
def post(organization_id: str) -> Response[str]:
    return types.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/document-types")
def get_all(organization_id: str) -> Response[str]:
    return types.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/document-types/count")
def get_count(organization_id: str) -> Response[str]:
    return types.count(request(app), organization_id)


@app.get("/v1/DocumentTypes/<type_id>")
def get(type_id: str) -> Response[str]:
    return types.get(request(app), type_id)


@app.put("/v1/DocumentTypes/<type_id>")
def put(type_id: str) -> Response[str]:
    return types.put(request(app), type_id)


@app.patch("/v1/DocumentTypes/<type_id>")
def patch(type_id: str) -> Response[str]:
    return types.patch(request(app), type_id)


@app.delete("/v1/DocumentTypes/<type_id>")
def delete(type_id: str) -> Response[str]:
    return types.delete(request(app), type_id)


@app.post("/v1/Organizations/<organization_id>/custom-attributes")
def post_attribute(organization_id: str) -> Response[str]:
    return attributes.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/custom-attributes")
def get_all_attribute(organization_id: str) -> Response[str]:
    return attributes.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/custom-attributes/count")
def get_count_attribute(organization_id: str) -> Response[str]:
    return attributes.count(request(app), organization_id)


@app.get("/v1/Attributes/<attribute_id>")
def get_attribute(attribute_id: str) -> Response[str]:
    return attributes.get(request(app), attribute_id)


@app.put("/v1/Attributes/<attribute_id>")
def put_attribute(attribute_id: str) -> Response[str]:
    return attributes.put(request(app), attribute_id)


@app.patch("/v1/Attributes/<attribute_id>")
def patch_attribute(attribute_id: str) -> Response[str]:
    return attributes.patch(request(app), attribute_id)


@app.delete("/v1/Attributes/<attribute_id>")
def delete_attribute(attribute_id: str) -> Response[str]:
    return attributes.delete(request(app), attribute_id)


handler = observed(app)
