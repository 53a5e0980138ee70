"""F224, F229: what a mail carries besides its document, whom it reaches, and what stops it."""

from email import message_from_bytes, policy
from typing import Any
from unittest.mock import patch

import pytest
from pypdf import PdfReader
from tests.integration.test_export_xml import BODY, BUYER
from tests.support.hooks import OutsideWorld
from tests.support.world import Answer, Credentials, cloud

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.usecases import _printing


@pytest.fixture
def world():
    world = OutsideWorld()
    with cloud(world):
        yield world


class Post:
    """Somebody who sends one document."""

    def __init__(self, world: OutsideWorld, owner: Credentials, **members: Any) -> None:
        self.world, self.token = world, owner.token
        self.own = f"/v1/Organizations/{owner.organization_id}"
        self.made = self.ask("POST", f"{self.own}/documents", {**BODY, **members}).json
        self.path = f"/v1/Documents/{self.made['id']}"

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        return self.world.request(method, path, body, token=self.token)

    def send(self, **body: Any) -> Answer:
        return self.ask("POST", f"{self.path}/send", {"recipients": "a@example.com", **body})

    def mail(self) -> Any:
        (raw,) = self.world.mails()
        return self.read(raw)

    @staticmethod
    def read(raw: bytes) -> Any:
        return message_from_bytes(raw, policy=policy.default)

    def files(self) -> dict[str, bytes]:
        return {p.get_filename(): p.get_content() for p in self.mail().iter_attachments()}


@pytest.fixture
def post(world, owner) -> Post:
    return Post(world, owner)


def test_F224_a_mail_has_a_text_part_and_an_html_part_that_say_the_same(post):
    assert post.send(message="Dear <b>Rossi</b>,\n\nthank you.").status == 200
    mail = post.mail()
    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "Dear <b>Rossi</b>," in plain
    assert "Dear &lt;b&gt;Rossi&lt;/b&gt;," in html
    assert "thank you." in html
    assert "<script" not in html
    assert "http" not in html.lower()


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"sendEslogAttachment": True}, "eslog"),
        ({"sendXml": "eslog"}, "eslog"),
        ({"sendXml": "ubl"}, "ubl"),
        ({"sendXml": "cii"}, "cii"),
    ],
)
def test_F229_the_e_invoice_goes_with_the_mail_where_asked_for(post, asked, name):
    assert post.send(**asked).status == 200
    pdf, xml = post.files().items()
    assert pdf[1].startswith(b"%PDF")
    assert xml[0].endswith(".xml")
    found, (read,) = read_document(xml[1] if isinstance(xml[1], bytes) else xml[1].encode())
    assert (found.name, read.number) == (name, post.made["number"])


def test_F229_a_format_that_travels_in_a_pdf_is_inside_the_one_pdf(post, tmp_path):
    assert post.send(sendXml="factur-x").status == 200
    ((_, data),) = post.files().items()
    file = tmp_path / "page.pdf"
    file.write_bytes(data)
    assert list(PdfReader(file).attachments) == ["factur-x.xml"]


def test_F229_without_being_asked_for_only_the_pdf_goes(post):
    assert post.send(sendEslogAttachment=False).status == 200
    assert [name.rpartition(".")[2] for name in post.files()] == ["pdf"]


def test_F229_an_e_invoice_that_may_not_leave_stops_the_mail(world, owner):
    post = Post(world, owner, _documentClient={"name": "Kupec d.o.o."})
    answer = post.send(sendXml="eslog")
    assert answer.status == 422
    assert answer.json["errors"]
    unknown = post.send(sendXml="papyrus")
    assert (unknown.status, unknown.json["errors"][0]["pointer"]) == (422, "/sendXml")
    assert world.mails() == []
    assert "sends" not in post.ask("GET", post.path).json


def test_U24_a_page_that_cannot_be_drawn_stops_the_mail(post):
    def fail(*_: Any, **__: Any) -> bytes:
        raise InvalidDocument([Finding("required", "", "cannot be drawn", "mend it")])

    with patch.object(_printing, "write_pdf", fail):
        assert post.send().status == 422
    assert post.world.mails() == []
    assert "sends" not in post.ask("GET", post.path).json
    assert post.send().status == 200
    assert len(post.world.mails()) == 1


def test_U24_a_mail_asked_for_with_its_document_fails_visibly_where_it_cannot_be_made(world, owner):
    send = {"recipients": "a@example.com", "sendXml": "eslog"}
    post = Post(world, owner, _documentClient={"name": "Kupec d.o.o."}, send=send)
    for _ in range(2):
        assert world.deliver() == []
    assert world.mails() == []
    (sent,) = post.ask("GET", post.path).json["sends"]
    assert sent["status"] == "failed"
    assert sent["detail"]


def test_F224_a_copy_goes_to_the_sender_where_asked_for(world):
    owner = world.organization(email="racuni@example.si", city="Ljubljana")
    post = Post(world, owner)
    assert post.send(sendCopy=True).status == 200
    mail = post.mail()
    assert (mail["To"], mail["Cc"]) == ("a@example.com", "racuni@example.si")
    assert mail["Reply-To"] == "racuni@example.si"


def test_F224_addresses_are_saved_to_the_client_where_asked_for(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    client = world.request("POST", f"{own}/clients", BUYER, token=owner.token).json
    post = Post(world, owner, clientId=client["id"])
    path = f"/v1/Clients/{client['id']}"
    assert post.send().status == 200
    assert "email" not in post.ask("GET", path).json
    two = "first@example.com, second@example.com"
    for _ in range(2):
        assert post.send(recipients=two, associateEmail=True).status == 200
    saved = post.ask("GET", path).json
    assert saved["email"] == "first@example.com"
    assert [c["value"] for c in saved["contacts"]] == ["second@example.com"]
    assert saved["version"] == 2


def test_F224_without_a_client_no_address_is_saved(post):
    assert post.send(associateEmail=True).status == 200
    assert post.ask("GET", f"{post.own}/clients/count").json == {"count": 0}


def test_F224_a_refused_mail_saves_no_address(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    client = world.request("POST", f"{own}/clients", BUYER, token=owner.token).json
    post = Post(world, owner, clientId=client["id"])
    assert post.send(recipients="not an address", associateEmail=True).status == 422
    assert "email" not in post.ask("GET", f"/v1/Clients/{client['id']}").json


def test_F224_the_mail_of_a_shared_document_leads_to_its_page(post):
    shared = post.ask("POST", f"{post.path}/share").json["shareableId"]
    body = {"recipients": "a@example.com"}
    host = {"host": "api.example.com"}
    sent = post.world.request(
        "POST", f"{post.path}/send?l=de", body, token=post.token, headers=host
    )
    assert sent.status == 200
    plain = post.mail().get_body(("plain",)).get_content()
    page = f"https://api.example.com/v1/Documents/public/{shared}?l=de"
    assert page in plain.split()
    assert f'href="{page}"' in post.mail().get_body(("html",)).get_content()
