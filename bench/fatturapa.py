"""FatturaPA: reading into the model beside a38 and bare lxml, writing beside a38, in turns."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import a38.fattura
from bench.frame import Row, compare
from lxml import etree

from invoicing.formats.fatturapa import FORMAT, read
from invoicing.model import Address, Document, Line, LineTax, Party
from invoicing.rules.totals import calculate
from invoicing.safe.safe_xml import LARGE_BYTES, parse


def document(lines: int) -> Document:
    """A calculated invoice of that many lines between two Italian companies."""
    home = Address(line1="Via Roma 1", city="Torino", postal_code="10100", country_code="IT")
    line = Line(
        name="Caffè & cornetto",
        quantity=Decimal(2),
        unit="PZ",
        price=Decimal("10.00"),
        taxes=(LineTax(rate=Decimal(22), category="S"),),
    )
    return calculate(
        Document(
            number="2026-1",
            issue_date=date(2026, 1, 31),
            currency="EUR",
            seller=Party(name="Alpha S.r.l.", vat_identifier="IT01234567890", address=home),
            buyer=Party(name="Beta S.p.A.", vat_identifier="IT09876543210", address=home),
            lines=(line,) * lines,
        )
    )


def _a38_read(data: bytes) -> Any:
    """a38's own way in: its model filled from an ElementTree."""
    invoice = a38.fattura.FatturaPrivati12()
    invoice.from_etree(ElementTree.parse(io.BytesIO(data)).getroot())  # noqa: S314 - our own bytes
    return invoice


def rows() -> list[Row]:
    found = []
    for lines in (10, 1_000):
        value = document(lines)
        data = FORMAT.write(value, "")
        theirs = _a38_read(data)
        rounds = 9 if lines < 1_000 else 5
        reading = compare(
            {
                "ours": lambda data=data: read(parse(data, max_bytes=LARGE_BYTES)),
                "lxml.fromstring": lambda data=data: etree.fromstring(data),
                "a38": lambda data=data: _a38_read(data),
            },
            rounds=rounds,
        )
        case = f"FatturaPA read, {lines} lines"
        found.append(reading.row(case, "a38", goal="<= 0.04x"))
        found.append(reading.row(case, "lxml.fromstring"))
        writing = compare(
            {
                "ours": lambda value=value: FORMAT.write(value, ""),
                "a38": lambda theirs=theirs: theirs.build_etree(),
            },
            rounds=rounds,
        )
        found.append(writing.row(f"FatturaPA write, {lines} lines", "a38", goal="<= 0.5x"))
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.3f}x {row.peer_name}")
