"""Clients: /v1/Organizations/{organizationId}/clients and /v1/Clients/{id}."""

from typing import get_args

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.objects import Resource
from invoicing.edge.tables import take
from invoicing.edge.wire.client import client_view, read_client
from invoicing.model.client import ClientKind
from invoicing.usecases.clients import CLIENTS, FORCED

app = http_api()
clients = Resource(
    CLIENTS,
    "/v1/Clients",
    read_client,
    client_view,
    narrowing=("tag", "kind"),
    group="kind",
    groups=get_args(ClientKind),
)
forced = Resource(FORCED, "/v1/Clients", read_client, client_view)


@app.post("/v1/Organizations/<organization_id>/clients")
def post(organization_id: str) -> Response[str]:
    call = request(app)
    kind = forced if call.flag("force") else clients
    return kind.create(call, organization_id)


@app.get("/v1/Organizations/<organization_id>/clients")
def get_all(organization_id: str) -> Response[str]:
    return clients.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/clients/count")
def get_count(organization_id: str) -> Response[str]:
    return clients.count(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/clients/search")
def search(organization_id: str) -> Response[str]:
    return clients.list(request(app), organization_id, term=True)


@app.get("/v1/Clients/<client_id>")
def get(client_id: str) -> Response[str]:
    return clients.get(request(app), client_id)


@app.put("/v1/Clients/<client_id>")
def put(client_id: str) -> Response[str]:
    return clients.put(request(app), client_id)


@app.patch("/v1/Clients/<client_id>")
def patch(client_id: str) -> Response[str]:
    return clients.patch(request(app), client_id)


@app.delete("/v1/Clients/<client_id>")
def delete(client_id: str) -> Response[str]:
    return clients.delete(request(app), client_id)


@app.post("/v1/Organizations/<organization_id>/import")
def post_import(organization_id: str) -> Response[str]:
    """Clients, or items: both are kept alike."""
    return take(request(app), organization_id)


handler = observed(app)
