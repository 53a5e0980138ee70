"""One request through the real handlers, and how much of it is the store's.

The store's time is what botocore's calls take, from their arguments to their read answer, and
waiting is most of it. The handler's is all the rest: routing, the model, shaping the answer's
bytes. It waits for nothing, so it is told in the processor's time, whatever else the machine does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time
from typing import Any, NamedTuple
from unittest.mock import patch

from botocore.client import BaseClient
from tests.support import contract
from tests.support.world import Credentials, World

_call = BaseClient._make_api_call


class Call(NamedTuple):
    """A call of a client, as it can be made again."""

    operation: str
    arguments: dict[str, Any]
    seconds: float
    worked_s: float  # of them, the processor's time here


class Spent(NamedTuple):
    """What a request took."""

    handler_ms: float
    store_ms: float
    calls: list[Call]


@contextmanager
def unjudged() -> Iterator[None]:
    """Answers are not held against their schemas: that is the tests' work, not the handlers'."""
    with patch.object(contract, "check", lambda *_: None):
        yield


def spend(world: World, owner: Credentials, method: str, path: str, body: Any = None) -> Spent:
    """What the request took; AssertionError where it did not succeed."""
    with _recorded() as calls:
        start = thread_time()
        answer = world.request(method, path, body, token=owner.token)
        worked = thread_time() - start
    assert answer.status < 300, answer.body
    handler = worked - sum(call.worked_s for call in calls)
    return Spent(handler * 1000, sum(call.seconds for call in calls) * 1000, calls)


def again(client: BaseClient, calls: list[Call]) -> float:
    """The milliseconds the same calls take from a bare client."""
    start = perf_counter()
    for call in calls:
        _call(client, call.operation, call.arguments)
    return (perf_counter() - start) * 1000


@contextmanager
def _recorded() -> Iterator[list[Call]]:
    """Every call of every client made inside."""
    calls: list[Call] = []

    def recorded(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        start, worked = perf_counter(), thread_time()
        try:
            return _call(self, operation, arguments)
        finally:
            took = perf_counter() - start, thread_time() - worked
            calls.append(Call(operation, arguments, *took))

    with patch.object(BaseClient, "_make_api_call", recorded):
        yield calls
