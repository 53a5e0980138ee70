"""Portugal end to end: documents signed one over the other in the transaction that numbers them."""

import io
from datetime import datetime
from typing import Any

import pytest
from lxml import etree
from tests.support import saft_chain
from tests.support.fiscal_world import fiscal_cloud
from tests.support.portuguese_world import (
    LINES,
    NIF,
    PLAIN,
    PortugueseWorld,
    broken_chain,
    is_signed,
    signing_key,
)


@pytest.fixture
def world():
    with fiscal_cloud(PortugueseWorld()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.shop()


def numbers(made: list[Any]) -> list[str]:
    return [one["number"] for one in made]


def test_F282_documents_are_signed_one_over_the_other_by_whatever_container(world, owner):
    made = []
    for n in range(5):
        made.append(world.issue(owner, {"_documentItems": [{**LINES[0], "price": n + 1}]}))
        if n % 2:
            world.restart()
    assert numbers(made) == [f"FT A2026/{n}" for n in range(1, 6)]
    assert broken_chain(made) == []
    assert broken_chain(made[1:]) == ["FT A2026/2"]
    assert [world.read(owner, one)["_at"] for one in made] == [one["_at"] for one in made]


def test_F282_the_block_says_what_is_printed(world, owner):
    block = world.issue(owner)["_at"]
    assert block["hashExtract"] == "".join(block["hash"][n] for n in (0, 10, 20, 30))
    assert (block["atcud"], block["atcudSeriesId"]) == ("FTDF7T5H-1", "FTDF7T5H")
    assert (block["certificateVersion"], block["hashControl"]) == ("9999", "1")
    assert (block["status"], block["environment"]) == ("not-required", "production")
    assert block["qrString"] == (
        f"A:501964843*B:999999990*C:PT*D:FT*E:N*F:20261121*G:FT A2026/1*H:FTDF7T5H-1*I1:PT*"
        f"I7:10.00*I8:2.30*N:2.30*O:12.30*Q:{block['hashExtract']}*R:9999"
    )


def test_F283_each_document_names_the_one_before_it(world, owner):
    first, second = world.issue(owner), world.issue(owner)
    assert "previousDocumentId" not in first["_at"]
    assert second["_at"]["previousDocumentId"] == first["id"]
    assert second["previousDocumentId"] == first["id"]
    assert second["_at"]["previousHash"] == first["_at"]["hash"]


def test_F282_documents_issued_together_are_a_chain(world, owner):
    before = world.issue(owner)
    path = f"/v1/Organizations/{owner.organization_id}/documents/batch"
    answer = world.done("POST", path, {"documents": [PLAIN] * 25}, owner, 201)
    made = [before, *answer, world.issue(owner)]
    assert numbers(made) == [f"FT A2026/{n}" for n in range(1, 28)]
    assert broken_chain(made) == []


def test_F282_each_type_has_a_chain_of_its_own(world, owner):
    made = world.issue(owner)
    note = world.done("POST", f"/v1/Documents/{made['id']}/credit", {}, owner, 201)
    second = world.issue(owner)
    estimate = world.issue(owner, {**PLAIN, "type": "estimate"})
    assert numbers([note, estimate]) == ["NC A2026/1", "OR A2026/1"]
    assert broken_chain([made, second]) == broken_chain([note]) == broken_chain([estimate]) == []
    fields = dict(one.split(":", 1) for one in note["_at"]["qrString"].split("*"))
    assert (fields["D"], fields["O"], fields["N"]) == ("NC", "12.30", "2.30")


def test_F282_a_draft_is_signed_when_it_is_issued(world, owner):
    draft = world.issue(owner, {**PLAIN, "draft": True})
    assert "_at" not in draft
    first = world.issue(owner)
    issued = world.done("PATCH", f"/v1/Documents/{draft['id']}", {"draft": False}, owner)
    assert broken_chain([first, issued]) == []


def test_F282_a_canceled_document_stays_in_the_chain(world, owner):
    first, second = world.issue(owner), world.issue(owner)
    world.done("POST", f"/v1/Documents/{second['id']}/cancel", {}, owner)
    canceled = world.read(owner, second)
    assert (canceled["state"], canceled["_at"]) == ("canceled", second["_at"])
    assert broken_chain([first, canceled, world.issue(owner)]) == []


def test_F044_a_signed_document_that_was_canceled_stays_canceled(world, owner):
    made = world.issue(owner)
    world.done("POST", f"/v1/Documents/{made['id']}/cancel", {}, owner)
    refused = world.done("POST", f"/v1/Documents/{made['id']}/uncancel", {}, owner, 409)
    assert (refused["code"], refused["currentState"]) == ("fiscally-canceled", "canceled")
    assert "uncancel" not in refused["allowedActions"]
    assert world.read(owner, made)["state"] == "canceled"


def test_F282_dates_only_go_forward_in_a_series(world, owner):
    last = world.issue(owner, {**PLAIN, "date": "2026-11-20"})
    refused = world.issue(owner, {**PLAIN, "date": "2026-11-19"}, 422)
    (error,) = refused["errors"]
    assert (error["code"], error["pointer"]) == ("fiscal-date-order", "/date")
    assert "2026-11-20" in error["fix"]
    again = world.issue(owner, {**PLAIN, "date": "2026-11-20"})
    other = world.issue(owner, {**PLAIN, "date": "2026-11-01", "type": "estimate"})
    assert numbers([again, other]) == ["FT A2026/2", "OR A2026/1"]
    world.restart()
    assert world.issue(owner, {**PLAIN, "date": "2026-11-19"}, 422)["errors"] == refused["errors"]
    path = f"/v1/Organizations/{owner.organization_id}/documents/batch"
    wrong = [{**PLAIN, "date": day} for day in ("2026-11-22", "2026-11-21")]
    told = world.request("POST", path, {"documents": wrong}, token=owner.token)
    assert "fiscal-date-order" in told.body.decode()
    assert broken_chain([last, again, world.issue(owner)]) == []


def test_F282_recurrences_issue_signed_documents_in_the_chain(world, owner):
    first = world.issue(owner)
    path = f"/v1/Organizations/{owner.organization_id}/recurrences"
    for name in ("rent", "water"):
        body = {"name": name, "type": "month", "dateFirst": "2026-12-01", "document": PLAIN}
        world.done("POST", path, body, owner, 201)
    for day in ("2026-12-01", "2027-01-01"):
        world.now = datetime.fromisoformat(f"{day}T06:00:00+00:00")
        world.tick_schedule()
        assert world.run_queue() == []
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    found = world.done("GET", path, None, owner)[::-1]
    assert len(found) == 5
    chain = sorted((world.read(owner, one) for one in found), key=lambda d: d["seriesNumber"])
    assert chain[0]["number"] == first["number"]
    assert broken_chain(chain) == []
    assert [one["date"] for one in chain] == sorted(one["date"] for one in chain)


def test_F282_a_signed_estimate_is_not_deleted(world, owner):
    made = world.issue(owner, {**PLAIN, "type": "estimate"})
    refused = world.done("DELETE", f"/v1/Documents/{made['id']}", None, owner, 409)
    assert "delete" not in refused["allowedActions"]


def test_F282_a_repeated_request_signs_once(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    headers = {"idempotency-key": "once"}
    first = world.request("POST", path, PLAIN, token=owner.token, headers=headers).json
    world.restart()
    again = world.request("POST", path, PLAIN, token=owner.token, headers=headers).json
    assert again["_at"] == first["_at"]
    assert broken_chain([first, world.issue(owner)]) == []


def test_F282_what_is_not_signed_leaves_the_chain_where_it_is(world, owner):
    first = world.issue(owner)
    world.configure(owner, verifying=False)
    assert "_at" not in world.issue(owner)
    world.configure(owner)
    third = world.issue(owner)
    assert third["number"] == "FT A2026/3"
    assert broken_chain([first, third]) == []


# What is missing takes no number


@pytest.mark.parametrize(
    ("settings", "code", "pointer"),
    [
        ({"series": {"NC A2026": "NCDF7T5H"}}, "at-series", "/serie"),
        ({"series": {"FT A2026": "short"}}, "at-series", "/serie"),
        ({"certificateNumber": None}, "at-certificate-number", "/_at"),
    ],
)
def test_F282_what_is_missing_is_named_and_takes_no_number(world, owner, settings, code, pointer):
    made = world.issue(owner)
    world.configure(owner, **settings)
    (error,) = world.issue(owner, PLAIN, 422)["errors"]
    assert (error["code"], error["pointer"]) == (code, pointer)
    assert error["fix"]
    world.configure(owner)
    assert broken_chain([made, world.issue(owner)]) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**PLAIN, "type": "proforma"}, "fiscal-series"),
        ({**PLAIN, "number": "FT A2026/9"}, "fiscal-number"),
        ({**PLAIN, "currencyId": "USD"}, "at-currency"),
        ({**PLAIN, "type": "credit-note"}, "at-reference"),
    ],
)
def test_F282_documents_that_cannot_be_signed_are_refused(world, owner, body, code):
    (error,) = world.issue(owner, body, 422)["errors"]
    assert error["code"] == code
    assert error["fix"]
    assert world.issue(owner)["number"] == "FT A2026/1"


@pytest.mark.parametrize("pattern", ["{YYYY}-{n:05}", "FT {SERIE}/{n:05}", "NC {SERIE}/{n}"])
def test_F282_a_pattern_that_gives_no_portuguese_number_is_refused(world, pattern):
    owner = world.shop()
    world.series(owner, "invoice", pattern, code="B")
    (error,) = world.issue(owner, {**PLAIN, "serie": "B"}, 422)["errors"]
    assert error["pointer"] == "/number"
    assert "FT {series}/{n}" in error["fix"]


def test_F282_two_types_do_not_share_a_series(world, owner):
    world.series(owner, "advance", "FT {SERIE}/{n}")
    for kind in ("invoice", "advance"):
        (error,) = world.issue(owner, {**PLAIN, "type": kind}, 422)["errors"]
        assert (error["code"], error["pointer"]) == ("fiscal-series", "/serie")


def test_F282_a_document_is_not_told_of_by_itself(world, owner):
    made = world.issue(owner)
    answer = world.verify(owner, made)
    assert answer.status == 409
    assert answer.json["type"].endswith("#told-by-file")
    assert world.asked == []
    assert world.read(owner, made)["_at"] == made["_at"]


def test_F282_nothing_is_issued_unsigned_because_the_key_is_missing(world):
    owner = world.organization(name="Lipa Lda.", country="PT", tax_number=f"PT{NIF}")
    world.configure(owner)
    world.series(owner, "invoice", "FT {SERIE}/{n}")
    (error,) = world.issue(owner, PLAIN, 422)["errors"]
    assert error["code"] == "certificate-missing"
    assert "type=at" in error["fix"]


def test_F282_the_key_signs_its_own_taxpayers_documents_only(world):
    world.trust()
    owner = world.organization(name="Outra Lda.", country="PT", tax_number="PT123456789")
    with pytest.raises(AssertionError, match="certificate-tax-number"):
        world.settle(owner)


def test_F282_the_signature_is_that_of_the_prescribed_key(world, owner):
    made = world.issue(owner)
    block = made["_at"]
    text = f"2026-11-21;{block['issuedAt']};FT A2026/1;12.30;"
    assert is_signed(text, block["hash"])
    assert not is_signed(text + ";", block["hash"])
    assert len(block["hash"]) == 172


# What people see


def test_F282_every_page_says_what_the_law_wants_and_the_code_is_large_enough(world, owner):
    import zxingcpp  # noqa: PLC0415 - a reader of codes
    from pypdf import PdfReader  # noqa: PLC0415 - a judge
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - another

    made = world.issue(owner, {"_documentItems": LINES * 60})
    block = made["_at"]
    line = f"{block['hashExtract']}-Processado por programa certificado n.º 9999/AT"
    for query in ("", "?hideHeaderFooter=true"):
        path = f"/v1/Documents/{made['id']}/pdf{query}"
        data = world.request("GET", path, token=owner.token).body
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        assert len(pages) > 1
        for text in pages:
            assert line in text.replace("\u00a0", " ")
            assert f"ATCUD:{block['atcud']}" in text
        scale = 3
        codes = [
            found
            for page in PdfDocument(data)
            for found in zxingcpp.read_barcodes(page.render(scale=scale).to_pil())
        ]
        (code,) = (found for found in codes if found.text == block["qrString"])
        place = code.position
        across_mm = (place.top_right.x - place.top_left.x) / scale / 72 * 25.4
        assert across_mm >= 30


def test_F282_the_hosted_page_shows_it_too(world, owner):
    made = world.issue(owner)
    share = world.done("POST", f"/v1/Documents/{made['id']}/share", {}, owner)
    path = f"/v1/Documents/public/{share['shareableId']}"
    page = world.request("GET", path, headers={"accept": "text/html"}).body.decode()
    assert f"<figure><p>ATCUD:{made['_at']['atcud']}</p><svg" in page
    assert "-Processado por programa certificado n.º 9999/AT" in page


# What the authority is told


def saft(world, owner, first="2026-11-01", last="2026-11-30"):
    path = f"/v1/Organizations/{owner.organization_id}/saft?from={first}&to={last}"
    return world.request("GET", path, token=owner.token)


def broken_file(data: bytes) -> list[str]:
    numbers = signing_key().public_key().public_numbers()
    return saft_chain.verify(data, saft_chain.PublicKey(numbers.n, numbers.e)).broken


def test_F282_the_chain_is_verified_from_the_periods_file_alone(world, owner):
    made = [world.issue(owner) for _ in range(4)]
    world.done("POST", f"/v1/Documents/{made[3]['id']}/cancel", {}, owner)
    world.done("POST", f"/v1/Documents/{made[0]['id']}/credit", {}, owner, 201)
    world.issue(owner, {**PLAIN, "type": "estimate"})
    world.issue(owner, {**PLAIN, "draft": True})
    world.restart()
    answer = saft(world, owner)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.body.startswith(b'<?xml version="1.0" encoding="windows-1252"?>')
    assert "Café".encode("cp1252") in answer.body
    root = etree.fromstring(answer.body)
    numbers = [found.text for found in root.iter("{*}InvoiceNo")]
    assert numbers == ["NC A2026/1", *(f"FT A2026/{n}" for n in range(1, 5))]
    assert [found.text for found in root.iter("{*}DocumentNumber")] == ["OR A2026/1"]
    assert sorted(found.text for found in root.iter("{*}InvoiceStatus")) == list("ANNNN")
    assert (root.findtext(".//{*}TaxRegistrationNumber"), broken_file(answer.body)) == (NIF, [])
    changed = answer.body.replace(b"<GrossTotal>12.30<", b"<GrossTotal>12.31<", 1)
    assert broken_file(changed)


def test_F282_a_periods_file_has_the_documents_of_its_days_and_no_others(world, owner):
    for day in ("2026-11-19", "2026-11-20", "2026-11-21"):
        world.issue(owner, {**PLAIN, "date": day})
    root = etree.fromstring(saft(world, owner, "2026-11-20", "2026-11-20").body)
    assert [found.text for found in root.iter("{*}InvoiceNo")] == ["FT A2026/2"]
    empty = etree.fromstring(saft(world, owner, "2025-01-01", "2025-12-31").body)
    assert empty.find("{*}SourceDocuments") is None


@pytest.mark.parametrize(
    ("days", "status", "pointer"),
    [
        (("2026-11-30", "2026-11-01"), 422, "/query/to"),
        (("2025-01-01", "2026-11-30"), 422, "/query/to"),
        (("2026-11", "2026-11-30"), 400, "/query/from"),
        (("", "2026-11-30"), 400, "/query/from"),
    ],
)
def test_F282_a_period_that_is_none_is_refused(world, owner, days, status, pointer):
    answer = saft(world, owner, *days)
    assert answer.status == status
    assert answer.json["errors"][0]["pointer"] == pointer
    assert answer.json["errors"][0]["fix"]


def test_F282_who_signs_nothing_has_no_file(world, owner):
    other = world.organization()
    assert saft(world, other).status == 409
    world.configure(owner, certificateNumber=None)
    answer = saft(world, owner)
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "at-certificate-number")
