"""Invoices to PDF by other libraries, each used as its manual shows.

Nothing of ours is imported here, so that a fresh process shows what each library costs.
"""

import io
from html import escape
from pathlib import Path
from typing import NamedTuple

HEAD = ("No.", "Description", "Quantity", "Unit price", "VAT", "Amount")
BUILD = Path(__file__).parent.parent / ".build"
FONTS = BUILD / "bench-fonts"


def peer_font(weight: str) -> Path:
    """Our own block of Latin letters with the names that other libraries look for."""
    target = FONTS / f"bench-{weight}.ttf"
    if not target.exists():
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - once, outside the measured part

        FONTS.mkdir(parents=True, exist_ok=True)
        font = TTFont(BUILD / "fonts" / f"latin-{weight}.ttf")
        style = weight.capitalize()
        names = {1: "Bench", 2: style, 4: f"Bench {style}", 6: f"Bench-{style}"}
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
            font["name"].setName(text, number, 1, 0, 0)
        font.save(target)
    return target


FONT, BOLD = peer_font("regular"), peer_font("bold")


class Texts(NamedTuple):
    """What stands on the pages."""

    head: list[str]
    cells: list[tuple[str, ...]]
    sums: list[tuple[str, str]]


def sample(count: int) -> Texts:
    """An invoice of so many lines, without the engine."""
    cells = [
        (str(n + 1), f"Item {n} with a name of usual length", f"{n % 7 + 1} h", f"{n + 12}.50",
         "19%", f"{(n % 7 + 1) * (n + 12.5):,.2f}")
        for n in range(count)
    ]  # fmt: skip
    head = ["Alpenwerk GmbH", "Main Street 12", "80331 München", "Bauer & Söhne OHG"]
    return Texts([*head, "Invoice RE-2026-00042"], cells, [("Amount due", "1,234.50 EUR")])


def reportlab_canvas(shown: Texts) -> bytes:
    """Strings drawn one by one: the fastest way reportlab has."""
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - a peer may be absent
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - as above
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - as above

    registerFont(TTFont("Sans", str(FONT)))
    registerFont(TTFont("Sans-Bold", str(BOLD)))
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    ends = (60, 80, 380, 440, 470, 540)

    def row(y: float, texts: tuple[str, ...], font: str) -> None:
        canvas.setFont(font, 9)
        for place, text in enumerate(texts):
            if place == 1:
                canvas.drawString(ends[1], y, text)
            else:
                canvas.drawRightString(ends[place], y, text)

    y, page = 800.0, 1
    canvas.setFont("Sans", 9)
    for text in shown.head:
        canvas.drawString(60, y, text)
        y -= 14
    row(y, HEAD, "Sans-Bold")
    for texts in shown.cells:
        y -= 19
        if y < 70:
            canvas.drawRightString(540, 30, f"Page {page}")
            canvas.showPage()
            page, y = page + 1, 780.0
            row(y + 19, HEAD, "Sans-Bold")
        row(y, texts, "Sans")
        canvas.line(50, y - 5, 545, y - 5)
    for label, value in shown.sums:
        y -= 16
        canvas.drawString(330, y, label)
        canvas.drawRightString(540, y, value)
    canvas.drawRightString(540, 30, f"Page {page}")
    canvas.save()
    return out.getvalue()


def reportlab_platypus(shown: Texts) -> bytes:
    from reportlab.lib.colors import lightgrey  # noqa: PLC0415 - a peer may be absent
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - as above
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - as above
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - as above
    from reportlab.platypus import (  # noqa: PLC0415 - as above
        LongTable,
        Paragraph,
        SimpleDocTemplate,
        TableStyle,
    )

    registerFont(TTFont("Sans", str(FONT)))
    registerFont(TTFont("Sans-Bold", str(BOLD)))
    look = ParagraphStyle("text", fontName="Sans", fontSize=9)
    out = io.BytesIO()
    table = LongTable([HEAD, *shown.cells], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Sans-Bold", 8),
                ("FONT", (0, 1), (-1, -1), "Sans", 9),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, lightgrey),
                ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
            ]
        )
    )
    sums = LongTable(shown.sums)
    sums.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), "Sans", 9)]))
    head = [Paragraph(escape(text), look) for text in shown.head]
    SimpleDocTemplate(out, pageCompression=1).build([*head, table, sums])
    return out.getvalue()


def typst(shown: Texts, standard: str = "") -> bytes:
    import typst as library  # noqa: PLC0415 - a peer may be absent

    def quoted(texts: tuple[str, ...]) -> str:
        return ", ".join('"' + text.replace('"', '\\"') + '"' for text in texts)

    body = ",\n".join(quoted(texts) for texts in shown.cells)
    sums = ",\n".join(quoted(pair) for pair in shown.sums)
    head = "\\ ".join(f'#"{text}"' for text in shown.head)
    source = (
        '#set page(paper: "a4", numbering: "1")\n#set text(font: "Bench", size: 9pt)\n'
        '#set document(title: "Invoice", date: datetime(year: 2026, month: 5, day: 1))\n'
        f"{head}\n#table(columns: (auto, 1fr, auto, auto, auto, auto), stroke: none,\n"
        f"table.header({quoted(HEAD)}),\n{body})\n#table(columns: 2, stroke: none, {sums})\n"
    )
    extra = {"pdf_standards": [standard]} if standard else {}
    return bytes(
        library.compile(
            source.encode(), format="pdf", font_paths=[str(FONT.parent)],
            ignore_system_fonts=True, **extra,
        )
    )  # fmt: skip


def weasyprint(shown: Texts) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - a peer may be absent

    def row(texts: tuple[str, ...], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts) + "</tr>"

    head = "<br>".join(map(escape, shown.head))
    body = "".join(map(row, shown.cells))
    sums = "".join(map(row, shown.sums))
    text = (
        "<style>@page{size:A4}body{font:9pt sans-serif}td{border-bottom:.4pt solid #ddd}</style>"
        f"<p>{head}</p><table><thead>{row(HEAD, 'th')}</thead><tbody>{body}</tbody></table>"
        f"<table>{sums}</table>"
    )
    return bytes(HTML(string=text).write_pdf())
