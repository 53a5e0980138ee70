"""Items of the catalogue: /v1/Organizations/{organizationId}/items and /v1/Items/{id}."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.objects import Resource
from invoicing.edge.wire.item import item_view, read_item
from invoicing.usecases.items import ITEMS

app = http_api()
items = Resource(ITEMS, "/v1/Items", read_item, item_view)


@app.post("/v1/Organizations/<organization_id>/items")
def post(organization_id: str) -> Response[str]:
    return items.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/items")
def get_all(organization_id: str) -> Response[str]:
    return items.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/items/count")
def get_count(organization_id: str) -> Response[str]:
    return items.count(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/items/search")
def search(organization_id: str) -> Response[str]:
    return items.list(request(app), organization_id, term=True)


@app.get("/v1/Items/<item_id>")
def get(item_id: str) -> Response[str]:
    return items.get(request(app), item_id)


@app.put("/v1/Items/<item_id>")
def put(item_id: str) -> Response[str]:
    return items.put(request(app), item_id)


@app.patch("/v1/Items/<item_id>")
def patch(item_id: str) -> Response[str]:
    return items.patch(request(app), item_id)


@app.delete("/v1/Items/<item_id>")
def delete(item_id: str) -> Response[str]:
    return items.delete(request(app), item_id)


handler = observed(app)
