"""GET /v1/Documents/public/{id}, pdf and attachments: shared, for whoever has the link."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import hosted
from invoicing.edge.eslog_options import eslog_options
from invoicing.edge.hosted import HEADERS
from invoicing.edge.http import answer, file, http_api, observed, redirect, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.prints import look_of, warned
from invoicing.edge.wire.public import public_view
from invoicing.edge.wiring import ports
from invoicing.usecases.attachments import shared_attachment_link
from invoicing.usecases.export_document import export_shared
from invoicing.usecases.export_eslog import export_shared_eslog
from invoicing.usecases.print_document import print_shared
from invoicing.usecases.read_shared import read_shared

app = http_api()


@app.get("/v1/Documents/public/<shareable_id>")
def get_public(shareable_id: str) -> Response[str]:
    call = request(app)
    if hosted.is_wanted(call):
        return lent_if_large(hosted.page(call, shareable_id), ports().files, "document.html")
    document = read_shared(shareable_id, ports())
    whole = answer(public_view(document, shareable_id), headers=HEADERS)
    return lent_if_large(whole, ports().files, "document.json")


@app.get("/v1/Documents/public/<shareable_id>/pdf")
def get_public_pdf(shareable_id: str) -> Response[bytes]:
    call = request(app)
    printed = print_shared(shareable_id, ports(), look=look_of(call))
    response = warned(file(printed.data, "application/pdf", printed.name), printed.warnings)
    response.headers.update(HEADERS)
    return lent_if_large(response, ports().files, printed.name)


@app.get("/v1/Documents/public/<shareable_id>/e-slog")
def get_public_eslog(shareable_id: str) -> Response[bytes]:
    made = export_shared_eslog(shareable_id, ports(), eslog_options(request(app)))
    response = file(made.data, made.media_type, made.name, inline=False)
    response.headers.update(HEADERS)
    return lent_if_large(response, ports().files, made.name)


@app.get("/v1/Documents/public/<shareable_id>/xml")
def get_public_xml(shareable_id: str) -> Response[bytes]:
    call = request(app)
    made = export_shared(shareable_id, ports(), format_name=call.query.get("format", "ubl"))
    response = file(made.data, made.media_type, made.name, inline=False)
    response.headers.update(HEADERS)
    return lent_if_large(response, ports().files, made.name)


@app.get("/v1/Documents/public/<shareable_id>/attachments/<attachment_id>/download")
def get_public_attachment(shareable_id: str, attachment_id: str) -> Response[str]:
    return redirect(shared_attachment_link(shareable_id, attachment_id, ports()), **HEADERS)


@app.post("/v1/Documents/public/<shareable_id>/decision")
def post_decision(shareable_id: str) -> Response[str]:
    return hosted.post_decision(request(app), shareable_id)


handler = observed(app)
