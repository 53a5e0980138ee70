"""A deactivated organization is read, takes no changes, and is activated again by its admins."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

from invoicing.edge import operate, wiring
from invoicing.errors import Conflict
from invoicing.model import Party
from invoicing.model.client import Client
from invoicing.model.tenant import Tenant
from invoicing.usecases._clients import FORCED
from invoicing.usecases._objects import create_object
from invoicing.usecases.organizations import create_token

LINES = {"_documentItems": [{"name": "x", "price": 10}]}


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


class Admin:
    """Somebody with an admin's token."""

    def __init__(self, world: OutsideWorld, owner: Credentials) -> None:
        self.world, self.owner = world, owner
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def ask(self, method: str, path: str, body: Any = None, token: str = "", **h: str) -> Answer:
        return self.world.request(method, path, body, token=token or self.owner.token, headers=h)

    def set(self, deed: str) -> None:
        assert self.ask("POST", f"{self.own}/{deed}", {}).json == {"success": True}


@pytest.fixture
def admin(world, owner) -> Admin:
    return Admin(world, owner)


def test_nothing_changes_while_it_is_deactivated_and_everything_after(admin):
    made = admin.ask("POST", f"{admin.own}/documents", LINES).json
    one = f"/v1/Documents/{made['id']}"
    admin.set("deactivate")
    requests = (
        ("POST", f"{admin.own}/documents", LINES),
        ("POST", f"{one}/payments", {"type": "bank"}),
        ("POST", f"{admin.own}/clients", {"name": "Kupec"}),
        ("PATCH", admin.own, {"name": "Other"}),
        ("POST", f"{one}/share", {}),
        ("POST", f"{one}/archive", {}),
    )
    for method, path, body in requests:
        answer = admin.ask(method, path, body)
        assert (answer.status, answer.json["code"]) == (409, "organization-inactive"), path
        assert answer.json["allowedActions"] == ["activate"]
        assert "activate" in answer.json["errors"][0]["fix"]
    assert admin.ask("GET", one).json == made
    shown = admin.ask("GET", admin.own).json
    assert (shown["active"], "deactivatedAt" in shown, shown["name"]) == (
        False,
        True,
        "Lipa d.o.o.",
    )
    admin.set("activate")
    assert admin.ask("GET", admin.own).json["active"] is True
    for method, path, body in requests[1:]:
        assert admin.ask(method, path, body).status < 300, path


def test_both_worlds_are_deactivated_and_a_test_token_decides_nothing(admin, world):
    arguments = ["create-token", f"--organization={admin.owner.organization_id}", "--test"]
    arguments += [f"--account={admin.owner.account_id}", "--role=admin"]
    made = operate._create_token(operate._parser().parse_args(arguments))
    assert admin.ask("POST", f"{admin.own}/deactivate", {}, token=made["token"]).status == 403
    admin.set("deactivate")
    refused = admin.ask("POST", f"{admin.own}/documents", LINES, token=made["token"])
    assert (refused.status, refused.json["code"]) == (409, "organization-inactive")


def test_only_admins_activate_and_deactivate(admin):
    for role in ("default", "readonly"):
        ids = (admin.owner.organization_id, admin.owner.account_id)
        secret, _ = create_token(*ids, wiring.ports(), role=role)
        for deed in ("activate", "deactivate"):
            assert admin.ask("POST", f"{admin.own}/{deed}", {}, token=secret).status == 403
    assert admin.ask("GET", admin.own).json["active"] is True


def test_public_links_lead_nowhere_while_it_is_deactivated(admin):
    made = admin.ask("POST", f"{admin.own}/documents", LINES).json
    shared = admin.ask("POST", f"/v1/Documents/{made['id']}/share", {}).json["shareableId"]
    public = f"/v1/Documents/public/{shared}"
    assert admin.world.request("GET", public).status == 200
    admin.set("deactivate")
    assert admin.world.request("GET", public).status == 404
    admin.set("activate")
    assert admin.world.request("GET", public).status == 200


def test_a_warm_container_that_knew_it_otherwise_finds_out(admin):
    """What a container remembers of an organization never decides."""
    ids = {"organization_id": admin.owner.organization_id, "account_id": admin.owner.account_id}
    tenant = Tenant(**ids, role="admin", token_id="token")
    warm = replace(wiring.ports(), known={})
    warm.store(tenant).known()

    def add(name: str) -> str:
        client = Client(party=Party(name=name))
        return create_object(FORCED, client, tenant, warm).value.party.name

    admin.set("deactivate")
    with pytest.raises(Conflict, match="deactivated"):
        add("First")
    admin.set("activate")
    assert add("Second") == "Second"
    admin.ask("POST", f"{admin.own}/clients", {"name": "Third"})
    assert add("Fourth") == "Fourth"


def test_a_repeated_request_is_answered_although_it_is_deactivated_meanwhile(admin):
    key = {"idempotency-key": "k"}
    made = admin.ask("POST", f"{admin.own}/documents", LINES, **key)
    admin.set("deactivate")
    again = admin.ask("POST", f"{admin.own}/documents", LINES, **key)
    assert (again.status, again.json["id"]) == (201, made.json["id"])


def test_deactivating_twice_changes_nothing_more(admin):
    admin.set("deactivate")
    version = admin.ask("GET", admin.own).json["version"]
    admin.set("deactivate")
    assert admin.ask("GET", admin.own).json["version"] == version
