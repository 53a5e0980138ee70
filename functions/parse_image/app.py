"""POST .../documents/parse-image: an image of an invoice as a Document, saved nowhere."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.uploads import uploaded_file
from invoicing.edge.wire.recognized import recognized_view
from invoicing.edge.wiring import ports
from invoicing.usecases._recognizing import recognize

app = http_api()


@app.post("/v1/Organizations/<organization_id>/documents/parse-image")
def post_parse_image(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    data = uploaded_file(call)
    return answer(recognized_view(recognize(data, tenant, ports(), mobile=call.flag("mobile"))))


handler = observed(app)
