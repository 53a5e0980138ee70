"""Exchange rates of an organization."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import exchange_rates
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Organizations/<organization_id>/exchange-rates")
def post(organization_id: str) -> Response[str]:
    return exchange_rates.save(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/exchange-rates")
def get_all(organization_id: str) -> Response[str]:
    return exchange_rates.listed(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/exchange-rates/<day>")
def get(organization_id: str, day: str) -> Response[str]:
    return exchange_rates.of_day(request(app), organization_id, day)


@app.delete("/v1/Organizations/<organization_id>/exchange-rates/<day>")
def delete(organization_id: str, day: str) -> Response[str]:
    return exchange_rates.delete(request(app), organization_id, day)


handler = observed(app)
