"""What becomes of a document: canceled and back, marked as sent, archived, commented on."""

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import cloud


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def made(world, owner):
    return world.document(owner)


@pytest.fixture
def ask(world, owner):
    def ask(method, path, body=None, **headers):
        return world.request(
            method, f"/v1/Documents/{path}", body, token=owner.token, headers=headers
        )

    return ask


def test_F043_a_canceled_document_keeps_its_number_and_owes_nothing(world, owner, ask):
    made = world.document(owner)
    answer = ask("POST", f"{made['id']}/cancel")
    assert (answer.status, answer.json) == (200, {"success": True})
    read = ask("GET", made["id"]).json
    assert (read["state"], read["canceled"], read["number"]) == ("canceled", True, made["number"])
    assert (read["totalDue"], read["canceledAt"][:10]) == (0, "2026-11-21")
    assert "technical" not in read
    assert world.document(owner)["number"] == "2026-00002"


def test_F043_technical_is_recorded_from_query_or_body(world, owner, ask):
    first, second = world.document(owner), world.document(owner)
    ask("POST", f"{first['id']}/cancel?technical=true")
    ask("POST", f"{second['id']}/cancel", {"technical": True})
    assert ask("GET", first["id"]).json["technical"] is True
    assert ask("GET", second["id"]).json["technical"] is True


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("cancel?technical=perhaps", {}, 400),
        ("cancel", {"technical": "yes"}, 422),
        ("cancel", {"reason": "x"}, 422),
        ("cancel", [], 400),
    ],
)
def test_F043_what_is_no_cancellation_changes_nothing(ask, made, path, body, status):
    assert ask("POST", f"{made['id']}/{path}", body).status == status
    assert ask("GET", made["id"]).json["state"] == "issued"


def test_F043_drafts_and_canceled_documents_are_not_canceled(world, owner, ask):
    draft = world.document(owner, draft=True)
    answer = ask("POST", f"{draft['id']}/cancel")
    assert (answer.status, answer.json["code"]) == (409, "wrong-state")
    assert answer.json["currentState"] == "draft"
    made = world.document(owner)
    ask("POST", f"{made['id']}/cancel")
    again = ask("POST", f"{made['id']}/cancel")
    assert (again.status, again.json["currentState"]) == (409, "canceled")
    assert "uncancel" in again.json["allowedActions"]


def test_F043_a_repeated_request_is_answered_as_the_first(world, owner, ask):
    made = world.document(owner)
    for _ in range(2):
        answer = ask("POST", f"{made['id']}/cancel", **{"idempotency-key": "k"})
        assert (answer.status, answer.json) == (200, {"success": True})
    assert ask("GET", made["id"]).json["version"] == 2


def test_F043_a_version_that_was_overtaken_is_not_canceled(world, owner, ask):
    made = world.document(owner)
    ask("PATCH", made["id"], {"custom": {"a": 1}})
    assert ask("POST", f"{made['id']}/cancel", **{"if-match": '"1"'}).status == 412
    assert ask("POST", f"{made['id']}/cancel", **{"if-match": '"2"'}).status == 200


def test_F043_every_page_of_a_canceled_document_says_so(world, owner, ask):
    made = world.document(owner)
    before = ask("GET", f"{made['id']}/pdf").body
    ask("POST", f"{made['id']}/cancel")
    after = ask("GET", f"{made['id']}/pdf").body
    assert after.startswith(b"%PDF")
    assert len(after) != len(before)


def test_F044_an_uncanceled_document_is_issued_again(world, owner, ask):
    made = world.document(owner)
    assert ask("POST", f"{made['id']}/uncancel").status == 409
    ask("POST", f"{made['id']}/cancel", {"technical": True})
    assert ask("POST", f"{made['id']}/uncancel").json == {"success": True}
    read = ask("GET", made["id"]).json
    assert (read["state"], read["number"], read["totalDue"]) == (
        "issued",
        made["number"],
        made["totalDue"],
    )
    assert "canceledAt" not in read
    assert "technical" not in read


def test_F051_marked_as_sent_says_when_and_how(world, owner, ask):
    made = world.document(owner)
    assert "sentAt" not in made
    assert ask("POST", f"{made['id']}/mark-sent").json == {"success": True}
    read = ask("GET", made["id"]).json
    assert (read["sentMethod"], read["sentAt"][:10]) == ("manual", "2026-11-21")
    assert read["sentSnailMail"] is False


def test_F052_sent_on_paper_sets_the_flag_and_nothing_takes_it_back(world, owner, ask):
    made = world.document(owner)
    ask("POST", f"{made['id']}/mark-sent", {"method": "mail"})
    ask("POST", f"{made['id']}/mark-sent", {"method": "email"})
    read = ask("GET", made["id"]).json
    assert (read["sentMethod"], read["sentSnailMail"]) == ("email", True)


def test_F051_drafts_and_unknown_methods_are_refused(world, owner, ask):
    draft, made = world.document(owner, draft=True), world.document(owner)
    assert ask("POST", f"{draft['id']}/mark-sent").status == 409
    answer = ask("POST", f"{made['id']}/mark-sent", {"method": "pigeon"})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/method")


def test_F045_archived_and_restored(world, owner, ask):
    made = world.document(owner)
    assert made["archived"] is False
    ask("POST", f"{made['id']}/archive", {"category": "2026"})
    read = ask("GET", made["id"]).json
    assert (read["archived"], read["archiveCategory"], read["state"]) == (True, "2026", "issued")
    assert ask("POST", f"{made['id']}/restore").json == {"success": True}
    read = ask("GET", made["id"]).json
    assert read["archived"] is False
    assert "archiveCategory" not in read
    answer = ask("POST", f"{made['id']}/restore")
    assert (answer.status, answer.json["code"]) == (409, "nothing-to-restore")


def test_F071_comments_are_made_changed_and_removed(world, owner, ask):
    made = world.document(owner)
    answer = ask("POST", f"{made['id']}/comments", {"text": "called"})
    assert answer.status == 201
    comment = answer.json
    assert set(comment) == {"id", "text", "accountId", "createdAt", "updatedAt"}
    assert (comment["text"], comment["accountId"]) == ("called", owner.account_id)
    changed = ask("PUT", f"{made['id']}/comments/{comment['id']}", {"text": "called twice"}).json
    assert (changed["text"], changed["createdAt"]) == ("called twice", comment["createdAt"])
    assert changed["updatedAt"] > comment["updatedAt"]
    assert ask("GET", made["id"]).json["_comments"] == [changed]
    gone = ask("DELETE", f"{made['id']}/comments/{comment['id']}")
    assert (gone.status, gone.json) == (200, {"count": 1})
    assert ask("GET", made["id"]).json["_comments"] == []


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": None}, {"text": 1}, {"texts": "x"}])
def test_F071_a_comment_is_a_text(world, owner, ask, body):
    made = world.document(owner)
    answer = ask("POST", f"{made['id']}/comments", body)
    assert answer.status == 422
    assert ask("GET", made["id"]).json["_comments"] == []


def test_F071_another_documents_comment_is_not_found(world, owner, ask):
    one, two = world.document(owner), world.document(owner)
    comment = ask("POST", f"{one['id']}/comments", {"text": "x"}).json
    path = f"{two['id']}/comments/{comment['id']}"
    assert ask("PUT", path, {"text": "y"}).status == 404
    assert ask("DELETE", path).status == 404


def test_F071_comments_are_not_public(world, owner, ask):
    made = world.document(owner)
    ask("POST", f"{made['id']}/comments", {"text": "a slow payer"})
    shared = ask("POST", f"{made['id']}/share", {}).json["shareableId"]
    public = world.request("GET", f"/v1/Documents/public/{shared}")
    assert b"slow" not in public.body


def test_F041_an_estimate_nobody_relies_on_is_deleted_and_restored(world, owner, ask):
    made = world.document(owner, type="estimate")
    link = ask("POST", f"{made['id']}/share", {}).json["shareableId"]
    assert ask("DELETE", made["id"]).json == {"count": 1}
    read = ask("GET", made["id"]).json
    assert (read["_isDeleted"], read["deletedId"], read["state"]) == (True, made["id"], "deleted")
    assert read["deletedAt"][:10] == "2026-11-21"
    assert world.request("GET", f"/v1/Documents/public/{link}").status == 404
    for refused in (
        ask("POST", f"{made['id']}/cancel"),
        ask("PATCH", made["id"], {"custom": {"a": 1}}),
        ask("DELETE", made["id"]),
    ):
        assert (refused.status, refused.json["allowedActions"]) == (409, ["restore"])
    assert world.document(owner, type="estimate")["number"] == "2026-00002"
    assert ask("POST", f"{made['id']}/restore").status == 200
    assert ask("GET", made["id"]).json["state"] == "issued"


def test_C17_lists_and_counts_show_deleted_documents_to_whoever_asks_for_them(world, owner, ask):
    kept, gone = (world.document(owner, type="estimate") for _ in range(2))
    assert ask("DELETE", gone["id"]).status == 200
    path = f"/v1/Organizations/{owner.organization_id}/documents"

    def shown(query: str) -> list[str]:
        found = world.request("GET", f"{path}?{query}", token=owner.token)
        assert found.status == 200, found.body
        return [document["id"] for document in found.json]

    for query in ("", "type=estimate", "order=date", 'filter={"where":{"state":{"neq":"draft"}}}'):
        assert shown(query) == [kept["id"]]
    for query in ("state=deleted", 'filter={"deleted":true}', "order=date&state=deleted"):
        assert shown(query) == [gone["id"]]
    counts = [
        world.request("GET", f"{path}/count{q}", token=owner.token).json["count"]
        for q in ("", "?state=deleted")
    ]
    assert counts == [1, 1]
    assert ask("POST", f"{gone['id']}/restore", {}).status == 200
    assert set(shown("")) == {kept["id"], gone["id"]}
    assert shown("state=deleted") == []


def test_F033_a_draft_is_finalized_once(world, owner, ask):
    draft = world.document(owner, draft=True)
    done = ask("POST", f"{draft['id']}/finalize", {})
    assert (done.status, done.json["number"], done.json["state"]) == (200, "2026-00001", "issued")
    again = ask("POST", f"{draft['id']}/finalize", {})
    assert (again.status, again.json["currentState"]) == (409, "issued")


def test_C17_what_somebody_relies_on_is_not_deleted(world, owner, ask):
    sent = world.document(owner, type="estimate")
    ask("POST", f"{sent['id']}/mark-sent")
    for document in (sent, world.document(owner), world.document(owner, type="credit-note")):
        answer = ask("DELETE", document["id"])
        assert (answer.status, answer.json["code"]) == (409, "not-a-draft")


@pytest.mark.parametrize("also", [{}, {"custom": {"a": "1"}}])
def test_F041_an_issued_document_never_becomes_a_draft_again(ask, made, also):
    before = ask("GET", made["id"]).json
    refused = ask("PATCH", made["id"], {"draft": True, **also})
    assert (refused.status, refused.json["currentState"]) == (409, "issued")
    assert "cancel" in refused.json["allowedActions"]
    assert ask("GET", made["id"]).json == before


def test_F041_a_draft_told_to_stay_one_is_changed(world, owner, ask):
    draft = world.document(owner, draft=True)
    kept = ask("PATCH", draft["id"], {"draft": True, "custom": {"a": "1"}})
    assert (kept.status, kept.json["state"], kept.json["custom"]) == (200, "draft", {"a": "1"})
