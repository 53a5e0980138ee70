"""A mail carries the document and its attachments, less those that were excluded."""

from email import message_from_bytes, policy
from typing import Any

import pytest
from tests.integration.test_attachments import PDF, Files
from tests.support.world import Answer

from invoicing.outbound import mail


@pytest.fixture
def files(world, owner) -> Files:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}]}
    return Files(world, owner, world.request("POST", path, body, token=owner.token).json)


def send(files: Files, **body: Any) -> Answer:
    sent = {"recipients": "a@example.com", **body}
    headers = {"host": "api.example.com"}
    path = f"{files.path}/send"
    return files.world.request("POST", path, sent, token=files.token, headers=headers)


def mailed(files: Files) -> Any:
    return message_from_bytes(files.world.mails()[-1], policy=policy.default)


def test_F224_every_attachment_goes_with_the_mail(files):
    files.add(name="račun.pdf")
    files.add(b"text", "note.txt")
    assert send(files).status == 200
    parts = list(mailed(files).iter_attachments())
    assert [part.get_filename() for part in parts][1:] == ["račun.pdf", "note.txt"]
    assert parts[1].get_content() == PDF
    assert parts[2].get_content_type() == "text/plain"


@pytest.mark.parametrize("as_text", [True, False])
def test_F235_excluded_attachments_stay_out(files, as_text):
    one, other = files.add().json, files.add(b"text", "note.txt").json
    ids = [one["id"]]
    assert send(files, excludedAttachmentIds=",".join(ids) if as_text else ids).status == 200
    names = [part.get_filename() for part in mailed(files).iter_attachments()]
    assert names[1:] == [other["name"]]


def test_F235_an_unknown_id_sends_nothing(files):
    files.add()
    answer = send(files, excludedAttachmentIds=["0" * 26])
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "/excludedAttachmentIds/0"
    assert files.world.mails() == []


def test_U25_a_mail_too_large_names_its_size_and_the_way_out(files, monkeypatch):
    monkeypatch.setattr("invoicing.usecases._mailed_files.MESSAGE_BYTES_MAX", 100_000)
    files.add(PDF + b"x" * 100_000, "plan.pdf")
    answer = send(files)
    assert (answer.status, answer.json["code"]) == (413, "mail-too-large")
    assert "MB" in answer.json["detail"]
    assert files.world.mails() == []
    assert mail.MESSAGE_BYTES_MAX == 10_000_000


def test_U25_attachments_go_as_links_where_asked_for(files):
    made = files.add(name="plän <b>.pdf").json
    refused = send(files, attachmentLinks=True)
    assert (refused.status, refused.json["code"]) == (409, "not-shared")
    share = files.world.request("POST", f"{files.path}/share", {}, token=files.token).json
    assert send(files, attachmentLinks=True).status == 200
    message = mailed(files)
    assert len(list(message.iter_attachments())) == 1
    path = f"/v1/Documents/public/{share['shareableId']}/attachments/{made['id']}/download"
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert f"https://api.example.com{path}" in plain
    assert f'href="https://api.example.com{path}"' in html
    assert "<b>" not in html
    assert files.world.request("GET", path).status == 302
