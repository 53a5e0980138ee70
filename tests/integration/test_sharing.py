"""Public links that end at a time their owner gave them."""

from datetime import timedelta

import pytest
from tests.support.world import Credentials, World

from invoicing.store.rows import Row

END = "2026-11-22T09:00:00Z"
PUBLIC = ("", "/pdf", "/e-slog", "/xml", "/attachments/0/download")
BROWSER = {"accept": "text/html"}


@pytest.fixture
def path(world: World, owner: Credentials) -> str:
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"publicEslog": True}, token=owner.token)
    body = {"_documentItems": [{"name": "x", "price": 10}]}
    made = world.request("POST", f"{own}/documents", body, token=owner.token).json
    document = f"/v1/Documents/{made['id']}"
    file = {"name": "a.txt", "contentBase64": "YQ=="}
    world.request("POST", f"{document}/attachments/upload", file, token=owner.token)
    return document


def share(world: World, owner: Credentials, path: str, **body: object) -> dict:
    answer = world.request("POST", f"{path}/share", body, token=owner.token)
    assert answer.status == 200, answer.body
    return answer.json


def later(world: World, **by: float) -> None:
    world.now += timedelta(**by)


@pytest.mark.parametrize("suffix", PUBLIC)
def test_U27_everything_behind_a_link_ends_with_it(world, owner, path, suffix):
    made = share(world, owner, path, expiresAt=END)
    assert made["expiresAt"] == END
    public = f"/v1/Documents/public/{made['shareableId']}{suffix}"
    open_status = 422 if suffix in ("/e-slog", "/xml") else 302 if "attach" in suffix else 200
    assert world.request("GET", public).status == open_status
    later(world, days=1)
    ended, wrong = (
        world.request("GET", link)
        for link in (public, f"/v1/Documents/public/shd_{'A' * 27}{suffix}")
    )
    assert (ended.status, ended.json["code"]) == (404, wrong.json["code"])


def test_U27_the_page_and_its_decision_end_with_the_link(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    world.request("PATCH", own, {"estimateApproval": True}, token=owner.token)
    body = {"type": "estimate", "_documentItems": [{"name": "x", "price": 10}]}
    made = world.request("POST", f"{own}/documents", body, token=owner.token).json
    link = share(world, owner, f"/v1/Documents/{made['id']}", expiresAt=END)["shareableId"]
    public = f"/v1/Documents/public/{link}"
    assert world.request("GET", public, headers=BROWSER).status == 200
    later(world, days=1)
    assert world.request("GET", public, headers=BROWSER).status == 404
    decision = world.request("POST", f"{public}/decision", {"decision": "approved"})
    assert decision.status == 404
    shown = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json
    assert "decision" not in shown


def test_F219_the_end_of_a_link_moves_and_the_link_stays(world, owner, path):
    first = share(world, owner, path)
    assert "expiresAt" not in first
    ended = share(world, owner, path, expiresAt=END)
    moved = share(world, owner, path, expiresAt="2026-11-23T10:00:00+01:00")
    assert {first["shareableId"]} == {ended["shareableId"], moved["shareableId"]}
    assert moved["expiresAt"] == "2026-11-23T09:00:00Z"
    assert share(world, owner, path) == moved
    shown = world.request("GET", path, token=owner.token).json
    assert (shown["shareableId"], shown["shareExpiresAt"]) == tuple(moved.values())
    later(world, days=1.5)
    public = f"/v1/Documents/public/{first['shareableId']}"
    answer = world.request("GET", public)
    assert answer.status == 200
    assert "shareExpiresAt" not in answer.json


def test_F219_a_link_that_has_ended_is_never_opened_again(world, owner, path):
    ended = share(world, owner, path, expiresAt=END)["shareableId"]
    later(world, days=2)
    made = share(world, owner, path)
    assert made["shareableId"] != ended
    assert "expiresAt" not in made
    assert world.request("GET", f"/v1/Documents/public/{ended}").status == 404
    assert world.request("GET", f"/v1/Documents/public/{made['shareableId']}").status == 200
    rows = [row.pk for row in Row.scan() if row.pk.startswith("SHARE#")]
    assert len(rows) == 1


def test_F219_a_new_link_has_no_end_but_its_own(world, owner, path):
    share(world, owner, path, expiresAt=END)
    assert "expiresAt" not in share(world, owner, path, regenerate=True)
    shown = world.request("GET", path, token=owner.token).json
    assert "shareExpiresAt" not in shown


@pytest.mark.parametrize(
    "end", ["2026-11-21T08:59:59Z", "2026-11-22", "2026-11-22T09:00:00", "soon", 5]
)
def test_F219_an_end_that_is_none_is_refused_and_nothing_is_shared(world, owner, path, end):
    before = world.rows()
    answer = world.request("POST", f"{path}/share", {"expiresAt": end}, token=owner.token)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/expiresAt")
    assert world.rows() == before


def test_F233_no_mail_leads_to_a_link_that_has_ended(world, owner, path):
    share(world, owner, path, expiresAt=END)
    later(world, days=1)
    body = {"recipients": "a@example.com", "attachmentLinks": True}
    answer = world.request("POST", f"{path}/send", body, token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "not-shared")
    assert world.mails() == []
