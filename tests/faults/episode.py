"""One episode: several creators, several series, faults at random, every client retries."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.containers import Container
from tests.faults.invariants import documents as stored_documents
from tests.faults.invariants import violations
from tests.faults.network import FAULTS, Killed, Network, Scheduler, installed
from tests.support.world import Credentials, World, cloud

RETRIES_MAX = 60

Create = Callable[[Container, dict[str, Any]], dict[str, Any]]


@dataclass
class Outcome:
    """What an episode did and what it broke."""

    seed: int
    calls: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors_seen: int = 0  # 5xx answers a client got to see


def create_event(owner: Credentials, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """A create request as its function sees it, the authorizer already passed."""
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "idempotency-key": key},
        "requestContext": {
            "requestId": key,
            "stage": "$default",
            "http": {"method": "POST", "path": path},
            "authorizer": {
                "lambda": {
                    "organizationId": owner.organization_id,
                    "accountId": owner.account_id,
                    "live": "true",
                    "role": "default",
                }
            },
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def handle(container: Container, event: dict[str, Any]) -> dict[str, Any]:
    """The product's own way."""
    http = event["requestContext"]["http"]
    return container.invoke(event, http["method"], http["path"])


def run(
    seed: int,
    *,
    creators: int = 6,
    documents: int = 4,
    fault_rate: float = 0.15,
    create: Create = handle,
) -> Outcome:
    """Each creator makes its documents one by one; whatever fails is sent again unchanged."""
    random = Random(seed)
    outcome = Outcome(seed)
    armed = False

    def choose(_: int, __: str) -> str | None:
        struck = armed and random.random() < fault_rate
        return random.choice(FAULTS) if struck else None

    scheduler = Scheduler(random)
    network = Network(choose, gate=scheduler.gate)
    world = World(random=random)
    with installed(network), cloud(world):
        owner = world.organization()
        network.log.clear()
        armed = True

        def creator(number: int) -> None:
            container = Container(world)
            for position in range(documents):
                key = f"creator-{number}-{position}"
                kind = "invoice" if (number + position) % 2 else "estimate"
                body = {"type": kind, "_documentItems": [{"name": key, "price": position + 1}]}
                event = create_event(owner, key, body)
                outcome.answers[key] = _until_answered(container, event, create, outcome)

        scheduler.run([lambda n=n: creator(n) for n in range(creators)])  # type: ignore[misc]
        armed = False
        outcome.calls = list(network.log)
        network.open = False
        rows = world.rows()
    outcome.violations = violations(rows) + _answers(rows, outcome, creators * documents)
    return outcome


def _until_answered(
    container: Container, event: dict[str, Any], create: Create, outcome: Outcome
) -> dict[str, Any]:
    for _ in range(RETRIES_MAX):
        try:
            answer = create(container, json.loads(json.dumps(event)))
        except Killed:
            container.restart()
            continue
        if answer["statusCode"] < 500:
            return answer
        outcome.errors_seen += 1
    raise AssertionError(f"no answer after {RETRIES_MAX} tries")


def _answers(rows: list[dict[str, Any]], outcome: Outcome, expected: int) -> list[str]:
    """Every acknowledged document is there, under the number it was acknowledged with."""
    stored = stored_documents(rows)
    found = []
    for key, answer in outcome.answers.items():
        told = json.loads(answer["body"])
        if answer["statusCode"] != 201:
            found.append(f"{key} was answered {answer['statusCode']}: {told}")
        elif told["id"] not in stored:
            found.append(f"{key} was acknowledged but is not stored")
        elif stored[told["id"]].get("number") != told["number"]:
            found.append(f"{key} was acknowledged under another number")
    if len(stored) != expected:
        found.append(f"{len(stored)} documents were stored for {expected} requests")
    return found
