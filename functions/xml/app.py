"""GET …/{id}/xml, GET …/{id}/e-slog and POST …/convert: documents as e-invoice files."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.conversion import converted
from invoicing.edge.eslog_options import eslog_options
from invoicing.edge.http import file, http_api, observed, request
from invoicing.edge.large import lent_if_large
from invoicing.edge.losses import with_losses
from invoicing.edge.prints import look_of
from invoicing.edge.wiring import ports
from invoicing.usecases.export_document import export_document
from invoicing.usecases.export_eslog import export_eslog

app = http_api()


@app.get("/v1/Documents/<document_id>/xml")
def get_xml(document_id: str) -> Response[bytes]:
    call = request(app)
    made = export_document(
        document_id,
        call.tenant(),
        ports(),
        format_name=call.query.get("format", "ubl"),
        profile=call.query.get("profile", ""),
        look=look_of(call),
    )
    whole = with_losses(file(made.data, made.media_type, made.name, inline=False), made.losses)
    return lent_if_large(whole, ports().files, made.name)


@app.get("/v1/Documents/<document_id>/e-slog")
def get_eslog(document_id: str) -> Response[bytes]:
    call = request(app)
    made = export_eslog(document_id, call.tenant(), ports(), eslog_options(call))
    whole = with_losses(file(made.data, made.media_type, made.name, inline=False), made.losses)
    return lent_if_large(whole, ports().files, made.name)


@app.post("/v1/Documents/convert")
def post_convert() -> Response[Any]:
    call = request(app)
    return converted(call, call.tenant(), ports())


handler = observed(app)
