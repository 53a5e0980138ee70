"""A print view as PDF: the pages a business sends."""

from collections.abc import Sequence

from invoicing.render._conformance import Attachment, Conformance, Particulars
from invoicing.render._head import draw_blocks, draw_head, fact_strips
from invoicing.render._sheet import LEFT, RIGHT, Sheet
from invoicing.render._sums import draw_sums
from invoicing.render._table import draw_table
from invoicing.render._texts import Block, PrintView

__all__ = ["Attachment", "Conformance", "write_pdf"]


def write_pdf(
    view: PrintView,
    attachments: Sequence[Attachment] = (),
    *,
    conformance: Conformance = "",
) -> bytes:
    """The view as a PDF with embedded fonts; equal views give equal bytes.

    With conformance "PDF/A-3B" it carries its attachments for the archive (ISO 19005-3).
    """
    sheet = Sheet(view)
    draw_head(sheet)
    draw_table(sheet)
    draw_sums(sheet)
    _draw_closing(sheet)
    sheet.finish_pages()
    about = Particulars(view.title, view.author, view.language, view.created_at)
    return sheet.canvas.finish(about, attachments=tuple(attachments), conformance=conformance)


def _draw_closing(sheet: Sheet) -> None:
    """How to pay, then what remains to be said."""
    view = sheet.view
    if view.payment or view.payment_blocks:
        sheet.need(min(len(view.payment) * 14 + 40, 200))
        heading = sheet.strips(
            LEFT,
            (view.payment_heading,),
            RIGHT - LEFT,
            size=10,
            lead=17,
            colour=sheet.look.accent,
            weight="bold",
        )
        sheet.flow([*heading, *fact_strips(sheet, view.payment, LEFT, RIGHT)])
        sheet.y += 4
        draw_blocks(sheet, view.payment_blocks)
        sheet.y += 6
    draw_blocks(sheet, view.notes)
    rest = [view.signature, view.foot_note]
    if sheet.footer_overflows:
        rest += view.footer
    draw_blocks(sheet, [Block("", text) for text in rest if text])
