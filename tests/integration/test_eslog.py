"""e-SLOG: with its options, judged when a document is saved, and behind a public link."""

import json
from urllib.parse import quote

import pytest

from invoicing.formats._detect import read_document

ITEM = {"name": "Svetovanje", "quantity": 3, "price": "80.50", "unit": "h"}
BUYER = {
    "name": "Kupec d.o.o.",
    "address": "Cesta 1",
    "city": "Maribor",
    "zip": "2000",
    "countryAlpha2Code": "SI",
}
BODY = {"_documentItems": [ITEM], "_documentClient": BUYER}
FAULTY = {**BODY, "_documentClient": {"name": "Kupec d.o.o."}}  # no address: BR-10


@pytest.fixture
def ask(world, owner):
    def request(method, path, body=None, token=owner.token):
        return world.request(method, path, body, token=token)

    return request


@pytest.fixture
def create(ask, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return lambda **members: ask("POST", path, {**BODY, **members})


def options(given):
    return f"?options={quote(given if isinstance(given, str) else json.dumps(given))}"


def test_F275_an_issued_document_is_read_as_eslog(ask, create):
    made = create().json
    answer = ask("GET", f"/v1/Documents/{made['id']}/e-slog")
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/xml"
    assert "attachment" in answer.headers["content-disposition"]
    found, (read,) = read_document(answer.body)
    assert (found.name, read.number) == ("eslog", made["number"])
    assert float(read.totals.gross) == made["totalWithTax"]


def test_F275_options_stand_in_the_file(ask, create):
    path = f"/v1/Documents/{create().json['id']}/e-slog"
    given = {"version": "2.0", "paymentStatus": "2", "purposeCode": "GDSV"}
    plain, chosen = ask("GET", path).body, ask("GET", path + options(given)).body
    assert b"GDSV" in chosen
    assert b"GDSV" not in plain
    assert len(chosen) > len(plain)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"version": "1.6"}, "/query/options/version"),
        ({"paymentStatus": "4"}, "/query/options/paymentStatus"),
        ({"paymentStatus": None}, "/query/options/paymentStatus"),
        ({"purposeCode": "<a>"}, "/query/options/purposeCode"),
        ({"colour": "red"}, "/query/options/colour"),
        ([], "/query/options"),
        ('"x"', "/query/options"),
        ("{", ""),
    ],
)
def test_F275_what_is_no_option_is_named(ask, create, given, pointer):
    refused = ask("GET", f"/v1/Documents/{create().json['id']}/e-slog{options(given)}")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, pointer)
    assert refused.json["errors"][0]["fix"]


def test_F275_a_draft_and_what_its_rules_forbid_do_not_leave(ask, create):
    draft = create(draft=True).json["id"]
    assert ask("GET", f"/v1/Documents/{draft}/e-slog").status == 409
    faulty = create(_documentClient=FAULTY["_documentClient"]).json["id"]
    refused = ask("GET", f"/v1/Documents/{faulty}/e-slog")
    assert refused.status == 422
    assert {error["code"] for error in refused.json["errors"]} >= {"BR-10"}


def test_F276_a_document_is_judged_when_it_is_saved_if_it_asks(ask, create):
    assert "isValidEslog" not in create().json
    good = create(validateEslog=True).json
    assert (good["isValidEslog"], "warnings" in good) == (True, False)
    bad = create(validateEslog=True, _documentClient=FAULTY["_documentClient"])
    assert (bad.status, bad.json["isValidEslog"]) == (201, False)
    assert {(w["code"], w["severity"]) for w in bad.json["warnings"]} >= {("BR-10", "warning")}
    stored = ask("GET", f"/v1/Documents/{bad.json['id']}").json
    assert stored["isValidEslog"] is False


@pytest.mark.parametrize("party", ["_documentIssuer", "_documentClient"])
def test_F276_a_party_turns_what_is_wrong_into_errors(ask, create, owner, world, party):
    members = {"_documentClient": {"name": "Kupec d.o.o."}, "_documentIssuer": {}}
    members[party] = {**members[party], "throwEslogErrors": True}
    before = world.rows()
    refused = create(validateEslog=True, **members)
    assert refused.status == 422
    assert {error["code"] for error in refused.json["errors"]} >= {"BR-10"}
    assert world.rows() == before
    assert create(**members).status == 201  # nobody asked for the judgement


def test_F276_a_draft_is_judged_too_but_for_its_number(ask, create):
    draft = create(draft=True, validateEslog=True).json
    assert draft["isValidEslog"] is True
    path = f"/v1/Documents/{draft['id']}"
    worse = ask("PATCH", path, {"_documentClient": {"name": "X", "countryAlpha2Code": None}})
    assert worse.json["isValidEslog"] is False, worse.body
    strict = ask("PATCH", path, {"_documentClient": {"throwEslogErrors": True}})
    assert strict.status == 422
    off = ask("PATCH", path, {"validateEslog": False})
    assert "isValidEslog" not in off.json
    again = ask("PATCH", path, {"validateEslog": True, "_documentClient": BUYER, "draft": False})
    assert (again.json["state"], again.json["isValidEslog"]) == ("issued", True), again.body


def test_F222_a_public_link_shows_the_eslog_where_that_is_enabled(ask, create, owner):
    made = create().json
    shared = ask("POST", f"/v1/Documents/{made['id']}/share", {}).json["shareableId"]
    path = f"/v1/Documents/public/{shared}/e-slog"
    assert ask("GET", path, token=None).status == 404
    organization = f"/v1/Organizations/{owner.organization_id}"
    assert ask("PATCH", organization, {"publicEslog": True}).json["publicEslog"] is True
    answer = ask("GET", path, token=None)
    assert answer.status == 200, answer.body
    assert read_document(answer.body)[1][0].number == made["number"]
    assert answer.headers["x-robots-tag"] == "noindex"
    assert ask("GET", path + options({"version": "9"}), token=None).status == 400
    ask("DELETE", f"/v1/Documents/{made['id']}/share")
    assert ask("GET", path, token=None).status == 404
