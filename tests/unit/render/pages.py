"""Documents to print, and what readers find in the pages."""

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdfium2
from PIL import Image

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
from invoicing.render.pdf import write_pdf
from invoicing.render.view import PrintOptions, PrintView, print_view

OWN = Organization(id="o", name="Notula")
TAX = LineTax(rate=Decimal(22), category="S")
AMOUNT = Decimal("1234.50")


def line(name: str = "Work", **changes: Any) -> Line:
    given = {"name": name, "price": AMOUNT, "net_amount": AMOUNT, "taxes": (TAX,)}
    return Line(**(given | changes))


def document(*lines: Line, **changes: Any) -> Document:
    lines = lines or (line(),)
    net = sum((one.net_amount for one in lines if one.kind == "product"), Decimal(0))
    tax = net * Decimal("0.22")
    given = {
        "state": "issued",
        "number": "2026-7",
        "issue_date": date(2026, 5, 1),
        "seller": Party(name="Čebelar d.o.o.", address=Address(city="Ljubljana")),
        "buyer": Party(name="Rossi S.r.l."),
        "currency": "EUR",
        "lines": lines,
        "tax_subtotals": (TaxSubtotal(rate=Decimal(22), base=net, tax=tax),),
        "totals": Totals(lines=net, net=net, tax=tax, gross=net + tax, payable=net + tax),
        "issued_at": datetime(2026, 5, 1, tzinfo=UTC),
    }
    return Document(**(given | changes))


def view(*lines: Line, language: str = "en", theme: str = "standard", **changes: Any) -> PrintView:
    """The print view; `options` and fields of the document may be given."""
    options = changes.pop("options", PrintOptions())
    shown = document(*lines, **changes)
    return print_view(shown, OWN, language=language, theme=theme, options=options)


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def texts(shown: PrintView) -> list[str]:
    """The text of each page as pdfium finds it, blanks made one."""
    opened = pypdfium2.PdfDocument(write_pdf(shown))
    return [plain(page.get_textpage().get_text_range()) for page in opened]


def images(shown: PrintView, scale: float = 1.0) -> list[Image.Image]:
    return [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(write_pdf(shown))]


def png(across: int = 60, down: int = 20, colour: str = "#ff0000") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (across, down), colour).save(out, "PNG")
    return out.getvalue()
