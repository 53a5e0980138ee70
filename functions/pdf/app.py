"""GET /v1/Documents/{id}/pdf: the document as a page."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import file, http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.wiring import ports
from invoicing.usecases.print_document import print_document

app = http_api()


@app.get("/v1/Documents/<document_id>/pdf")
def get_pdf(document_id: str) -> Response[bytes]:
    call = request(app)
    printed = print_document(
        document_id,
        call.tenant(),
        ports(),
        language=call.query.get("l", ""),
        bare=call.flag("hide_header_footer"),
    )
    whole = file(printed.data, "application/pdf", printed.name)
    return lent_if_large(whole, ports().files, printed.name)


handler = observed(app)
