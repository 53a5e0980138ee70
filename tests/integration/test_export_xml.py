"""Documents leave as e-invoice files that pass the rules, and files become other formats."""

import io

import pytest
from facturx import get_facturx_xml_from_pdf
from pypdf import PdfReader

from invoicing.formats._detect import read_document

BUYER = {
    "name": "Kupec d.o.o.",
    "address": "Cesta 1",
    "city": "Maribor",
    "zip": "2000",
    "countryAlpha2Code": "SI",
    "taxNumber": "SI12345679",
    "electronicAddress": {"value": "9950:si12345679", "scheme": "9949"},
}
BODY = {
    "_documentItems": [
        {"name": "Consulting", "quantity": 3, "price": "80.50", "unit": "h"},
        {"name": "Travel", "price": 12, "_documentItemTaxes": [{"rate": "9.5"}]},
    ],
    "_documentClient": BUYER,
    "discountPercent": 10,
    "reference": "R-7",
    "buyerReference": "B-7",
}


@pytest.fixture
def made(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    answer = world.request("POST", path, BODY, token=owner.token)
    assert answer.status == 201, answer.body
    return answer.json


@pytest.mark.parametrize("format_name", ["ubl", "cii"])
def test_F260_an_issued_document_leaves_as_a_file_with_its_own_totals(
    world, owner, made, format_name
):
    path = f"/v1/Documents/{made['id']}/xml?format={format_name}"
    answer = world.request("GET", path, token=owner.token)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/xml"
    assert "attachment" in answer.headers["content-disposition"]
    found, (read,) = read_document(answer.body)
    assert found.name == format_name
    assert read.number == made["number"]
    assert (float(read.totals.net), float(read.totals.gross)) == (
        made["total"],
        made["totalWithTax"],
    )
    assert read.buyer.name == BUYER["name"]


def test_a_profile_that_its_rules_forbid_does_not_leave(world, owner, made):
    path = f"/v1/Documents/{made['id']}/xml?format=ubl&profile=xrechnung"
    refused = world.request("GET", path, token=owner.token)
    assert refused.status == 422
    assert any(error["code"].startswith("BR-DE-") for error in refused.json["errors"])


@pytest.mark.parametrize(
    ("query", "pointer"), [("format=docx", "/query/format"), ("profile=x", "/query/profile")]
)
def test_an_unknown_format_or_profile_is_named(world, owner, made, query, pointer):
    refused = world.request("GET", f"/v1/Documents/{made['id']}/xml?{query}", token=owner.token)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, pointer)
    assert "ubl" in refused.json["errors"][0]["fix"] or "peppol" in refused.json["errors"][0]["fix"]


def test_a_draft_does_not_leave(world, owner):
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    draft = world.request("POST", path, {**BODY, "draft": True}, token=owner.token).json
    refused = world.request("GET", f"/v1/Documents/{draft['id']}/xml", token=owner.token)
    assert refused.status == 409


def test_F260_files_become_documents_and_other_formats(world, owner, made):
    ubl = world.request("GET", f"/v1/Documents/{made['id']}/xml", token=owner.token).body
    xml = {"content-type": "application/xml"}
    convert = "/v1/Documents/convert"
    document = world.request("POST", convert, ubl, token=owner.token, headers=xml)
    assert (document.status, document.json["number"]) == (200, made["number"])
    cii = world.request("POST", f"{convert}?to=cii", ubl, token=owner.token, headers=xml)
    assert cii.status == 200, cii.body
    found, (read,) = read_document(cii.body)
    assert (found.name, read.number) == ("cii", made["number"])
    body = {k: v for k, v in document.json.items() if k not in ("format", "warnings")}
    again = world.request("POST", convert, body, token=owner.token)
    assert again.status == 200, again.body
    assert read_document(again.body)[0].name == "ubl"


def test_BT_158_the_version_of_a_classification_leaves_with_the_file(world, owner):
    kind = {"value": "48100000-9", "scheme": "STI", "schemeVersion": "2008"}
    item = {"name": "Software", "price": 12, "classifications": [kind]}
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    body = {"_documentItems": [item], "_documentClient": BUYER}
    made = world.request("POST", path, body, token=owner.token).json
    assert made["_documentItems"][0]["classifications"] == [kind]
    path = f"/v1/Documents/{made['id']}/xml?format=ubl"
    answer = world.request("GET", path, token=owner.token)
    assert b'listVersionID="2008" listID="STI">48100000-9<' in answer.body


LEVELS = {
    "minimum": ("MINIMUM", "/Data"),
    "basicwl": ("BASIC WL", "/Data"),
    "basic": ("BASIC", "/Alternative"),
    "en16931": ("EN 16931", "/Alternative"),
    "": ("EN 16931", "/Alternative"),
    "extended": ("EXTENDED", "/Alternative"),
}


@pytest.mark.parametrize("route", ["xml", "pdf"])
@pytest.mark.parametrize("profile", LEVELS)
def test_F262_an_issued_document_leaves_as_a_page_with_its_data_inside(
    world, owner, made, route, profile
):
    query = f"format=factur-x&profile={profile}&l=de"
    answer = world.request("GET", f"/v1/Documents/{made['id']}/{route}?{query}", token=owner.token)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/pdf"
    name, xml = get_facturx_xml_from_pdf(answer.body, check_xsd=True)
    assert name == "factur-x.xml"
    reader = PdfReader(io.BytesIO(answer.body))
    level, relationship = LEVELS[profile]
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert f"<fx:ConformanceLevel>{level}<" in packet
    assert "<pdfaid:part>3<" in packet
    (attached,) = reader.trailer["/Root"]["/AF"]
    assert attached.get_object()["/AFRelationship"] == relationship
    assert "Rechnung" in reader.pages[0].extract_text()
    found, (read,) = read_document(answer.body)
    assert (found.name, read.number) == ("cii", made["number"])
    assert f"{read.totals.gross}" in xml.decode()


@pytest.mark.parametrize("route", ["xml", "pdf"])
def test_a_hybrid_its_rules_forbid_or_nobody_knows_does_not_leave(world, owner, made, route):
    path = f"/v1/Documents/{made['id']}/{route}?format="
    forbidden = world.request("GET", f"{path}zugferd&profile=xrechnung", token=owner.token)
    assert forbidden.status == 422
    assert any(error["code"].startswith("BR-DE-") for error in forbidden.json["errors"])
    unknown = world.request("GET", f"{path}factur-x&profile=peppol", token=owner.token)
    assert (unknown.status, unknown.json["errors"][0]["pointer"]) == (400, "/query/profile")


def test_the_pdf_route_embeds_only_formats_that_travel_in_a_pdf(world, owner, made):
    path = f"/v1/Documents/{made['id']}/pdf?format=ubl"
    refused = world.request("GET", path, token=owner.token)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, "/query/format")
    assert "factur-x" in refused.json["errors"][0]["fix"]


def test_F274_fatturapa_leaves_as_file_and_as_its_json_form(world):
    owner = world.organization(
        "Alfa S.r.l.",
        country="IT",
        tax_number="IT01234567890",
        address="Via Roma 1",
        zip="10100",
        city="Torino",
    )
    buyer = {**BUYER, "countryAlpha2Code": "IT", "zip": "20100", "taxNumber": "IT09876543210"}
    body = {
        "_documentItems": [
            {"name": "Consulenza", "price": 10, "_documentItemTaxes": [{"rate": 22}]}
        ],
        "_documentClient": {**buyer, "fatturaPaChannelId": "ABC1234"},
    }
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    made = world.request("POST", path, body, token=owner.token).json
    path = f"/v1/Documents/{made['id']}/xml?format=fatturapa"
    answer = world.request("GET", path, token=owner.token)
    assert answer.status == 200, answer.body
    found, (read,) = read_document(answer.body)
    assert (found.name, read.number) == ("fatturapa", made["number"])
    form = world.request("GET", f"{path}-json", token=owner.token)
    assert form.headers["content-type"] == "application/json"
    sending = form.json["fattura_elettronica_header"]["dati_trasmissione"]
    assert sending["codice_destinatario"] == "ABC1234"
