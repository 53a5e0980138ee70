"""Every fault at every store call of every route that writes (R2).

What the store holds after a fault, once the client has had its answer, is what it holds where
nothing failed: row by row, but for ids, times and what is drawn. So no route needs an oracle of
its own, and a new one is in the sweep as soon as it is in the template.
"""

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.files import broken_files
from tests.faults.invariants import violations
from tests.faults.network import KILL_AFTER, Killed, Network, faults_at, installed
from tests.integration.test_isolation import COLLECTIONS, DAY, ORGANIZATION, SAMPLES, routes
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

from invoicing.edge.request import Request

TALLY = "sweep: {total} runs over {kinds} routes that write, 0 violations"

TRIES_MAX = 5
# Not done by one transaction, but by a mail or a message that cannot be taken back.
ACCOUNTS = "tests/faults/test_accounts.py"
ELSEWHERE = {
    "PATCH /v1/Accounts/{accountId}": ACCOUNTS,
    "POST /v1/Accounts/{accountId}/organizations": ACCOUNTS,
    "POST /v1/Accounts/{accountId}/send-verification": ACCOUNTS,
    "POST /v1/Accounts/logout": ACCOUNTS,
    "POST /v1/Accounts/impersonate": ACCOUNTS,
    "POST /v1/Accounts/change-password": ACCOUNTS,
    "POST /v1/AccountOrganizations/{memberId}/accept": ACCOUNTS,
    "POST /v1/AccountOrganizations/{memberId}/reject": ACCOUNTS,
    "POST /v1/Documents/{id}/fiscally-verify": "tests/faults/test_registering.py",
    "POST /v1/Documents/{id}/fiscal-change": "tests/faults/test_registering.py",
    f"POST {ORGANIZATION}/upload-certificate": "tests/faults/test_registering.py",
    f"POST {ORGANIZATION}/fiscal-series": "tests/faults/test_registering.py",
    "POST /v1/Documents/{id}/send": "tests/faults/test_delivery.py",
    "POST /v1/Documents/{id}/send-reminder": "tests/faults/test_delivery.py",
    "POST /v1/Clients/{clientId}/send-reminder": "tests/faults/test_delivery.py",
    "POST /v1/Imports/{importId}/replay": "tests/faults/test_imports.py",
    "POST /v1/Webhooks/{webhookId}/test": "tests/faults/test_delivery.py",
    "POST /v1/Webhooks/{webhookId}/deliveries/{deliveryId}/resend": "tests/faults/test_delivery.py",
}
READING = {
    "POST /v1/Documents/convert",
    "POST /v1/Documents/parse-xml",
    "POST /v1/Documents/validate",
    "POST /v1/Taxes/clause-type",
    f"POST {ORGANIZATION}/documents/preview",
}
DRAFT = {"draft": True}
AT = {"address": "Rua A 1", "city": "Lisboa", "zip": "1000-001", "countryAlpha2Code": "PT"}
PORTUGUESE = {
    "_documentIssuer": {"email": "loja@example.pt", **AT, "taxNumber": "PT503504564"},
    "_documentClient": {"name": "Cliente Lda", "taxNumber": "PT501964843", **AT},
    "_delivery": {"date": "2026-11-20", "address": AT},
}
# What must stand before a route is asked: requests whose answers' ids fill its path.
BEFORE: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "POST /v1/Documents/{id}/finalize": [(f"POST {ORGANIZATION}/documents", DRAFT)],
    "PUT /v1/Documents/{id}": [(f"POST {ORGANIZATION}/documents", DRAFT)],
    "PATCH /v1/Documents/{id}": [(f"POST {ORGANIZATION}/documents", DRAFT)],
    "DELETE /v1/Documents/{id}": [(f"POST {ORGANIZATION}/documents", DRAFT)],
    "POST /v1/Documents/{id}/generate-cius": [(f"POST {ORGANIZATION}/documents", PORTUGUESE)],
    "DELETE /v1/Documents/{id}/share": [
        (f"POST {ORGANIZATION}/documents", {}),
        ("POST /v1/Documents/{id}/share", {}),
    ],
    "POST /v1/Documents/{id}/uncancel": [
        (f"POST {ORGANIZATION}/documents", {}),
        ("POST /v1/Documents/{id}/cancel", {}),
    ],
    "POST /v1/Documents/{id}/restore": [
        (f"POST {ORGANIZATION}/documents", {}),
        ("POST /v1/Documents/{id}/archive", {}),
    ],
    f"POST {ORGANIZATION}/activate": [(f"POST {ORGANIZATION}/deactivate", {})],
    "POST /v1/Documents/{id}/unlock": [
        (f"POST {ORGANIZATION}/documents", {}),
        ("POST /v1/Documents/{id}/lock", {"reason": "period-closed"}),
    ],
    f"POST {ORGANIZATION}/electronicDevices": [(f"POST {ORGANIZATION}/businesspremises", {})],
    "PATCH /v1/ElectronicDevices/{deviceId}": [
        (f"POST {ORGANIZATION}/businesspremises", {}),
        (f"POST {ORGANIZATION}/electronicDevices", {}),
    ],
    f"DELETE {ORGANIZATION}/exchange-rates/{{day}}": [(f"POST {ORGANIZATION}/exchange-rates", {})],
}
# Which parameter a route's answer fills, for routes that only need one thing to be there.
MAKERS = {
    "id": f"POST {ORGANIZATION}/documents",
    "documentId": f"POST {ORGANIZATION}/documents",
    "tokenId": f"POST {ORGANIZATION}/tokens",
    "defaultId": f"POST {ORGANIZATION}/defaults",
    "memberId": f"POST {ORGANIZATION}/invite",
    "webhookId": f"POST {ORGANIZATION}/webhooks",
    "premiseId": f"POST {ORGANIZATION}/businesspremises",
    "deviceId": f"POST {ORGANIZATION}/electronicDevices",
    "paymentId": "POST /v1/Documents/{id}/payments",
    "commentId": "POST /v1/Documents/{id}/comments",
    "attachmentId": "POST /v1/Documents/{id}/attachments/upload",
    **{parameter: f"POST {ORGANIZATION}/{path}" for path, _, parameter, _ in COLLECTIONS},
}
WRITING = sorted(
    key
    for key, has_authorizer in routes().items()
    if has_authorizer and not key.startswith("GET ") and key not in READING and key not in ELSEWHERE
)


class Session:
    """One client of one organization, which knows the ids of what it made."""

    def __init__(self, world: OutsideWorld, owner: Credentials) -> None:
        self.world = world
        self.owner = owner
        self.ids = {
            "organizationId": owner.organization_id,
            "day": DAY,
            "name": "externalSourceDoc",
            "lineId": "1",
        }

    def prepare(self, route: str) -> None:
        for key, more in BEFORE.get(route) or self._makers(route):
            answer = self.ask(key, more)
            assert answer.status < 300, f"{key}: {answer.body!r}"
            if answer.status == 201 and "id" in answer.json:
                self._learn(key, answer.json["id"])

    def ask(self, key: str, more: dict[str, Any] | None = None, **headers: str) -> Answer:
        """The route's sample, with these members added."""
        body, query = SAMPLES[key]
        body = self._filled({**body, **(more or {})}) if isinstance(body, dict) else body
        method, path = key.split(" ")
        path = self._filled(path) + (f"?{query}" if query else "")
        token = self.owner.token
        return self.world.request(method, path, body, token=token, headers=headers)

    def until_answered(self, key: str) -> Answer:
        """The same request, with the same key, until something but a failure comes back."""
        for _ in range(TRIES_MAX):
            try:
                answer = self.ask(key, **{"idempotency-key": "the-request"})
            except Killed:
                self.world.restart()
                continue
            if answer.status < 500:
                return answer
        raise AssertionError("never answered")

    def _makers(self, route: str) -> list[tuple[str, dict[str, Any]]]:
        body, _ = SAMPLES[route]
        wanted = re.findall(r"\{(\w+)\}", route + json.dumps(body))
        kind = re.search(r"/v1/(\w+)/\{id\}", route)
        makers = []
        for name in wanted:
            maker = MAKERS.get(name)
            if name == "id" and kind is not None and kind[1] != "Documents":
                maker = f"POST {ORGANIZATION}/{kind[1].lower()}"
            if maker is not None:
                makers += [(first, {}) for first in self._needs(maker)]
        return makers

    def _needs(self, maker: str) -> list[str]:
        return [MAKERS["id"], maker] if "{id}" in maker else [maker]

    def _learn(self, key: str, made_id: str) -> None:
        for parameter, maker in MAKERS.items():
            if maker == key:
                self.ids[parameter] = made_id
        if "{id}" not in key:
            self.ids["id"] = made_id

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            for name, given in self.ids.items():
                value = value.replace(f"{{{name}}}", given)
            return value
        if isinstance(value, dict):
            return {key: self._filled(member) for key, member in value.items()}
        return [self._filled(member) for member in value] if isinstance(value, list) else value


def run(route: str, at: int | None, fault: str | None) -> tuple[int, Answer, list[str], list[str]]:
    """How many calls the request made, its answer, what is stored after it, what is broken."""
    start: int | None = None

    def choose(number: int, _: str) -> str | None:
        return fault if start is not None and number - start == at else None

    network = Network(choose)
    world = OutsideWorld(random=Random(1))
    with installed(network), cloud(world):
        session = Session(world, _owner(world, route))
        session.prepare(route)
        world.restart()
        start = len(network.log)
        answer = session.until_answered(route)
        calls = len(network.log) - start
        network.open = False
        rows = world.rows()
        broken = violations(rows) + broken_files(rows)
    return calls, answer, sorted(map(_told, rows)), broken


def _owner(world: OutsideWorld, route: str) -> Credentials:
    owner = world.organization()
    if not route.endswith("/test-clock"):
        return owner
    path = f"/v1/Organizations/{owner.organization_id}/tokens"
    made = world.request("POST", path, {"live": False}, token=owner.token)
    return replace(owner, token=made.json["secret"])


# Ids, instants, hashes, secrets, seconds since 1970: what differs from run to run.
_DRAWN = re.compile(
    r"[0-9A-HJKMNP-TV-Z]{26}|\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|\+00:00)?|[0-9a-f]{32,64}"
    r"|whsec_[\w+/=-]+|\b1[789]\d{8}\b"
)


def _told(row: dict[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in row.items()}
    return _DRAWN.sub("*", json.dumps(plain, sort_keys=True))


def _plain(value: dict[str, Any]) -> str:
    (content,) = value.values()
    if not isinstance(content, bytes):
        return str(content)
    try:
        return zlib.decompress(content).decode()
    except zlib.error:
        return content.decode()


def test_the_routes_not_swept_here_are_in_the_template():
    assert READING | set(ELSEWHERE) <= set(routes())


def sweep(
    route: str,
    tally: Callable[[str, str, int], None] | None = None,
    faults: Callable[[int], tuple[str, ...]] = faults_at,
) -> dict[Any, Any]:
    """What each fault at each call changed."""
    calls, answer, expected, broken = run(route, None, None)
    assert answer.status < 300, f"say in BEFORE what {route} needs: {answer.body!r}"
    assert not broken
    found = {}
    for at in range(calls):
        for fault in faults(at):
            if tally:
                tally(TALLY, route, 1)
            _, after, stored, broken = run(route, at, fault)
            if (after.status, stored, broken) != (answer.status, expected, []):
                differing = set(stored) ^ set(expected)
                found[at, fault] = (after.status, after.body, broken, differing)
    return found


@pytest.mark.parametrize("route", WRITING)
def test_R2_a_fault_changes_nothing_of_what_a_route_leaves_behind(route, tally):
    assert not sweep(route, tally)


@pytest.mark.parametrize("collection", ["documents", "items", "webhooks"])
def test_R1b_a_request_that_is_not_remembered_is_caught(collection):
    route = f"POST {ORGANIZATION}/{collection}"
    with patch.object(Request, "key", lambda _: None):
        assert sweep(route, faults=lambda _: (KILL_AFTER,))
