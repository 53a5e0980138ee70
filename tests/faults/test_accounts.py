"""What people do with their own accounts, with a fault at each call to the store."""

import json
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from tests.faults.invariants import violations
from tests.faults.network import KILL_AFTER, Killed, Network, faults_at, installed
from tests.integration.test_accounts import confirm
from tests.support.hooks import OutsideWorld
from tests.support.world import Credentials, cloud

from invoicing.store.accounts import email_key

LONG = "NOTULA_LONG" in os.environ
PASSWORD, NEW = "correct horse", "battery staple"
ACCOUNT, PLACES = "/v1/Accounts", "/v1/AccountOrganizations"
Stored = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """A request of a person, and what must be true once it was answered."""

    path: str
    holds: Callable[[Stored], bool]
    body: dict[str, Any] | None = None
    method: str = "POST"
    statuses: tuple[int, ...] = (200,)


def _account(stored: Stored) -> Stored:
    return next(v for k, v in stored.items() if k.startswith("ACCOUNT#"))


def _place(stored: Stored) -> Stored:
    found = [v for k, v in stored.items() if "#MEMBER" in k]
    return next(v for v in found if v["organization_id"] == stored["other"])


DEEDS = {
    "change": Deed(
        f"{ACCOUNT}/me",
        lambda s: (_account(s)["first_name"], _account(s)["version"]) == ("Ana", 2),
        {"firstname": "Ana"},
        "PATCH",
    ),
    "move": Deed(
        f"{ACCOUNT}/me",
        lambda s: email_key("new@example.com") + "META" in s,
        {"email": "new@example.com"},
        "PATCH",
    ),
    "password": Deed(
        f"{ACCOUNT}/change-password",
        lambda s: _account(s)["version"] == 2,
        {"oldPassword": PASSWORD, "newPassword": NEW},
    ),
    "code": Deed(
        f"{ACCOUNT}/me/send-verification",
        lambda s: _account(s)["code_generation"] == 1,
        {},
    ),
    # A token that has ended by a request whose answer was lost answers 401 to the next.
    "logout": Deed(f"{ACCOUNT}/logout", lambda s: len(s["ended"]) == 1, {}, statuses=(200, 401)),
    "accept": Deed(f"{PLACES}/{{place}}/accept", lambda s: _place(s)["active"], {}),
    "found": Deed(
        f"{ACCOUNT}/me/organizations",
        lambda s: len(s["founded"]) == 1 and s["founded"] == s["admin of"],
        {"name": "Founded", "countryAlpha2Code": "SI"},
        statuses=(201,),
    ),
    "reject": Deed(f"{PLACES}/{{place}}/reject", lambda s: _place(s)["rejected"], {}),
}


def _is_founded(body: bytes) -> bool:
    return json.loads(zlib.decompress(body)).get("name") == "Founded"


def _stored(rows: list[dict[str, Any]], other: str) -> Stored:
    found: Stored = {"other": other, "ended": [], "founded": [], "admin of": []}
    for row in rows:
        pk, body = row["PK"]["S"], row.get("body", {}).get("B")
        if pk.startswith("ORG#") and row["SK"]["S"] == "META" and _is_founded(body):
            found["founded"].append(pk.removeprefix("ORG#"))
        if "#MEMBER" in pk and b'"admin"' in zlib.decompress(body):
            found["admin of"].append(pk.split("#")[1])
        if pk.startswith("TOKEN#") and "revoked_at" in json.loads(body):
            found["ended"].append(pk)
        if pk.startswith(("ACCOUNT#", "EMAIL#")) or "#MEMBER" in pk:
            value = json.loads(zlib.decompress(body)) if body else {}
            found[f"{pk}{row['SK']['S']}"] = value
    return found


def run(deed: Deed, at: int | None, fault: str | None) -> int:
    start: int | None = None
    network = Network(lambda n, _: fault if start is not None and n - start == at else None)
    world = OutsideWorld(random=Random(1))
    with installed(network), cloud(world):
        home, other = world.organization(), world.organization("Other")
        token, place = _person(world, home, other, confirmed="organizations" in deed.path)
        world.restart()
        start = len(network.log)
        headers = {"idempotency-key": "one"}
        path = deed.path.format(place=place)
        for _ in range(3):
            try:
                answer = world.request(deed.method, path, deed.body, token=token, headers=headers)
            except Killed:
                world.restart()
                continue
            if answer.status < 500:
                break
        calls = len(network.log) - start
        network.open = False
        assert answer.status in deed.statuses, answer.body
        rows = world.rows()
        stored = _stored(rows, other.organization_id)
        assert len([k for k in stored if k.startswith("EMAIL#")]) == 1
        assert deed.holds(stored), stored
        assert not violations(rows)
    return calls


def _person(
    world: OutsideWorld, home: Credentials, other: Credentials, *, confirmed: bool
) -> tuple[str, str]:
    """A token of a person, and an invitation that waits for it."""
    body = {"email": "ana@example.com", "password": PASSWORD}
    world.request("POST", ACCOUNT, body, token=home.token)
    token = world.request("POST", f"{ACCOUNT}/login", body).json["id"]
    if confirmed:
        confirm(world, token)
    path = f"/v1/Organizations/{other.organization_id}/invite"
    place = world.request("POST", path, {"email": "ana@example.com"}, token=other.token)
    return token, place.json["id"]


@pytest.mark.parametrize("name", DEEDS)
def test_R2_a_fault_leaves_a_persons_deed_done_once(name):
    deed = DEEDS[name]
    calls = run(deed, None, None)
    runs = 0
    for at in range(calls):
        for fault in faults_at(at) if LONG else (KILL_AFTER,):
            run(deed, at, fault)
            runs += 1
    assert runs >= calls
