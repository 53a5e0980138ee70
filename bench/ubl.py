"""UBL: reading beside bare lxml, writing beside f-strings that give the same bytes."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bench.frame import Row, compare
from lxml import etree

from invoicing.formats.ubl import FORMAT, read
from invoicing.model import Document, Line, LineTax, Party, TaxSubtotal, Totals
from invoicing.safe.safe_xml import LARGE_BYTES, parse


def document(lines: int) -> Document:
    """A calculated invoice of that many lines."""
    net = Decimal("20.00") * lines
    tax = net * Decimal("0.22")
    line = Line(
        name="Čaj & <keks>",
        description="Breakfast",
        quantity=Decimal(2),
        unit_code="C62",
        price=Decimal("10.00"),
        net_amount=Decimal("20.00"),
        taxes=(LineTax(rate=Decimal(22), category="S"),),
    )
    return Document(
        number="2026-1",
        issue_date=date(2026, 1, 31),
        currency="EUR",
        seller=Party(name="Prodajalec d.o.o.", vat_identifier="SI12345678"),
        buyer=Party(name="Compratore S.p.A."),
        lines=(line,) * lines,
        totals=Totals(lines=net, net=net, tax=tax, gross=net + tax, payable=net + tax),
        tax_subtotals=(TaxSubtotal(rate=Decimal(22), base=net, tax=tax),),
    )


def _median_ms(cases: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Round robin, so that every case meets the same neighbours."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            started = time.perf_counter()
            case()
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


LINES = (10, 1_000, 10_000)


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _floor_line(number: int, line: Line, cur: str) -> str:
    (tax,) = line.taxes
    return (
        f"<cac:InvoiceLine><cbc:ID>{number}</cbc:ID>"
        f'<cbc:InvoicedQuantity unitCode="{line.unit_code}">{line.quantity}</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="{cur}">{line.net_amount}</cbc:LineExtensionAmount>'
        f"<cac:Item><cbc:Description>{_text(line.description)}</cbc:Description>"
        f"<cbc:Name>{_text(line.name)}</cbc:Name>"
        f"<cac:ClassifiedTaxCategory><cbc:ID>{tax.category}</cbc:ID>"
        f"<cbc:Percent>{tax.rate}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>"
        f'<cac:Price><cbc:PriceAmount currencyID="{cur}">{line.price}</cbc:PriceAmount></cac:Price>'
        f"</cac:InvoiceLine>"
    )


def floor(value: Document, head: str) -> bytes:
    """The same bytes from f-strings that know nothing but this document; `head` is given."""
    lines = [_floor_line(n, line, value.currency) for n, line in enumerate(value.lines, 1)]
    return f"{head}{''.join(lines)}</Invoice>".encode()


def peak_mb(lines: int) -> float:
    """What writing, then reading a document allocates beyond the document itself."""
    value = document(lines)
    tracemalloc.start()
    read(parse(FORMAT.write(value, ""), max_bytes=LARGE_BYTES))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000


def rows() -> list[Row]:
    found = []
    for lines in LINES:
        value = document(lines)
        data = FORMAT.write(value, "")
        head = data.decode().partition("<cac:InvoiceLine>")[0]
        if floor(value, head) != data:
            raise AssertionError("the floor writes other bytes")
        rounds = 15 if lines < 10_000 else 5
        reading = compare(
            {
                "ours": lambda data=data: read(parse(data, max_bytes=LARGE_BYTES)),
                "lxml.fromstring": lambda data=data: etree.fromstring(data),
            },
            rounds=rounds,
        )
        found.append(reading.row(f"UBL read, {lines} lines", "lxml.fromstring", goal="<= 3x"))
        writing = compare(
            {
                "ours": lambda value=value: FORMAT.write(value, ""),
                "f-strings": lambda value=value, head=head: floor(value, head),
            },
            rounds=rounds,
        )
        found.append(writing.row(f"UBL write, {lines} lines", "f-strings", goal="<= 2x"))
    found.append(Row("UBL memory, 10,000 lines", peak_mb(10_000), 150, "limit", unit="MB"))
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.1f}x {row.peer_name}")
