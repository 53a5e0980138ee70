"""GET /openapi.json, /docs and /errors: the API's reference, made when the product was built."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.pages import built

app = http_api()


@app.get("/openapi.json")
def get_openapi() -> Response[str]:
    return built(request(app), "openapi.json")


@app.get("/docs")
def get_docs() -> Response[str]:
    return built(request(app), "docs.html")


@app.get("/docs/<asset>")
def get_asset(asset: str) -> Response[str]:
    return built(request(app), asset)


@app.get("/errors")
def get_errors() -> Response[str]:
    return built(request(app), "errors.html")


handler = observed(app)
