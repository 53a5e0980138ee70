"""Who may see what: tokens, organizations, and what a stranger learns."""

import pytest
from tests.support.world import World

from invoicing.edge import operate

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}


@pytest.fixture
def document(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, MINIMUM, token=owner.token).json


@pytest.mark.parametrize("form", ["{token}", "Bearer {token}", "bearer  {token}"])
def test_F001_bare_and_bearer_tokens_are_taken(world, owner, document, form):
    headers = {"authorization": form.format(token=owner.token)}
    answer = world.request("GET", f"/v1/Documents/{document['id']}", headers=headers)
    assert answer.status == 200


@pytest.mark.parametrize(
    "given", ["", "x", "Bearer", "Bearer x", "Basic dTpw", "ntl_live_" + "a" * 40]
)
def test_F001_missing_and_unknown_tokens_are_401(world, owner, document, given):
    headers = {"authorization": given} if given else {}
    answer = world.request("GET", f"/v1/Documents/{document['id']}", headers=headers)
    assert answer.status == 401
    if given:
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


def test_F003_another_tenants_object_is_404_exactly_like_a_random_id(world, owner, document):
    stranger = world.organization("Stranger d.o.o.")
    routes = [
        ("GET", "/v1/Documents/{}", None),
        ("PUT", "/v1/Documents/{}", MINIMUM),
        ("PATCH", "/v1/Documents/{}", {"note": "x"}),
        ("DELETE", "/v1/Documents/{}", None),
        ("GET", "/v1/Documents/{}/pdf", None),
        ("POST", "/v1/Documents/{}/share", {}),
        ("DELETE", "/v1/Documents/{}/share", None),
        ("POST", "/v1/Documents/{}/send", {"recipients": "a@example.com"}),
    ]
    before = world.rows()
    for method, path, body in routes:
        seen = []
        for asked in (document["id"], "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
            answer = world.request(method, path.format(asked), body, token=stranger.token)
            told = answer.json
            told.pop("requestId")
            seen.append((answer.status, told))
        assert seen[0] == seen[1], (method, path)
        assert seen[0][0] == 404
    assert world.rows() == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/Organizations/{}", None),
        ("PATCH", "/v1/Organizations/{}", {"name": "Mine now"}),
        ("GET", "/v1/Organizations/{}/documents", None),
        ("GET", "/v1/Organizations/{}/documents/count", None),
        ("POST", "/v1/Organizations/{}/documents", MINIMUM),
    ],
)
def test_F003_another_organization_in_the_path_is_404(world, owner, method, path, body):
    stranger = world.organization("Stranger d.o.o.")
    before = world.rows()
    answer = world.request(method, path.format(owner.organization_id), body, token=stranger.token)
    assert answer.status == 404
    assert world.rows() == before


def test_a_cursor_reaches_no_other_tenant(world, owner, document):
    stranger = world.organization("Stranger d.o.o.")
    path = f"/v1/Organizations/{stranger.organization_id}/documents?cursor={document['id']}"
    answer = world.request("GET", path, token=stranger.token)
    assert (answer.status, answer.json) == (200, [])


def test_tokens_are_stored_hashed_and_shown_once(world, owner):
    stored = repr(world.rows())
    assert owner.token not in stored
    assert owner.token.removeprefix("ntl_live_") not in stored


def test_a_revoked_token_opens_nothing(world: World, owner, document):
    tokens = operate._parser().parse_args(["list-tokens", "--organization", owner.organization_id])
    (token_id,) = operate._list_tokens(tokens)
    operate._revoke_token(
        operate._parser().parse_args(
            ["revoke-token", "--organization", owner.organization_id, "--token-id", token_id]
        )
    )
    answer = world.request("GET", f"/v1/Documents/{document['id']}", token=owner.token)
    assert answer.status == 401


def test_a_readonly_token_reads_and_nothing_else(world: World, owner, document):
    options = operate._parser().parse_args(
        [
            "create-token",
            f"--organization={owner.organization_id}",
            f"--account={owner.account_id}",
            "--role=readonly",
        ]
    )
    token = operate._create_token(options)["token"]
    path = f"/v1/Documents/{document['id']}"
    assert world.request("GET", path, token=token).status == 200
    assert world.request("PATCH", path, {"custom": {"a": 1}}, token=token).status == 403


def test_U41_the_test_world_is_apart(world: World, owner, document):
    options = operate._parser().parse_args(
        [
            "create-token",
            f"--organization={owner.organization_id}",
            f"--account={owner.account_id}",
            "--test",
        ]
    )
    token = operate._create_token(options)["token"]
    assert token.startswith("ntl_test_")
    assert world.request("GET", f"/v1/Documents/{document['id']}", token=token).status == 404
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, MINIMUM, token=token).json
    assert (made["number"], made["live"]) == ("2026-00001", False)
    assert world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).status == 404
