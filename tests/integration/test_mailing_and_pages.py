"""Sending and printing, from the request to what the recipient has in hand."""

import io
from email import message_from_bytes, policy

import pytest
from pypdf import PdfReader
from tests.faults.network import Network, installed
from tests.support.world import Credentials, World

LINES = [{"name": "Oak table", "quantity": 2, "price": "120.50"}]


@pytest.fixture
def document(world: World, owner: Credentials) -> dict:
    body = {
        "_documentItems": [
            {**LINES[0], "_documentItemTaxes": [{"rate": 22}], "l10n": {"name_de": "Eichentisch"}}
        ],
        "_documentClient": {"name": "Acme Ltd", "address": "Road 1", "countryAlpha2Code": "SI"},
    }
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, body, token=owner.token).json


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_O008_a_document_is_mailed_with_its_pdf_to_all_who_were_named(world, owner, document):
    body = {
        "recipients": "a@example.com, b@example.com",
        "subject": "Invoice [document number]",
        "message": "Dear all",
    }
    path = f"/v1/Documents/{document['id']}"
    answer = world.request("POST", f"{path}/send", body, token=owner.token)
    assert (answer.status, answer.json["success"]) == (200, True)
    (raw,) = world.mails()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["To"] == "a@example.com, b@example.com"
    assert mail["Subject"] == f"Invoice {document['number']}"
    assert "Dear all" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert document["number"] in attached.get_filename()
    pdf = world.request("GET", f"{path}/pdf", token=owner.token).body
    assert attached.get_content() == pdf
    sends = world.request("GET", path, token=owner.token).json["sends"]
    assert [(s["to"], s["status"]) for s in sends] == [(["a@example.com", "b@example.com"], "sent")]


def test_O009_the_pdf_shows_the_document_in_the_language_asked_for(world, owner, document):
    path = f"/v1/Documents/{document['id']}/pdf"
    english = world.request("GET", f"{path}?l=en", token=owner.token)
    assert (english.status, english.headers["content-type"]) == (200, "application/pdf")
    assert document["number"] in english.headers["content-disposition"]
    text = words(english.body)
    for shown in (document["number"], "Oak table", "Acme Ltd", "294.02", "Invoice"):
        assert shown in text, shown
    german = words(world.request("GET", f"{path}?l=de", token=owner.token).body)
    assert "Eichentisch" in german
    assert "294,02" in german
    assert "Oak table" not in german
    unknown = world.request("GET", f"{path}?l=xx", token=owner.token)
    assert (unknown.status, unknown.json["errors"][0]["pointer"]) == (422, "/query/l")


def test_O020_the_public_pdf_is_the_owners_and_ends_with_the_link(world, owner, document):
    path = f"/v1/Documents/{document['id']}"
    link = world.request("POST", f"{path}/share", {}, token=owner.token).json["shareableId"]
    public = f"/v1/Documents/public/{link}/pdf"
    shown = world.request("GET", f"{public}?l=de")
    assert (shown.status, shown.headers["content-type"]) == (200, "application/pdf")
    assert shown.headers["x-robots-tag"] == "noindex"
    assert shown.body == world.request("GET", f"{path}/pdf?l=de", token=owner.token).body
    world.request("DELETE", f"{path}/share", token=owner.token)
    gone = world.request("GET", public)
    assert gone.status == 404
    assert b"%PDF" not in gone.body


def test_O008_a_container_that_knows_nothing_asks_the_store_three_times(world, owner, document):
    """The document with its organization, the attempt, the outcome."""
    path = f"/v1/Documents/{document['id']}/send"
    network = Network(lambda _number, _operation: None)
    calls = []
    with installed(network):
        for _ in range(2):
            world.restart()
            before = len(network.log)
            answer = world.request("POST", path, {"recipients": "a@e.com"}, token=owner.token)
            assert answer.status == 200
            asked = [c for c in network.log[before:] if c.startswith("dynamodb.")]
            calls.append(len(asked) - 1)  # the authorizer's
    assert calls == [3, 3]


def test_O008_after_a_mail_numbers_are_still_counted(world, owner, document):
    world.restart()
    path = f"/v1/Documents/{document['id']}/send"
    world.request("POST", path, {"recipients": "a@example.com"}, token=owner.token)
    own = f"/v1/Organizations/{owner.organization_id}"
    asked = world.request("GET", f"{own}/next-doc-number?type=invoice", token=owner.token)
    assert asked.json == {"number": "2026-00002"}
    made = world.request("POST", f"{own}/documents", {"_documentItems": LINES}, token=owner.token)
    assert made.json["number"] == "2026-00002"
