"""Whatever is sent, the answer names the field and the fix, and nothing has changed."""

import json

import pytest
from tests.support.world import Credentials, World

LINE = {"name": "x", "price": 10}
OK = {"_documentItems": [LINE]}


def _deep(levels: int) -> str:
    return '{"custom":' + '{"a":' * levels + "1" + "}" * levels + ',"_documentItems":[]}'


def _items(**members: object) -> dict[str, object]:
    return {"_documentItems": [{**LINE, **members}]}


UNREADABLE = {
    "empty body": "",
    "white space": "   ",
    "not JSON": "hello",
    "truncated": '{"_documentItems":[{"name":"x"',
    "trailing comma": '{"_documentItems":[],}',
    "two values": "{}{}",
    "XML": "<Invoice/>",
    "an array": "[]",
    "a string": '"x"',
    "a number": "7",
    "null": "null",
    "true": "true",
    "NaN": '{"_documentItems":[{"name":"x","price":NaN}]}',
    "Infinity": '{"_documentItems":[{"name":"x","price":Infinity}]}',
    "minus Infinity": '{"_documentItems":[{"name":"x","price":-Infinity}]}',
    "exponent": '{"_documentItems":[{"name":"x","price":1e5}]}',
    "huge exponent": '{"_documentItems":[{"name":"x","price":1e999}]}',
    "negative exponent": '{"_documentItems":[{"name":"x","price":1E-7}]}',
    "400 digits": '{"_documentItems":[{"name":"x","price":' + "9" * 400 + "}]}",
    "400 decimals": '{"_documentItems":[{"name":"x","price":0.' + "1" * 400 + "}]}",
    "13 digits": '{"_documentItems":[{"name":"x","price":1234567890123}]}',
    "9 decimals": '{"_documentItems":[{"name":"x","price":0.123456789}]}',
    "hex number": '{"_documentItems":[{"name":"x","price":0x10}]}',
    "leading zero": '{"_documentItems":[{"name":"x","price":010}]}',
    "leading plus": '{"_documentItems":[{"name":"x","price":+1}]}',
    "duplicate member": '{"_documentItems":[],"_documentItems":[{"name":"x"}]}',
    "duplicate in a line": '{"_documentItems":[{"name":"x","price":1,"price":2}]}',
    "33 levels": _deep(33),
    "100,000 levels": _deep(100_000),
    "100,000 brackets": "[" * 100_000,
    "not UTF-8": b'{"note":"\xff\xfe"}',
    "UTF-16": json.dumps(OK).encode("utf-16"),
    "NUL byte": b"\x00",
}

INVALID: dict[str, tuple[object, str]] = {
    "no items": ({}, "/_documentItems"),
    "empty items": ({"_documentItems": []}, "/_documentItems"),
    "items null": ({"_documentItems": None}, "/_documentItems"),
    "items no array": ({"_documentItems": {"name": "x"}}, "/_documentItems"),
    "item no object": ({"_documentItems": ["x"]}, "/_documentItems/0"),
    "unknown member": ({**OK, "totl": 3}, "/totl"),
    "unknown item member": (_items(prise=3), "/_documentItems/0/prise"),
    "price word": (_items(price="ten"), "/_documentItems/0/price"),
    "price boolean": (_items(price=True), "/_documentItems/0/price"),
    "price array": (_items(price=[1]), "/_documentItems/0/price"),
    "price with comma": (_items(price="1,000.00"), "/_documentItems/0/price"),
    "price with underscore": (_items(price="1_000"), "/_documentItems/0/price"),
    "price with space": (_items(price=" 10 "), "/_documentItems/0/price"),
    "price with exponent": (_items(price="1e3"), "/_documentItems/0/price"),
    "price NaN text": (_items(price="NaN"), "/_documentItems/0/price"),
    "price Arabic digits": (_items(price="١٢٣"), "/_documentItems/0/price"),
    "price Mongolian digits": (_items(price="᠑᠘"), "/_documentItems/0/price"),
    "price bare point": (_items(price="10."), "/_documentItems/0/price"),
    "price no integer": (_items(price=".5"), "/_documentItems/0/price"),
    "price two signs": (_items(price="--1"), "/_documentItems/0/price"),
    "price empty": (_items(price=""), "/_documentItems/0/price"),
    "price plus sign": (_items(price="+1"), "/_documentItems/0/price"),
    "price hex": (_items(price="0x10"), "/_documentItems/0/price"),
    "price inner space": (_items(price="1 0"), "/_documentItems/0/price"),
    "price German": (_items(price="1.000,00"), "/_documentItems/0/price"),
    "price minus Infinity": (_items(price="-Infinity"), "/_documentItems/0/price"),
    "price 400 digits text": (_items(price="9" * 400), "/_documentItems/0/price"),
    "price 400 decimals text": (_items(price="0." + "1" * 400), "/_documentItems/0/price"),
    "price small exponent": (_items(price="1e-7"), "/_documentItems/0/price"),
    "price with comment": (_items(price="1<!-- -->000.00"), "/_documentItems/0/price"),
    "price 13 digits text": (_items(price="1234567890123"), "/_documentItems/0/price"),
    "quantity object": (_items(quantity={}), "/_documentItems/0/quantity"),
    "name number": (_items(name=7), "/_documentItems/0/name"),
    "name too long": (_items(name="x" * 1001), "/_documentItems/0/name"),
    "name with NUL": (_items(name="a\u0000b"), "/_documentItems/0/name"),
    "name with escape": (_items(name="a\u001bb"), "/_documentItems/0/name"),
    "name lone surrogate": (_items(name="\ud800"), "/_documentItems/0/name"),
    "rate over 100": (
        _items(_documentItemTaxes=[{"rate": 101}]),
        "/_documentItems/0/_documentItemTaxes/0/rate",
    ),
    "rate negative": (
        _items(_documentItemTaxes=[{"rate": -1}]),
        "/_documentItems/0/_documentItemTaxes/0/rate",
    ),
    "flag as text": (_items(discountIsAmount="yes"), "/_documentItems/0/discountIsAmount"),
    "discount over 100": (_items(discount=101), "/_documentItems/0/discount"),
    "two kinds of discount": (
        _items(discount=5, discounts=[5, 5]),
        "/_documentItems/0/discount",
    ),
    "kind unknown": (_items(kind="gift"), "/_documentItems/0/kind"),
    "type unknown": ({**OK, "type": "letter"}, "/type"),
    "type number": ({**OK, "type": 3}, "/type"),
    "date impossible": ({**OK, "date": "2026-02-30"}, "/date"),
    "date German": ({**OK, "date": "31.01.2026"}, "/date"),
    "date compact": ({**OK, "date": "20260131"}, "/date"),
    "date week": ({**OK, "date": "2026-W05-1"}, "/date"),
    "date year 0": ({**OK, "date": "0000-01-01"}, "/date"),
    "date year 9999": ({**OK, "date": "9999-12-31"}, "/date"),
    "date 1969": ({**OK, "date": "1969-12-31"}, "/date"),
    "date month 13": ({**OK, "date": "2026-13-01"}, "/date"),
    "date hour 25": ({**OK, "date": "2026-01-31T25:00:00Z"}, "/date"),
    "date offset 99": ({**OK, "date": "2026-01-31T10:00:00+99:00"}, "/date"),
    "date empty": ({**OK, "date": ""}, "/date"),
    "date year -1": ({**OK, "date": "-0001-01-01"}, "/date"),
    "date with slashes": ({**OK, "date": "31/01/2026"}, "/date"),
    "date number": ({**OK, "date": 20260131}, "/date"),
    "currency lower case": ({**OK, "currencyId": "eur"}, "/currencyId"),
    "currency unknown": ({**OK, "currencyId": "XXQ"}, "/currencyId"),
    "currency none": ({**OK, "currencyId": "XXX"}, "/currencyId"),
    "tax currency unknown": ({**OK, "taxCurrencyId": "QQQ"}, "/taxCurrencyId"),
    "tax category unknown": (
        _items(_documentItemTaxes=[{"rate": 0, "category": "Q"}]),
        "/_documentItems/0/_documentItemTaxes/0/category",
    ),
    "line of 10^12": (_items(price="999999999999", quantity=2), "/_documentItems/0/total"),
    "sum of 10^12": (
        {"_documentItems": [{"name": "x", "price": "500000000000"}] * 2},
        "/totalWithTax",
    ),
    "currency long": ({**OK, "currencyId": "EURO"}, "/currencyId"),
    "country name as code": (
        {**OK, "_documentClient": {"name": "A", "countryAlpha2Code": "Slovenia"}},
        "/_documentClient/countryAlpha2Code",
    ),
    "client as text": ({**OK, "_documentClient": "ACME"}, "/_documentClient"),
    "custom as text": ({**OK, "custom": "x"}, "/custom"),
    "custom too large": ({**OK, "custom": {"a": "x" * 5000}}, "/custom"),
    "draft as text": ({**OK, "draft": "false"}, "/draft"),
    "decimal places": ({**OK, "decimalPlaces": 12}, "/decimalPlaces"),
    "payment type": ({**OK, "payments": [{"type": "gold"}]}, "/payments/0/type"),
    "number too long": ({**OK, "number": "9" * 101}, "/number"),
    "10,001 lines": ({"_documentItems": [LINE] * 10_001}, "/_documentItems"),
    "base64 broken": (
        {**OK, "supportingDocuments": [{"id": "1", "contentBase64": "%%%"}]},
        "/supportingDocuments/0/contentBase64",
    ),
    "incoming without number": ({**OK, "incoming": True}, "/number"),
}


@pytest.fixture
def path(owner: Credentials) -> str:
    return f"/v1/Organizations/{owner.organization_id}/documents"


def _is_problem(answer, status: int) -> dict:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json
    assert told["status"] == status
    for member in ("type", "title", "code", "requestId", "detail"):
        assert told[member], member
    assert told["errors"]
    for error in told["errors"]:
        assert error["message"]
        assert error["fix"]
    return told


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_400_and_changes_nothing(world: World, owner, path, body):
    before = world.rows()
    headers = {"content-type": "application/json"}
    answer = world.request("POST", path, body, token=owner.token, headers=headers)
    _is_problem(answer, 400)
    assert world.rows() == before


@pytest.mark.parametrize(("body", "pointer"), INVALID.values(), ids=INVALID.keys())
def test_what_is_invalid_is_422_names_the_field_and_changes_nothing(
    world: World, owner, path, body, pointer
):
    before = world.rows()
    told = _is_problem(world.request("POST", path, body, token=owner.token), 422)
    assert pointer in {error["pointer"] for error in told["errors"]}
    assert world.rows() == before
    assert world.request("POST", path, OK, token=owner.token).json["number"] == "2026-00001"


def test_every_fault_is_told_at_once(world, owner, path):
    body = {"_documentItems": [{"name": 1, "price": "x"}], "date": "never", "typ": "invoice"}
    told = _is_problem(world.request("POST", path, body, token=owner.token), 422)
    assert {error["pointer"] for error in told["errors"]} == {
        "/_documentItems/0/name",
        "/_documentItems/0/price",
        "/date",
        "/typ",
    }


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"],
)
def test_a_body_of_another_content_type_is_refused(world, owner, path, content_type):
    headers = {"content-type": content_type}
    told = _is_problem(
        world.request("POST", path, json.dumps(OK), token=owner.token, headers=headers), 400
    )
    assert told["code"] == "content-type"


@pytest.mark.parametrize("key", ["", "ä", "a b", "x" * 256, "\x7f"])
def test_a_malformed_idempotency_key_is_refused(world, owner, path, key):
    headers = {"idempotency-key": key}
    _is_problem(world.request("POST", path, OK, token=owner.token, headers=headers), 400)


@pytest.mark.parametrize("etag", ["3", '"x"', '"-1"', "W/3", '"1", "2"'])
def test_a_malformed_if_match_is_refused(world, owner, path, etag):
    draft = world.request("POST", path, {**OK, "draft": True}, token=owner.token).json
    headers = {"if-match": etag}
    _is_problem(
        world.request(
            "PATCH",
            f"/v1/Documents/{draft['id']}",
            {"note": "x"},
            token=owner.token,
            headers=headers,
        ),
        400,
    )


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1e2", "", "٣", "1" * 30])
def test_a_page_size_out_of_range_is_refused(world, owner, path, limit):
    _is_problem(world.request("GET", f"{path}?limit={limit}", token=owner.token), 400)


@pytest.mark.parametrize("cursor", ["x", "..", "01ARZ3NDEKTSV4RRFFQ69G5FA", "%00", "a" * 500])
def test_a_cursor_of_somebody_elses_making_is_refused(world, owner, path, cursor):
    _is_problem(world.request("GET", f"{path}?cursor={cursor}", token=owner.token), 400)


@pytest.mark.parametrize(
    "document_id", ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "%2e%2e", "a" * 300, "%00", "ä", "#", "~"]
)
def test_an_unknown_document_is_404(world, owner, document_id):
    answer = world.request("GET", f"/v1/Documents/{document_id}", token=owner.token)
    assert answer.status == 404


@pytest.mark.parametrize(
    "recipients",
    ["", "x", "a@b", "a@b.c, ", "a b@example.com", "a@example.com\r\nBcc: b@example.com",
     "a@example.com,,b@", "@example.com", "a..b@example.com", "<a@example.com>", 7, ["x"], None,
     ",".join(f"a{n}@example.com" for n in range(51))],
)  # fmt: skip
def test_recipients_that_are_no_addresses_are_named(world, owner, path, recipients):
    made = world.request("POST", path, OK, token=owner.token).json
    before = world.rows()
    answer = world.request(
        "POST", f"/v1/Documents/{made['id']}/send", {"recipients": recipients}, token=owner.token
    )
    told = _is_problem(answer, 422)
    assert all(error["pointer"].startswith("/recipients") for error in told["errors"])
    assert world.rows() == before
    assert world.mails() == []


@pytest.mark.parametrize("language", ["xx", "klingon", "e", "../../etc", "en_US.UTF-8"])
def test_a_language_we_do_not_have_is_named(world, owner, path, language):
    made = world.request("POST", path, OK, token=owner.token).json
    answer = world.request("GET", f"/v1/Documents/{made['id']}/pdf?l={language}", token=owner.token)
    assert _is_problem(answer, 422)["errors"][0]["pointer"] == "/query/l"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"timezone": "Mars/Olympus"}, "/timezone"),
        ({"numberPattern": "{YYYY}"}, "/numberPattern"),
        ({"numberPattern": "{n}-{MM}"}, "/numberPattern"),
        ({"numberPattern": "{n}{n}"}, "/numberPattern"),
        ({"numberPattern": "{YYYY}-{x}-{n}"}, "/numberPattern"),
        ({"dueDays": -1}, "/dueDays"),
        ({"dueDays": "15"}, "/dueDays"),
        ({"locale": "Slovene"}, "/locale"),
        ({"currencyId": "eur"}, "/currencyId"),
        ({"nmae": "x"}, "/nmae"),
    ],
)
def test_settings_of_an_organization_are_checked(world, owner, body, pointer):
    organization = f"/v1/Organizations/{owner.organization_id}"
    before = world.rows()
    told = _is_problem(world.request("PATCH", organization, body, token=owner.token), 422)
    assert told["errors"][0]["pointer"] == pointer
    assert world.rows() == before
