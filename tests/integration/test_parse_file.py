"""Whatever a supplier sends is read by what is in it, through every way to send it."""

import base64
import json
import subprocess
import sys

import pytest
from tests.contract.test_cii import SMALL as CII
from tests.contract.test_formats import SMALL as UBL
from tests.contract.test_pdf_attachments import pdf
from tests.support.signed import signed
from tests.support.world import ROOT

ROUTE = "/v1/Documents/parse-xml"
XML = UBL.encode()
BINARY = {"content-type": "application/octet-stream"}


def in_json(data: bytes, name: str = "data") -> tuple[bytes, str]:
    return json.dumps({name: base64.b64encode(data).decode()}).encode(), "application/json"


def in_form(data: bytes, file_name: str = "a.bin") -> tuple[bytes, str]:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


WAYS = {
    "raw": lambda data: (data, "application/octet-stream"),
    "raw, called xml": lambda data: (data, "application/xml"),
    "data in JSON": in_json,
    "xmlBase64 in JSON": lambda data: in_json(data, "xmlBase64"),
    "multipart": in_form,
    "multipart, called something else": lambda data: in_form(data, "photo.jpg"),
}
FILES = {
    "xml": lambda: XML,
    "pdf": lambda: pdf(("factur-x.xml", CII.encode())),
    "p7m": lambda: signed(XML),
    "p7m in base64": lambda: base64.encodebytes(signed(XML)),
    "signed pdf": lambda: signed(pdf(("factur-x.xml", CII.encode()))),
}


def ask(world, owner, data, media_type, route=ROUTE):
    return world.request(
        "POST", route, data, token=owner.token, headers={"content-type": media_type}
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FILES)
def test_F255_a_file_is_read_by_its_content_however_it_is_sent(world, owner, kind, way):
    answer = ask(world, owner, *WAYS[way](FILES[kind]()))
    assert answer.status == 200, answer.body
    assert answer.json["number"] == "1"
    assert answer.json["format"] == ("cii" if "pdf" in kind else "ubl")
    assert ("signatures" in answer.json) == (kind.startswith(("p7m", "signed")))


def test_the_answer_says_who_signed_and_can_be_created_as_it_is(world, owner):
    answer = ask(world, owner, signed(XML), "application/pkcs7-mime")
    (facts,) = answer.json["signatures"]
    assert facts["signer"] == facts["issuer"] == "CN=Ada Rossi"
    assert facts["serialNumber"] == "8efd16"
    assert facts["validFrom"].startswith("2026-01-01T00:00:00")
    assert facts["signedAt"]
    assert (facts["digestMatches"], facts["signatureMatches"], facts["isIntact"]) == (True,) * 3
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, {**answer.json, "incoming": True}, token=owner.token)
    assert (made.status, made.json["number"]) == (201, "1")


def test_a_file_changed_after_signing_is_read_with_a_warning(world, owner):
    forged = signed(XML).replace(b"<cbc:Name>A ", b"<cbc:Name>B ")
    assert forged != signed(XML)
    answer = ask(world, owner, forged, BINARY["content-type"])
    assert answer.status == 200, answer.body
    assert answer.json["_documentItems"][0]["name"].startswith("B ")
    assert not answer.json["signatures"][0]["isIntact"]
    assert answer.json["warnings"][0]["code"] == "signature-broken"
    assert answer.json["warnings"][0]["severity"] == "warning"


REFUSED = {
    "broken signature": (lambda: signed(XML)[:200], 400, "p7m-unreadable"),
    "broken base64": (lambda: b"MIIB" + b"A" * 401, 400, "p7m-unreadable"),
    "signed three times": (lambda: signed(signed(signed(XML))), 400, "p7m-unreadable"),
    "signed nonsense": (lambda: signed(b"hello"), 400, "xml-not-well-formed"),
    "signed attack": (
        lambda: signed(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        400,
        "xml-dtd-forbidden",
    ),
    "signed unknown format": (lambda: signed(b"<a/>"), 422, "unknown-format"),
    "pdf without an invoice": (pdf, 400, "pdf-without-invoice"),
    "signed pdf without an invoice": (lambda: signed(pdf()), 400, "pdf-without-invoice"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_code(world, owner, name):
    make, status, code = REFUSED[name]
    before = world.rows()
    for way in ("raw", "data in JSON", "multipart"):
        answer = ask(world, owner, *WAYS[way](make()))
        assert (answer.status, answer.json["code"]) == (status, code), way
        assert answer.json["errors"][0]["fix"]
    assert world.rows() == before


@pytest.mark.parametrize("value", ["", "not base64!", "š", 7, None, []])
def test_data_that_is_no_base64_is_named(world, owner, value):
    answer = world.request("POST", ROUTE, {"data": value}, token=owner.token)
    assert 400 <= answer.status < 500
    assert answer.json["errors"][0]["pointer"] in ("/data", "/xml")


@pytest.mark.parametrize("route", ["/v1/Documents/convert", "/v1/Documents/validate"])
def test_other_routes_for_files_open_signed_ones_too(world, owner, route):
    answer = ask(world, owner, *in_json(signed(XML)), route=route)
    assert answer.status == 200, answer.body
    assert answer.json["format"] == "ubl"


def test_reading_an_unsigned_file_loads_nothing_that_opens_signed_ones():
    code = (
        "import sys; from invoicing.formats._detect import read_document; "
        "read_document(sys.stdin.buffer.read()); "
        "sys.exit('cryptography' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=XML, cwd=ROOT / "layers" / "engine", check=False
    )
    assert done.returncode == 0
