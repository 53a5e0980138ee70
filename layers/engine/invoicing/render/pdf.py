"""A print view as PDF: the pages a business sends."""

from collections.abc import Sequence

from invoicing.render._conformance import Attachment, Conformance, Particulars
from invoicing.render._fonts import undrawn
from invoicing.render._head import draw_blocks, draw_head, fact_strips
from invoicing.render._logo import checked, picture
from invoicing.render._modules import Modules, pdf_path
from invoicing.render._sheet import BODY, LEFT, MM, RIGHT, SMALL, TINY, Sheet, Strip
from invoicing.render._sums import draw_sums
from invoicing.render._swiss_part import DOWN, draw_part
from invoicing.render._table import draw_table
from invoicing.render._texts import Block, Fact, PaySlip, PrintView
from invoicing.render._words import LEFT_TO_RIGHT

__all__ = ["Attachment", "Conformance", "undrawn", "write_pdf"]

CODE_AT = 395.0
CODE_DOWN = 34 * MM
SIGNED_ACROSS, SIGNED_DOWN = 50 * MM, 18 * MM
MODULE_MIN = 0.5 * MM  # what a phone reads from paper at arm's length
STACKED_MODULE = 0.254 * MM  # of codes made of rows of bars, which are read from near by
_PARTS = {"swiss": (DOWN, draw_part)}  # slips with a form of their own at the page's foot


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
    title = view.title.replace(LEFT_TO_RIGHT, "")
    about = Particulars(title, view.author, view.language, view.created_at)
    return sheet.canvas.finish(about, attachments=tuple(attachments), conformance=conformance)


def _draw_closing(sheet: Sheet) -> None:
    """How to pay, then what remains to be said, and the payment slip at the foot."""
    view = sheet.view
    beside = [slip for slip in view.slips if slip.name not in _PARTS]
    facts = [fact for fact in view.payment if not _said_by_part(fact, view)]
    if facts or view.payment_blocks or beside:
        _draw_payment(sheet, facts, beside)
    draw_blocks(sheet, view.notes)
    if view.images.signature:
        _draw_signature(sheet)
    rest = [view.signature, view.foot_note]
    if sheet.footer_overflows:
        rest += view.footer
    draw_blocks(sheet, [Block("", text) for text in rest if text])
    for slip in view.slips:
        if slip.name in _PARTS:
            down, draw = _PARTS[slip.name]
            sheet.reserve_foot(down)
            draw(sheet.canvas, slip, view.language)


def _draw_signature(sheet: Sheet) -> None:
    """The image of a signature, on the page of the text below it."""
    shown = picture(checked(sheet.view.images.signature))
    sheet.need(SIGNED_DOWN + 3 * BODY)
    sheet.canvas.picture(shown, LEFT, sheet.y, SIGNED_ACROSS, SIGNED_DOWN)
    sheet.y += SIGNED_DOWN + 4


def _said_by_part(fact: Fact, view: PrintView) -> bool:
    """Whether the slip at the foot says it as well."""
    bare = "".join(fact.value.split())
    parts = ("".join(slip.payload.split()) for slip in view.slips if slip.name in _PARTS)
    return any(bare in said for said in parts)


def _draw_payment(sheet: Sheet, given: Sequence[Fact], slips: Sequence[PaySlip]) -> None:
    """Reference and accounts, beside them the codes to scan."""
    view = sheet.view
    start = min([CODE_AT, *(RIGHT - _code_size(s.modules)[0] for s in slips if s.modules)])
    end = start - 14 if slips else RIGHT
    facts = [
        *sheet.strips(
            LEFT,
            (view.payment_heading,),
            end - LEFT,
            size=10,
            lead=17,
            colour=sheet.look.accent,
            weight="bold",
        ),
        *fact_strips(sheet, given, LEFT, end),
        sheet.space(4),
        *(
            strip
            for block in view.payment_blocks
            for strip in (*sheet.strips(LEFT, (block.text,), end - LEFT), sheet.space(6))
        ),
    ]
    codes = [strip for slip in slips for strip in _slip_strips(sheet, slip, start)]
    sheet.need(min(max(sum(s.height for s in facts), sum(s.height for s in codes)), 260))
    sheet.flow(facts, codes)
    sheet.y += 6


def _code_size(modules: Modules) -> tuple[float, float]:
    """Across and down, as large as it has to be."""
    square = modules.row_down == 1
    scale = max(CODE_DOWN / modules.down, MODULE_MIN) if square else STACKED_MODULE
    return modules.across * scale, modules.down * scale


def _slip_strips(sheet: Sheet, slip: PaySlip, start: float) -> list[Strip]:
    """A code with its name below, or numbers with theirs above."""
    modules = slip.modules
    title = sheet.strips(start, (slip.title,), RIGHT - start, size=TINY, colour=sheet.look.muted)
    if not modules:
        return [*title, *fact_strips(sheet, slip.facts, start, RIGHT), sheet.space(8)]
    size = _code_size(modules)

    def draw(y: float) -> None:
        sheet.canvas.path(pdf_path(modules), start, y + 4, size[0] / modules.across, size)

    above = sheet.strips(start, (slip.above,), RIGHT - start, size=SMALL) if slip.above else []
    return [*above, Strip(size[1] + 8, draw), *title, sheet.space(8)]
