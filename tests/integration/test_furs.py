"""Registration with FURS, end to end: handlers, store, and a simulator that checks everything."""

import hashlib
import io
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from tests.support.fiscal_world import (
    CASH,
    DEVICE,
    PREMISE,
    FiscalWorld,
    fiscal_cloud,
    taxpayer,
)

PLAIN = {"_documentItems": [{"name": "Kava", "price": 5}]}
RATED = {"_documentItems": [{"name": "Kava", "price": 5, "_documentItemTaxes": [{"rate": 22}]}]}


@pytest.fixture
def world():
    with fiscal_cloud(FiscalWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.shop()


def zoi(block: dict[str, Any], amount: str) -> str:
    """The ZOI, made once more from what the document shows."""
    at = datetime.fromisoformat(block["issuedAt"])
    text = (
        f"50223054{at:%d.%m.%Y %H:%M:%S}{block['invoiceNumber']}{block['businessPremiseId']}"
        f"{block['electronicDeviceId']}{amount}"
    )
    made = taxpayer().key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return hashlib.md5(made).hexdigest()  # noqa: S324 - what FURS prescribes


def test_F279_a_cash_invoice_is_registered_as_it_is_issued(world, owner):
    made = world.issue(owner)
    block = made["_furs"]
    assert made["number"] == "SPLET-BLAG1-1"
    assert (block["status"], block["invoiceNumber"], block["strategy"]) == ("registered", 1, "C")
    (told,) = world.told()
    assert told["ProtectedID"] == block["zoi"] == zoi(block, "6.10")
    assert world.furs.invoices[50223054, block["zoi"]]["eor"] == block["eor"]
    assert told["IssueDateTime"] == block["issuedAt"]
    assert "SubsequentSubmit" not in told
    assert world.read(owner, made)["_furs"] == block
    assert len(block["qr"]) == 60


def test_F280_the_block_counts_tries_and_prints(world, owner):
    world.fails = lambda _: "down"
    made = world.issue(owner, {**CASH, "_furs": {"printCount": 9, "iteration": 9}})
    path = f"/v1/Documents/{made['id']}"
    assert (made["_furs"]["iteration"], made["_furs"]["printCount"]) == (0, 0)
    assert made["_furs"]["accountId"] == made["accountId"]
    world.fails = lambda _: None
    world.now += timedelta(minutes=2)
    world.request("POST", f"{path}/fiscally-verify", {}, token=owner.token)
    world.request("GET", f"{path}/pdf", token=owner.token)
    block = world.request("GET", path, token=owner.token).json["_furs"]
    assert (block["status"], block["iteration"], block["printCount"]) == ("registered", 1, 1)


def test_F279_an_invoice_paid_by_transfer_is_coded_and_not_told(world, owner):
    made = world.issue(owner, PLAIN)
    assert (made["_furs"]["status"], world.told()) == ("not-required", [])
    assert made["_furs"]["zoi"] == zoi(made["_furs"], "6.10")


def test_F279_cash_that_comes_later_is_told_with_the_original_time(world, owner):
    made = world.issue(owner, PLAIN)
    world.now += timedelta(hours=2)
    path = f"/v1/Documents/{made['id']}/payments"
    world.done("POST", path, {"type": "card"}, owner, 201)
    world.later(timedelta(minutes=1))
    (told,) = world.told()
    block = world.read(owner, made)["_furs"]
    assert block["status"] == "registered"
    assert (block["zoi"], block["issuedAt"]) == (made["_furs"]["zoi"], made["_furs"]["issuedAt"])
    assert (told["IssueDateTime"], told["SubsequentSubmit"]) == (block["issuedAt"], True)


def test_F279_who_sends_the_block_asks_for_it(world, owner):
    asked = {"businessPremiseId": "SPLET", "electronicDeviceId": "BLAG1"}
    made = world.issue(owner, {**PLAIN, "_furs": {**asked, "operatorTaxNumber": "10039856"}})
    assert made["_furs"]["status"] == "registered"
    (told,) = world.told()
    assert told["OperatorTaxNumber"] == 10039856


def test_F279_verifying_by_hand_registers_what_was_not_required(world, owner):
    made = world.issue(owner, PLAIN)
    answer = world.verify(owner, made, "?provider=furs&old=true")
    assert (answer.status, answer.json["success"]) == (200, True)
    (told,) = world.told()
    assert told["SubsequentSubmit"] is True
    again = world.verify(owner, made)
    assert again.json["_furs"] == answer.json["_furs"]
    assert len(world.told()) == 1


def test_F284_strategy_b_counts_each_device_and_c_each_premise(world):
    for strategy, expected in (("B", ["1", "1", "2"]), ("C", ["1", "2", "3"])):
        owner = world.shop(furs_strategy=strategy)
        own = f"/v1/Organizations/{owner.organization_id}"
        second = {**DEVICE, "electronicDeviceId": "BLAG2"}
        world.done("POST", f"{own}/electronicDevices", second, owner, 201)
        numbers = []
        for device in ("BLAG1", "BLAG2", "BLAG2"):
            block = {"electronicDeviceId": device}
            asked = f"?type=invoice&BPid=SPLET&EDid={device}&fvStrategy={strategy}"
            next_ = world.done("GET", f"{own}/next-doc-number{asked}", None, owner)["number"]
            made = world.issue(owner, {**CASH, "_furs": block})
            assert made["_furs"]["strategy"] == strategy
            assert made["number"] == next_
            numbers.append(made["number"].rsplit("-", 1)[1])
        assert numbers == expected


def test_F284_several_devices_must_be_named(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    second = {**DEVICE, "electronicDeviceId": "BLAG2"}
    world.done("POST", f"{own}/electronicDevices", second, owner, 201)
    refused = world.issue(owner, CASH, 422)
    (error,) = refused["errors"]
    assert error["pointer"] == "/_furs/electronicDeviceId"
    assert error["fix"] == "send one of BLAG1, BLAG2"
    assert world.issue(owner, {**CASH, "_furs": {"electronicDeviceId": "BLAG2"}})


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"businessPremiseId": "NONE"}, "/_furs/businessPremiseId"),
        ({"electronicDeviceId": "NONE"}, "/_furs/electronicDeviceId"),
        ({"operatorTaxNumber": "123"}, "/_furs/operatorTaxNumber"),
        ({"foreignOperator": "yes"}, "/_furs/foreignOperator"),
        ({"operatorLabel": ["x"]}, "/_furs/operatorLabel"),
        ({"environment": "test"}, "/_furs/environment"),
    ],
)
def test_F280_a_block_that_cannot_be_registered_takes_no_number(world, owner, block, pointer):
    refused = world.issue(owner, {**CASH, "_furs": block}, 422)
    assert [e["pointer"] for e in refused["errors"]] == [pointer]
    assert all(e["fix"] for e in refused["errors"])
    assert world.issue(owner)["_furs"]["invoiceNumber"] == 1


def test_F280_a_number_of_ones_own_and_another_currency_are_refused(world, owner):
    refused = world.issue(owner, {**CASH, "number": "7"}, 422)
    assert refused["errors"][0]["pointer"] == "/number"
    foreign = world.issue(
        owner, {**CASH, "currencyId": "USD", "_furs": {"operatorLabel": "A"}}, 422
    )
    assert foreign["errors"][0]["pointer"] == "/currencyId"
    assert world.told() == []


def test_F280_a_credit_note_refers_to_its_invoice_and_is_negative(world, owner):
    made = world.issue(owner, {**RATED, "payments": [{"type": "cash", "amount": "6.1"}]})
    note = world.done("POST", f"/v1/Documents/{made['id']}/credit", {}, owner, 201)
    assert note["_furs"]["status"] == "registered"
    assert note["number"] == "SPLET-BLAG1-2"
    told = world.told()[1]
    assert told["InvoiceAmount"] == Decimal("-6.10")
    assert told["TaxesPerSeller"][0]["VAT"][0]["TaxAmount"] == Decimal("-1.10")
    (reference,) = told["ReferenceInvoice"]
    assert reference["ReferenceInvoiceIdentifier"]["InvoiceNumber"] == "1"
    assert note["_furs"]["zoi"] == zoi(note["_furs"], "-6.10")


def test_F043_canceling_a_registered_document_makes_its_negative_credit_note(world, owner):
    made = world.issue(owner)
    world.done("POST", f"/v1/Documents/{made['id']}/cancel", {}, owner)
    read = world.read(owner, made)
    (successor,) = read["_successors"]
    note = world.read(owner, {"id": successor["documentId"]})
    assert (note["type"], note["_furs"]["status"]) == ("credit-note", "registered")
    assert world.told()[1]["InvoiceAmount"] == Decimal("-6.10")
    assert (read["state"], read["_furs"]["eor"]) == ("canceled", made["_furs"]["eor"])
    again = world.done("POST", f"/v1/Documents/{made['id']}/cancel", {}, owner, 409)
    assert again["currentState"] == "canceled"
    last = world.done("POST", f"/v1/Documents/{note['id']}/cancel", {}, owner, 409)
    assert last["type"].endswith("#fiscally-registered")


def test_F044_a_cancellation_the_authority_knows_of_is_not_taken_back(world, owner):
    made = world.issue(owner)
    path = f"/v1/Documents/{made['id']}"
    world.done("POST", f"{path}/cancel", {}, owner)
    refused = world.done("POST", f"{path}/uncancel", {}, owner, 409)
    assert refused["type"].endswith("#fiscally-canceled")
    assert "uncancel" not in refused["allowedActions"]
    plain = world.issue(owner, PLAIN)
    world.done("POST", f"/v1/Documents/{plain['id']}/cancel", {}, owner)
    world.done("POST", f"/v1/Documents/{plain['id']}/uncancel", {}, owner)


# What goes wrong, and how it is mended


def test_F279_an_authority_that_is_down_for_three_days_gets_every_document(world, owner):
    world.fails = lambda _: "down"
    made = [world.issue(owner) for _ in range(3)]
    for document in made:
        assert document["_furs"]["status"] == "pending"
        assert document["_furs"]["error"]["code"] == "connect"
        assert document["_furs"]["error"]["fix"]
    for _ in range(9):
        world.later(timedelta(hours=8))
    world.fails = lambda _: None
    for _ in range(3):
        world.later(timedelta(hours=1))
    assert [told["InvoiceIdentifier"]["InvoiceNumber"] for told in world.told()] == ["1", "2", "3"]
    for document in made:
        after = world.read(owner, document)
        block = after["_furs"]
        assert (block["status"], block["late"]) == ("registered", True)
        assert (block["zoi"], block["issuedAt"]) == (
            document["_furs"]["zoi"],
            document["_furs"]["issuedAt"],
        )
        assert (after["number"], after["totalWithTax"]) == (document["number"], 6.1)
    assert all(told["SubsequentSubmit"] for told in world.told())


def test_F279_registrations_of_the_test_world_are_tried_when_its_clock_is_put_ahead(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    body = {"role": "admin", "live": False}
    made = world.done("POST", f"{own}/tokens", body, owner, 201)
    tester = replace(owner, token=made["secret"])
    world.settle(tester)
    world.fails = lambda _: "down"
    document = world.issue(tester)
    for day in ("22", "23", "24"):
        if day == "24":
            world.fails = lambda _: None
        world.done("PUT", f"{own}/test-clock", {"now": f"2026-11-{day}T10:00:00Z"}, tester)
        assert world.run_queue() == []
    after = world.read(tester, document)
    assert (after["_furs"]["status"], after["_furs"]["attempts"]) == ("registered", 4)
    for name in ("zoi", "issuedAt", "qr"):
        assert after["_furs"][name] == document["_furs"][name]
    (told,) = world.told()
    assert told["SubsequentSubmit"] is True
    world.done("PUT", f"{own}/test-clock", {"now": "2026-11-20T10:00:00Z"}, tester)
    assert world.queue == []


@pytest.mark.parametrize("fault", ["lost", "500"])
def test_F279_an_answer_that_is_lost_leaves_it_in_doubt_and_the_next_gives_the_same_eor(
    world, owner, fault
):
    world.fails = lambda _: fault
    made = world.issue(owner)
    assert made["_furs"]["status"] == "in-doubt"
    (known,) = world.furs.invoices.values()
    world.fails = lambda _: None
    world.later(timedelta(minutes=2))
    block = world.read(owner, made)["_furs"]
    assert (block["status"], block["eor"]) == ("registered", known["eor"])
    ids = {m["InvoiceRequest"]["Header"]["MessageID"] for m in world.furs.messages[1:]}
    assert len(ids) == 1


@pytest.mark.parametrize("code", ["S001", "S002", "S003", "S004", "S005", "S006", "S007", "S008"])
def test_F279_a_refusal_is_final_until_it_is_mended(world, owner, code):
    world.furs.refuse = code
    made = world.issue(owner)
    error = made["_furs"]["error"]
    assert (made["_furs"]["status"], error["code"]) == ("refused", code)
    assert error["fix"]
    world.later(timedelta(hours=3))
    assert world.read(owner, made)["_furs"]["attempts"] == 1
    refused = world.verify(owner, made)
    assert refused.status == 422
    assert refused.json["errors"][0]["code"] == code
    world.furs.refuse = ""
    assert world.verify(owner, made).json["_furs"]["status"] == "registered"
    assert world.told()[0]["ProtectedID"] == made["_furs"]["zoi"]


def test_F279_trouble_of_its_own_is_tried_again(world, owner):
    world.furs.refuse = "S100"
    made = world.issue(owner)
    assert made["_furs"]["status"] == "in-doubt"
    world.furs.refuse = ""
    world.later(timedelta(minutes=2))
    assert world.read(owner, made)["_furs"]["status"] == "registered"


def test_F280_a_premise_furs_does_not_know_is_told_before_the_invoice(world):
    world.fails = lambda _: "down"
    owner = world.shop()
    own = f"/v1/Organizations/{owner.organization_id}"
    (premise,) = world.done("GET", f"{own}/businesspremises", None, owner)
    assert (premise["status"], premise["error"]["code"]) == ("in-doubt", "connect")
    world.fails = lambda _: None
    assert world.issue(owner)["_furs"]["status"] == "registered"
    (premise,) = world.done("GET", f"{own}/businesspremises", None, owner)
    assert (premise["status"], "error" in premise) == ("registered", False)


def test_F280_a_closed_premise_issues_no_more(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    (premise,) = world.done("GET", f"{own}/businesspremises", None, owner)
    path = f"/v1/BusinessPremises/{premise['id']}"
    closed = world.done("PATCH", path, {"closed": True}, owner)
    assert (closed["closed"], closed["status"]) == (True, "registered")
    assert world.furs.premises[50223054, "SPLET"]["ClosingTag"] == "Z"
    refused = world.issue(owner, CASH, 422)
    assert refused["errors"][0]["pointer"] == "/_furs/businessPremiseId"


def test_F280_a_clock_an_hour_off_is_told_with_the_registration(world, owner):
    world.clock_off = timedelta(hours=-1)
    block = world.issue(owner)["_furs"]
    assert (block["status"], block["error"]["code"]) == ("registered", "clock")
    assert "+3600 s" in block["error"]["text"]


def test_F280_without_trusted_roots_nothing_is_believed(world, owner):
    world.restart()
    stranger = world.furs.issuer
    world.furs.issuer = type(stranger)(taxpayer())
    world.trust()
    world.furs.issuer = stranger
    made = world.issue(owner)
    assert (made["_furs"]["status"], made["_furs"]["error"]["code"]) == ("in-doubt", "untrusted")
    world.trust()
    world.restart()
    world.later(timedelta(minutes=2))
    assert world.read(owner, made)["_furs"]["status"] == "registered"


def test_F280_roots_that_are_not_installed_are_the_operators_to_mend(world):
    owner = world.organization()
    world.settle(owner)
    made = world.issue(owner)
    assert (made["_furs"]["status"], made["_furs"]["error"]["code"]) == ("pending", "roots-missing")
    assert world.asked == []
    world.trust()
    world.later(timedelta(minutes=2))
    assert world.read(owner, made)["_furs"]["status"] == "registered"


def test_F279_documents_without_a_code_cannot_be_registered(world):
    owner = world.organization()
    made = world.issue(owner)
    assert "_furs" not in made
    refused = world.verify(owner, made)
    assert (refused.status, refused.json["currentState"]) == (409, "issued")
    assert refused.json["errors"][0]["fix"]
    assert world.verify(owner, made, "?provider=nobody").status == 422
    draft = world.issue(owner, {**CASH, "draft": True})
    assert world.verify(owner, draft).status == 409


def test_F279_batches_and_drafts_are_registered_too(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.done("POST", f"{own}/batch", {"documents": [CASH, CASH]}, owner, 201)
    draft = world.issue(owner, {**CASH, "draft": True})
    assert "_furs" not in draft
    issued = world.done("PATCH", f"/v1/Documents/{draft['id']}", {"draft": False}, owner)
    assert issued["_furs"]["status"] == "registered"
    world.later(timedelta(minutes=1))
    numbers = sorted(told["InvoiceIdentifier"]["InvoiceNumber"] for told in world.told())
    assert numbers == ["1", "2", "3"]
    assert made


def test_F279_a_repeated_request_is_answered_with_the_same_registration(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    headers = {"idempotency-key": "once"}
    first = world.request("POST", path, CASH, token=owner.token, headers=headers).json
    again = world.request("POST", path, CASH, token=owner.token, headers=headers).json
    assert again["_furs"] == first["_furs"]
    assert len(world.told()) == 1


def test_F279_webhooks_hear_of_registrations_and_refusals(world, owner):
    hook = world.webhook(owner)
    world.issue(owner)
    world.furs.refuse = "S002"
    world.issue(owner)
    world.deliver()
    types = [delivery["type"] for delivery in world.deliveries(owner, hook)]
    assert {"document.registered", "document.registration_refused"} <= set(types)
    assert not {"document.registering", "premise.told"} & set(types)


def test_F279_what_waits_for_a_day_is_told_once_and_counted(world, owner):
    hook = world.webhook(owner)
    world.fails = lambda _: "down"
    made = world.issue(owner)
    counted = []
    for hours in (1, 22, 2, 1):
        world.now += timedelta(hours=hours)
        counted.append(world.tick_janitor()["overdue"])
    assert counted == [0, 0, 1, 1]
    world.fails = lambda _: None
    world.now += timedelta(hours=1)
    assert world.tick_janitor()["overdue"] == 0
    assert world.read(owner, made)["_furs"]["status"] == "registered"
    world.deliver()
    types = [delivery["type"] for delivery in world.deliveries(owner, hook)]
    assert types.count("document.registration_overdue") == 1


def test_F285_the_test_world_has_its_own_certificate_numbers_and_environment(world, owner):
    from tests.integration.test_isolation import _token  # noqa: PLC0415 - one helper of many

    world.issue(owner)
    test = type(owner)(owner.organization_id, owner.account_id, _token(owner, "--test"))
    assert world.done(
        "GET", f"/v1/Organizations/{owner.organization_id}/has-certificate?type=furs", None, test
    ) == {"hasCertificate": False, "type": "furs"}
    world.settle(test)
    made = world.issue(test)
    assert (made["number"], made["_furs"]["environment"]) == ("SPLET-BLAG1-1", "test")
    assert "blagajne-test.fu.gov.si" in world.asked[-1]
    assert "blagajne.fu.gov.si:9003" in world.asked[0]


# Premises and devices


def test_F280_premises_and_devices_are_kept_once_and_checked(world, owner):
    own = f"/v1/Organizations/{owner.organization_id}"
    again = world.done("POST", f"{own}/businesspremises", PREMISE, owner, 422)
    assert again["errors"][0]["code"] == "premise-taken"
    again = world.done("POST", f"{own}/electronicDevices", DEVICE, owner, 422)
    assert again["errors"][0]["code"] == "device-taken"
    bad = world.done("POST", f"{own}/businesspremises", {"businessPremiseId": "BP1"}, owner, 422)
    assert {e["pointer"] for e in bad["errors"]} >= {"/cadastralNumber", "/street"}
    nowhere = {"electronicDeviceId": "X", "businessPremiseId": "NONE"}
    lost = world.done("POST", f"{own}/electronicDevices", nowhere, owner, 422)
    assert lost["errors"][0]["pointer"] == "/businessPremiseId"
    other = world.done("POST", f"{own}/electronicDevices", {**DEVICE, "provider": "x"}, owner, 422)
    assert other["errors"][0]["pointer"] == "/provider"
    wrong = {"electronicDeviceId": "Y", "environment": "test"}
    assert world.done("POST", f"{own}/electronicDevices", wrong, owner, 422)
    (device,) = world.done("GET", f"{own}/electronicDevices", None, owner)
    path = f"/v1/ElectronicDevices/{device['id']}"
    assert world.done("PATCH", path, {"active": False}, owner)["active"] is False
    assert world.issue(owner, CASH, 422)["errors"][0]["pointer"] == "/_furs/electronicDeviceId"


# What people see


def test_F217_pdf_and_page_show_codes_time_operator_and_the_code_to_scan(world, owner):
    import zxingcpp  # noqa: PLC0415 - a reader of codes
    from pypdf import PdfReader  # noqa: PLC0415 - a judge
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - another

    made = world.issue(owner, {**CASH, "_furs": {"operatorLabel": "Ana K."}})
    path = f"/v1/Documents/{made['id']}/pdf"
    data = world.request("GET", path, token=owner.token).body
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    shown = f"{datetime.fromisoformat(made['_furs']['issuedAt']):%d.%m.%Y %H:%M:%S}"
    for wanted in (made["_furs"]["zoi"], made["_furs"]["eor"], "Ana K.", shown):
        assert wanted in text.replace("\u00a0", " ")
    picture = PdfDocument(data)[0].render(scale=3).to_pil()
    codes = {found.text for found in zxingcpp.read_barcodes(picture)}
    assert made["_furs"]["qr"] in codes
    share = world.done("POST", f"/v1/Documents/{made['id']}/share", {}, owner)
    page = world.request(
        "GET", f"/v1/Documents/public/{share['shareableId']}", headers={"accept": "text/html"}
    ).body.decode()
    assert made["_furs"]["zoi"] in page
