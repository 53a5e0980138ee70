"""Registration with Croatia's CIS, end to end: handlers, store, and a simulator that checks."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from tests.support.croatian_world import DEVICE, OIB, CroatianWorld, taxpayer
from tests.support.fiscal_world import fiscal_cloud

from invoicing.fiscal.fina.answers import CODES

LINES = [{"name": "Kava", "price": 4, "_documentItemTaxes": [{"rate": 25}]}]
PLAIN = {"_documentItems": LINES}
CASH = {**PLAIN, "payments": [{"type": "cash", "amount": 5}]}
BUSINESS = {"name": "Hrast d.o.o.", "taxNumber": "HR12312312316", "countryAlpha2Code": "HR"}


@pytest.fixture
def world():
    with fiscal_cloud(CroatianWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.shop()


def zki(block: dict[str, Any], amount: str, algorithm: Any = hashes.SHA256) -> str:
    """The ZKI, made once more from what the document shows."""
    at = datetime.fromisoformat(block["issuedAt"])
    text = (
        f"{OIB}{at:%d.%m.%Y %H:%M:%S}{block['invoiceNumber']}{block['businessPremiseId']}"
        f"{block['electronicDeviceId']}{amount}"
    )
    made = taxpayer().key.sign(text.encode(), padding.PKCS1v15(), algorithm())
    return hashlib.md5(made).hexdigest()  # noqa: S324 - what CIS prescribes


def test_F281_a_sale_to_a_consumer_is_registered_as_it_is_issued(world, owner):
    made = world.issue(owner, CASH)
    block = made["_fina"]
    assert made["number"] == "1/POSL1/1"
    assert (block["status"], block["invoiceNumber"], block["paymentType"]) == ("registered", 1, "G")
    (told,) = world.told()
    assert told["ZastKod"] == block["ZKI"] == zki(block, "5.00")
    assert (told["Jir"], told["NakDost"], told["OznSlijed"]) == (block["JIR"], "false", "P")
    assert world.read(owner, made)["_fina"] == block
    at = datetime.fromisoformat(block["issuedAt"])
    assert block["qr"].endswith(f"izn=500&datv={at:%Y%m%d_%H%M}&zki={block['ZKI']}")


def test_F281_a_transfer_of_a_consumer_is_told_and_one_of_a_business_is_not(world, owner):
    assert world.issue(owner, PLAIN)["_fina"]["status"] == "registered"
    made = world.issue(owner, {**PLAIN, "_documentClient": BUSINESS})
    assert made["_fina"]["status"] == "not-required"
    assert [told["NacinPlac"] for told in world.told()] == ["T"]
    world.issue(owner, {**CASH, "_documentClient": BUSINESS})
    assert world.told()[1]["OibPrimateljaRacuna"] == "12312312316"


def test_F281_numbers_start_again_each_year(world, owner):
    assert world.issue(owner, CASH)["number"] == "1/POSL1/1"
    assert world.issue(owner, CASH)["number"] == "2/POSL1/1"
    world.now = world.now.replace(year=2027, month=1, day=5)
    world.restart()
    made = world.issue(owner, CASH)
    assert (made["number"], made["_fina"]["invoiceNumber"]) == ("1/POSL1/1", 1)


def test_F281_numbers_are_counted_by_premise_or_by_device(world):
    for strategy, sequence, expected in (("B", "N", "112"), ("C", "P", "123")):
        owner = world.shop(fina_strategy=strategy)
        world.cis.invoices.clear()
        own = f"/v1/Organizations/{owner.organization_id}"
        second = {**DEVICE, "electronicDeviceId": "2"}
        world.done("POST", f"{own}/electronicDevices", second, owner, 201)
        numbers = ""
        for device in ("1", "2", "2"):
            made = world.issue(owner, {**CASH, "_fina": {"electronicDeviceId": device}})
            numbers += made["number"].split("/")[0]
        assert numbers == expected
        assert {told["OznSlijed"] for told in world.told()} == {sequence}


def test_F281_the_methods_are_settings_and_kept_with_the_document(world):
    owner = world.shop(fina_zkiMethod="RSA-SHA1")
    block = world.issue(owner, CASH)["_fina"]
    assert block["ZKI"] == zki(block, "5.00", hashes.SHA1)
    assert block["status"] == "registered"


def test_F281_a_message_signed_with_sha1_is_refused_today(world):
    owner = world.shop(fina_signatureMethod="RSA-SHA1")
    error = world.issue(owner, CASH)["_fina"]["error"]
    assert error["code"] == "s004"
    assert "RSA-SHA256" in error["fix"]


@pytest.mark.parametrize(
    ("name", "value"), [("fina_zkiMethod", "MD5"), ("fina_strategy", "X"), ("fina_verifying", "x")]
)
def test_F281_settings_that_are_none_are_refused(world, owner, name, value):
    own = f"/v1/Organizations/{owner.organization_id}"
    refused = world.done("PATCH", own, {"defaults": {name: value}}, owner, 422)
    assert refused["errors"][0]["pointer"] == f"/defaults/{name}"


def test_F281_a_credit_note_is_negative_with_a_number_of_its_own(world, owner):
    made = world.issue(owner, CASH)
    note = world.done("POST", f"/v1/Documents/{made['id']}/credit", {}, owner, 201)
    assert (note["number"], note["_fina"]["status"]) == ("2/POSL1/1", "registered")
    assert world.told()[1]["IznosUkupno"] == "-5.00"
    assert note["_fina"]["ZKI"] == zki(note["_fina"], "-5.00")


def test_F043_canceling_a_registered_document_makes_its_negative_credit_note(world, owner):
    made = world.issue(owner, CASH)
    world.done("POST", f"/v1/Documents/{made['id']}/cancel", {}, owner)
    assert world.told()[1]["IznosUkupno"] == "-5.00"
    refused = world.done("POST", f"/v1/Documents/{made['id']}/uncancel", {}, owner, 409)
    assert refused["type"].endswith("#fiscally-canceled")


def test_F281_a_register_that_is_down_for_three_days_gets_every_document(world, owner):
    world.fails = lambda _: "down"
    made = [world.issue(owner, CASH) for _ in range(3)]
    assert {one["_fina"]["status"] for one in made} == {"pending"}
    for _ in range(72):
        world.later(timedelta(hours=1))
    world.fails = lambda _: None
    for _ in range(3):
        world.later(timedelta(hours=1))
    assert [told["BrOznRac"] for told in world.told()] == ["1", "2", "3"]
    assert {told["NakDost"] for told in world.told()} == {"true"}
    for one in made:
        before, after = one["_fina"], world.read(owner, one)["_fina"]
        assert (after["status"], after["ZKI"], after["issuedAt"]) == (
            "registered",
            before["ZKI"],
            before["issuedAt"],
        )


def test_F281_a_clock_an_hour_off_is_told_with_the_registration(world, owner):
    world.clock_off = timedelta(hours=-1)
    block = world.issue(owner, CASH)["_fina"]
    assert (block["status"], block["error"]["code"]) == ("registered", "clock")
    assert "+3600 s" in block["error"]["text"]


@pytest.mark.parametrize("fault", ["lost", "503"])
def test_F281_an_answer_that_is_lost_is_asked_for_again(world, owner, fault):
    world.fails = lambda _: fault
    made = world.issue(owner, CASH)
    assert made["_fina"]["status"] == "in-doubt"
    world.fails = lambda _: None
    world.later(timedelta(minutes=2))
    block = world.read(owner, made)["_fina"]
    (known,) = world.told()
    assert (block["status"], block["JIR"]) == ("registered", known["Jir"])
    assert len({message["IdPoruke"] for message in world.cis.messages}) == 1


@pytest.mark.parametrize("code", [code for code, known in CODES.items() if known.decides])
def test_F281_a_refusal_is_final_until_it_is_mended(world, owner, code):
    world.cis.refuse = code
    made = world.issue(owner, CASH)
    assert (made["_fina"]["status"], made["_fina"]["error"]["code"]) == ("refused", code)
    world.cis.refuse = ""
    assert world.verify(owner, made).json["_fina"]["status"] == "registered"


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"businessPremiseId": "NONE"}, "/_fina/businessPremiseId"),
        ({"operatorTaxNumber": "123"}, "/_fina/operatorTaxNumber"),
        ({"paymentType": "C"}, "/_fina/paymentType"),
        ({"environment": "test"}, "/_fina/environment"),
    ],
)
def test_F281_a_block_that_cannot_be_registered_takes_no_number(world, owner, block, pointer):
    refused = world.issue(owner, {**CASH, "_fina": block}, 422)
    assert [e["pointer"] for e in refused["errors"]] == [pointer]
    assert world.issue(owner, CASH)["_fina"]["invoiceNumber"] == 1


def test_F281_devices_have_numbers_in_croatia(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    bad = {**DEVICE, "electronicDeviceId": "BLAG-1"}
    refused = world.done("POST", f"{own}/electronicDevices", bad, owner, 422)
    assert refused["errors"][0]["pointer"] == "/electronicDeviceId"


def ask_change(world, owner, made, status=200, **body):
    return world.done("POST", f"/v1/Documents/{made['id']}/fiscal-change", body, owner, status)


def test_F281_another_way_of_paying_and_a_recipient_are_told_after_the_invoice(world, owner):
    made = world.issue(owner)
    done = ask_change(world, owner, made, paymentType="K")
    (change,) = done["_fina"]["changes"]
    assert (done["success"], change["status"], change["value"]) == (True, "registered", "K")
    done = ask_change(world, owner, made, recipientTaxNumber="HR12312312316")
    assert [c["type"] for c in done["_fina"]["changes"]] == ["payment", "recipient"]
    (kept,) = world.told()
    assert kept["PromijenjeniNacinPlac"] == "K"
    assert kept["PromijenjeniOibPrimateljaRacuna"] == "12312312316"
    block, before = world.read(owner, made)["_fina"], made["_fina"]
    same = ("JIR", "ZKI", "qr", "invoiceNumber", "paymentType", "issuedAt", "registeredAt")
    assert {name: block[name] for name in same} == {name: before[name] for name in same}
    ids = [message["IdPoruke"] for message in world.cis.messages]
    assert len(set(ids)) == len(ids) == 3


@pytest.mark.parametrize("fault", ["down", "lost", "503"])
def test_F281_a_change_that_is_not_answered_is_told_until_it_is(world, owner, fault):
    made = world.issue(owner)
    world.fails = lambda _: fault
    done = ask_change(world, owner, made, 202, paymentType="K")
    expected = "pending" if fault == "down" else "in-doubt"
    assert (done["_fina"]["changes"][0]["status"], done["_fina"]["status"]) == (
        expected,
        "registered",
    )
    refused = ask_change(world, owner, made, 409, paymentType="G")
    assert (refused["code"], refused["currentState"]) == ("not-registered", expected)
    world.fails = lambda _: None
    world.later(timedelta(minutes=2))
    (change,) = world.read(owner, made)["_fina"]["changes"]
    assert (change["status"], change["attempts"]) == ("registered", 2)
    told = [m["IdPoruke"] for m in world.cis.messages if "PromijenjeniNacinPlac" in m]
    assert len(set(told)) == 1
    assert world.told()[0]["PromijenjeniNacinPlac"] == "K"


def test_F281_a_change_that_is_refused_says_why_and_another_may_follow(world, owner):
    made = world.issue(owner)
    world.cis.refuse = "s007"
    refused = ask_change(world, owner, made, 422, paymentType="K")
    assert refused["errors"][0]["code"] == "s007"
    world.cis.refuse = ""
    block = world.read(owner, made)["_fina"]
    assert (block["status"], block["changes"][0]["status"]) == ("registered", "refused")
    done = ask_change(world, owner, made, paymentType="G")
    assert [c["status"] for c in done["_fina"]["changes"]] == ["refused", "registered"]


def test_F281_changes_that_are_none_and_of_what_is_not_registered_are_refused(world, owner):
    made = world.issue(owner)
    for body, pointer in (
        ({"paymentType": "C"}, "/paymentType"),
        ({"recipientTaxNumber": "123"}, "/recipientTaxNumber"),
        ({}, ""),
        ({"paymentType": "K", "recipientTaxNumber": "12312312316"}, ""),
    ):
        answer = ask_change(world, owner, made, 422, **body)
        assert answer["errors"][0]["pointer"] == pointer
    assert "changes" not in world.read(owner, made)["_fina"]
    world.fails = lambda _: "down"
    waiting = world.issue(owner)
    assert ask_change(world, owner, waiting, 409, paymentType="K")["code"] == "not-registered"
    draft = world.issue(owner, {"draft": True, "_documentItems": [{"name": "x", "price": 1}]})
    ask_change(world, owner, draft, 409, paymentType="K")


def test_F281_a_repeated_request_tells_a_change_once(world, owner):
    made = world.issue(owner)
    path = f"/v1/Documents/{made['id']}/fiscal-change"
    headers = {"Idempotency-Key": "change-1"}
    for _ in range(2):
        answer = world.request(
            "POST", path, {"paymentType": "K"}, token=owner.token, headers=headers
        )
        assert answer.status == 200, answer.body
    assert len(world.read(owner, made)["_fina"]["changes"]) == 1
    assert len([m for m in world.cis.messages if "PromijenjeniNacinPlac" in m]) == 1
