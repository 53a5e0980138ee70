"""The top of the first page: letterhead, recipient, facts, title."""

from collections.abc import Sequence

from invoicing.render._canvas import HEIGHT, WIDTH
from invoicing.render._fonts import width
from invoicing.render._logo import checked, picture
from invoicing.render._sheet import (
    BODY,
    LEAD,
    LEFT,
    MM,
    RIGHT,
    SMALL,
    TINY,
    TOP,
    Sheet,
    Strip,
    wrap,
)
from invoicing.render._texts import Block, Fact, PartyBlock
from invoicing.render.themes import Window

LOGO_ACROSS, LOGO_DOWN = 150.0, 52.0
HALF = (RIGHT - LEFT - 20) / 2
MIDDLE = LEFT + HALF + 20
LABELS_ACROSS = 92.0
CELLS = 4  # of a framed form's facts in a row


def draw_head(sheet: Sheet) -> None:
    """Everything above the lines; long parties and facts go on over the page's end."""
    look = sheet.look
    if sheet.view.hide_header_footer:
        sheet.y = TOP + 28 * MM  # the printed letterhead of the paper
    else:
        _letterhead(sheet)
    if look.window:
        _through_window(sheet, look.window)
    elif look.boxed:
        _forms(sheet)
    else:
        sheet.y += 26
        facts = fact_strips(sheet, sheet.view.facts, MIDDLE, RIGHT)
        sheet.flow(_recipient(sheet, LEFT, HALF - 10), facts)
        sheet.y += 10
    _other_parties(sheet)
    _title(sheet)
    draw_blocks(sheet, sheet.view.introduction)


def _letterhead(sheet: Sheet) -> None:
    view, look = sheet.view, sheet.look
    if look.letterhead == "banner":
        _banner(sheet)
    elif look.letterhead == "centered":
        _centered(sheet)
    else:
        name_at = LEFT
        names, y = wrap(view.seller.name, HALF + 30, 14, "bold"), TOP
        if view.images.logo:
            sheet.canvas.picture(
                picture(checked(view.images.logo)), LEFT, TOP - 8, LOGO_ACROSS, LOGO_DOWN
            )
            y = TOP + LOGO_DOWN
            names = wrap(view.seller.name, HALF + 30, 10, "bold")
        size = 10 if view.images.logo else 14
        for line in names:
            sheet.text(name_at, y + size, line, size, look.accent, weight="bold")
            y += size * 1.3
        sheet.y = TOP - 2
        sheet.flow(
            sheet.strips(
                RIGHT,
                view.seller.lines,
                HALF - 40,
                size=SMALL,
                lead=10.8,
                colour=look.muted,
                align="end",
            )
        )
        sheet.y = max(sheet.y, y) if len(sheet.canvas.pages) == 1 else sheet.y


def _banner(sheet: Sheet) -> None:
    view, look, canvas = sheet.view, sheet.look, sheet.canvas
    across = LOGO_ACROSS + 16 if view.images.logo else 0
    names = wrap(view.seller.name, RIGHT - LEFT - across, 18, "bold")
    down = max(TOP + 22 + 23 * len(names), 82.0 if view.images.logo else 0)
    canvas.band(0, 0, WIDTH, down, look.accent)
    for row, line in enumerate(names):
        sheet.text(LEFT, TOP + 14 + row * 23, line, 18, "#ffffff", weight="bold")
    if view.images.logo:
        box = RIGHT - LOGO_ACROSS - 12
        canvas.band(box, 12, LOGO_ACROSS + 12, down - 24, "#ffffff")
        canvas.picture(picture(checked(view.images.logo)), box + 6, 16, LOGO_ACROSS, down - 32)
    sheet.y = down + 8
    text = (" · ".join(view.seller.lines),)
    sheet.flow(sheet.strips(LEFT, text, RIGHT - LEFT, size=SMALL, lead=11, colour=look.muted))


def _centered(sheet: Sheet) -> None:
    view, look = sheet.view, sheet.look
    y = TOP
    if view.images.logo:
        shown = picture(checked(view.images.logo))
        across = min(LOGO_ACROSS, LOGO_DOWN * shown.width_px / shown.height_px)
        sheet.canvas.picture(shown, (WIDTH - across) / 2, TOP - 14, across, LOGO_DOWN)
        y += LOGO_DOWN - 6
    lines = [(line, 15.0, "bold") for line in wrap(view.seller.name, RIGHT - LEFT, 15, "bold")]
    particulars = " · ".join(view.seller.lines)
    lines += [(line, SMALL, "regular") for line in wrap(particulars, RIGHT - LEFT, SMALL)]
    for line, size, weight in lines:
        x = (WIDTH - width(line, weight, size)) / 2
        sheet.text(x, y + size, line, size, look.ink, weight=weight)
        y += size * 1.4
    sheet.canvas.rule(LEFT, RIGHT, y + 4, look.accent, 0.8)
    sheet.canvas.rule(LEFT, RIGHT, y + 6, look.accent, 0.3)
    sheet.y = y + 6


def _recipient(sheet: Sheet, x: float, limit: float, *, labelled: bool = True) -> list[Strip]:
    return party_strips(sheet, sheet.view.buyer, x, limit, labelled=labelled)


def party_strips(
    sheet: Sheet, party: PartyBlock, x: float, limit: float, *, labelled: bool = True
) -> list[Strip]:
    """A party's role, name and lines."""
    label = (party.label,) if labelled and party.label else ()
    name = (party.name,) if party.name else ()
    return [
        *sheet.strips(x, label, limit, size=SMALL, lead=14, colour=sheet.look.muted),
        *sheet.strips(x, name, limit, size=10, lead=14, weight="bold"),
        *sheet.strips(x, party.lines, limit),
    ]


def fact_strips(sheet: Sheet, facts: Sequence[Fact], x: float, right: float) -> list[Strip]:
    """Labels, and their texts beside them."""
    look = sheet.look
    start = x + LABELS_ACROSS
    found = []
    for fact in facts:
        weight = "bold" if fact.strong else "regular"
        labels = wrap(fact.label, LABELS_ACROSS - 8, SMALL)
        values = wrap(fact.value, right - start, BODY, weight)
        for row in range(max(len(labels), len(values))):
            label = labels[row] if row < len(labels) else ""
            value = values[row] if row < len(values) else ""

            def draw(y: float, label: str = label, value: str = value, w: str = weight) -> None:
                sheet.text(x, y + BODY, label, SMALL, look.muted)
                sheet.text(start, y + BODY, value, BODY, look.ink, weight=w)

            found.append(Strip(LEAD, draw))
        found.append(sheet.space(1.2))
    return found


def _through_window(sheet: Sheet, window: Window) -> None:
    """The recipient where the envelope shows it, the facts where it does not."""
    canvas, view, look = sheet.canvas, sheet.view, sheet.look
    x, limit = window.x_mm * MM, window.width_mm * MM
    if not view.hide_header_footer:
        senders = wrap(view.sender_line, limit, 6.5)
        for row, line in enumerate(reversed(senders)):
            sheet.text(x, window.y_mm * MM - 6 - row * 8, line, 6.5, look.muted)
    for mark in window.fold_marks_mm:
        canvas.rule(5 * MM, (8 if mark == HEIGHT / MM / 2 else 9) * MM, mark * MM, look.muted, 0.3)
    letterhead = sheet.y
    recipient = _recipient(sheet, x, limit, labelled=False)
    shown, rest = recipient[: window.lines_max], recipient[window.lines_max :]
    facts_x = window.facts_x_mm * MM
    sheet.y = window.y_mm * MM
    sheet.flow(shown)
    below = sheet.y
    sheet.y = max(window.facts_y_mm * MM, letterhead + 10)
    right = RIGHT if facts_x > x else x - 12
    sheet.flow(fact_strips(sheet, view.facts, facts_x, right))
    if len(canvas.pages) == 1:
        sheet.y = max(sheet.y, below, (window.title_y_mm - 4) * MM)
    sheet.flow(rest)


def _forms(sheet: Sheet) -> None:
    """Recipient and facts in frames, the facts as cells with their label above."""
    canvas, look = sheet.canvas, sheet.look
    sheet.y += 16
    strips = _recipient(sheet, MIDDLE + 8, HALF - 16)
    height = sum(strip.height for strip in strips) + 14
    if sheet.y + height <= sheet.bottom:
        canvas.frame(MIDDLE, sheet.y, HALF, height, look.hairline)
        sheet.y += 7
        sheet.flow(strips)
        sheet.y += 7
    else:
        sheet.flow(strips)
    sheet.y += 12
    facts = sheet.view.facts
    across = (RIGHT - LEFT) / CELLS
    sheet.flow(
        [_cells(sheet, facts[at : at + CELLS], across) for at in range(0, len(facts), CELLS)]
    )
    sheet.y += 2


def _cells(sheet: Sheet, facts: Sequence[Fact], across: float) -> Strip:
    look = sheet.look
    cells = [
        (
            wrap(fact.label, across - 10, TINY),
            wrap(fact.value, across - 10, BODY, "bold" if fact.strong else "regular"),
        )
        for fact in facts
    ]
    height = max(len(labels) * 9 + len(values) * LEAD for labels, values in cells) + 8

    def draw(y: float) -> None:
        for place, (labels, values) in enumerate(cells):
            x = LEFT + place * across
            sheet.canvas.frame(x, y, across, height, look.hairline)
            weight = "bold" if facts[place].strong else "regular"
            for row, line in enumerate(labels):
                sheet.text(x + 5, y + 10 + row * 9, line, TINY, look.muted)
            for row, line in enumerate(values):
                at = y + 12 + len(labels) * 9 + row * LEAD
                sheet.text(x + 5, at, line, BODY, look.ink, weight=weight)

    return Strip(height, draw)


def _other_parties(sheet: Sheet) -> None:
    """Payee, representative, place of delivery: up to three beside each other."""
    parties = sheet.view.parties
    if not parties:
        return
    sheet.y += 8
    across = (RIGHT - LEFT) / max(2, len(parties))
    sheet.flow(
        *(
            party_strips(sheet, party, LEFT + place * across, across - 14)
            for place, party in enumerate(parties)
        )
    )


def _title(sheet: Sheet) -> None:
    sheet.y += 20
    sheet.need(60)
    sheet.flow(
        sheet.strips(
            LEFT,
            (sheet.view.title,),
            RIGHT - LEFT,
            size=18,
            lead=23,
            colour=sheet.look.accent,
            weight="bold",
        )
    )
    sheet.y += 9


def draw_blocks(sheet: Sheet, blocks: Sequence[Block]) -> None:
    """Paragraphs over the whole width."""
    for block in blocks:
        texts = tuple(filter(None, (block.heading, block.text)))
        sheet.flow([*sheet.strips(LEFT, texts, RIGHT - LEFT), sheet.space(6)])
