"""Business units and brands of an organization."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.objects import Resource
from invoicing.edge.wire.unit import read_unit, unit_view
from invoicing.usecases.units import UNITS

app = http_api()
units = Resource(UNITS, "/v1/Units", read_unit, unit_view, narrowing=("tag", "term"))


@app.post("/v1/Organizations/<organization_id>/units")
def post(organization_id: str) -> Response[str]:
    return units.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/units")
def get_all(organization_id: str) -> Response[str]:
    return units.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/units/count")
def get_count(organization_id: str) -> Response[str]:
    return units.count(request(app), organization_id)


@app.get("/v1/Units/<unit_id>")
def get(unit_id: str) -> Response[str]:
    return units.get(request(app), unit_id)


@app.put("/v1/Units/<unit_id>")
def put(unit_id: str) -> Response[str]:
    return units.put(request(app), unit_id)


@app.patch("/v1/Units/<unit_id>")
def patch(unit_id: str) -> Response[str]:
    return units.patch(request(app), unit_id)


@app.delete("/v1/Units/<unit_id>")
def delete(unit_id: str) -> Response[str]:
    return units.delete(request(app), unit_id)


handler = observed(app)
