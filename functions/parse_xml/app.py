"""POST /v1/Documents/parse-xml: a foreign invoice as our Document structure, saved nowhere."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.originals import MEMBER, original_view
from invoicing.edge.uploads import uploaded_file
from invoicing.edge.wire.parsed import parsed_view
from invoicing.usecases._parsing import parse_file

app = http_api()


@app.post("/v1/Documents/parse-xml")
def post_parse_xml() -> Response[str]:
    call = request(app)
    call.tenant()
    data = uploaded_file(call)
    view = parsed_view(parse_file(data))
    if call.flag("original"):
        view |= {MEMBER: original_view(data)}
    return answer(view)


handler = observed(app)
