"""A supplier's file that is put into the bucket of the running local stack becomes a draft."""

import time
import urllib.request

import botocore.session
import pytest
from tests.contract.test_formats import SMALL

pytestmark = pytest.mark.e2e
SECONDS_MAX = 10
XML = SMALL.encode()


@pytest.fixture(scope="module")
def ask(stack):
    def request(method, path, body=None):
        token = {"authorization": f"Bearer {stack.demo['token']}"}
        return stack.request(method, path, body, **token, content_type="application/json")

    return request


@pytest.fixture(scope="module")
def imports(stack, ask):
    path = f"/v1/Organizations/{stack.demo['organizationId']}/imports"

    def find(term, count=1):
        """The imports with this in their path, once there are so many."""
        deadline = time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            found = ask("GET", f"{path}?term={term}").json()
            if len(found) >= count:
                return found
            time.sleep(0.1)
        pytest.fail(f"no import of {term} within {SECONDS_MAX} s")

    return find


def test_F259_a_file_put_into_the_folder_becomes_a_draft_within_10_s(stack, ask, imports, shown):
    bucket, _, folder = stack.demo["importFolder"].removeprefix("s3://").partition("/")
    s3 = botocore.session.Session().create_client(
        "s3",
        endpoint_url=stack.demo["awsUrl"],
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    began = time.monotonic()
    s3.put_object(Bucket=bucket, Key=f"{folder}e2e one/Račun 1+1.xml", Body=XML)
    (record,) = imports("one")
    took = time.monotonic() - began
    with shown():
        print(f"a file in the folder was a draft after {took:.1f} s")
    assert (record["state"], record["path"]) == ("accepted", "e2e one/Račun 1+1.xml")
    made = ask("GET", f"/v1/Documents/{record['documentIds'][0]}").json()
    assert (made["incoming"], made["draft"], made["number"]) == (True, True, "1")
    s3.put_object(Bucket=bucket, Key=f"{folder}e2e two/again.xml", Body=XML)
    s3.put_object(Bucket=bucket, Key=f"{folder}e2e two/broken.xml", Body=b"<Invoice>")
    found = {record["name"]: record["state"] for record in imports("two", 2)}
    assert found == {"again.xml": "duplicate", "broken.xml": "failed"}
    deadline = time.monotonic() + SECONDS_MAX
    while "Contents" in s3.list_objects_v2(Bucket=bucket, Prefix=f"{folder}e2e "):
        assert time.monotonic() < deadline, "a file that has its record lies in the folder still"
        time.sleep(0.1)


def test_F259_a_file_put_under_a_link_becomes_a_draft(stack, ask, imports):
    data = XML.replace(b">1<", b">2<", 1)
    path = f"/v1/Organizations/{stack.demo['organizationId']}/imports"
    link = ask("POST", path, f'{{"name": "a.xml", "size": {len(data)}}}'.encode())
    assert link.status == 202
    put = urllib.request.Request(link.json()["uploadUrl"], data=data, method="PUT")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(put, timeout=30) as answer:
        assert answer.status == 200
    (record,) = imports(link.json()["uploadId"])
    assert record["state"] == "accepted"
