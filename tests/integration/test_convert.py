"""Files become other formats, JSON forms and hybrid PDFs; nothing is saved or lost silently."""

import io
import json

import pytest
from pypdf import PdfReader
from tests.contract.test_fatturapa import invoice

from invoicing.formats._detect import read_document
from invoicing.formats.fatturapa import view, write, write_batch
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Delivery
from invoicing.model.value import replace

ROUTE = "/v1/Documents/convert"
XML = {"content-type": "application/xml"}


def ubl():
    return UBL.write(invoice(), "")


@pytest.fixture
def ask(world, owner):
    def request(query, body, headers=None):
        path = ROUTE + (f"?{query}" if query else "")
        return world.request("POST", path, body, token=owner.token, headers=headers)

    return request


def test_F260_the_json_form_becomes_the_file_and_the_file_the_form(ask):
    data = write(invoice())
    form = ask("to=fatturapa-json", data, XML)
    assert (form.status, form.headers["content-type"]) == (200, "application/json")
    assert form.json["fattura_elettronica_body"][0]["dati_beni_servizi"]["dettaglio_linee"] == [
        {
            "numero_linea": 1,
            "descrizione": "Consulenza",
            "quantita": "2.00",
            "prezzo_unitario": "10.00",
            "prezzo_totale": "20.00",
            "aliquota_iva": "22.00",
        }
    ]
    back = ask("", form.json)
    assert (back.status, back.headers["content-type"]) == (200, "application/xml")
    assert back.body == data


def test_F260_a_file_with_two_bodies_keeps_both_in_its_own_format(ask):
    both = (invoice(), replace(invoice(), number="2026-2"))
    data = write_batch(both)
    form = ask("to=fatturapa-json", data, XML)
    assert len(form.json["fattura_elettronica_body"]) == 2
    assert ask("", form.json).body == data
    again = ask("to=fatturapa", data, XML)
    assert [d.number for d in read_document(again.body)[1]] == ["2026-1", "2026-2"]


def test_of_several_documents_one_is_chosen_where_a_file_has_room_for_one(ask):
    data = write_batch((invoice(), replace(invoice(), number="2026-2")))
    refused = ask("to=ubl", data, XML)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "several-documents")
    second = ask("to=ubl&document=2", data, XML)
    assert second.status == 200, second.body
    assert read_document(second.body)[1][0].number == "2026-2"
    beyond = ask("to=ubl&document=3", data, XML)
    assert (beyond.status, beyond.json["errors"][0]["code"]) == (422, "document-position")
    assert ask("to=ubl&document=x", data, XML).status == 400


def test_the_json_form_becomes_other_formats_too(ask):
    form = json.loads(json.dumps(view((invoice(),))))
    made = ask("to=ubl", form)
    assert made.status == 200, made.body
    found, (read,) = read_document(made.body)
    assert (found.name, read.number) == ("ubl", "2026-1")
    other = ask("to=fatturapa-json", ubl(), XML)
    assert other.status == 200, other.body
    assert other.json["fattura_elettronica_header"]["cedente_prestatore"]


@pytest.mark.parametrize(
    ("place", "value", "pointer"),
    [
        ("fattura_elettronica_body", None, "/fattura_elettronica_body"),
        ("extra", 1, "/extra"),
        ("fattura_elettronica_header", {}, "/fattura_elettronica_header/dati_trasmissione"),
        ("fattura_elettronica_header", [], ""),
        ("fattura_elettronica_body", [{}], "/fattura_elettronica_body/0/dati_generali"),
    ],
)
def test_a_form_the_schema_refuses_is_told_with_its_place(ask, place, value, pointer):
    form = {**json.loads(json.dumps(view((invoice(),)))), place: value}
    refused = ask("", form)
    assert refused.status == 422, refused.body
    assert refused.json["errors"][0]["code"] == "00200"
    assert any(error["pointer"].startswith(pointer) for error in refused.json["errors"])


def test_a_file_becomes_a_page_with_the_file_inside(ask):
    made = ask("to=factur-x", ubl(), XML)
    assert (made.status, made.headers["content-type"]) == (200, "application/pdf"), made.body
    assert list(PdfReader(io.BytesIO(made.body)).attachments) == ["factur-x.xml"]
    found, (read,) = read_document(made.body)
    assert (found.name, read.number) == ("cii", "2026-1")
    back = ask("", made.body, {"content-type": "application/pdf"})
    assert (back.status, back.json["format"]) == (200, "cii")


@pytest.mark.parametrize("query", ["to=docx", "to=ubl&profile=x", "to=factur-x&profile=peppol"])
def test_an_unknown_target_is_named_with_what_there_is(ask, query):
    refused = ask(query, ubl(), XML)
    assert refused.status == 400
    assert refused.json["errors"][0]["pointer"] in ("/query/to", "/query/profile")
    assert refused.json["errors"][0]["fix"].startswith("send one of ")


def test_a_profile_only_one_format_has_is_name_enough(ask):
    refused = ask("to=cius-pt", ubl(), XML)
    assert [error["code"] for error in refused.json["errors"]] == ["BR-CIUS-PT-66"]
    delivered = replace(invoice(), delivery=Delivery(address=invoice().buyer.address))
    made = ask("to=cius-pt", UBL.write(delivered, ""), XML)
    assert made.status == 200, made.body
    assert "CIUS-PT" in read_document(made.body)[1][0].specification
