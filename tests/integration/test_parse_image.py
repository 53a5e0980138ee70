"""parse-image: what stands on an image becomes a Document, and nothing is saved."""

import base64
from random import Random

import pytest
from tests.support import paper, scanner
from tests.support.world import World, cloud

from invoicing.errors import Unavailable
from invoicing.recognize import Box, PageText, Word

EPC = "BCD\n002\n1\nSCT\n\nLipa d.o.o.\nSI56020170014356205\nEUR122.00\n\nRF18539007547034\n"
SHEET = paper.sheet(3, code=EPC)
PNG = scanner.png(paper.draw(SHEET, 90))


@pytest.fixture
def world():
    with cloud(World()) as made:
        yield made


@pytest.fixture
def owner(world):
    return world.organization(tax_number="SI59082437")


@pytest.fixture
def parse(world, owner):
    def ask(body, query="", **headers):
        path = f"/v1/Organizations/{owner.organization_id}/documents/parse-image{query}"
        return world.request("POST", path, body, token=owner.token, headers=headers)

    return ask


def telling(*rows):
    words = tuple(
        Word(text, Box(0.1, 0.05 + 0.03 * at, 0.01 * len(text), 0.012))
        for at, text in enumerate(rows)
    )
    return lambda _: PageText(words)


INVOICE = telling(
    "Lipa d.o.o.", "ID za DDV: SI50223054", "Račun št. 2026-17", "Datum: 12. 3. 2026",
    "Rok plačila: 26.03.2026", "Osnova 100,00", "DDV 22% 22,00", "Za plačilo 122,00 EUR",
)  # fmt: skip


def fields(answer):
    return {field["name"]: field for field in answer.json["_recognition"]["fields"]}


def test_F256_a_photograph_is_read_codes_first_then_text(world, parse):
    world.read_text = INVOICE
    photo = scanner.jpeg(scanner.photograph(paper.draw(SHEET, 120), Random(1), width_px=1000))
    answer = parse(photo, "?mobile=true", **{"content-type": "image/jpeg"})
    assert answer.status == 200
    found, said = answer.json, fields(answer)
    assert (found["number"], found["date"], found["dateDue"]) == (
        "2026-17",
        "2026-03-12",
        "2026-03-26",
    )
    assert found["totalWithTax"] == 122
    assert found["incoming"] is True
    assert found["format"] == "image"
    assert said["IBAN"]["source"] == "code"
    assert said["number"]["source"] == "ocr"
    assert 0 < said["number"]["confidence"] < said["IBAN"]["confidence"] <= 1
    assert set(said["number"]["box"]) == {"left", "top", "width", "height"}
    assert found["_recognition"]["codes"][0]["code"] == "epc"


@pytest.mark.parametrize("way", ["raw", "json", "multipart"])
def test_F256_an_image_is_sent_raw_in_json_or_as_a_part(parse, way):
    if way == "raw":
        answer = parse(PNG, **{"content-type": "image/png"})
    elif way == "json":
        answer = parse({"data": base64.b64encode(PNG).decode()})
    else:
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        answer = parse(
            body + PNG + b"\r\n--x--\r\n", **{"content-type": "multipart/form-data; boundary=x"}
        )
    assert answer.status == 200
    assert fields(answer)["IBAN"]["value"] == "SI56020170014356205"


def test_F256_nothing_is_saved(world, owner, parse):
    parse(PNG, **{"content-type": "image/png"})
    path = f"/v1/Organizations/{owner.organization_id}/documents/count"
    assert world.request("GET", path, token=owner.token).json == {"count": 0}


def test_F256_the_supplier_is_known_by_its_tax_number_or_its_iban(world, owner, parse):
    path = f"/v1/Organizations/{owner.organization_id}/clients"
    by_account = world.request(
        "POST", path, {"name": "Lipa Invest", "IBAN": "SI56 0201 7001 4356 205"}, token=owner.token
    ).json["id"]
    assert parse(PNG, **{"content-type": "image/png"}).json["clientId"] == by_account
    by_number = world.request(
        "POST", path, {"name": "Lipa d.o.o.", "taxNumber": "SI50223054"}, token=owner.token
    ).json["id"]
    world.read_text = INVOICE
    answer = parse(PNG, **{"content-type": "image/png"})
    assert answer.json["clientId"] == answer.json["_recognition"]["clientId"] == by_number


def test_F256_the_organizations_own_tax_number_is_the_buyers(world, parse):
    world.read_text = telling("ID za DDV: SI59082437", "ID za DDV: SI50223054")
    found = fields(parse(PNG, **{"content-type": "image/png"}))
    assert found["taxNumber"]["value"] == "SI50223054"
    assert found["clientTaxNumber"]["value"] == "SI59082437"


def test_U33_a_total_that_is_no_sum_is_a_warning_and_stays(world, parse):
    world.read_text = telling("Osnova 100,00", "DDV 22% 22,00", "Za plačilo 722,00 EUR")
    blank = scanner.png(paper.Pen(40, "noto").image)
    answer = parse(blank, **{"content-type": "image/png"})
    assert answer.json["totalWithTax"] == 722
    assert "recognition-sum" in [warning["code"] for warning in answer.json["warnings"]]


def test_F256_what_was_not_found_is_absent_and_told(parse):
    blank = scanner.png(paper.Pen(40, "noto").image)
    answer = parse(blank, **{"content-type": "image/png"})
    assert answer.status == 200
    assert not {"number", "date", "total", "totalWithTax"} & set(answer.json)
    assert [warning["pointer"] for warning in answer.json["warnings"]] == [
        "/number", "/date", "/totalWithTax",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        (b"hello", "image/png", 400, "image-unreadable"),
        (b"", "image/png", 400, "body-missing"),
        (PNG[:90], "image/png", 400, "image-unreadable"),
        (b"%PDF-1.7 nothing", "application/pdf", 400, "pdf-unreadable"),
        (b'{"data": "%%"}', "application/json", 400, "base64"),
        (b'{"picture": ""}', "application/json", 422, ""),
    ],
)
def test_F256_what_is_no_image_is_refused(parse, body, media_type, status, code):
    answer = parse(body, **{"content-type": media_type})
    assert answer.status == status, answer.body
    assert answer.json.get("code", "") == code or status == 422


def test_F256_where_text_cannot_be_read_now_the_caller_may_ask_again(world, parse):
    def busy(_):
        raise Unavailable("the reading of text is busy")

    world.read_text = busy
    assert parse(PNG, **{"content-type": "image/png"}).status == 503
