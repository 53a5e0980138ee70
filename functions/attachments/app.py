"""/v1/Documents/{id}/attachments: files that belong to a document."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import attachments
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Documents/<document_id>/attachments/upload")
def post_attachment(document_id: str) -> Response[str]:
    return attachments.upload(request(app), document_id)


@app.get("/v1/Documents/<document_id>/attachments")
def get_attachments(document_id: str) -> Response[str]:
    return attachments.of_document(request(app), document_id)


@app.get("/v1/Documents/<document_id>/attachments/<attachment_id>/download")
def get_download(document_id: str, attachment_id: str) -> Response[str]:
    return attachments.download(request(app), document_id, attachment_id)


@app.delete("/v1/Documents/<document_id>/attachments/<attachment_id>")
def delete_attachment(document_id: str, attachment_id: str) -> Response[str]:
    return attachments.delete(request(app), document_id, attachment_id)


handler = observed(app)
