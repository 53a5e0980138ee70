"""Random documents as Factur-X files: the factur-x library finds and validates what we attached."""

import os

import pytest
from facturx import get_facturx_level, get_facturx_xml_from_pdf
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.support import schematron
from tests.support.documents import documents

from invoicing.formats._detect import read_document
from invoicing.formats.cii import FORMAT as CII
from invoicing.model import Document, Organization
from invoicing.render.pdf import Attachment, write_pdf
from invoicing.render.view import print_view

LONG = os.environ.get("NOTULA_LONG") == "1"
OWN = Organization(id="o", name="Notula")
# The library's name of a profile, and the Schematron it ships for it.
JUDGES = {
    "minimum": ("minimum", schematron.MINIMUM),
    "basicwl": ("basicwl", schematron.BASIC_WL),
    "basic": ("basic", schematron.BASIC),
    "en16931": ("en16931", schematron.CII),
    "extended": ("extended", schematron.EXTENDED),
    "xrechnung": ("en16931", None),
}


@pytest.mark.parametrize("profile", CII.hybrids)
@settings(
    deadline=None,
    max_examples=200 if LONG else 2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=documents())
def test_a_hybrid_file_holds_the_valid_invoice_of_its_profile(
    profile: str, document: Document
) -> None:
    hybrid, (level, rules) = CII.hybrids[profile], JUDGES[profile]
    content = CII.write(document, profile)
    attached = Attachment(
        hybrid.file_name,
        "text/xml",
        content,
        relationship=hybrid.relationship,
        profile=hybrid.level,
    )
    view = print_view(document, OWN, language="en")
    data = write_pdf(view, (attached,), conformance="PDF/A-3B")
    assert read_document(data) == read_document(content)
    if rules and LONG:  # the short form is in test_formats_random
        assert schematron.broken(content, rules) == []
    if rules:
        name, found = get_facturx_xml_from_pdf(data, check_xsd=True, check_schematron=False)
        assert (name, found) == (hybrid.file_name, content)
        assert get_facturx_level(etree.fromstring(found)) == level
