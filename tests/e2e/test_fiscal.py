"""Registration with the simulated FURS over the running stack: mutual TLS, real processes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.fiscal import PASSPHRASE
from tests.support.fiscal import taxpayer as stranger

pytestmark = pytest.mark.e2e
CASH = {"_documentItems": [{"name": "Kava", "price": 5}], "payments": [{"type": "cash"}]}


class Shop:
    """The demo's organization that registers, and the switch of its authority."""

    def __init__(self, stack: Any) -> None:
        self.stack = stack
        self.demo = stack.demo["fiscal"]["furs"]
        self.behaviour = Path(self.demo["behaviour"])

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.demo['token']}"}
        if data is not None:
            headers["content-type"] = "application/json"
        return self.stack.request(method, path, data, **headers)

    def issue(self) -> Any:
        answer = self.ask(
            "POST", f"/v1/Organizations/{self.demo['organizationId']}/documents", CASH
        )
        assert answer.status == 201, answer.body
        return answer.json()

    def verify(self, document: Any) -> Any:
        return self.ask("POST", f"/v1/Documents/{document['id']}/fiscally-verify", {})

    def behave(self, **behaviour: Any) -> None:
        self.behaviour.write_text(json.dumps(behaviour))


@pytest.fixture
def shop(stack: Any) -> Iterator[Shop]:
    made = Shop(stack)
    yield made
    made.behave()


def test_F279_the_demo_organization_registers_what_it_issues(shop: Shop) -> None:
    block = shop.issue()["_furs"]
    assert (block["status"], len(block["zoi"]), len(block["qr"])) == ("registered", 32, 60)
    assert block["eor"]


def test_F279_down_refusing_and_losing_answers_each_with_its_error_and_recovery(shop: Shop) -> None:
    codes = []
    for behaviour in ({"down": True}, {"lose": True}, {"status": 503}, {"refuse": "S006"}):
        shop.behave(**behaviour)
        made = shop.issue()
        codes.append((made["_furs"]["status"], made["_furs"]["error"]["code"]))
        assert made["_furs"]["error"]["fix"]
        shop.behave()
        done = shop.verify(made)
        assert done.status == 200, done.body
        after = done.json()["_furs"]
        assert (after["status"], after["zoi"]) == ("registered", made["_furs"]["zoi"])
    assert codes == [
        ("in-doubt", "protocol"),
        ("in-doubt", "protocol"),
        ("in-doubt", "http"),
        ("refused", "S006"),
    ]


def test_F280_a_certificate_of_another_issuer_is_refused_by_the_authority(shop: Shop) -> None:
    own = f"/v1/Organizations/{shop.demo['organizationId']}/upload-certificate?type=furs"

    def upload(data: bytes, passphrase: str) -> None:
        headers = {
            "authorization": f"Bearer {shop.demo['token']}",
            "content-type": "application/octet-stream",
            "passphrase": passphrase,
        }
        answer = shop.stack.request("POST", own, data, **headers)
        assert answer.status == 200, answer.body

    from tests.support.fiscal import p12  # noqa: PLC0415 - makes keys

    upload(p12(stranger()), PASSPHRASE)
    made = shop.issue()
    upload(Path(shop.demo["certificate"]).read_bytes(), shop.demo["passphrase"])
    error = made["_furs"]["error"]
    assert error["code"] in ("tls", "protocol")
    assert error["fix"]
    assert shop.verify(made).json()["_furs"]["status"] == "registered"


def test_F282_the_portuguese_demo_signs_what_it_issues(stack: Any) -> None:
    demo = stack.demo["fiscal"]["at"]
    own = f"/v1/Organizations/{demo['organizationId']}"
    headers = {"authorization": f"Bearer {demo['token']}", "content-type": "application/json"}
    made = []
    for _ in range(2):
        answer = stack.request("POST", f"{own}/documents", json.dumps(CASH).encode(), **headers)
        assert answer.status == 201, answer.body
        made.append(answer.json())
    first, second = (one["_at"] for one in made)
    assert (second["previousHash"], len(second["hash"])) == (first["hash"], 172)
    days = "from=2026-01-01&to=2026-12-31".replace("2026", first["issuedAt"][:4])
    exported = stack.request("GET", f"{own}/saft?{days}", **headers)
    assert exported.status == 200
    assert made[1]["number"].encode() in exported.body


def test_F281_the_croatian_demo_registers_and_understands_a_refusal(stack: Any) -> None:
    demo = stack.demo["fiscal"]["fina"]
    path = f"/v1/Organizations/{demo['organizationId']}/documents"
    headers = {
        "authorization": f"Bearer {demo['token']}",
        "content-type": "application/json",
    }

    def issue() -> Any:
        return stack.request("POST", path, json.dumps(CASH).encode(), **headers).json()["_fina"]

    made = issue()
    assert (made["status"], len(made["ZKI"]), len(made["JIR"])) == ("registered", 32, 36)
    behaviour = Path(demo["behaviour"])
    behaviour.write_text('{"refuse": "s005"}')
    try:
        refused = issue()
    finally:
        behaviour.write_text("{}")
    assert (refused["status"], refused["error"]["code"]) == ("refused", "s005")
    assert refused["error"]["fix"]
