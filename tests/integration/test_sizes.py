"""Large documents and long lists: whole, or refused before a number is taken."""

import json
import re
from random import Random
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from tests.support.world import ENVIRONMENT, Answer, Credentials, World

from invoicing.edge.large import ANSWER_BYTES_MAX, travelling_bytes
from invoicing.store.body import ROW_BYTES_MAX

MINIMUM = {"_documentItems": [{"name": "x", "price": 10}]}
ROW_LIMIT = 400 * 1024  # of DynamoDB


def noise(length: int, seed: int = 0) -> str:
    """A text that does not compress."""
    return f"{Random(seed).getrandbits(4 * length):0{length}x}"


def items(count: int, length: int) -> list[dict[str, Any]]:
    return [{"name": f"{n} {noise(length - 8, n)}"[:1000], "price": 1} for n in range(count)]


def create(world: World, owner: Credentials, body: Any) -> Answer:
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, body, token=owner.token)


def fetched(answer: Answer) -> Any:
    """What the URL of a 303 serves."""
    assert answer.status == 303
    url = urlsplit(answer.headers["location"])
    query = parse_qs(url.query)
    assert int(query["X-Amz-Expires"][0]) == 3600
    assert "X-Amz-Signature" in query
    bucket, _, key = unquote(url.path).lstrip("/").partition("/")
    assert bucket == ENVIRONMENT["FILES_BUCKET"]
    s3 = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
    return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())


def get(world: World, owner: Credentials, document_id: str) -> Any:
    answer = world.request("GET", f"/v1/Documents/{document_id}", token=owner.token)
    return answer.json if answer.status == 200 else fetched(answer)


@pytest.mark.parametrize("count", [1, 1_000, 10_000])
def test_R14_documents_of_many_lines_come_back_whole(world, owner, count):
    sent = items(count, 60)
    made = create(world, owner, {"_documentItems": sent})
    assert made.status == 201
    shown = get(world, owner, made.json["id"])
    assert shown["number"] == "2026-00001"
    assert [item["name"] for item in shown["_documentItems"]] == [item["name"] for item in sent]
    assert shown["total"] == count


def test_R14_more_lines_than_allowed_are_refused_before_a_number_is_taken(world, owner):
    before = world.rows()
    refused = create(world, owner, {"_documentItems": [{"name": "x", "price": 1}] * 10_001})
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] == "/_documentItems"
    assert world.rows() == before
    assert create(world, owner, MINIMUM).json["number"] == "2026-00001"


@pytest.mark.parametrize("kilobytes", [95, 100, 105, 399, 400, 401])
def test_R14_contents_around_the_limits_of_a_row_come_back_whole(world, owner, kilobytes):
    count = kilobytes * 1024 // 500  # 1000 hexadecimal digits deflate to about 500 bytes
    sent = items(count, 1000)
    made = create(world, owner, {"_documentItems": sent})
    assert made.status == 201
    shown = get(world, owner, made.json["id"])
    assert [item["name"] for item in shown["_documentItems"]] == [item["name"] for item in sent]
    for row in world.rows():
        size = sum(len(v.get("B", b"")) + len(v.get("S", "")) for v in row.values())
        assert size < ROW_BYTES_MAX + 2_000 < ROW_LIMIT


@pytest.mark.parametrize(("megabytes", "is_lent"), [(5.9, False), (6.1, True)])
def test_R14_answers_around_the_limit_of_lambda_come_back_whole(world, owner, megabytes, is_lent):
    draft = create(world, owner, {**MINIMUM, "draft": True}).json
    sample = create(world, owner, {"_documentItems": items(2000, 900)})
    unit = travelling_bytes(sample.body.decode())
    count = int(2000 * megabytes * 1_000_000 / unit)
    made = create(world, owner, {"_documentItems": items(count, 900)})
    assert made.status == 201
    answer = world.request("GET", f"/v1/Documents/{made.json['id']}", token=owner.token)
    assert (answer.status == 303) is is_lent
    assert travelling_bytes(answer.body.decode()) <= ANSWER_BYTES_MAX
    shown = get(world, owner, made.json["id"])
    assert len(shown["_documentItems"]) == count
    if is_lent:  # the answer to the write names the document; nothing was lost
        assert made.json == {"id": shown["id"]}
        assert made.headers["preference-applied"] == "return=minimal"
        path = f"/v1/Organizations/{owner.organization_id}/documents?limit=1"
        listed = world.request("GET", path, token=owner.token)
        assert fetched(listed)[0]["id"] == shown["id"]
        assert 'rel="next"' in listed.headers["link"]
        body = {"_documentItems": items(count, 900)}
        path = f"/v1/Documents/{draft['id']}"
        changed = world.request("PUT", path, body, token=owner.token)
        assert (changed.status, changed.json) == (200, {"id": draft["id"]})


def test_a_body_over_six_megabytes_is_413_before_a_number_is_taken(world, owner):
    before = world.rows()
    refused = create(world, owner, {"_documentItems": items(6_500, 1000)})
    assert (refused.status, refused.json["code"]) == (413, "body-too-large")
    assert world.rows() == before
    assert create(world, owner, MINIMUM).json["number"] == "2026-00001"


def test_R14_lists_over_a_megabyte_are_paged_and_whole(world, owner):
    made = [
        create(world, owner, {"_documentItems": items(150, 1000)}).json["id"] for _ in range(30)
    ]
    path = f"/v1/Organizations/{owner.organization_id}/documents?limit=1000"
    walked: list[str] = []
    pages = total = 0
    while path:
        answer = world.request("GET", path, token=owner.token)
        assert answer.status == 200
        assert travelling_bytes(answer.body.decode()) <= ANSWER_BYTES_MAX
        total += len(answer.body)
        walked += [document["id"] for document in answer.json]
        pages += 1
        link = re.match("<(.*)>", answer.headers.get("link", ""))
        path = link.group(1) if link else ""
    assert walked == made[::-1]
    assert total > 4_000_000
    assert pages > 1
    count = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert world.request("GET", count, token=owner.token).json == {"count": len(made)}


def test_names_of_a_thousand_characters_are_no_key_that_is_too_long(world, owner):
    supplier = {"name": "€" * 1000}
    body = {**MINIMUM, "incoming": True, "number": "S" * 100, "_documentIssuer": supplier}
    assert create(world, owner, body).status == 201
    assert create(world, owner, body).status == 409
    other = {**body, "_documentIssuer": {"name": "€" * 999 + "!"}}
    assert create(world, owner, other).status == 201
    assert create(world, owner, {**MINIMUM, "uniqueId": "€" * 200}).status == 201
    assert max(len(row["PK"]["S"].encode()) for row in world.rows()) < 1024
