"""Taxes and tax schemas of an organization."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.members import MemberResource
from invoicing.edge.query import path_day
from invoicing.edge.request import parse
from invoicing.edge.wire.tax import (
    WireTaxRate,
    rate_view,
    read_schema,
    read_tax,
    schema_view,
    tax_resource_view,
)
from invoicing.edge.wiring import ports
from invoicing.usecases.taxes import SCHEMAS, TAXES, add_rate, remove_rate

app = http_api()
taxes = MemberResource(TAXES, "/v1/Taxes", read_tax, tax_resource_view)
schemas = MemberResource(SCHEMAS, "/v1/TaxSchemas", read_schema, schema_view)


@app.post("/v1/Organizations/<organization_id>/taxes")
def post(organization_id: str) -> Response[str]:
    return taxes.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/taxes")
def get_all(organization_id: str) -> Response[str]:
    return taxes.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/taxes/count")
def get_count(organization_id: str) -> Response[str]:
    return taxes.count(request(app), organization_id)


@app.get("/v1/Taxes/<tax_id>")
def get(tax_id: str) -> Response[str]:
    return taxes.get(request(app), tax_id)


@app.put("/v1/Taxes/<tax_id>")
def put(tax_id: str) -> Response[str]:
    return taxes.put(request(app), tax_id)


@app.patch("/v1/Taxes/<tax_id>")
def patch(tax_id: str) -> Response[str]:
    return taxes.patch(request(app), tax_id)


@app.delete("/v1/Taxes/<tax_id>")
def delete(tax_id: str) -> Response[str]:
    return taxes.delete(request(app), tax_id)


@app.post("/v1/Taxes/<tax_id>/taxRates")
def post_rate(tax_id: str) -> Response[str]:
    call = request(app)
    rate = parse(WireTaxRate, call.json_object()).to_model()
    saved = add_rate(tax_id, rate, call.tenant(), ports(), key=call.key())
    headers = {"ETag": f'"{saved.value.version}"'}
    if saved.replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(rate_view(rate), 201, headers=headers)


@app.delete("/v1/Taxes/<tax_id>/taxRates/<day>")
def delete_rate(tax_id: str, day: str) -> Response[str]:
    call = request(app)
    remove_rate(tax_id, path_day(day), call.tenant(), ports(), key=call.key())
    return answer({"count": 1})


@app.post("/v1/Organizations/<organization_id>/tax-schemas")
def post_schema(organization_id: str) -> Response[str]:
    return schemas.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/tax-schemas")
def get_all_schema(organization_id: str) -> Response[str]:
    return schemas.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/tax-schemas/count")
def get_count_schema(organization_id: str) -> Response[str]:
    return schemas.count(request(app), organization_id)


@app.get("/v1/TaxSchemas/<schema_id>")
def get_schema(schema_id: str) -> Response[str]:
    return schemas.get(request(app), schema_id)


@app.put("/v1/TaxSchemas/<schema_id>")
def put_schema(schema_id: str) -> Response[str]:
    return schemas.put(request(app), schema_id)


@app.patch("/v1/TaxSchemas/<schema_id>")
def patch_schema(schema_id: str) -> Response[str]:
    return schemas.patch(request(app), schema_id)


@app.delete("/v1/TaxSchemas/<schema_id>")
def delete_schema(schema_id: str) -> Response[str]:
    return schemas.delete(request(app), schema_id)


handler = observed(app)
