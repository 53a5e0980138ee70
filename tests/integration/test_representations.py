"""One document in the form its reader asks for."""

import io

import pytest
from pypdf import PdfReader

from invoicing.formats._detect import read_document
from invoicing.render.html import POLICY

BODY = {
    "_documentItems": [{"name": "Consulting <b>", "quantity": 3, "price": "80.50"}],
    "_documentClient": {
        "name": "Kupec d.o.o.",
        "address": "Cesta 1",
        "city": "Maribor",
        "zip": "2000",
        "countryAlpha2Code": "SI",
        "taxNumber": "SI12345679",
    },
}
FORMS = {
    "application/json": "application/json",
    "application/xml": "application/xml",
    "text/html": "text/html; charset=utf-8",
    "application/pdf": "application/pdf",
    "application/octet-stream": "application/octet-stream",
}


@pytest.fixture
def made(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, BODY, token=owner.token).json


@pytest.fixture
def get(world, owner, made):
    def request(accept, query="", document_id=made["id"]):
        headers = {} if accept is None else {"accept": accept}
        path = f"/v1/Documents/{document_id}{query}"
        return world.request("GET", path, token=owner.token, headers=headers)

    return request


@pytest.mark.parametrize("accept", FORMS)
def test_F006_every_form_is_answered_as_such(get, made, accept):
    answer = get(accept)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == FORMS[accept]
    assert answer.headers["vary"] == "Accept"


def test_F006_every_form_shows_the_same_document(get, made):
    number = made["number"]
    assert get("application/json").json["number"] == number
    assert read_document(get("application/xml").body)[1][0].number == number
    assert read_document(get("application/octet-stream").body)[1][0].number == number
    assert number in PdfReader(io.BytesIO(get("application/pdf").body)).pages[0].extract_text()
    page = get("text/html", "?l=de")
    assert f"Rechnung {number}" in page.body.decode()
    assert "Consulting &lt;b&gt;" in page.body.decode()
    assert page.headers["content-security-policy"] == POLICY
    assert page.headers["x-content-type-options"] == "nosniff"


CHOICES = {
    None: "application/json",
    "": "application/json",
    "*/*": "application/json",
    "nonsense": "application/json",
    "application/*": "application/json",
    "text/*": "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html",
    "application/json, text/plain, */*": "application/json",
    "application/pdf;q=0.5, application/xml;q=0.6": "application/xml",
    "APPLICATION/PDF": "application/pdf",
    "application/json;q=0, application/pdf;q=0.1": "application/pdf",
    "*/*;q=0.1, application/json;q=0": "application/xml",
    "application/pdf; version=1.7; q=1.0": "application/pdf",
    'text/plain, application/xml;charset="utf-8"': "application/xml",
}


@pytest.mark.parametrize("accept", CHOICES)
def test_F006_the_form_liked_best_is_answered(get, accept):
    answer = get(accept)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].split(";")[0] == CHOICES[accept]


@pytest.mark.parametrize(
    "accept", ["image/png", "text/plain", "application/json;q=0", "*/*;q=0", "text/csv;q=1"]
)
def test_F006_a_form_there_is_not_is_refused_with_what_there_is(get, accept):
    refused = get(accept)
    assert (refused.status, refused.json["code"]) == (406, "not-acceptable")
    assert all(form in refused.json["errors"][0]["fix"] for form in FORMS)


def test_F006_the_xml_is_in_the_format_asked_for(get):
    assert read_document(get("application/xml", "?format=cii").body)[0].name == "cii"
    assert get("application/xml", "?format=docx").status == 400
    hybrid = get("application/pdf", "?format=factur-x&profile=basic")
    assert read_document(hybrid.body)[0].name == "cii"
    refused = get("text/html", "?l=xx")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/query/l")


@pytest.mark.parametrize("accept", FORMS)
def test_F006_a_foreign_id_looks_alike_in_every_form(get, world, made, accept):
    other = world.organization("Other d.o.o.")
    headers = {"accept": accept}
    foreign = world.request(
        "GET", f"/v1/Documents/{made['id']}", token=other.token, headers=headers
    )
    absent = get(accept, document_id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert (foreign.status, absent.status) == (404, 404)
    assert foreign.json["detail"] == absent.json["detail"]


def test_F006_a_draft_is_shown_and_leaves_as_no_file(world, owner, get):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    draft = world.request("POST", path, {**BODY, "draft": True}, token=owner.token).json["id"]
    for accept in ("application/json", "text/html", "application/pdf"):
        assert get(accept, document_id=draft).status == 200
    refused = get("application/xml", document_id=draft)
    assert (refused.status, refused.json["currentState"]) == (409, "draft")


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("hide_header_footer=maybe", "query-flag"),
        ("original=maybe", "query-flag"),
        (f"theme={'x' * 101}", "query-too-long"),
        (f"template={'x' * 101}", "query-too-long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_every_form(get, accept, query, code):
    refused = get(accept, f"?{query}")
    assert (refused.status, refused.json["code"]) == (400, code)
    assert refused.json["errors"][0]["pointer"] == f"/query/{query.partition('=')[0]}"
