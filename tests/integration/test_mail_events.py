"""What becomes of mails: news per recipient, and what the janitor makes of silence (F228, U26)."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from tests.faults.network import TIMEOUT_BEFORE, Network, installed
from tests.support.hooks import NOTHING_DUE, OutsideWorld
from tests.support.mail_news import ses_event
from tests.support.world import ROOT, cloud

from invoicing.edge.mail_events import heard
from invoicing.outbound.mail import Mail, Message

TO = ["a@example.com", "b@example.com"]


@pytest.fixture
def world():
    with cloud(OutsideWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization(email="racuni@example.si")


@pytest.fixture
def sent(world, owner) -> dict[str, Any]:
    """A document that was mailed to two recipients."""
    document = world.document(owner)
    path = f"/v1/Documents/{document['id']}/send"
    answer = world.request("POST", path, {"recipients": TO}, token=owner.token)
    assert answer.status == 200, answer.body
    return document


def read(world, owner, document) -> dict[str, Any]:
    answer = world.request("GET", f"/v1/Documents/{document['id']}", token=owner.token)
    return answer.json


def the_mail(world, owner, document) -> dict[str, Any]:
    (mail,) = read(world, owner, document)["sends"]
    return mail


@pytest.fixture
def tell(world, owner, sent) -> Callable[..., bool]:
    """Tell of the mail that was sent."""
    attempt = the_mail(world, owner, sent)["id"]
    return lambda kind, *who, **more: world.tell(
        ses_event(kind, who or tuple(TO), attempt, sent["id"], owner.organization_id, **more)
    )


def by_recipient(mail: dict[str, Any]) -> dict[str, str]:
    return {one["to"]: one["status"] for one in mail["recipients"]}


def test_U26_an_accepted_mail_is_not_a_delivered_one(world, owner, sent, tell):
    assert the_mail(world, owner, sent)["status"] == "sent"
    assert tell("Delivery")
    mail = the_mail(world, owner, sent)
    assert (mail["status"], by_recipient(mail)) == (
        "delivered",
        {"a@example.com": "delivered", "b@example.com": "delivered"},
    )


def test_F228_each_recipient_has_its_own_state(world, owner, sent, tell):
    tell("Send")
    tell("Delivery", "a@example.com")
    tell("Bounce", "b@example.com", why="550 user unknown")
    mail = the_mail(world, owner, sent)
    assert by_recipient(mail) == {"a@example.com": "delivered", "b@example.com": "bounced"}
    assert mail["status"] == "bounced"
    assert "550 user unknown" in mail["detail"]
    assert mail["messageId"]


def test_U26_news_in_any_order_end_in_the_same_state(world, owner, sent, tell):
    for order in permutations(["Send", "DeliveryDelay", "Delivery", "Complaint"]):
        for kind in order:
            tell(kind)
    assert the_mail(world, owner, sent)["status"] == "complained"


@pytest.mark.parametrize("late", ["Send", "DeliveryDelay", "Delivery"])
def test_late_news_do_not_move_a_state_backwards(world, owner, sent, tell, late):
    tell("Bounce", why="550 user unknown")
    before = read(world, owner, sent)
    assert tell(late) is False
    assert read(world, owner, sent) == before


def test_the_same_news_twice_change_nothing(world, owner, sent, tell):
    assert tell("Delivery") is True
    before = read(world, owner, sent)
    assert tell("Delivery") is False
    assert read(world, owner, sent) == before


def test_a_rejected_mail_failed(world, owner, sent, tell):
    tell("Send")
    tell("Reject")
    mail = the_mail(world, owner, sent)
    assert (mail["status"], mail["detail"]) == ("failed", "Bad content")


def test_news_become_events_of_webhooks(world, owner, sent, tell):
    world.webhook(owner, events=["document.mail_bounced", "document.mail_delivered"])
    tell("Delivery", "a@example.com")
    tell("Bounce", "b@example.com")
    world.deliver(world.stream_records()[-2:])
    types = [json.loads(message.body)["type"] for message in world.messages]
    assert types == ["document.mail_delivered", "document.mail_bounced"]


def test_issued_content_stays_as_it_is(world, owner, sent, tell):
    before = read(world, owner, sent)
    tell("Bounce")
    after = read(world, owner, sent)
    changing = {"sends", "version"}
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    assert after["version"] == before["version"] + 1


@pytest.mark.parametrize(
    "change",
    [
        lambda detail: detail.update(eventType="Open"),
        lambda detail: detail["mail"].update(tags={}),
        lambda detail: detail["mail"]["tags"].update({"notula-attempt": []}),
        lambda detail: detail["mail"]["tags"].update({"notula-attempt": ["OTHER"]}),
        lambda detail: detail["mail"]["tags"].update({"notula-document": ["OTHER"]}),
        lambda detail: detail["mail"]["tags"].update({"notula-world": ["test"]}),
        lambda detail: detail["mail"]["tags"].update({"notula-organization": ["OTHER"]}),
    ],
    ids=["kind", "no tags", "empty", "attempt", "document", "world", "organization"],
)
def test_news_of_mails_that_are_not_ours_change_nothing(world, owner, sent, change):
    attempt = the_mail(world, owner, sent)["id"]
    before = read(world, owner, sent)
    event = ses_event("Bounce", tuple(TO), attempt, sent["id"], owner.organization_id)
    change(event["detail"])
    assert world.tell(event) is False
    assert read(world, owner, sent) == before


def test_the_sample_event_is_understood():
    found = heard(json.loads((ROOT / "events" / "mail_events.json").read_text()))
    assert found is not None
    assert (found.news.state, found.news.recipients) == ("bounced", ("nobody@example.com",))
    assert found.news.detail == "Permanent; General; smtp; 550 5.1.1 user unknown"
    assert found.tenant.live


def test_the_mail_carries_what_leads_back_to_it(world, owner, sent):
    requests: list[dict[str, Any]] = []

    class Client:
        def send_email(self, **request: Any) -> dict[str, str]:
            requests.append(request)
            return {"MessageId": "m"}

    mail = Mail("billing@example.com", "notula", client=Client())
    message = Message(to=("a@example.com",), subject="s", text="t")
    mail.send(message, "A1", origin={"notula-document": "D1"})
    (request,) = requests
    assert request["ConfigurationSetName"] == "notula"
    assert {tag["Name"]: tag["Value"] for tag in request["EmailTags"]} == {
        "notula-attempt": "A1",
        "notula-document": "D1",
    }


# Silence


def unanswered(world, owner) -> dict[str, Any]:
    """A document whose mail got no answer from the service."""
    document = world.document(owner)
    network = Network(
        lambda _, operation: TIMEOUT_BEFORE if operation.startswith("sesv2") else None
    )
    with installed(network):
        world.restart()
        path = f"/v1/Documents/{document['id']}/send"
        answer = world.request("POST", path, {"recipients": TO}, token=owner.token)
    world.restart()
    assert (answer.status, answer.json["status"]) == (200, "unknown")
    return document


def test_a_mail_without_an_answer_is_unknown_and_then_failed_but_never_sent_again(world, owner):
    document = unanswered(world, owner)
    assert world.tick_janitor(timedelta(minutes=74))["mailings"] == 0
    assert the_mail(world, owner, document)["status"] == "unknown"
    assert world.tick_janitor(timedelta(minutes=2))["mailings"] == 1
    mail = the_mail(world, owner, document)
    assert (mail["status"], mail["detail"]) == ("failed", "unconfirmed; send it again if needed")
    assert world.mails() == []
    assert world.tick_janitor(timedelta(days=1)) == NOTHING_DUE


def test_news_resolve_an_unknown_mail(world, owner):
    document = unanswered(world, owner)
    attempt = the_mail(world, owner, document)["id"]
    world.tell(ses_event("Send", tuple(TO), attempt, document["id"], owner.organization_id))
    mail = the_mail(world, owner, document)
    assert (mail["status"], mail["messageId"]) == ("sent", "ses-message")
    assert world.tick_janitor(timedelta(hours=2))["mailings"] == 0
    assert all("GSI3PK" not in row for row in world.rows())


def test_the_janitor_reads_only_what_is_due():
    network = Network(lambda *_: None)
    with installed(network), cloud(OutsideWorld()) as world:
        owner = world.organization()
        for _ in range(3):
            world.document(owner)
        network.log.clear()
        world.tick_janitor(timedelta(hours=2))
    # Mailings, messages to webhooks, registrations, certificates.
    assert network.log == ["dynamodb.Query ok"] * 4


def test_a_read_timeout_is_what_the_simulated_service_gives():
    """The fault used above is the one botocore raises when SES does not answer."""
    with pytest.raises(ReadTimeoutError):
        Network(lambda *_: TIMEOUT_BEFORE)("before-send.sesv2.SendEmail", None)
