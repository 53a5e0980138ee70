"""PDF/A-3B and Factur-X, judged by pypdf's reading and the factur-x library."""

import hashlib
import io

import pytest
from facturx import get_facturx_xml_from_pdf
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import StreamObject
from tests.unit.render.pages import document, png, view

from invoicing.model import Address, Party
from invoicing.registry import member
from invoicing.render.pdf import Attachment, write_pdf
from invoicing.render.view import Images, PrintOptions

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
XML = b"<a>" + b"long " * 2000 + b"</a>"
PLAIN = Attachment("terms.xml", "text/xml", XML)


@pytest.fixture(scope="module")
def archived() -> PdfReader:
    shown = view(options=PrintOptions(images=Images(logo=png())), live=False)
    return PdfReader(io.BytesIO(write_pdf(shown, (PLAIN,), conformance="PDF/A-3B")))


def root(reader: PdfReader) -> dict:
    return reader.trailer["/Root"]


def test_iso_19005_3_the_metadata_name_part_and_level(archived: PdfReader) -> None:
    stream = root(archived)["/Metadata"].get_object()
    assert "/Filter" not in stream
    tree = etree.fromstring(stream.get_data().split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
    assert tree.findtext(f".//{PDFA}part") == "3"
    assert tree.findtext(f".//{PDFA}conformance") == "B"


def test_metadata_and_information_agree(archived: PdfReader) -> None:
    info, packet = archived.metadata, archived.xmp_metadata
    assert packet.dc_title["x-default"] == info.title == "Invoice 2026-7"
    assert packet.dc_creator == [info.author]
    assert packet.xmp_create_date.replace(tzinfo=None) == info.creation_date.replace(tzinfo=None)


def test_the_output_intent_is_an_srgb_profile(archived: PdfReader) -> None:
    (intent,) = root(archived)["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_object()
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert profile["/N"] == 3
    data = profile.get_data()
    assert data[36:40] == b"acsp"
    assert data[16:20] == b"RGB "
    assert int.from_bytes(data[:4]) == len(data)


def test_the_attachment_is_compressed_associated_and_whole(archived: PdfReader) -> None:
    (specification,) = root(archived)["/AF"]
    found = specification.get_object()
    assert found["/AFRelationship"] == "/Supplement"
    assert found["/UF"] == "terms.xml"
    stream = found["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/text/xml"
    assert stream["/Filter"] == "/FlateDecode"
    assert len(stream._data) < len(XML) / 10
    assert stream.get_data() == XML
    assert stream["/Params"]["/Size"] == len(XML)
    checksum = stream["/Params"]["/CheckSum"]
    raw = checksum if isinstance(checksum, bytes) else checksum.original_bytes
    assert raw == hashlib.md5(XML, usedforsecurity=False).digest()


def test_every_font_is_embedded_and_nothing_is_transparent(archived: PdfReader) -> None:
    for number in range(1, len(archived.xref[0]) + 1):
        found = archived.get_object(number)
        if not hasattr(found, "get"):
            continue
        if found.get("/Type") == "/FontDescriptor":
            assert isinstance(found["/FontFile2"].get_object(), StreamObject)
        assert not {"/SMask", "/ca", "/CA", "/Encrypt", "/JS"} & set(found)
    assert "/ID" in archived.trailer


def test_without_conformance_no_claim_is_made() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(view())))
    assert b"pdfaid" not in root(reader)["/Metadata"].get_object().get_data()
    assert "/OutputIntents" not in root(reader)


def test_factur_x_is_extracted_and_validated_by_the_factur_x_library() -> None:
    at_home = Address(country_code="SI")
    parties = {
        "seller": Party(name="Čebelar d.o.o.", vat_identifier="SI12345678", address=at_home),
        "buyer": Party(name="Kupec d.o.o.", address=at_home),
    }
    content = member("formats", "cii", "FORMAT").write(document(**parties), "")
    attached = Attachment(
        "factur-x.xml", "text/xml", content, relationship="Alternative", profile="EN 16931"
    )
    data = write_pdf(view(), (attached,), conformance="PDF/A-3B")
    name, found = get_facturx_xml_from_pdf(data, check_xsd=True, check_schematron=False)
    assert name == "factur-x.xml"
    assert found == content
    packet = root(PdfReader(io.BytesIO(data)))["/Metadata"].get_object().get_data().decode()
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in packet
    assert "pdfaExtension:schemas" in packet


def test_names_of_attachments_stay_in_their_place() -> None:
    """A name with brackets and a title with XML are texts, never syntax."""
    hostile = Attachment("a)>>/JS (x) <b>.xml", "text/x)y /JS", b"x", profile="<x>")
    reader = PdfReader(io.BytesIO(write_pdf(view(title="<b>&)>>"), (hostile,))))
    assert list(reader.attachments) == ["a)>>/JS (x) <b>.xml"]
    assert reader.metadata.title == "<b>&)>> 2026-7"
    packet = root(reader)["/Metadata"].get_object().get_data()
    etree.fromstring(packet.split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
