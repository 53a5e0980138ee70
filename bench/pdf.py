"""Invoices to PDF: the same parties, lines and totals as pages, beside other libraries.

Every side starts from its input in memory and ends with the file's bytes; fonts are TrueType,
embedded as subsets.
"""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from bench import _pdf_peers as peers
from bench.frame import Row, compare, compare_processes

from invoicing.model import (
    Address,
    Document,
    Line,
    LineTax,
    Organization,
    Party,
    TaxSubtotal,
    Totals,
)
from invoicing.render.pdf import Attachment, write_pdf
from invoicing.render.view import print_view

OWN = Organization(id="o", name="Alpenwerk")


def document(count: int) -> Document:
    lines = []
    for number in range(count):
        quantity, price = Decimal(number % 7 + 1), Decimal("12.50") + number
        lines.append(
            Line(
                name=f"Item {number} with a name of usual length",
                quantity=quantity,
                unit="h",
                price=price,
                net_amount=quantity * price,
                taxes=(LineTax(rate=Decimal(19), category="S"),),
            )
        )
    net = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
    tax = round(net * Decimal("0.19"), 2)
    place = Address(line1="Main Street 12", postal_code="80331", city="München", country_code="DE")
    return Document(
        state="issued",
        number="RE-2026-00042",
        issue_date=date(2026, 5, 1),
        due_date=date(2026, 5, 15),
        seller=Party(name="Alpenwerk GmbH", vat_identifier="DE123456789", address=place),
        buyer=Party(name="Bauer & Söhne OHG", address=place),
        currency="EUR",
        lines=tuple(lines),
        tax_subtotals=(TaxSubtotal(rate=Decimal(19), base=net, tax=tax),),
        totals=Totals(lines=net, net=net, tax=tax, gross=net + tax, payable=net + tax),
        issued_at=datetime(2026, 5, 1, tzinfo=UTC),
    )


def ours(shown: Document) -> bytes:
    return write_pdf(print_view(shown, OWN, language="en"))


def _cells(shown: Document) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            line.name,
            f"{line.quantity} h",
            f"{line.price:,.2f}",
            "19%",
            f"{line.net_amount:,.2f}",
        )
        for number, line in enumerate(shown.lines, 1)
    ]


def _head_texts(shown: Document) -> list[str]:
    texts = []
    for party in (shown.seller, shown.buyer):
        place = party.address
        texts += [party.name, place.line1, f"{place.postal_code} {place.city}"]
    return [*texts, f"Invoice {shown.number}", str(shown.issue_date), str(shown.due_date)]


def _sum_texts(shown: Document) -> list[tuple[str, str]]:
    sums = shown.totals
    return [
        ("Total excl. VAT", f"{sums.net:,.2f}"),
        ("VAT", f"{sums.tax:,.2f}"),
        ("Amount due", f"{sums.payable:,.2f} EUR"),
    ]


def as_texts(shown: Document) -> peers.Texts:
    """The same content for the peers."""
    return peers.Texts(_head_texts(shown), _cells(shown), _sum_texts(shown))


PEERS = {
    "reportlab canvas": peers.reportlab_canvas,
    "reportlab platypus": peers.reportlab_platypus,
    "typst": peers.typst,
    "weasyprint": peers.weasyprint,
}
GOALS = {1: "≤ 1x of the fastest", 40: "≤ 1x of the fastest", 1000: "≤ 0.33x of the fastest"}


def warm(count: int, rounds: int) -> list[Row]:
    shown = document(count)
    texts = as_texts(shown)
    sides = {"ours": lambda: ours(shown)}
    for name, peer in PEERS.items():
        if count <= 40 or name != "weasyprint":  # a thousand lines take it half a minute
            sides[name] = lambda peer=peer: peer(texts)
    found = compare(sides, rounds=rounds)
    case = f"PDF, {count:,} line{'s' if count > 1 else ''}"
    return [found.row(case, name, goal=GOALS[count]) for name in sides if name != "ours"]


def factur_x(rounds: int = 7) -> list[Row]:
    """With the e-invoice inside, for the archive, beside the plain file and typst's PDF/A-3B."""
    from invoicing.formats.cii import FORMAT  # noqa: PLC0415 - no page needs it

    shown = document(10)
    texts = as_texts(shown)
    view = print_view(shown, OWN, language="en")
    carried = Attachment(
        "factur-x.xml",
        "text/xml",
        FORMAT.write(shown, ""),
        relationship="Alternative",
        profile="EN 16931",
    )
    found = compare(
        {
            "ours": lambda: write_pdf(view, (carried,), conformance="PDF/A-3B"),
            "plain": lambda: write_pdf(view),
            "typst": lambda: peers.typst(texts, "a-3b"),
        },
        rounds=rounds,
    )
    return [
        found.row("Factur-X PDF/A-3B, 10 lines", "plain", goal="≤ 1.1x"),
        found.row("Factur-X PDF/A-3B, 10 lines", "typst", goal="< 1x"),
    ]


def _code(function: str, count: int) -> str:
    if function == "ours":
        return f"from bench import pdf; pdf.ours(pdf.document({count}))"
    return f"from bench import _pdf_peers as p; p.{function}(p.sample({count}))"


def _environment() -> dict[str, str]:
    root = Path(__file__).parent.parent
    return {"PYTHONPATH": os.pathsep.join([str(root / "layers/engine"), str(root)])}


def cold() -> list[Row]:
    """The first file of a process: imports, fonts and one page."""
    names = {"ours": "ours", "reportlab canvas": "reportlab_canvas", "typst": "typst"}
    sides = {name: _code(function, 1) for name, function in names.items()}
    found = compare_processes(sides, rounds=5, environment=_environment())
    return [found.row("PDF, first of a process (CPU)", name) for name in sides if name != "ours"]


def peak_mb(function: str, count: int) -> float:
    """Most memory of a fresh process that writes one file, in MB (Linux)."""
    code = f"{_code(function, count)}; print(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **_environment()},
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def memory() -> list[Row]:
    mine = peak_mb("ours", 1000)
    others = {"reportlab canvas": "reportlab_canvas", "typst": "typst"}
    return [
        Row("PDF, 1,000 lines, peak memory", mine, peak_mb(function, 1000), name, unit="MB")
        for name, function in others.items()
    ]


def rows() -> list[Row]:
    return [*warm(1, 9), *warm(40, 7), *warm(1000, 5), *factur_x(), *cold(), *memory()]
