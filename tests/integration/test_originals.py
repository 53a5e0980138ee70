"""What was received is kept byte for byte, for as long as its document is there."""

import base64
import hashlib
import json

import boto3
import pytest
from tests.contract.test_formats import SMALL as UBL
from tests.faults.files import broken_files
from tests.support.signed import signed
from tests.support.world import ENVIRONMENT

XML = UBL.encode()


@pytest.fixture
def ask(world, owner):
    def request(method, path, body=None, **headers):
        token = owner.token
        return world.request(method, path, body, token=token, headers=headers or None)

    return request


@pytest.fixture
def create(ask, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return lambda body: ask("POST", path, body)


def read(ask, data):
    route = "/v1/Documents/parse-xml?original=true"
    return ask("POST", route, data, **{"content-type": "application/octet-stream"}).json


def stored(world):
    client = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    listed = client.list_objects_v2(Bucket=ENVIRONMENT["FILES_BUCKET"])
    return [one["Key"] for one in listed.get("Contents", ()) if "/files/" in one["Key"]]


@pytest.mark.parametrize("kind", ["xml", "p7m"])
def test_F236_what_was_read_is_kept_as_it_came(world, ask, create, kind):
    data = signed(XML) if kind == "p7m" else XML
    made = create({**read(ask, data), "incoming": True})
    assert made.status == 201, made.body
    told = made.json["_original"]
    assert (told["size"], told["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    path = f"/v1/Documents/{made.json['id']}"
    raw = ask("GET", path, accept="application/octet-stream")
    assert (raw.status, raw.body) == (200, data)
    assert ask("GET", path).json["_original"] == told
    assert broken_files(world.rows()) == []


def test_F236_a_name_is_kept_and_made_safe(ask, create):
    body = read(ask, XML)
    body["_original"]["name"] = "../../IT01234567890_FPR02.xml"
    made = create({**body, "incoming": True}).json
    assert made["_original"]["name"].endswith("IT01234567890_FPR02.xml")
    assert "/" not in made["_original"]["name"]


def test_F236_changes_leave_the_original_as_it_is(world, ask, create):
    draft = create({**read(ask, XML), "draft": True}).json
    path = f"/v1/Documents/{draft['id']}"
    other = {"contentBase64": base64.b64encode(b"<other/>").decode()}
    changed = ask("PATCH", path, {"note": "x", "_original": other}).json
    assert changed["_original"] == draft["_original"]
    again = {k: v for k, v in changed.items() if k != "number"}
    replaced = ask("PUT", path, again)
    assert replaced.json["_original"] == draft["_original"], replaced.body
    assert ask("GET", path, accept="application/octet-stream").body == XML
    issued = ask("PATCH", path, {"draft": False}).json
    assert issued["_original"] == draft["_original"]


def test_F236_equal_files_are_kept_once_and_go_with_the_last_draft(world, ask, create):
    body = {**read(ask, XML), "draft": True}
    first, second = create(body).json, create(body).json
    assert len(stored(world)) == 1
    assert broken_files(world.rows()) == []
    ask("DELETE", f"/v1/Documents/{first['id']}")
    raw = ask("GET", f"/v1/Documents/{second['id']}", accept="application/octet-stream")
    assert raw.body == XML
    assert broken_files(world.rows()) == []
    ask("DELETE", f"/v1/Documents/{second['id']}")
    assert broken_files(world.rows()) == []


def test_F236_a_repeated_request_keeps_one(world, ask, create, owner):
    body = json.dumps({**read(ask, XML), "incoming": True})
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    answers = [ask("POST", path, body, **{"idempotency-key": "once"}) for _ in range(2)]
    assert answers[0].json["id"] == answers[1].json["id"]
    assert broken_files(world.rows()) == []


def test_F236_recipients_do_not_see_it(world, ask, create):
    made = create(read(ask, XML)).json
    shared = ask("POST", f"/v1/Documents/{made['id']}/share", {}).json["shareableId"]
    assert "_original" not in world.request("GET", f"/v1/Documents/public/{shared}").json


@pytest.mark.parametrize(
    ("given", "status", "pointer"),
    [
        ({"contentBase64": "no base64"}, 422, "/_original/contentBase64"),
        ({"contentBase64": ""}, 422, "/"),
        ({"contentBase64": "PGh0bWw+PHNjcmlwdD4="}, 422, "/file"),
        ("x", 422, "/_original"),
        ({"content": "x"}, 422, "/_original/content"),
        ({"name": 7}, 422, "/_original/name"),
    ],
)
def test_F236_what_cannot_be_kept_is_refused_whole(world, create, given, status, pointer):
    before = world.rows()
    refused = create({"_documentItems": [{"name": "x", "price": 1}], "_original": given})
    assert refused.status == status, refused.body
    assert refused.json["errors"][0]["pointer"].startswith(pointer)
    assert world.rows() == before


def test_what_is_only_told_of_an_original_is_not_read(ask, create):
    made = create({"_documentItems": [{"name": "x", "price": 1}], "_original": {"sha256": "a"}})
    assert made.status == 201, made.body
    assert "_original" not in made.json
