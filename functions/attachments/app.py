"""/v1/Documents/{id}/attachments and /v1/Organizations/{id}/images: files people send us."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import attachments, images
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Documents/<document_id>/attachments/upload")
def post_attachment(document_id: str) -> Response[str]:
    return attachments.upload(request(app), document_id)


@app.post("/v1/Documents/<document_id>/generate-cius")
def post_cius(document_id: str) -> Response[str]:
    return attachments.generate_cius(request(app), document_id)


@app.get("/v1/Documents/<document_id>/attachments")
def get_attachments(document_id: str) -> Response[str]:
    return attachments.of_document(request(app), document_id)


@app.get("/v1/Documents/<document_id>/attachments/<attachment_id>/download")
def get_download(document_id: str, attachment_id: str) -> Response[str]:
    return attachments.download(request(app), document_id, attachment_id)


@app.delete("/v1/Documents/<document_id>/attachments/<attachment_id>")
def delete_attachment(document_id: str, attachment_id: str) -> Response[str]:
    return attachments.delete(request(app), document_id, attachment_id)


@app.post("/v1/Organizations/<organization_id>/images")
def post_image(organization_id: str) -> Response[str]:
    return images.post(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/images")
def get_image(organization_id: str) -> Response[bytes]:
    return images.get(request(app), organization_id)


@app.delete("/v1/Organizations/<organization_id>/images")
def delete_image(organization_id: str) -> Response[str]:
    return images.delete(request(app), organization_id)


handler = observed(app)
