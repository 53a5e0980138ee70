"""Price lists of an organization."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import http_api, observed, request
from invoicing.edge.objects import Resource
from invoicing.edge.wire.item import price_list_view, read_price_list
from invoicing.usecases.price_lists import PRICE_LISTS

app = http_api()
price_lists = Resource(
    PRICE_LISTS, "/v1/PriceLists", read_price_list, price_list_view, narrowing=("term",)
)


@app.post("/v1/Organizations/<organization_id>/price-lists")
def post(organization_id: str) -> Response[str]:
    return price_lists.create(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/price-lists")
def get_all(organization_id: str) -> Response[str]:
    return price_lists.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/price-lists/count")
def get_count(organization_id: str) -> Response[str]:
    return price_lists.count(request(app), organization_id)


@app.get("/v1/PriceLists/<price_list_id>")
def get(price_list_id: str) -> Response[str]:
    return price_lists.get(request(app), price_list_id)


@app.put("/v1/PriceLists/<price_list_id>")
def put(price_list_id: str) -> Response[str]:
    return price_lists.put(request(app), price_list_id)


@app.patch("/v1/PriceLists/<price_list_id>")
def patch(price_list_id: str) -> Response[str]:
    return price_lists.patch(request(app), price_list_id)


@app.delete("/v1/PriceLists/<price_list_id>")
def delete(price_list_id: str) -> Response[str]:
    return price_lists.delete(request(app), price_list_id)


handler = observed(app)
