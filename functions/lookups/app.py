"""Currencies and countries."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import lookups
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.get("/v1/currencies")
def get_currencies() -> Response[str]:
    return lookups.currencies(request(app))


@app.get("/v1/countries")
def get_countries() -> Response[str]:
    return lookups.countries(request(app))


handler = observed(app)
