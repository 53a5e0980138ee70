"""Webhooks over HTTP and at their receivers (F270, U39)."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from tests.support.hooks import NOTHING_DUE, URL, OutsideWorld, today
from tests.support.world import ROOT, Credentials, cloud

from invoicing.model.webhook import EVENT_TYPES, INTERNAL_TYPES
from invoicing.safe import safe_http
from invoicing.safe.safe_http import NoAnswer
from invoicing.usecases.organizations import create_token

SCHEDULE_S = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization()


def hooks_path(owner):
    return f"/v1/Organizations/{owner.organization_id}/webhooks"


# Keeping them


def test_F270_the_secret_is_shown_once(world, owner):
    made = world.webhook(owner, events=["document.issued"], description="shop")
    assert made["secret"].startswith("whsec_")
    path = f"/v1/Webhooks/{made['id']}"
    shown = world.request("GET", path, token=owner.token)
    assert shown.headers["etag"] == '"1"'
    assert shown.json == {k: v for k, v in made.items() if k != "secret"}
    assert world.request("GET", hooks_path(owner), token=owner.token).json == [shown.json]
    counted = world.request("GET", f"{hooks_path(owner)}/count", token=owner.token)
    assert counted.json == {"count": 1}


def test_a_repeated_create_makes_one_webhook_and_shows_the_same_secret(world, owner):
    answers = [
        world.request(
            "POST", hooks_path(owner), {"url": URL}, token=owner.token,
            headers={"idempotency-key": "k"},
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [a.status for a in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert answers[1].headers["idempotent-replayed"] == "true"
    assert len(world.request("GET", hooks_path(owner), token=owner.token).json) == 1


def test_a_secret_is_in_no_journal_entry(world, owner):
    made = world.webhook(owner)
    entries = [row["entry"]["B"] for row in world.rows() if "entry" in row]
    assert entries
    assert all(made["secret"].encode() not in entry for entry in entries)


def test_webhooks_are_patched_replaced_and_deleted(world, owner):
    path = f"/v1/Webhooks/{world.webhook(owner, events=['document.issued'], description='a')['id']}"
    patched = world.request("PATCH", path, {"enabled": False}, token=owner.token)
    assert patched.headers["etag"] == '"2"'
    assert (patched.json["enabled"], patched.json["description"]) == (False, "a")
    replaced = world.request("PUT", path, {"url": URL + "/2"}, token=owner.token).json
    assert (replaced["url"], replaced["events"], replaced["enabled"]) == (URL + "/2", ["*"], True)
    assert "description" not in replaced
    stale = world.request(
        "PATCH", path, {"enabled": False}, token=owner.token, headers={"if-match": '"2"'}
    )
    assert stale.status == 412
    assert world.request("DELETE", path, token=owner.token).json == {"count": 1}
    assert world.request("GET", path, token=owner.token).status == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "required"),
        ({"url": "http://example.com/"}, 400, "webhook-url"),
        ({"url": URL, "events": ["document.isued"]}, 422, "event-type"),
        ({"url": URL, "events": []}, 422, "too-short"),
        ({"url": URL, "secret": "whsec_mine"}, 422, "extra-forbidden"),
        ({"url": URL, "enabled": "yes"}, 422, "bool-type"),
    ],
)
def test_a_bad_webhook_is_refused(world, owner, body, status, code):
    answer = world.request("POST", hooks_path(owner), body, token=owner.token)
    assert answer.status == status
    assert answer.json["errors"][0]["code"] == code


def test_U39_a_private_address_is_refused_with_400(world, owner):
    world.check_url = lambda url: safe_http.check_url(url, resolver=lambda _h, _p: ["10.0.0.1"])
    world.restart()
    for url in ("https://169.254.169.254/", "https://inside.example.com/", "https://[::1]/"):
        answer = world.request("POST", hooks_path(owner), {"url": url}, token=owner.token)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (400, "/url")
    assert world.request("GET", hooks_path(owner), token=owner.token).json == []


def test_a_name_that_leads_nowhere_is_refused(world, owner):
    def nowhere(_url):
        raise NoAnswer("dns")

    world.check_url = nowhere
    world.restart()
    assert world.request("POST", hooks_path(owner), {"url": URL}, token=owner.token).status == 400


def test_there_are_at_most_20_webhooks(world, owner):
    for _ in range(20):
        world.webhook(owner)
    answer = world.request("POST", hooks_path(owner), {"url": URL}, token=owner.token)
    assert (answer.status, answer.json["code"]) == (409, "webhooks-too-many")


def test_webhooks_of_others_are_not_found(world, owner):
    made = world.webhook(owner)
    stranger = world.organization(name="Other d.o.o.", tax_number="SI12345679")
    path = f"/v1/Webhooks/{made['id']}"
    for method, target, body in (
        ("GET", path, None),
        ("PATCH", path, {"enabled": False}),
        ("PUT", path, {"url": URL}),
        ("DELETE", path, None),
        ("POST", f"{path}/rotate-secret", None),
        ("POST", f"{path}/test", None),
        ("GET", f"{path}/deliveries", None),
        ("GET", hooks_path(owner), None),
    ):
        assert world.request(method, target, body, token=stranger.token).status == 404
    world.deliver()
    assert world.messages == []
    assert world.request("GET", path, token=owner.token).json["version"] == 1


# Messages


def test_U39_official_verifier_accepts_our_signature(world, owner):
    today(world)
    made = world.webhook(owner)
    world.document(owner)
    assert world.deliver() == []
    (message,) = world.messages
    assert (message.url, message.headers["Content-Type"]) == (URL, "application/json")
    told = Verifier(made["secret"]).verify(message.body, message.headers)
    assert set(told) == {"type", "timestamp", "data"}
    assert told["type"] == "document.issued"
    with pytest.raises(WebhookVerificationError):
        Verifier(made["secret"]).verify(message.body + b" ", message.headers)


def test_the_message_holds_the_document_as_it_is_read_and_no_secret(world, owner):
    world.webhook(owner)
    made = world.document(owner)
    world.request("POST", f"/v1/Documents/{made['id']}/share", token=owner.token)
    world.deliver()
    (issued, shared) = (json.loads(m.body)["data"] for m in world.messages)
    stored = world.request("GET", f"/v1/Documents/{made['id']}", token=owner.token).json
    secret = stored.pop("shareableId")
    assert all(secret.encode() not in m.body for m in world.messages)
    assert {k: v for k, v in shared.items() if k != "shareableId"} == stored
    assert issued["version"] <= shared["version"]


def test_a_webhook_gets_the_events_it_asked_for(world, owner):
    world.webhook(owner, events=["document.created", "document.deleted"])
    world.webhook(owner, url=URL + "/all")
    world.webhook(owner, url=URL + "/off", enabled=False)
    world.document(owner)
    draft = world.document(owner, draft=True)
    world.request("DELETE", f"/v1/Documents/{draft['id']}", token=owner.token)
    world.deliver()
    got = [(m.url.removeprefix(URL), json.loads(m.body)["type"]) for m in world.messages]
    assert sorted(got) == [
        ("", "document.created"),
        ("", "document.deleted"),
        ("/all", "document.created"),
        ("/all", "document.deleted"),
        ("/all", "document.issued"),
    ]
    gone = [json.loads(m.body)["data"] for m in world.messages if b"document.deleted" in m.body]
    assert gone == [{"id": draft["id"], "_isDeleted": True}] * 2


def test_R13_the_event_id_is_the_same_for_every_endpoint_and_try(world, owner):
    for name in ("a", "b"):
        world.webhook(owner, url=f"{URL}/{name}")
    world.behave = lambda _: 500
    world.document(owner)
    world.deliver()
    world.deliver()
    world.tick_janitor(timedelta(seconds=10))
    assert len(world.messages) == 4
    assert len({m.event_id for m in world.messages}) == 1
    world.document(owner)
    world.deliver()
    assert len({m.event_id for m in world.messages}) == 2


def test_two_organizations_never_share_an_event_id(world, owner):
    other = world.organization(name="Other d.o.o.", tax_number="SI12345679")
    for one in (owner, other):
        world.webhook(one)
        path = f"/v1/Organizations/{one.organization_id}/documents"
        body = {"_documentItems": [{"name": "x", "price": 1}]}
        key = {"idempotency-key": "same"}
        assert world.request("POST", path, body, token=one.token, headers=key).status == 201
    world.deliver()
    assert len({m.event_id for m in world.messages}) == 2


def test_a_message_too_large_comes_without_its_lines(world, owner):
    world.webhook(owner)
    lines = [{"name": f"line {n} " + "x" * 900, "price": 1} for n in range(320)]
    world.document(owner, _documentItems=lines)
    world.deliver()
    (message,) = world.messages
    data = json.loads(message.body)["data"]
    assert len(message.body) <= 256 * 1024
    assert data["isPartial"] is True
    assert "_documentItems" not in data
    assert data["number"] == "2026-00001"


# Secrets


def test_U39_during_rotation_both_secrets_sign(world, owner):
    today(world)
    made = world.webhook(owner)
    path = f"/v1/Webhooks/{made['id']}/rotate-secret"
    fresh = world.request("POST", path, token=owner.token).json["secret"]
    assert fresh != made["secret"]
    world.document(owner)
    world.deliver()
    for secret in (made["secret"], fresh):
        Verifier(secret).verify(world.messages[-1].body, world.messages[-1].headers)
    world.now += timedelta(hours=24)
    world.document(owner)
    world.deliver()
    assert len(world.messages[0].headers["webhook-signature"].split(" ")) == 2
    assert len(world.messages[-1].headers["webhook-signature"].split(" ")) == 1


def test_a_repeated_rotation_gives_the_same_secret(world, owner):
    path = f"/v1/Webhooks/{world.webhook(owner)['id']}/rotate-secret"
    key = {"idempotency-key": "r"}
    first, second = (
        world.request("POST", path, token=owner.token, headers=key).json for _ in range(2)
    )
    assert first == second


# Tries


def test_U39_the_schedule_is_the_specifications_to_75_hours(world, owner):
    hook = world.webhook(owner)
    world.behave = lambda _: 503
    world.document(owner)
    world.deliver()
    for _ in SCHEDULE_S:
        (delivery,) = world.deliveries(owner, hook)
        assert delivery["state"] == "pending"
        due = datetime.fromisoformat(delivery["nextAt"])
        world.now = due - timedelta(seconds=1)
        assert world.tick_janitor()["deliveries"] == 0
        world.now = due
        assert world.tick_janitor()["deliveries"] == 1
    (delivery,) = world.deliveries(owner, hook)
    assert (delivery["state"], len(delivery["attempts"])) == ("failed", 10)
    assert delivery["detail"] == "given up after 10 tries"
    assert "nextAt" not in delivery
    times = [message.at for message in world.messages]
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    for gap, planned in zip(gaps, SCHEDULE_S, strict=True):
        assert planned <= gap <= planned * 1.1 + 1
    assert 75 * 3600 <= sum(SCHEDULE_S) < 76 * 3600
    assert world.tick_janitor(timedelta(days=9)) == NOTHING_DUE


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_taken_as_received(world, owner, status):
    hook = world.webhook(owner)
    world.behave = lambda _: status
    world.document(owner)
    world.deliver()
    (delivery,) = world.deliveries(owner, hook)
    assert delivery["state"] == "delivered"
    assert [a["status"] for a in delivery["attempts"]] == [status]
    world.tick_janitor(timedelta(hours=1))
    assert len(world.messages) == 1


@pytest.mark.parametrize("status", [100, 301, 302, 400, 404, 429, 500])
def test_anything_else_is_tried_again(world, owner, status):
    hook = world.webhook(owner)
    world.behave = lambda _: status
    world.document(owner)
    world.deliver()
    assert world.deliveries(owner, hook)[0]["state"] == "pending"
    world.behave = lambda _: 200
    world.tick_janitor(timedelta(seconds=10))
    delivery = world.deliveries(owner, hook)[0]
    assert delivery["state"] == "delivered"
    assert [a["status"] for a in delivery["attempts"]] == [status, 200]


@pytest.mark.parametrize("kind", ["timeout", "connect", "dns", "tls", "protocol"])
def test_no_answer_is_in_the_log_with_its_kind(world, owner, kind):
    hook = world.webhook(owner)

    def silent(_message):
        raise NoAnswer(kind)

    world.behave = silent
    world.document(owner)
    assert world.deliver() == []
    (delivery,) = world.deliveries(owner, hook)
    assert (delivery["state"], delivery["attempts"][0]["error"]) == ("pending", kind)
    assert delivery["attempts"][0]["durationMs"] >= 0


def test_an_address_that_leads_inside_later_gets_nothing(world, owner):
    hook = world.webhook(owner)
    world.post = lambda url, headers, body, timeout_s: safe_http.post(
        url, headers, body, timeout_s=timeout_s, resolver=lambda _h, _p: ["127.0.0.1"]
    )
    world.restart()
    world.document(owner)
    world.deliver()
    assert world.deliveries(owner, hook)[0]["attempts"][0]["error"] == "unsafe-url"


def test_U39_410_disables_the_webhook(world, owner):
    hook = world.webhook(owner)
    path = f"/v1/Webhooks/{hook['id']}"
    world.behave = lambda _: 410
    world.document(owner)
    world.deliver()
    shown = world.request("GET", path, token=owner.token).json
    assert (shown["enabled"], shown["disabledReason"]) == (False, "gone")
    world.document(owner)
    world.deliver()
    world.tick_janitor(timedelta(hours=1))
    assert len(world.messages) == 1
    assert [d["state"] for d in world.deliveries(owner, hook)] == ["failed"]
    again = world.request("PATCH", path, {"enabled": True}, token=owner.token).json
    assert "disabledReason" not in again
    world.behave = lambda _: 200
    world.document(owner)
    world.deliver(world.stream_records()[-1:])
    assert len(world.messages) == 2


def test_what_is_on_its_way_to_a_webhook_that_ends_fails(world, owner):
    kept, dropped = world.webhook(owner), world.webhook(owner)
    world.behave = lambda _: 500
    world.document(owner)
    world.deliver()
    world.request("PATCH", f"/v1/Webhooks/{kept['id']}", {"enabled": False}, token=owner.token)
    world.request("DELETE", f"/v1/Webhooks/{dropped['id']}", token=owner.token)
    world.tick_janitor(timedelta(minutes=1))
    assert len(world.messages) == 2
    (delivery,) = world.deliveries(owner, kept)
    assert (delivery["state"], delivery["detail"]) == ("failed", "the webhook is disabled")
    assert all("GSI3PK" not in row for row in world.rows())


def test_one_slow_endpoint_does_not_hold_up_the_others(world, owner):
    world.webhook(owner, url=URL + "/slow")
    good = world.webhook(owner, url=URL + "/good")

    def behave(message):
        if message.url.endswith("slow"):
            raise NoAnswer("timeout")
        return 200

    world.behave = behave
    world.document(owner)
    world.deliver()
    assert world.deliveries(owner, good)[0]["state"] == "delivered"


# Looking and asking again


def test_U39_a_test_event_is_tried_at_once_even_where_disabled(world, owner):
    hook = world.webhook(owner, enabled=False)
    other = world.webhook(owner)
    path = f"/v1/Webhooks/{hook['id']}/test"
    answer = world.request("POST", path, token=owner.token)
    assert (answer.status, answer.json["state"]) == (200, "delivered")
    (message,) = world.messages
    assert json.loads(message.body)["type"] == "webhook.test"
    world.deliver()
    assert len(world.messages) == 1
    assert world.deliveries(owner, other) == []


def test_a_repeated_test_request_sends_once(world, owner):
    path = f"/v1/Webhooks/{world.webhook(owner)['id']}/test"
    key = {"idempotency-key": "t"}
    first, second = (
        world.request("POST", path, token=owner.token, headers=key).json for _ in range(2)
    )
    assert first == second
    assert len(world.messages) == 1


@pytest.mark.parametrize("status", [200, 500])
def test_U39_anything_can_be_resent_under_the_same_event_id(world, owner, status):
    hook = world.webhook(owner)
    world.behave = lambda _: status
    world.document(owner)
    world.deliver()
    (delivery,) = world.deliveries(owner, hook)
    world.behave = lambda _: 200
    path = f"/v1/Webhooks/{hook['id']}/deliveries/{delivery['id']}/resend"
    resent = world.request("POST", path, token=owner.token).json
    assert (resent["state"], len(resent["attempts"])) == ("delivered", 2)
    assert [m.event_id for m in world.messages] == [delivery["eventId"]] * 2
    unknown = f"/v1/Webhooks/{hook['id']}/deliveries/01KBG1ZC0VABCDEFGHJKMNPQRS/resend"
    assert world.request("POST", unknown, token=owner.token).status == 404


def test_deliveries_are_newest_first_and_paged_by_link(world, owner):
    hook = world.webhook(owner)
    ids = [world.document(owner)["id"] for _ in range(5)]
    world.deliver()
    path = f"/v1/Webhooks/{hook['id']}/deliveries?limit=2"
    seen = []
    while path:
        page = world.request("GET", path, token=owner.token)
        seen += [d["subject"] for d in page.json]
        link = page.headers.get("link")
        path = link.split(">")[0].strip("<") if link else None
    assert seen == ids[::-1]


def test_the_log_is_kept_for_30_days(world, owner):
    world.webhook(owner)
    world.document(owner)
    world.deliver()
    (row,) = [row for row in world.rows() if "#HOOK#" in row["PK"]["S"]]
    kept_s = int(row["expires_at"]["N"]) - world.now.replace(tzinfo=UTC).timestamp()
    assert 29.9 * 86400 < kept_s <= 30 * 86400


def test_events_of_the_test_world_go_to_its_own_webhooks_only(world, owner):
    world.webhook(owner)
    token, _ = create_token(owner.organization_id, owner.account_id, world.ports(), live=False)
    tester = Credentials(owner.organization_id, owner.account_id, token)
    assert world.request("GET", hooks_path(owner), token=token).json == []
    world.webhook(tester, url=URL + "/test")
    world.document(tester)
    world.deliver()
    (message,) = world.messages
    assert message.url == URL + "/test"
    assert json.loads(message.body)["data"]["live"] is False


def test_every_event_type_that_is_written_is_public_or_named_as_internal():
    """So that a new kind of event is either documented or kept inside on purpose."""
    folder = ROOT / "layers" / "engine" / "invoicing" / "usecases"
    text = "\n".join(Path(path).read_text() for path in sorted(folder.glob("*.py")))
    written = set(re.findall(r'(?:type|event)=\s*"([a-z]+\.[a-z_]+)"', text))
    assert "document.issued" in written
    assert written - set(EVENT_TYPES) - INTERNAL_TYPES == set()
