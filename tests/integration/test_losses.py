"""Wherever a file is made, what it cannot say is told beside it."""

import pytest
from tests.contract.test_fatturapa import invoice

from invoicing.formats.fatturapa import write_batch
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Note
from invoicing.model.value import replace

BUYER = {
    "name": "Kupec d.o.o.",
    "address": "Cesta 1",
    "city": "Maribor",
    "zip": "2000",
    "countryAlpha2Code": "SI",
    "taxNumber": "SI12345679",
    "contactName": "Ana",
}
PLAIN = {
    "_documentItems": [{"name": "Consulting", "quantity": 3, "price": "80.50", "unit": "h"}],
    "_documentClient": BUYER,
    "paymentTerms": "30 days",
}
TOLD = {**PLAIN, "footer": "Thank you", "custom": {"a": 1}, "discountPercent": 10}
TOLD["_documentItems"] = [
    {"name": "Work", "kind": "subtitle"},
    {**PLAIN["_documentItems"][0], "description": "As agreed", "unit": "barrels"},
]


@pytest.fixture
def ask(world, owner):
    def request(method, path, body=None, **headers):
        return world.request(method, path, body, token=owner.token, headers=headers or None)

    return request


@pytest.fixture
def create(ask, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"

    def make(body):
        answer = ask("POST", path, body)
        assert answer.status == 201, answer.body
        return f"/v1/Documents/{answer.json['id']}"

    return make


def losses(answer):
    """The pointers, and how many values there are in all."""
    assert answer.status == 200, answer.body
    listed = answer.headers.get("notula-losses", "")
    return set(filter(None, listed.split(", "))), int(answer.headers["notula-losses-count"])


EVERYWHERE = {
    "/footer",
    "/custom",
    "/discountPercent",
    "/_documentItems/0",
    "/_documentItems/1/unit",
}


@pytest.mark.parametrize("route", ["xml?format=ubl", "xml?format=cii", "e-slog"])
def test_F255_a_file_tells_what_it_does_not_say(ask, create, route):
    found, count = losses(ask("GET", f"{create(TOLD)}/{route}"))
    assert found >= EVERYWHERE
    assert count >= len(found)
    assert "/_documentItems/1/description" not in found


def test_F255_a_smaller_profile_tells_more(ask, create):
    path = create(TOLD)
    whole, _ = losses(ask("GET", f"{path}/xml?format=cii"))
    basic, _ = losses(ask("GET", f"{path}/xml?format=cii&profile=basic"))
    assert basic - whole == {
        "/_documentItems/1/description",
        "/_documentClient/contactName",
        "/_documentIssuer/email",
    }
    inside, _ = losses(ask("GET", f"{path}/pdf?format=factur-x&profile=basic"))
    assert inside == basic
    least, _ = losses(ask("GET", f"{path}/xml?format=cii&profile=minimum"))
    assert {"/paymentTerms", "/_documentTaxes/0"} < least


def test_F006_accept_xml_tells_it_too_and_a_page_does_not(ask, create):
    path = create(TOLD)
    assert losses(ask("GET", path, accept="application/xml"))[0] >= EVERYWHERE
    assert "notula-losses-count" not in ask("GET", path, accept="text/html").headers
    assert "notula-losses-count" not in ask("GET", path).headers
    assert "notula-losses-count" not in ask("GET", f"{path}/pdf").headers


def test_F255_nothing_is_told_where_nothing_is_lost(ask):
    data = UBL.write(invoice(), "")
    answer = ask("POST", "/v1/Documents/convert?to=ubl", data, **{"content-type": "text/xml"})
    assert losses(answer) == (set(), 0)
    assert "notula-losses" not in answer.headers


@pytest.mark.parametrize("to", ["fatturapa", "fatturapa-json"])
def test_F260_what_a_conversion_loses_is_told(ask, to):
    data = UBL.write(replace(invoice(), buyer_reference="B-7"), "")
    told = ask("POST", f"/v1/Documents/convert?to={to}", data, **{"content-type": "text/xml"})
    assert "/buyerReference" in losses(told)[0]


def test_F260_of_several_documents_each_is_told_by_its_place(ask):
    note = replace(invoice(), number="2026-2", notes=(Note(text="A", subject_code="AAI"),))
    data = write_batch((invoice(), replace(note, fattura_pa={})))
    xml = {"content-type": "application/xml"}
    own = ask("POST", "/v1/Documents/convert?to=fatturapa-json", data, **xml)
    assert losses(own) == (set(), 0)
    again = ask("POST", "/v1/Documents/convert?to=fatturapa", data, **xml)
    assert all(place.startswith("/documents/") for place in losses(again)[0])


def test_F277_generate_cius_answers_its_losses(world):
    owner = world.organization(
        "Loja Lda",
        country="PT",
        tax_number="PT503504564",
        address="Rua B 2",
        zip="4000-001",
        city="Porto",
        email="loja@example.pt",
    )
    home = {"address": "Rua A 1", "city": "Lisboa", "zip": "1000-001", "countryAlpha2Code": "PT"}
    body = {
        "_documentItems": [
            {"name": "Consultoria", "price": 10, "_documentItemTaxes": [{"rate": 23}]}
        ],
        "_documentClient": {"name": "Cliente Lda", "taxNumber": "PT501964843", **home},
        "_delivery": {"date": "2026-11-20", "address": home},
        "footer": "Obrigado",
    }
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, body, token=owner.token).json
    path = f"/v1/Documents/{made['id']}/generate-cius"
    first, again = (world.request("POST", path, token=owner.token) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert first.json["losses"] == again.json["losses"] == ["/footer"]
