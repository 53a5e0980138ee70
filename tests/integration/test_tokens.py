"""Tokens over HTTP: made, listed and ended by admins; the secret is shown once."""

import json

import pytest
from tests.support.world import Credentials, World

from invoicing.edge import operate
from invoicing.store.tokens import token_key


@pytest.fixture
def path(owner: Credentials) -> str:
    return f"/v1/Organizations/{owner.organization_id}/tokens"


def made(world: World, owner: Credentials, token: str | None = None, **body: object) -> dict:
    path = f"/v1/Organizations/{owner.organization_id}/tokens"
    answer = world.request("POST", path, body, token=token or owner.token)
    assert answer.status == 201, answer.body
    return answer.json


def own_id(world: World, owner: Credentials) -> str:
    path = f"/v1/Organizations/{owner.organization_id}/tokens"
    return world.request("GET", path, token=owner.token).json[0]["id"]


def events(world: World, kind: str) -> list[dict]:
    entries = [json.loads(row["entry"]["B"]) for row in world.rows() if "entry" in row]
    return [entry["event"] for entry in entries if entry["event"]["type"] == kind]


@pytest.mark.parametrize(("role", "writes"), [("readonly", 403), ("default", 200), ("admin", 200)])
def test_a_new_token_may_do_what_its_role_allows(world, owner, role, writes):
    token = made(world, owner, role=role, label="reports")
    assert (token["role"], token["label"], token["live"]) == (role, "reports", True)
    own = f"/v1/Organizations/{owner.organization_id}"
    assert world.request("GET", own, token=token["secret"]).status == 200
    changed = world.request("PATCH", own, {"dueDays": 9}, token=token["secret"])
    assert changed.status == writes


def test_the_secret_is_shown_once_and_stored_nowhere(world, owner, path):
    token = made(world, owner, role="readonly")
    listed = world.request("GET", path, token=owner.token)
    assert [one["role"] for one in listed.json] == ["admin", "readonly"]
    assert listed.json[1] == {k: v for k, v in token.items() if k != "secret"}
    assert b"ntl_live_" not in listed.body
    assert token["secret"].removeprefix("ntl_live_") not in repr(world.rows())


def test_a_repeated_request_makes_one_token_and_shows_no_secret(world, owner, path):
    headers = {"idempotency-key": "one"}
    first, second = (
        world.request("POST", path, {"role": "admin"}, token=owner.token, headers=headers)
        for _ in range(2)
    )
    assert second.status == 201
    assert second.headers["idempotent-replayed"] == "true"
    assert second.json == {k: v for k, v in first.json.items() if k != "secret"}
    assert len(world.request("GET", path, token=owner.token).json) == 2


@pytest.mark.parametrize("role", ["default", "readonly"])
def test_F003_only_admins_manage_tokens(world, owner, path, role):
    token = made(world, owner, role=role)
    before = world.rows()
    for method, where, body in (
        ("GET", path, None),
        ("POST", path, {"role": "admin"}),
        ("DELETE", f"{path}/{token['id']}", None),
    ):
        answer = world.request(method, where, body, token=token["secret"])
        assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert world.rows() == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"role": "owner"}, "/role"),
        ({"label": "x" * 101}, "/label"),
        ({"live": "yes"}, "/live"),
        ({"scope": "all"}, "/scope"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused_by_name(world, owner, path, body, pointer):
    before = world.rows()
    answer = world.request("POST", path, body, token=owner.token)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.rows() == before


def test_a_revoked_token_opens_nothing_and_stays_listed(world, owner, path):
    token = made(world, owner)
    where = f"{path}/{token['id']}"
    assert world.request("DELETE", where, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=token["secret"]).status == 401
    assert "revokedAt" in world.request("GET", path, token=owner.token).json[1]
    again = world.request("DELETE", where, token=owner.token)
    assert (again.status, again.json["code"]) == (409, "token-revoked")
    unknown = world.request("DELETE", f"{path}/01ARZ3NDEKTSV4RRFFQ69G5FAV", token=owner.token)
    assert unknown.status == 404


def test_a_token_can_end_itself(world, owner, path):
    token = made(world, owner, role="admin")
    assert world.request("DELETE", f"{path}/{token['id']}", token=token["secret"]).status == 200
    assert world.request("GET", path, token=token["secret"]).status == 401


def test_the_last_admin_token_cannot_be_revoked(world, owner, path):
    made(world, owner)
    made(world, owner, role="admin", live=False)  # may not make a live one
    before = world.rows()
    answer = world.request("DELETE", f"{path}/{own_id(world, owner)}", token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "last-admin-token")
    assert world.rows() == before


def test_the_admin_another_revocation_relies_on_must_still_stand(world, owner, path, monkeypatch):
    """What the index still shows as standing may have ended: the transaction looks itself."""
    other = made(world, owner, role="admin")
    first = own_id(world, owner)
    seen = operate.list_tokens(owner.organization_id)
    assert world.request("DELETE", f"{path}/{other['id']}", token=owner.token).status == 200
    from invoicing.usecases import tokens  # noqa: PLC0415 - patched for this test alone

    keys = {kept.token.id: kept.key for kept in tokens.kept_tokens(owner.organization_id)}
    assert keys[other["id"]] == token_key(other["secret"])
    stale = [tokens.KeptToken(keys[token.id], token) for token in seen]
    fresh, looks = tokens.kept_tokens, []

    def kept(organization_id):
        looks.append(organization_id)
        return stale if len(looks) <= 2 else fresh(organization_id)

    monkeypatch.setattr(tokens, "kept_tokens", kept)
    answer = world.request("DELETE", f"{path}/{first}", token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "last-admin-token")
    assert len(looks) > 2


def test_U41_the_test_world_sees_and_makes_test_tokens_only(world, owner, path):
    tester = made(world, owner, role="admin", live=False)
    assert tester["secret"].startswith("ntl_test_")
    seen = world.request("GET", path, token=tester["secret"]).json
    assert [token["id"] for token in seen] == [tester["id"]]
    assert made(world, owner, tester["secret"])["live"] is False
    live = world.request("POST", path, {"live": True}, token=tester["secret"])
    assert live.status == 403
    where = f"{path}/{own_id(world, owner)}"
    assert world.request("DELETE", where, token=tester["secret"]).status == 404


def test_token_changes_stand_in_the_journal_without_the_secret(world, owner, path):
    token = made(world, owner, role="admin", label="ci")
    world.request("DELETE", f"{path}/{token['id']}", token=owner.token)
    (created,), (revoked,) = (events(world, f"token.{what}") for what in ("created", "revoked"))
    assert created["subject"] == revoked["subject"] == token["id"]
    assert created["account_id"] == owner.account_id
    assert created["data"] == {"role": "admin", "live": True, "label": "ci"}
