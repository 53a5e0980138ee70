"""A recurrence whose day has come, on the running local stack: its invoice is issued and mailed.

The schedule runs once a minute, as the template has it. The test does not wait for that minute:
it invokes the function as the schedule does; all behind it, from the queue to the mail, goes its
own way.
"""

import email
import email.policy
import json
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import botocore.session
import pytest
from local.settings import STACK_NAME

pytestmark = pytest.mark.e2e
SECONDS_MAX = 60
TICK = (Path(__file__).resolve().parents[2] / "events" / "schedule.json").read_bytes()


@pytest.fixture(scope="module")
def ask(stack):
    def request(method, path, body=None):
        token = {"authorization": f"Bearer {stack.demo['token']}"}
        data = None if body is None else json.dumps(body).encode()
        return stack.request(method, path, data, **token, content_type="application/json")

    return request


@pytest.fixture(scope="module")
def tick(stack):
    """One run of the schedule; what it put into the queue."""
    lambda_ = botocore.session.Session().create_client(
        "lambda",
        endpoint_url=stack.demo["awsUrl"],
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )

    def run():
        answer = lambda_.invoke(FunctionName=f"{STACK_NAME}-schedule", Payload=TICK)
        assert "FunctionError" not in answer
        return json.loads(answer["Payload"].read())

    return run


def until(look):
    """What is looked for, once it is there."""
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    pytest.fail(f"not there within {SECONDS_MAX} s")


def mails_to(stack, address):
    found = (
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(Path(stack.demo["outbox"]).glob("*.eml"))
    )
    return [mail for mail in found if address in str(mail["to"])]


def test_F252_a_recurrence_that_is_due_issues_its_invoice_and_mails_it_once(
    stack, ask, tick, shown
):
    organization = f"/v1/Organizations/{stack.demo['organizationId']}"
    today = datetime.now(ZoneInfo("Europe/Ljubljana")).date().isoformat()
    address = "tenant@example.com"
    content = {
        "reference": "e2e-rent",
        "_documentClient": {"name": "Tenant", "email": address},
        "_documentItems": [{"name": "Rent [month]", "price": 800}],
    }
    body = {"name": "Rent", "type": "month", "dateFirst": today, "autoSend": True}
    made = ask("POST", f"{organization}/recurrences", {**body, "document": content})
    assert made.status == 201, made.body
    began = time.monotonic()
    assert tick()["recurrences"] <= 1  # none where the schedule's own minute came first
    place = f"/v1/Recurrences/{made.json()['id']}"
    (done,) = until(
        lambda: [d for d in ask("GET", place).json()["_recurrenceDates"] if "documentId" in d]
    )
    issued = time.monotonic() - began
    (mail,) = until(lambda: mails_to(stack, address))
    mailed = time.monotonic() - began
    document = ask("GET", f"/v1/Documents/{done['documentId']}").json()
    assert (document["draft"], document["date"], document["reference"]) == (
        False,
        today,
        "e2e-rent",
    )
    assert document["number"] in mail["subject"]
    assert done["date"] == today
    tick()
    listed = ask("GET", f"{organization}/documents?limit=1000").json()
    assert [d["id"] for d in listed if d.get("reference") == "e2e-rent"] == [document["id"]]
    assert len(mails_to(stack, address)) == 1
    with shown():
        print(f"a due recurrence: issued {issued:.1f} s, mailed {mailed:.1f} s after the tick")
