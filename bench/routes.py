"""Store calls of every route of the template, in a warm container and without the authorizer's.

Counted at botocore's door over the real handlers on moto; what must stand before a route is asked
is made as the fault sweep makes it.
"""

from random import Random

from bench.frame import Row
from tests.faults.network import Network, installed
from tests.faults.test_every_route import Session
from tests.integration.test_isolation import SAMPLES, routes
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud

# A read looks at one thing; a write is one transaction and what it has to look at before.
BUDGETS = {"GET": 2, "POST": 4, "PUT": 4, "PATCH": 4, "DELETE": 4}


def rows() -> list[Row]:
    """A row per route whose sample can be asked by its owner: its calls beside the budget."""
    found = []
    for route, has_authorizer in sorted(routes().items()):
        calls = _calls(route) if has_authorizer and route in SAMPLES else None
        if calls is not None:
            budget = BUDGETS[route.split(" ", maxsplit=1)[0]]
            goal = f"<= {budget}"
            found.append(Row(route, calls, budget, "budget", unit="calls", goal=goal))
    return found


def _calls(route: str) -> int | None:
    network = Network(lambda *_: None)
    world = OutsideWorld(random=Random(1))
    with installed(network), cloud(world):
        session = Session(world, world.organization())
        session.prepare(route)
        before = len(network.log)
        answer = session.ask(route)
        calls = [c for c in network.log[before:] if c.startswith(("dynamodb.", "s3."))]
    return len(calls) - 1 if answer.status < 300 else None
