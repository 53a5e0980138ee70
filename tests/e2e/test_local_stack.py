"""The local stack as AWS would behave: routes, authorizer, events, limits, start and stop."""

import base64
import json
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import botocore.session
import pytest
from tests.e2e.conftest import PROJECT

pytestmark = pytest.mark.e2e


def aws(stack, service):
    port = json.loads((stack.home / "ports.json").read_text())["aws"]
    return botocore.session.Session().create_client(
        service,
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def wait_for_record(stack, pattern, seconds=30):
    deadline = time.monotonic() + seconds
    log = stack.home / "logs" / "record.log"
    while time.monotonic() < deadline:
        if log.exists() and re.search(pattern, log.read_text()):
            return log.read_text()
        time.sleep(0.1)
    pytest.fail(f"no event like {pattern} in\n{log.read_text() if log.exists() else '(no log)'}")


def test_event_has_path_query_headers_and_caller(sample_stack):
    answer = sample_stack.request(
        "GET", "/things/a%20b?x=1&x=2&y=%C5%A1", Authorization="allow", X_Odd="Yes"
    )
    event = answer.json()["event"]
    assert event["routeKey"] == "ANY /things/{id}"
    assert event["rawPath"] == "/things/a b"
    assert event["rawQueryString"] == "x=1&x=2&y=%C5%A1"
    assert event["queryStringParameters"] == {"x": "1,2", "y": "š"}
    assert event["pathParameters"] == {"id": "a b"}
    assert event["headers"]["x-odd"] == "Yes"
    assert event["requestContext"]["authorizer"] == {"lambda": {"caller": "allow"}}
    assert event["requestContext"]["http"]["method"] == "GET"


def test_environment_is_resolved_from_the_template_and_nothing_else(sample_stack):
    seen = sample_stack.request("GET", "/things/1", Authorization="allow").json()
    environment = seen["environment"]
    assert environment["GREETING"] == "good day from local"
    assert environment["EXTRA"] == "plain"
    assert environment["TABLE_ARN"].endswith(f":table/{environment['TABLE_NAME']}")
    assert environment["AWS_REGION"] == "eu-central-1"
    assert environment["AWS_PROFILE"] is None
    assert 0 < seen["remaining_ms"] <= 2000


@pytest.mark.parametrize(
    ("given", "status", "text"),
    [
        (None, 401, "Unauthorized"),
        ("unknown", 401, "Unauthorized"),
        ("deny", 403, "Forbidden"),
        ("broken", 500, "Internal Server Error"),
    ],
)
def test_authorizer_says_who_may_not_pass(sample_stack, given, status, text):
    headers = {"Authorization": given} if given else {}
    answer = sample_stack.request("GET", "/things/1", **headers)
    assert (answer.status, answer.json()) == (status, {"message": text})


def test_route_without_authorizer_is_open(sample_stack):
    event = sample_stack.request("POST", "/open").json()["event"]
    assert "authorizer" not in event["requestContext"]
    assert "body" not in event


@pytest.mark.parametrize("path", ["/nope", "/extra", "/things/", "/open/"])
def test_unknown_route_and_route_of_a_function_left_out_are_404(sample_stack, path):
    answer = sample_stack.request("GET", path, Authorization="allow")
    assert (answer.status, answer.json()) == (404, {"message": "Not Found"})


def test_greedy_route_takes_what_no_other_route_takes(sample_stack):
    answer = sample_stack.request("GET", "/things/a/b", Authorization="allow")
    assert answer.json()["event"]["pathParameters"] == {"proxy": "a/b"}


def test_binary_bodies_pass_both_ways_and_cookies_come_back(sample_stack):
    answer = sample_stack.request(
        "POST", "/open?do=binary", b"\x00\xff\x01", Content_Type="application/octet-stream"
    )
    assert answer.body == b"\x01\xff\x00"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]


def test_form_body_is_base64_and_json_body_is_text(sample_stack):
    form = sample_stack.request("POST", "/open", b"a=1").json()["event"]
    text = sample_stack.request("POST", "/open", b"{}", Content_Type="application/json")
    assert (form["isBase64Encoded"], base64.b64decode(form["body"])) == (True, b"a=1")
    assert (text.json()["event"]["isBase64Encoded"], text.json()["event"]["body"]) == (False, "{}")


def test_redirect_is_passed_through(sample_stack):
    answer = sample_stack.request("POST", "/open?do=redirect")
    assert (answer.status, answer.headers["location"]) == (303, "http://127.0.0.1/elsewhere")


@pytest.mark.parametrize("wish", ["raise", "exit", "large", "sleep"])
def test_broken_function_is_500_and_the_next_request_is_served(sample_stack, wish):
    answer = sample_stack.request("POST", f"/open?do={wish}")
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    assert sample_stack.request("POST", "/open").status == 200


def test_body_over_10_mb_is_413(sample_stack):
    body = b"x" * (10 * 1024 * 1024 + 1)
    answer = sample_stack.request("POST", "/open", body, Content_Type="text/plain")
    assert answer.status == 413


def test_four_requests_run_at_once(sample_stack):
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: sample_stack.request("POST", "/open"), range(40)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json()["pid"] for answer in answers}) > 1


def test_stream_event_reaches_its_function(sample_stack):
    environment = sample_stack.request("POST", "/open").json()["environment"]
    item = {"PK": {"S": "stream-probe"}}
    aws(sample_stack, "dynamodb").put_item(TableName=environment["TABLE_NAME"], Item=item)
    assert '"eventName": "INSERT"' in wait_for_record(sample_stack, '"S": "stream-probe"')


def test_failed_message_comes_again_alone(sample_stack):
    queue = aws(sample_stack, "sqs")
    url = queue.get_queue_url(QueueName="sample-jobs")["QueueUrl"]
    entries = [{"Id": body, "MessageBody": body} for body in ("good", "bad")]
    queue.send_message_batch(QueueUrl=url, Entries=entries)
    log = wait_for_record(
        sample_stack, r'"body": "bad"[^\n]*"ApproximateReceiveCount": "2"', seconds=40
    )
    assert not re.search(r'"body": "good"[^\n]*"ApproximateReceiveCount": "2"', log)


def test_upload_reaches_its_function_and_the_filter_holds(sample_stack):
    s3 = aws(sample_stack, "s3")
    s3.put_object(Bucket="sample-inbox", Key="probe.txt", Body=b"x")
    s3.put_object(Bucket="sample-inbox", Key="probe.xml", Body=b"<x/>")
    assert "probe.txt" not in wait_for_record(sample_stack, r"probe\.xml")


def test_port_taken_is_one_line_and_exit_1(sample_stack, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "local", "--home", tmp_path / "home"],
        cwd=PROJECT,
        env={**os.environ, "PORT": str(sample_stack.port)},
        capture_output=True,
        check=False,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert re.fullmatch(rf"cannot run: port {sample_stack.port} is taken[^\n]*\n", done.stderr)
    assert not (tmp_path / "home").exists()


def test_second_stack_on_the_same_data_is_refused(sample_stack):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "local", "--home", sample_stack.home, "--port", str(port)],
        cwd=PROJECT,
        capture_output=True,
        check=False,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_mail_lands_in_the_outbox(sample_stack):
    port = json.loads((sample_stack.home / "ports.json").read_text())["mail"]
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.sendmail("a@notula.example", ["b@notula.example"], "Subject: probe\n\nhello")
    mails = [file.read_text() for file in (sample_stack.home / "outbox").glob("*.eml")]
    assert any("Subject: probe" in mail for mail in mails)


def children_of(stack):
    """Processes of this stack's AWS and functions: all have its endpoint in their environment."""
    port = json.loads((stack.home / "ports.json").read_text())["aws"]
    listing = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True)
    mark = f"AWS_ENDPOINT_URL=http://127.0.0.1:{port} "
    return [line for line in listing.stdout.splitlines() if mark in line]


def test_data_and_demo_survive_a_stop_and_no_process_does(sample_stack):
    before = sample_stack.demo
    table = before["token"]
    aws(sample_stack, "dynamodb").put_item(TableName=table, Item={"PK": {"S": "kept"}})
    sample_stack.request("POST", "/open")
    assert len(children_of(sample_stack)) >= 2
    assert sample_stack.stop(signal.SIGINT) == 0
    assert children_of(sample_stack) == []
    assert "Traceback" not in sample_stack.output.read_text()
    started = time.monotonic()
    sample_stack.start()
    assert time.monotonic() - started < 20
    assert sample_stack.demo == before
    found = aws(sample_stack, "dynamodb").get_item(TableName=table, Key={"PK": {"S": "kept"}})
    assert found["Item"] == {"PK": {"S": "kept"}}


def test_killed_stack_leaves_no_process_and_keeps_its_data(sample_stack):
    table = sample_stack.demo["token"]
    aws(sample_stack, "dynamodb").put_item(TableName=table, Item={"PK": {"S": "kept too"}})
    assert sample_stack.stop(signal.SIGKILL) == -signal.SIGKILL
    deadline = time.monotonic() + 20
    while children_of(sample_stack) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert children_of(sample_stack) == []
    sample_stack.start()
    key = {"PK": {"S": "kept too"}}
    found = aws(sample_stack, "dynamodb").get_item(TableName=table, Key=key)
    assert found["Item"] == key


def test_the_product_serves_its_demo_organization(stack):
    path = f"/v1/Organizations/{stack.demo['organizationId']}"
    known = stack.request("GET", path, Authorization=f"Bearer {stack.demo['token']}")
    assert (known.status, known.json()["id"]) == (200, stack.demo["organizationId"])
    assert stack.request("GET", path, Authorization="Bearer nobody").status == 401
    assert stack.demo["baseUrl"] == f"http://127.0.0.1:{stack.port}"
