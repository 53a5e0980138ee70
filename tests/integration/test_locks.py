"""Locks: while a reason stands, a document's content and state stay as they are."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud

FORBIDDEN = {
    "draft": [
        ("PATCH", "", {"note": "x"}),
        ("PUT", "", {"_documentItems": [{"name": "y", "price": 1}]}),
        ("POST", "/finalize", {}),
        ("DELETE", "", None),
    ],
    "issued": [("PATCH", "", {"custom": {"a": 1}}), ("POST", "/cancel", {}), ("DELETE", "", None)],
    "canceled": [("PATCH", "", {"custom": {"a": 1}}), ("POST", "/uncancel", {})],
}


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def ask(world, owner):
    def ask(method, path, body=None):
        return world.request(method, f"/v1/Documents/{path}", body, token=owner.token)

    return ask


def _in(state, world, owner, ask):
    made = world.document(owner, draft=state == "draft")
    if state == "canceled":
        assert ask("POST", f"{made['id']}/cancel").status == 200
    return made["id"]


@pytest.mark.parametrize("state", FORBIDDEN)
def test_F048_a_locked_document_is_not_changed_until_it_is_unlocked(world, owner, ask, state):
    document_id = _in(state, world, owner, ask)
    answer = ask("POST", f"{document_id}/lock", {"reason": "period-closed"})
    assert (answer.status, answer.json) == (200, {"success": True})
    locked = ask("GET", document_id).json
    assert (locked["isLocked"], locked["lockReason"]) == (True, "period-closed")
    for method, path, body in FORBIDDEN[state]:
        refused = ask(method, document_id + path, body)
        assert (refused.status, refused.json["code"]) == (409, "document-locked"), path
        assert "period-closed" in refused.json["detail"]
        assert refused.json["currentState"] == state
        assert "unlock" in refused.json["allowedActions"]
        assert not {"update", "cancel", "uncancel", "delete"} & set(refused.json["allowedActions"])
    assert ask("GET", document_id).json == locked

    assert ask("POST", f"{document_id}/unlock").json == {"success": True}
    free = ask("GET", document_id).json
    assert free["isLocked"] is False
    assert not {"lockReason", "lockedAt"} & set(free)
    method, path, body = FORBIDDEN[state][0]
    assert ask(method, document_id + path, body).status == 200


def test_F048_a_locked_document_is_still_paid_commented_on_and_credited(world, owner, ask):
    made = world.document(owner)
    ask("POST", f"{made['id']}/lock", {"reason": "transmitted"})
    assert ask("POST", f"{made['id']}/payments", {"type": "bank", "amount": 1}).status == 201
    assert ask("POST", f"{made['id']}/comments", {"text": "a"}).status == 201
    assert ask("POST", f"{made['id']}/credit", {}).status == 201


def test_F048_a_clone_of_a_locked_document_is_free(world, owner, ask):
    made = world.document(owner)
    ask("POST", f"{made['id']}/lock", {"reason": "transmitted"})
    assert ask("POST", f"{made['id']}/clone").json["isLocked"] is False


def test_F048_the_caller_cannot_write_a_lock_into_the_document(world, owner, ask):
    made = world.document(owner, draft=True, isLocked=True, lockReason="x")
    assert made["isLocked"] is False


def test_F048_locked_once_and_unlocked_once(world, owner, ask):
    made = world.document(owner)
    assert ask("POST", f"{made['id']}/unlock").json["code"] == "not-locked"
    ask("POST", f"{made['id']}/lock", {"reason": "a"})
    again = ask("POST", f"{made['id']}/lock", {"reason": "b"})
    assert (again.status, again.json["code"]) == (409, "document-locked")
    assert ask("GET", made["id"]).json["lockReason"] == "a"


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": None}, {"reason": 4}, {"reason": "x" * 201}, {"why": 1}]
)
def test_F048_a_lock_without_a_good_reason_is_none(world, owner, ask, body):
    made = world.document(owner)
    refused = ask("POST", f"{made['id']}/lock", body)
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] in ("/reason", "/why")
    assert ask("GET", made["id"]).json["isLocked"] is False
