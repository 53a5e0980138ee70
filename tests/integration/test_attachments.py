"""Attachments over HTTP: every way in, the ways out, and what is refused."""

import base64
import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from PIL import Image
from tests.support.world import ENVIRONMENT, Answer, Credentials, World

PDF = b"%PDF-1.7\nhello\n"
BOUNDARY = "----notula"
FORM = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture
def document(world: World, owner: Credentials) -> dict[str, Any]:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}]}
    made: dict[str, Any] = world.request("POST", path, body, token=owner.token).json
    return made


def png(side: int = 900) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "#c02020").save(out, "PNG")
    return out.getvalue()


def form(data: bytes, name: str = "offer.pdf", *heads: str) -> bytes:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    lines = "\r\n".join((f"--{BOUNDARY}", head, *heads))
    return f"{lines}\r\n\r\n".encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


class Files:
    """What its owner does with a document's files."""

    def __init__(self, world: World, owner: Credentials, document: dict[str, Any]) -> None:
        self.world, self.token = world, owner.token
        self.path = f"/v1/Documents/{document['id']}"

    def send(self, body: Any, **headers: str) -> Answer:
        path = f"{self.path}/attachments/upload"
        return self.world.request("POST", path, body, token=self.token, headers=headers)

    def add(self, data: bytes = PDF, name: str = "offer.pdf", **headers: str) -> Answer:
        return self.send(form(data, name), **FORM, **headers)

    def json(self, data: bytes, **members: Any) -> Answer:
        text = base64.b64encode(data).decode()
        return self.send({"name": "offer.pdf", "contentBase64": text, **members})

    def get(self, path: str = "/attachments") -> Answer:
        return self.world.request("GET", self.path + path, token=self.token)

    def delete(self, attachment_id: str, **headers: str) -> Answer:
        path = f"{self.path}/attachments/{attachment_id}"
        return self.world.request("DELETE", path, token=self.token, headers=headers)


@pytest.fixture
def files(world, owner, document) -> Files:
    return Files(world, owner, document)


def stored() -> set[str]:
    """The keys of all files that are kept, their thumbnails too."""
    client = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    found = client.list_object_versions(Bucket=ENVIRONMENT["FILES_BUCKET"])
    keys = {one["Key"] for one in found.get("Versions", ())}
    return {key for key in keys if "/files/" in key}


def asked(method: str, url: str, data: bytes = b"") -> AWSResponse:
    """What the store answers to a presigned URL, as anybody may ask it."""
    events = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"]).meta.events
    request = AWSRequest(method, url, data=data, auth_path=None).prepare()
    _, answer = events.emit_until_response("before-send.s3", request=request)
    assert answer is not None
    assert answer.status_code < 300, answer.content
    return answer


def fetched(url: str) -> AWSResponse:
    return asked("GET", url)


def test_F230_a_multipart_file_is_attached_and_comes_back_as_it_was(files, document):
    made = files.add()
    assert made.status == 201
    assert made.json["name"] == "offer.pdf"
    assert made.json["size"] == len(PDF)
    assert made.json["contentType"] == "application/pdf"
    assert made.json["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert fetched(made.json["downloadUrl"]).content == PDF
    shown = files.get("").json
    assert [a["id"] for a in shown["_attachments"]] == [made.json["id"]]
    assert "downloadUrl" not in shown["_attachments"][0]
    assert shown["version"] == document["version"] + 1


def test_F230_base64_and_multipart_are_the_same(files):
    one = files.json(PDF, contentType="application/pdf", size=len(PDF)).json
    other = files.add(name="other.pdf").json
    assert one["sha256"] == other["sha256"]
    assert len(files.get().json) == 2
    assert len(stored()) == 1


def test_F230_a_large_file_is_put_under_a_link_and_confirmed(files):
    data = b"%PDF-1.7\n" + b"x" * 11_000_000
    promised = files.send({"name": "plan.pdf", "size": len(data)})
    assert promised.status == 202
    assert files.get().json == []
    query = parse_qs(urlsplit(promised.json["uploadUrl"]).query)
    assert query["X-Amz-Expires"] == ["3600"]
    assert "content-length" in query["X-Amz-SignedHeaders"][0]
    asked("PUT", promised.json["uploadUrl"], data)
    body = {"name": "plan.pdf", "uploadId": promised.json["uploadId"]}
    done = files.send({**body, "sha256": hashlib.sha256(data).hexdigest()})
    assert done.status == 201
    assert done.json["size"] == len(data)
    assert fetched(done.json["downloadUrl"]).content == data
    again = files.send(body)
    assert (again.status, again.json["id"]) == (200, done.json["id"])


def test_F230_nothing_is_attached_that_was_never_put(files):
    promised = files.send({"name": "plan.pdf", "size": 10}).json
    for upload_id in (promised["uploadId"], "0" * 26, "../x"):
        assert files.send({"name": "plan.pdf", "uploadId": upload_id}).status == 404
    assert files.get().json == []


def test_F233_links_are_good_for_one_hour_and_new_on_every_read(files, world):
    files.add()
    (one,) = files.get().json
    query = parse_qs(urlsplit(one["downloadUrl"]).query)
    assert query["X-Amz-Expires"] == ["3600"]
    assert query["response-content-disposition"] == ['attachment; filename="offer.pdf"']
    assert query["response-content-type"] == ["application/pdf"]


def test_F233_images_have_a_small_one_beside_them(files):
    made = files.add(png(), "photo.png").json
    with Image.open(io.BytesIO(fetched(made["thumbnailUrl"]).content)) as small:
        assert max(small.size) == 320
    assert "thumbnailUrl" not in files.add().json
    broken = png()[:200]
    assert "thumbnailUrl" not in files.add(broken, "broken.png").json


def test_F234_an_attachment_is_downloaded_by_id_or_by_place(files):
    first, second = files.add().json, files.add(b"text", "note.txt").json
    for asked, data in ((first["id"], PDF), ("0", PDF), (second["id"], b"text"), ("1", b"text")):
        answer = files.get(f"/attachments/{asked}/download")
        assert answer.status == 302
        assert answer.headers["cache-control"] == "private, no-store"
        assert fetched(answer.headers["location"]).content == data
    for asked in ("2", "-1", "007", "9" * 30, "\u0661", "x", "0" * 26):
        assert files.get(f"/attachments/{asked}/download").status in (302, 404)
    assert files.get("/attachments/2/download").status == 404


def test_F223_a_shared_documents_attachment_is_public_until_the_link_ends(files, world):
    made = files.add().json
    share = world.request("POST", f"{files.path}/share", {}, token=files.token).json["shareableId"]
    public = f"/v1/Documents/public/{share}"
    path = f"{public}/attachments/{made['id']}/download"
    answer = world.request("GET", path)
    assert (answer.status, answer.headers["referrer-policy"]) == (302, "no-referrer")
    assert fetched(answer.headers["location"]).content == PDF
    (shown,) = world.request("GET", public).json["_attachments"]
    assert set(shown) == {"id", "name", "size", "contentType", "sha256", "createdAt"}
    world.request("DELETE", f"{files.path}/share", token=files.token)
    assert world.request("GET", path).status == 404


def test_F231_the_last_attachment_takes_the_bytes_with_it(files):
    one, other = files.add().json, files.add(name="copy.pdf").json
    photo = files.add(png(), "photo.png").json
    assert len(stored()) == 3
    assert files.delete(one["id"]).json == {"count": 1}
    assert len(stored()) == 3
    assert files.delete(other["id"]).status == 200
    assert files.delete(photo["id"]).status == 200
    assert stored() == set()
    assert files.delete(photo["id"]).status == 404
    back = files.add().json
    assert fetched(back["downloadUrl"]).content == PDF


def test_F041_a_deleted_draft_takes_its_files_with_it(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}], "draft": True}
    draft = Files(world, owner, world.request("POST", path, body, token=owner.token).json)
    draft.add()
    draft.add(name="twice.pdf")
    assert world.request("DELETE", draft.path, token=owner.token).status == 200
    assert stored() == set()
    rows = [row for row in world.rows() if row["PK"]["S"].endswith("#FILE")]
    assert rows == []


def test_F039_an_issued_document_takes_attachments_and_keeps_its_content(files, document):
    files.add()
    shown = files.get("").json
    changed = {k for k in shown if shown[k] != document.get(k)}
    assert changed == {"version", "updatedAt", "_attachments"}


def test_F037_replacing_and_patching_a_draft_leave_its_attachments(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}], "draft": True}
    draft = Files(world, owner, world.request("POST", path, body, token=owner.token).json)
    draft.add()
    for method in ("PUT", "PATCH"):
        changed = {**body, "note": method, "_attachments": []}
        answer = world.request(method, draft.path, changed, token=owner.token)
        assert len(answer.json["_attachments"]) == 1


def test_the_same_file_under_the_same_name_is_one_attachment(files):
    first = files.add()
    again = files.add()
    assert (first.status, again.status) == (201, 200)
    assert first.json["id"] == again.json["id"]
    assert len(files.get().json) == 1


def test_a_repeated_request_is_answered_as_the_first_was(files):
    key = {"idempotency-key": "k-1"}
    first = files.add(**key)
    files.delete(first.json["id"])
    again = files.add(**key)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json["id"] == first.json["id"]
    assert files.get().json == []


REFUSED = {
    "empty": (b"", "attachment-empty"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 90, "attachment-active"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "attachment-active"),
    "a drawing with scripts": (b"<svg onload='alert(1)'/>", "attachment-active"),
    "not the type it says": (b"GIF89a...", "attachment-type"),
}


def test_F230_what_is_no_attachment_is_refused_and_nothing_is_stored(files):
    for kind, (data, code) in REFUSED.items():
        answer = files.json(data, contentType="application/pdf")
        assert answer.status == 422, kind
        assert [error["code"] for error in answer.json["errors"]] == [code], kind
    assert files.get().json == []
    assert stored() == set()


def test_F230_a_checksum_of_a_part_is_verified(files):
    md5 = hashlib.md5(PDF).digest()  # noqa: S324 - what RFC 1864 asks for
    for header in ("Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==", "Content-Digest: sha-256=:AAAA:"):
        answer = files.send(form(PDF, "a.pdf", header), **FORM)
        assert (answer.status, answer.json["code"]) == (400, "checksum-mismatch")
        assert files.get().json == []
    head = f"Content-MD5: {base64.b64encode(md5).decode()}"
    assert files.send(form(PDF, "a.pdf", head), **FORM).status == 201


def test_F230_a_checksum_of_the_body_or_of_the_file_is_verified(files):
    body = json.dumps({"name": "a.txt", "contentBase64": base64.b64encode(b"abc").decode()})
    right = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    wrong = base64.b64encode(b"0" * 32).decode()
    assert files.send(body, **{"content-digest": f"sha-256=:{wrong}:"}).status == 400
    assert files.json(b"abc", sha256="0" * 64).json["errors"][0]["code"] == "checksum-mismatch"
    assert files.json(b"abc", size=4).json["errors"][0]["code"] == "size-mismatch"
    assert files.get().json == []
    assert files.send(body, **{"content-digest": f"sha-256=:{right}:"}).status == 201


UNREADABLE = (
    ({"name": "a"}, {}, 422),
    ({"contentBase64": "AAAA"}, {}, 422),
    ({"name": "", "contentBase64": "AAAA"}, {}, 422),
    ({"name": "a", "contentBase64": "%%%"}, {}, 422),
    ({"name": "a", "size": -1}, {}, 422),
    ({"name": "a", "size": 1.5}, {}, 422),
    ({"name": "a", "size": 100_000_001}, {}, 413),
    ({"name": "a", "size": 1, "path": "../x"}, {}, 422),
    ({"name": "a", "uploadId": "x" * 90}, {}, 422),
    (b"%PDF-", {"content-type": "application/pdf"}, 400),
    (b"--x", FORM, 400),
    (form(PDF).replace(b'filename="offer.pdf"', b"x=y").replace(b'="file"', b"=z"), FORM, 400),
    ("[]", {}, 400),
    (None, {"content-type": "application/json"}, 400),
)


def test_F230_a_request_that_cannot_be_met_is_told_so(files):
    for body, headers, status in UNREADABLE:
        answer = files.send(body, **headers)
        assert answer.status == status, (body, answer.body)
        assert answer.json["errors"]
    assert files.get().json == []


def test_R13_a_name_is_only_shown_and_keys_are_made_by_the_server(files, owner):
    for name in ("../../evil.pdf", "a\u202efdp.exe", "请求.pdf", "%2e%2e%2f.pdf"):
        made = files.json(PDF, name=name).json
        assert "/" not in made["name"]
        query = parse_qs(urlsplit(made["downloadUrl"]).query)
        (header,) = query["response-content-disposition"]
        assert header.isascii()
        assert header.startswith("attachment; filename=")
    assert {key.rsplit("/", 1)[0] for key in stored()} == {f"ORG/{owner.organization_id}/files"}


def test_a_document_has_a_hundred_attachments_at_most(files, world, document, monkeypatch):
    monkeypatch.setattr("invoicing.usecases._attaching.ATTACHMENTS_MAX", 2)
    files.add(name="1.pdf")
    files.add(name="2.pdf")
    answer = files.add(name="3.pdf")
    assert (answer.status, answer.json["code"]) == (409, "attachments-too-many")


def test_two_worlds_share_no_file(files, world, owner):
    files.add()
    other = world.organization("Other d.o.o.")
    path = f"/v1/Organizations/{other.organization_id}/documents"
    body = {"_documentItems": [{"name": "x", "price": 10}]}
    theirs = Files(world, other, world.request("POST", path, body, token=other.token).json)
    made = theirs.add().json
    assert len(stored()) == 2
    theirs.delete(made["id"])
    assert len(stored()) == 1


def test_webhooks_hear_of_attachments(files, world):
    files.add()
    entries = [json.loads(row["entry"]["B"]) for row in world.rows() if "entry" in row]
    events = {entry["event"]["type"]: entry["event"] for entry in entries}
    assert events["document.attachment_added"]["data"]["attachment"]["name"] == "offer.pdf"
    world.now += timedelta(minutes=1)
    files.delete(files.get().json[0]["id"])
    entries = [json.loads(row["entry"]["B"]) for row in world.rows() if "entry" in row]
    assert "document.attachment_removed" in {entry["event"]["type"] for entry in entries}
