"""CII: reading and writing beside bare lxml and beside drafthorse and pycheval, in turns."""

from typing import Any

import pycheval
from bench.frame import Row, compare
from bench.ubl import document as bare_document
from drafthorse.models.document import Document as DrafthorseDocument
from lxml import etree

from invoicing.formats.cii import FORMAT, read
from invoicing.model import Address, Document
from invoicing.model.value import replace
from invoicing.safe.safe_xml import LARGE_BYTES, parse

PEERS = ("drafthorse", "pycheval")


def document(lines: int) -> Document:
    """The bench's invoice with the addresses that pycheval insists on."""
    value = bare_document(lines)
    home = Address(line1="Ulica 1", city="Ljubljana", postal_code="1000", country_code="SI")
    return replace(
        value,
        seller=replace(value.seller, address=home),
        buyer=replace(value.buyer, address=home),
        payment_terms="30 days",
    )


def _reading(data: bytes) -> dict[str, Any]:
    text = data.decode()
    return {
        "ours": lambda: read(parse(data, max_bytes=LARGE_BYTES)),
        "lxml.fromstring": lambda: etree.fromstring(data),
        "pycheval": lambda: pycheval.parse_xml(text),
        "drafthorse": lambda: DrafthorseDocument.parse(data),
    }


def _writing(value: Document, data: bytes) -> dict[str, Any]:
    theirs, other = pycheval.parse_xml(data.decode()), DrafthorseDocument.parse(data)
    return {
        "ours": lambda: FORMAT.write(value, ""),
        "pycheval": lambda: pycheval.generate_xml(theirs),
        "drafthorse": lambda: other.serialize(schema=None),
    }


def rows() -> list[Row]:
    found = []
    for lines in (10, 1_000):
        value = document(lines)
        data = FORMAT.write(value, "")
        rounds = 9 if lines < 1_000 else 3
        reading = compare(_reading(data), rounds=rounds)
        found.append(reading.row(f"CII read, {lines} lines", "lxml.fromstring", goal="<= 3x"))
        found += [reading.row(f"CII read, {lines} lines", p, goal="<= 0.2x") for p in PEERS]
        writing = compare(_writing(value, data), rounds=rounds)
        found += [writing.row(f"CII write, {lines} lines", p, goal="<= 0.5x") for p in PEERS]
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.3f}x {row.peer_name}")
