"""GET /v1/Documents/{id}/pdf: the document as a page."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import file, http_api, observed, request
from invoicing.edge.wiring import ports
from invoicing.usecases.get_document import get_document
from invoicing.usecases.render_document import file_name, render_pdf

app = http_api()


@app.get("/v1/Documents/<document_id>/pdf")
def get_pdf(document_id: str) -> Response[bytes]:
    call = request(app)
    document, organization = get_document(document_id, call.tenant(), ports())
    data = render_pdf(
        document,
        organization,
        language=call.query.get("l", ""),
        bare=call.flag("hide_header_footer"),
    )
    return file(data, "application/pdf", file_name(document, "pdf"))


handler = observed(app)
