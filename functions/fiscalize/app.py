"""Tax authorities: documents registered on demand, certificates, premises and devices."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import fiscal
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Documents/<document_id>/fiscally-verify")
def post_verify(document_id: str) -> Response[str]:
    return fiscal.verify(request(app), document_id)


@app.post("/v1/Documents/<document_id>/fiscal-change")
def post_change(document_id: str) -> Response[str]:
    return fiscal.change(request(app), document_id)


@app.post("/v1/Organizations/<organization_id>/upload-certificate")
def post_certificate(organization_id: str) -> Response[str]:
    return fiscal.upload(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/has-certificate")
def get_certificate(organization_id: str) -> Response[str]:
    return fiscal.has_certificate(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/saft")
def get_saft(organization_id: str) -> Response[Any]:
    return fiscal.export_saft(request(app), organization_id)


@app.post("/v1/Organizations/<organization_id>/fiscal-series")
def post_series(organization_id: str) -> Response[str]:
    return fiscal.post_series(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/businesspremises")
def get_premises(organization_id: str) -> Response[str]:
    return fiscal.list_premises(request(app), organization_id)


@app.post("/v1/Organizations/<organization_id>/businesspremises")
def post_premise(organization_id: str) -> Response[str]:
    return fiscal.create_premise(request(app), organization_id)


@app.patch("/v1/BusinessPremises/<premise_id>")
def patch_premise(premise_id: str) -> Response[str]:
    return fiscal.update_premise(request(app), premise_id)


@app.get("/v1/Organizations/<organization_id>/electronicDevices")
def get_devices(organization_id: str) -> Response[str]:
    return fiscal.list_devices(request(app), organization_id)


@app.post("/v1/Organizations/<organization_id>/electronicDevices")
def post_device(organization_id: str) -> Response[str]:
    return fiscal.create_device(request(app), organization_id)


@app.patch("/v1/ElectronicDevices/<device_id>")
def patch_device(device_id: str) -> Response[str]:
    return fiscal.update_device(request(app), device_id)


handler = observed(app)
