"""Store calls per route: what a request costs in DynamoDB and S3 calls, warm and cold.

Counted at botocore's door over the real handlers on moto; a count, not a time, so it is the same
on every machine. The budgets are what the design promises.
"""

from random import Random

from bench.frame import Row
from tests.faults.network import Network, installed
from tests.support.world import Credentials, World, cloud

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}
BUDGETS = {
    "create": 2,
    "get": 1,
    "list": 1,
    "list, filtered": 1,
    "list, by date": 2,
    "count, filtered": 1,
    "send": 4,  # the mail's PDF is archived: its bytes are one call more
    "send again": 3,
    "share": 3,
    "public": 2,
}


def rows() -> list[Row]:
    """Two rows per route: calls of a warm and of a cold container, beside the budget."""
    network = Network(lambda *_: None)
    world = World(random=Random(1))
    with installed(network), cloud(world):
        owner = world.organization()
        return [
            Row(
                f"store calls, {route}, {'warm' if warm else 'cold'}",
                _count(world, owner, network, route, warm=warm),
                budget,
                "budget",
                unit="calls",
                goal=f"<= {budget}",
            )
            for route, budget in BUDGETS.items()
            for warm in (True, False)
        ]


def _count(world: World, owner: Credentials, network: Network, route: str, *, warm: bool) -> int:
    """The DynamoDB and S3 calls of one request, without the authorizer's one."""
    documents = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", documents, MINIMUM, token=owner.token).json
    share = f"/v1/Documents/{made['id']}/share"
    send = ("POST", f"/v1/Documents/{made['id']}/send", {"recipients": "a@example.com"})
    if route == "send again":
        world.request(*send, token=owner.token)
    if route == "public":
        link = world.request("POST", share, token=owner.token).json["shareableId"]
    requests = {
        "create": ("POST", documents, MINIMUM),
        "get": ("GET", f"/v1/Documents/{made['id']}", None),
        "list": ("GET", documents, None),
        "list, filtered": ("GET", f"{documents}?type=invoice&q=lipa", None),
        "list, by date": ("GET", f"{documents}?order=date+DESC", None),
        "count, filtered": ("GET", f"{documents}/count?type=invoice", None),
        "send": send,
        "send again": send,
        "share": ("POST", share, {}),
        "public": ("GET", f"/v1/Documents/public/{link if route == 'public' else ''}", None),
    }
    if not warm:
        world.restart()
    before = len(network.log)
    method, path, body = requests[route]
    token = None if route == "public" else owner.token
    answer = world.request(method, path, body, token=token)
    assert answer.status < 300, answer.body
    calls = [c for c in network.log[before:] if c.startswith(("dynamodb.", "s3."))]
    return len(calls) - (0 if route == "public" else 1)
