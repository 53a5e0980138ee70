"""Registration with simulated tax authorities over the running stack: TLS, real processes.

Each thing that goes wrong has its clear error, and its recovery.
"""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from local.authorities.certificates import Holder
from local.authorities.store import PASSPHRASE
from tests.support.fiscal_shop import Shop

pytestmark = pytest.mark.e2e
SECONDS_MAX = 60
OTHER_TAX_NUMBERS = {"furs": "SI10039856", "fina": "HR69435151530"}
both = pytest.mark.parametrize("shop", ["furs", "fina"], indirect=True)


@pytest.fixture
def shop(stack: Any, request: pytest.FixtureRequest) -> Iterator[Shop]:
    made = Shop(stack, request.param)
    yield made
    made.behave()


def now() -> datetime:
    return datetime.now(UTC)


def until(look: Callable[[], Any]) -> Any:
    """What is looked for, once it is there."""
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    pytest.fail(f"not there within {SECONDS_MAX} s")


@both
def test_F279_the_demo_organization_registers_what_it_issues(shop: Shop) -> None:
    block = shop.block(shop.issue())
    assert block["status"] == "registered", block
    assert len(block[shop.register.code]) == 32
    assert len(block[shop.register.confirmation]) == 36


# What does not reach the authority, or is not answered


@both
@pytest.mark.parametrize(
    ("behaviour", "code"),
    [({"down": True}, "protocol"), ({"lose": True}, "protocol"), ({"status": 503}, "http")],
    ids=["down", "lost answer", "no answer of its own"],
)
def test_F279_an_answer_that_does_not_come_is_visible_and_mended(
    shop: Shop, behaviour: dict[str, Any], code: str
) -> None:
    shop.behave(**behaviour)
    made = shop.issue()
    block = shop.block(made)
    assert (block["status"], block["error"]["code"]) == ("in-doubt", code)
    assert block["error"]["fix"]
    put_off = shop.verify(made)
    assert put_off.status == 202
    shop.behave()
    done = shop.verify(made)
    assert done.status == 200, done.body
    shop.require_same(made)


@pytest.mark.parametrize("shop", ["furs"], indirect=True)
def test_F279_what_is_registered_already_is_a_success_and_stands_there_once(shop: Shop) -> None:
    shop.behave(lose=True)
    made = shop.issue()
    told = json.loads((shop.folder / "told.json").read_text())["invoices"]
    known = [one for one in told if one["invoice"]["ProtectedID"] == shop.block(made)["zoi"]]
    assert [one["invoice"]["InvoiceAmount"] for one in known] == ["6.10"]
    shop.behave()
    assert shop.verify(made).status == 200
    assert shop.require_same(made)["eor"] == known[0]["eor"]
    again = json.loads((shop.folder / "told.json").read_text())["invoices"]
    assert len(again) == len(told)


@both
def test_F279_three_days_without_the_authority_change_nothing_of_a_document(shop: Shop) -> None:
    shop.settle_test_world()
    shop.behave(down=True)
    made = shop.issue()

    def tried(tries: int) -> Any:
        """The block after that many tries, each with its outcome."""
        block = shop.block(shop.read(made))
        return block if block["attempts"] >= tries and "error" in block else None

    for days in (1, 2):
        shop.put_clock(now() + timedelta(days=days))
        block = until(lambda tries=days + 1: tried(tries))
        assert (block["status"], block["error"]["code"]) == ("in-doubt", "protocol")
    shop.behave()
    shop.put_clock(now() + timedelta(days=3))
    until(lambda: shop.block(shop.read(made))["status"] == "registered")
    assert shop.require_same(made)["late"] is True


# What the authority refuses


@both
def test_F279_a_refusal_says_what_to_mend(shop: Shop) -> None:
    code = {"furs": "S006", "fina": "s013"}[shop.register.name]
    shop.behave(refuse=code)
    made = shop.issue()
    block = shop.block(made)
    assert (block["status"], block["error"]["code"]) == ("refused", code)
    assert block["error"]["fix"]
    refused = shop.verify(made)
    assert (refused.status, refused.json()["errors"][0]["code"]) == (422, code)
    shop.behave()
    assert shop.verify(made).status == 200
    shop.require_same(made)


@both
def test_F280_a_clock_an_hour_off_is_told_with_the_registration(shop: Shop) -> None:
    shop.behave(clockS=3600)
    block = shop.block(shop.issue())
    assert (block["status"], block["error"]["code"]) == ("registered", "clock")
    assert "-3" in block["error"]["text"]
    assert "set the clock" in block["error"]["fix"]
    shop.behave()
    assert "error" not in shop.block(shop.issue())


@both
def test_F280_a_certificate_that_has_ended_for_the_authority_is_refused(shop: Shop) -> None:
    shop.behave(clockS=timedelta(days=8 * 365).total_seconds())
    made = shop.issue()
    block = shop.block(made)
    assert (block["status"], block["error"]["code"]) == ("refused", shop.register.expired)
    assert "upload the" in block["error"]["fix"]
    shop.behave()
    shop.upload_own()
    assert shop.verify(made).status == 200
    shop.require_same(made)


# Certificates and tax numbers


def _reached(url: str, holder: Holder | None, roots: Path, folder: Path) -> int | None:
    """The status of a question asked with a certificate; None where the connection is refused."""
    context = ssl.create_default_context(cafile=str(roots))
    if holder is not None:
        file = folder / "client.pem"
        file.write_bytes(holder.key_pem + holder.pem)
        context.load_cert_chain(file)
    to = urlsplit(url)
    connection = HTTPSConnection(to.hostname or "", to.port, timeout=20, context=context)
    try:
        connection.request("POST", "/v1/cash_registers/echo", b'{"EchoRequest": "furs"}')
        return connection.getresponse().status
    except (ssl.SSLError, ConnectionError, RemoteDisconnected):
        return None
    finally:
        connection.close()


@pytest.mark.parametrize("shop", ["furs", "at"], indirect=True)
def test_F280_who_shows_no_certificate_of_the_authoritys_is_refused_in_the_handshake(
    shop: Shop, tmp_path: Path
) -> None:
    def reached(holder: Holder | None) -> int | None:
        return _reached(shop.url, holder, shop.folder / "roots.pem", tmp_path)

    ended = shop.holder(valid_for=-timedelta(days=1), now=now())
    stranger = shop.holder(issuer=shop.stranger(now()), now=now())
    assert [reached(one) for one in (None, ended, stranger)] == [None, None, None]
    assert reached(shop.holder(now=now())) == {"furs": 200, "at": 400}[shop.register.name]


@both
def test_F280_a_certificate_of_another_issuer_is_refused_by_the_authority(shop: Shop) -> None:
    stranger = shop.holder(issuer=shop.stranger(now()), now=now())
    assert shop.upload(stranger.p12(PASSPHRASE)).status == 200
    made = shop.issue()
    shop.upload_own()
    block = shop.block(made)
    if shop.register.name == "furs":  # which refuses the connection
        assert (block["status"], block["error"]["code"]) in [
            ("pending", "tls"),
            ("in-doubt", "protocol"),
        ]
    else:
        assert (block["status"], block["error"]["code"]) == ("refused", "s002")
    assert block["error"]["fix"]
    done = shop.verify(made)
    if shop.register.name == "furs":  # its code is what the other key made
        shop.require_same(made)
    assert shop.block(done.json())["status"] == "registered"


@pytest.mark.parametrize("shop", ["furs", "fina", "at"], indirect=True)
def test_F280_a_certificate_of_somebody_else_or_one_that_has_ended_is_not_taken(
    shop: Shop,
) -> None:
    before = shop.has_certificate()
    another = shop.holder(shop.register.another, now=now())
    ended = shop.holder(valid_for=-timedelta(days=1), now=now())
    for holder, code in ((another, "certificate-tax-number"), (ended, "certificate-expired")):
        refused = shop.upload(holder.p12(PASSPHRASE))
        (error,) = refused.json()["errors"]
        assert (refused.status, error["code"], error["pointer"]) == (422, code, "/certificate")
        assert error["fix"].startswith("send ")
    assert shop.has_certificate() == before


@pytest.mark.parametrize("shop", ["furs"], indirect=True)
def test_F280_a_certificate_that_ends_while_a_document_waits_is_renewed(shop: Shop) -> None:
    shop.behave(down=True)
    made = shop.issue()
    ends = shop.holder(valid_for=timedelta(seconds=3), now=now())
    assert shop.upload(ends.p12(PASSPHRASE)).status == 200
    until(lambda: now() > ends.certificate.not_valid_after_utc)
    shop.behave()
    try:
        (error,) = shop.issue(422)["errors"]
        assert (error["code"], error["pointer"]) == (
            "certificate-expired",
            f"/_{shop.register.name}",
        )
        waits = shop.verify(made)
    finally:
        shop.upload_own()
    assert waits.status == 202
    assert shop.block(waits.json())["error"]["code"] == "certificate-expired"
    assert "upload-certificate" in shop.block(waits.json())["error"]["fix"]
    assert shop.verify(made).status == 200
    shop.require_same(made)


@both
def test_F280_a_wrong_tax_number_issues_nothing(shop: Shop) -> None:
    own = shop.done("GET", shop.own)["taxNumber"]
    shop.done("PATCH", shop.own, {"taxNumber": OTHER_TAX_NUMBERS[shop.register.name]})
    try:
        (error,) = shop.issue(422)["errors"]
    finally:
        shop.done("PATCH", shop.own, {"taxNumber": own})
    assert (error["code"], error["pointer"]) == (
        "certificate-tax-number",
        f"/_{shop.register.name}",
    )
    assert "correct the organization's tax number" in error["fix"]
    assert shop.block(shop.issue())["status"] == "registered"
