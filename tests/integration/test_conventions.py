"""What holds for every route: the request's id, preferences, and how often a token may ask."""

import json

import pytest

from invoicing.edge.rates import LIMIT_VARIABLE

LINES = {"_documentItems": [{"name": "x", "price": 10}]}
MINIMAL = {"prefer": "return=minimal"}


@pytest.fixture
def organization(owner) -> str:
    return f"/v1/Organizations/{owner.organization_id}"


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setenv(LIMIT_VARIABLE, "3")


def test_every_answer_and_log_line_names_the_request(world, owner, organization, capsys):
    for path, status in ((organization, 200), ("/v1/Documents/x", 404)):
        answer = world.request("GET", path, token=owner.token)
        assert answer.status == status
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line]
        assert lines
        assert {line["requestId"] for line in lines} == {answer.headers["x-request-id"]}
    assert answer.json["requestId"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("many", "body"),
    [("documents", LINES), ("clients", {"name": "Acme"}), ("items", {"name": "Hammer"}),
     ("series", {"code": "A", "type": "estimate", "pattern": "{SERIE}-{n:05}"})],
)  # fmt: skip
def test_a_write_is_answered_with_the_id_alone_where_that_is_preferred(
    world, owner, organization, many, body
):
    path = f"{organization}/{many}"
    answer = world.request("POST", path, body, token=owner.token, headers=MINIMAL)
    assert answer.status == 201
    assert set(answer.json) == {"id"}
    assert answer.headers["preference-applied"] == "return=minimal"
    assert answer.headers["etag"]
    assert answer.headers["location"].endswith(answer.json["id"])


@pytest.mark.parametrize("prefer", ["respond-async, RETURN=minimal", 'return="minimal"; x=1'])
def test_a_preference_is_read_as_rfc_7240_writes_it(world, owner, organization, prefer):
    headers = {"prefer": prefer}
    path = f"{organization}/items"
    answer = world.request("POST", path, {"name": "a"}, token=owner.token, headers=headers)
    assert set(answer.json) == {"id"}


@pytest.mark.parametrize("prefer", ["return=representation", "noreturn=minimal", "return=minimals"])
def test_other_preferences_change_nothing(world, owner, organization, prefer):
    headers = {"prefer": prefer}
    path = f"{organization}/items"
    answer = world.request("POST", path, {"name": "a"}, token=owner.token, headers=headers)
    assert answer.json["name"] == "a"
    assert "preference-applied" not in answer.headers


def test_reads_and_refusals_stay_whole(world, owner, organization):
    shown = world.request("GET", organization, token=owner.token, headers=MINIMAL)
    assert shown.json["name"] == "Lipa d.o.o."
    refused = world.request("POST", f"{organization}/items", {}, token=owner.token, headers=MINIMAL)
    assert refused.json["errors"]


def test_a_token_that_asks_too_often_is_told_when_to_come_back(world, owner, organization, few):
    path = f"{organization}/items"
    left = []
    for _ in range(3):
        answer = world.request("POST", path, {"name": "a"}, token=owner.token)
        assert answer.status == 201
        assert answer.headers["ratelimit-policy"] == '"token";q=3;w=60'
        left.append(answer.headers["ratelimit"].split(";")[1])
    assert left == ["r=2", "r=1", "r=0"]
    before = world.rows()
    refused = world.request("POST", path, {"name": "a"}, token=owner.token)
    assert (refused.status, refused.json["code"]) == (429, "too-many-requests")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit"].startswith('"token";r=0;t=')
    assert world.rows() == before
    world.sleep(int(refused.headers["retry-after"]))
    assert world.request("POST", path, {"name": "a"}, token=owner.token).status == 201


def test_tokens_are_counted_apart_and_callers_without_one_not_at_all(
    world, owner, organization, few
):
    other = world.organization("Acme")
    for _ in range(4):
        world.request("GET", organization, token=owner.token)
    there = f"/v1/Organizations/{other.organization_id}"
    assert world.request("GET", there, token=other.token).status == 200
    answer = world.request("GET", "/v1/Documents/public/x")
    assert "ratelimit" not in answer.headers


def test_without_a_limit_nothing_is_counted(world, owner, organization, monkeypatch):
    monkeypatch.setenv(LIMIT_VARIABLE, "0")
    assert "ratelimit" not in world.request("GET", organization, token=owner.token).headers
