"""F206, U16: reminders of what is overdue: whom they reach, when, and how often."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any
from unittest.mock import patch

import pytest
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

from invoicing.errors import Rejected
from invoicing.outbound.mail import Mail
from invoicing.render.translations import RIGHT_TO_LEFT
from invoicing.render.view import languages
from invoicing.usecases import _printing

LONG_AGO = {"date": "2026-09-01", "dateDue": "2026-10-01"}
KUPEC = {"name": "Kupec d.o.o.", "email": "kupec@example.com"}


@pytest.fixture
def world():
    world = OutsideWorld()
    with cloud(world):
        yield world


class Desk:
    """Somebody who wants to be paid."""

    def __init__(self, world: OutsideWorld, owner: Credentials) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.world.request(method, path, body, token=self.token, headers=headers)

    def client(self, **members: Any) -> str:
        made = self.ask("POST", f"{self.own}/clients", {**KUPEC, **members})
        return str(made.json["id"])

    def document(self, **members: Any) -> dict[str, Any]:
        lines = {"_documentItems": [{"name": "x", "price": 100}]}
        buyer = {} if "clientId" in members else {"_documentClient": KUPEC}
        body = {**lines, **LONG_AGO, **buyer, **members}
        answer = self.ask("POST", f"{self.own}/documents", body)
        assert answer.status == 201, answer.body
        return dict(answer.json)

    def remind(self, document: dict[str, Any], body: Any = None, query: str = "") -> Answer:
        return self.ask("POST", f"/v1/Documents/{document['id']}/send-reminder{query}", body)

    def sends(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.ask("GET", f"/v1/Documents/{document['id']}").json.get("sends", []))

    def mails(self) -> list[Any]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.world.mails()]


@pytest.fixture
def desk(world, owner) -> Desk:
    return Desk(world, owner)


def test_F206_a_reminder_goes_to_the_buyer_with_the_document(desk):
    document = desk.document()
    answer = desk.remind(document)
    assert (answer.status, answer.json["status"], answer.json["reminder"]) == (200, "sent", 1)
    (mail,) = desk.mails()
    number = document["number"]
    assert (mail["To"], number in mail["Subject"]) == ("kupec@example.com", True)
    text = mail.get_body(("plain",)).get_content()
    total = f"{document['totalWithTax']:.2f}"
    assert [part in text for part in (number, "Oct 1, 2026", f"{total}\u00a0EUR")] == [True] * 3
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
    (sent,) = desk.sends(document)
    assert (sent["to"], sent["reminder"]) == (["kupec@example.com"], 1)


def test_U16_there_is_one_reminder_a_day_and_each_has_its_number(desk, world):
    document = desk.document()
    assert desk.remind(document).status == 200
    again = desk.remind(document)
    assert (again.status, again.json["code"], again.json["currentState"]) == (
        409,
        "reminded-today",
        "overdue",
    )
    world.now += timedelta(days=1)
    assert desk.remind(document).json["reminder"] == 2
    assert [sent["reminder"] for sent in desk.sends(document)] == [1, 2]
    assert len(desk.mails()) == 2


def test_a_repeated_request_is_answered_with_the_reminder_it_sent(desk):
    document = desk.document()
    path = f"/v1/Documents/{document['id']}/send-reminder"
    answers = [desk.ask("POST", path, {}, **{"idempotency-key": "k"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(desk.mails()) == 1


@pytest.mark.parametrize(
    ("members", "before", "state"),
    [
        ({"dateDue": "2027-01-01"}, None, "unpaid"),
        ({"payments": [{"type": "bank"}]}, None, "paid"),
        ({}, "cancel", "canceled"),
        ({"draft": True}, None, "draft"),
        ({"type": "estimate"}, None, "overdue"),
        ({"incoming": True, "number": "S-1", "_documentIssuer": {"name": "Dob"}}, None, "overdue"),
    ],
    ids=["not due", "paid", "canceled", "draft", "estimate", "incoming"],
)
def test_U16_nobody_is_reminded_of_what_is_not_owed(desk, members, before, state):
    document = desk.document(**members)
    if before:
        desk.ask("POST", f"/v1/Documents/{document['id']}/{before}", {})
    answer = desk.remind(document, {"recipients": "a@example.com"})
    assert answer.status == 409
    assert answer.json["currentState"] in (state, "unpaid")
    assert desk.mails() == []
    assert desk.sends(document) == []


def test_U16_what_is_paid_while_the_mail_is_drawn_is_not_sent(desk, world):
    document = desk.document()
    drawn = _printing.write_pdf

    def paid_meanwhile(*arguments: Any, **members: Any) -> Any:
        paid = {"type": "bank", "amount": document["totalWithTax"]}
        desk.ask("POST", f"/v1/Documents/{document['id']}/payments", paid)
        return drawn(*arguments, **members)

    with patch.object(_printing, "write_pdf", paid_meanwhile):
        answer = desk.remind(document)
    assert (answer.status, answer.json["code"]) == (409, "not-overdue")
    assert desk.mails() == []


def test_a_reminder_without_anybody_to_send_it_to_is_422(desk):
    document = desk.document(_documentClient={"name": "Kupec"})
    answer = desk.remind(document)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/recipients")
    wrong = desk.remind(document, {"recipients": "nobody"})
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/recipients/0")
    assert desk.mails() == []


def test_a_reminder_says_what_its_sender_or_the_organization_wants_it_to_say(desk):
    texts = {"reminder_subject": "Please pay [document number]", "reminder_message": "Soon."}
    desk.ask("PATCH", desk.own, {"texts": texts})
    first, second = desk.document(), desk.document()
    desk.remind(first)
    desk.remind(second, {"subject": "Now", "message": "At once.", "sendCopy": True})
    mails = desk.mails()
    said = [(m["Subject"], m.get_body(("plain",)).get_content().strip()) for m in mails]
    assert said == [(f"Please pay {first['number']}", "Soon."), ("Now", "At once.")]


def test_F070_a_reminder_is_written_in_every_language(desk):
    said = set()
    for language in languages():
        document = desk.document()
        assert desk.remind(document, query=f"?l={language}").status == 200
        mail = desk.mails()[-1]
        text = mail.get_body(("plain",)).get_content()
        assert f'lang="{language}"' in mail.get_body(("html",)).get_content()
        assert "122" in text
        assert "2026" in text
        assert "{" not in text + mail["Subject"]
        assert ("\u200e" in text) == (language in RIGHT_TO_LEFT)
        said.add(text.replace(document["number"], ""))
    assert len(said) == len(languages())
    assert desk.remind(desk.document(), query="?l=xx").status == 422


def test_a_client_is_reminded_of_everything_that_is_overdue_once(desk, world):
    client, other = desk.client(), desk.client(name="Druga", email="druga@example.com")
    overdue = [desk.document(clientId=client) for _ in range(2)]
    desk.document(clientId=client, dateDue="2027-01-01")
    desk.document(clientId=other)
    desk.remind(overdue[0])
    path = f"/v1/Clients/{client}/send-reminder"
    answer = desk.ask("POST", path, {})
    assert answer.status == 200, answer.body
    (reminder,) = answer.json["reminders"]
    assert (reminder["documentId"], reminder["status"]) == (overdue[1]["id"], "sent")
    assert desk.ask("POST", path).json == {"success": True, "reminders": [], "more": False}
    assert {mail["To"] for mail in desk.mails()} == {"kupec@example.com"}
    world.now += timedelta(days=1)
    assert len(desk.ask("POST", path).json["reminders"]) == 2
    assert len(desk.mails()) == 4


def test_a_client_with_much_overdue_is_reminded_ten_at_a_time(desk):
    client = desk.client()
    made = [desk.document(clientId=client)["id"] for _ in range(11)]
    path = f"/v1/Clients/{client}/send-reminder"
    answers = [desk.ask("POST", path, {}).json for _ in range(2)]
    assert [answer["more"] for answer in answers] == [True, False]
    assert [r["documentId"] for answer in answers for r in answer["reminders"]] == made


def test_a_client_without_an_address_is_reminded_under_a_given_one(desk):
    client = desk.client(email=None)
    document = desk.document(clientId=client)
    path = f"/v1/Clients/{client}/send-reminder"
    answer = desk.ask("POST", path, {})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/recipients")
    done = desk.ask("POST", path, {"recipients": ["a@example.com"]}).json
    assert [one["documentId"] for one in done["reminders"]] == [document["id"]]
    assert [mail["To"] for mail in desk.mails()] == ["a@example.com"]
    assert desk.ask("POST", f"/v1/Clients/{document['id']}/send-reminder", {}).status == 404


def test_a_refused_mail_holds_up_no_other_and_may_be_sent_again(desk, world):
    client = desk.client()
    documents = [desk.document(clientId=client) for _ in range(2)]
    path, send = f"/v1/Clients/{client}/send-reminder", Mail.send
    refused = [Rejected("MessageRejected", "no")]

    def refuse_once(*arguments: Any, **members: Any) -> str:
        if refused:
            raise refused.pop()
        return send(*arguments, **members)

    with patch.object(Mail, "send", refuse_once):
        told = desk.ask("POST", path, {}).json["reminders"]
    assert [one["status"] for one in told] == ["failed", "sent"]
    assert [one["documentId"] for one in desk.ask("POST", path, {}).json["reminders"]] == [
        documents[0]["id"]
    ]
    assert [sent["status"] for sent in desk.sends(documents[0])] == ["failed", "sent"]
    assert [sent.get("reminder") for sent in desk.sends(documents[0])] == [1, 1]
