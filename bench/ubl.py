"""UBL: reading into the model and writing it, beside what bare lxml needs for the same bytes."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

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


def rows() -> list[tuple[str, str, float, float]]:
    """Operation, case, median milliseconds, multiple of the first case of the operation."""
    found = []
    for lines in (10, 1_000, 10_000):
        value = document(lines)
        data = FORMAT.write(value, "")
        tree = etree.fromstring(data)
        read_ms = _median_ms(
            {
                "lxml.fromstring": lambda data=data: etree.fromstring(data),
                "ours, checked and into the model": lambda data=data: read(
                    parse(data, max_bytes=LARGE_BYTES)
                ),
            },
            rounds=200 if lines == 10 else 9,
        )
        write_ms = _median_ms(
            {
                "lxml.tostring of a finished tree": lambda tree=tree: etree.tostring(tree),
                "ours, from the model": lambda value=value: FORMAT.write(value, ""),
            },
            rounds=200 if lines == 10 else 9,
        )
        for operation, measured in (("read", read_ms), ("write", write_ms)):
            base = next(iter(measured.values()))
            found += [
                (f"UBL {operation}, {lines} lines", name, ms, ms / base)
                for name, ms in measured.items()
            ]
    return found


if __name__ == "__main__":
    for operation, case, ms, multiple in rows():
        print(f"| {operation} | {case} | {ms:.3f} ms | {multiple:.1f}x |")
