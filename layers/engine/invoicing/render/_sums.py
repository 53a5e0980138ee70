"""The tax summary at the start, the totals at the end."""

from invoicing.render._canvas import HEIGHT
from invoicing.render._fonts import width
from invoicing.render._sheet import BODY, LEFT, MM, RIGHT, SMALL, Sheet, Strip, wrap
from invoicing.render._texts import Fact

AIR = 7 * MM  # between the lines and their sums
TOTALS_AT, TAXES_END = 330.0, 306.0
TOTAL_LEAD = 14.5
TAX_LEAD = 11.5


def draw_sums(sheet: Sheet) -> None:
    """Both on one page where a page holds them; beside each other."""
    taxes, totals = _tax_strips(sheet), _total_strips(sheet)
    height = max(sum(strip.height for strip in stack) for stack in (taxes, totals))
    sheet.y += AIR
    if height < HEIGHT / 2:
        sheet.need(height)
    sheet.flow(taxes, totals)
    sheet.y += 20


def _total_strips(sheet: Sheet) -> list[Strip]:
    found = []
    for fact in sheet.view.totals:
        found += _fact(sheet, fact)
    return [*found, sheet.space(5), _payable(sheet)]


def _fact(sheet: Sheet, fact: Fact) -> list[Strip]:
    """A label on as many lines as it takes, its amount beside the first."""
    look = sheet.look
    weight = "bold" if fact.strong else "regular"
    room = RIGHT - TOTALS_AT - 16
    values = wrap(fact.value, room, BODY, weight)
    taken = max(width(value, weight, BODY) for value in values)
    labels = wrap(fact.label, max(room - taken, 60.0), BODY, weight)
    if room - taken < 60:  # an amount as wide as the block stands below its label
        values = [""] * len(labels) + values
    found = []
    for row in range(max(len(labels), len(values))):
        label = labels[row] if row < len(labels) else ""
        value = values[row] if row < len(values) else ""

        def draw(y: float, label: str = label, value: str = value) -> None:
            sheet.text(TOTALS_AT, y + BODY, label, BODY, look.ink, weight=weight)
            sheet.text(RIGHT - 4, y + BODY, value, BODY, look.ink, weight=weight, align="end")

        found.append(Strip(TOTAL_LEAD, draw))
    return found


def _payable(sheet: Sheet) -> Strip:
    """The one amount readers look for."""
    look, payable = sheet.look, sheet.view.payable
    start = TOTALS_AT - 8
    room = RIGHT - start - 22 - width(payable.value, "bold", 12)
    labels = wrap(payable.label, room, 10, "bold") if room > 60 else None
    lines = labels or wrap(payable.label, RIGHT - start - 12, 10, "bold")
    down = len(lines) * 13 + 14 + (0 if labels else 16)

    def draw(y: float) -> None:
        across = RIGHT - start
        sheet.canvas.band(start, y, across, down, look.band)
        if look.boxed:
            sheet.canvas.frame(start, y, across, down, look.accent, thickness=0.8)
        else:
            sheet.canvas.rule(start, RIGHT, y, look.accent, 0.8)
        for row, line in enumerate(lines):
            sheet.text(TOTALS_AT, y + 17 + row * 13, line, 10, look.accent, weight="bold")
        at = y + 17 if labels else y + down - 9
        sheet.text(RIGHT - 6, at, payable.value, 12, look.accent, weight="bold", align="end")

    return Strip(down, draw)


def _tax_strips(sheet: Sheet) -> list[Strip]:
    view, look = sheet.view, sheet.look
    if not view.tax_rows:
        return []
    ends = _tax_edges(sheet)

    def head(y: float) -> None:
        for column, x in zip(view.tax_columns, (LEFT + 4, *ends), strict=True):
            sheet.text(
                x, y + SMALL, column.label, SMALL, look.muted, weight="bold", align=column.align
            )
        sheet.canvas.rule(LEFT, TAXES_END, y + 13, look.hairline)

    found = [Strip(16, head)]
    for row in view.tax_rows:
        names = wrap(row[0], ends[0] - LEFT - 12 - _widest(sheet, 1), SMALL)
        for count, name in enumerate(names):
            amounts = row[1:] if not count else ()

            def draw(y: float, name: str = name, amounts: tuple[str, ...] = amounts) -> None:
                sheet.text(LEFT + 4, y + SMALL, name, SMALL, look.ink)
                for amount, x in zip(amounts, ends, strict=False):
                    sheet.text(x, y + SMALL, amount, SMALL, look.ink, align="end")

            found.append(Strip(TAX_LEAD, draw))
        found.append(sheet.space(2))
    return found


def _widest(sheet: Sheet, place: int) -> float:
    view = sheet.view
    label = width(view.tax_columns[place].label, "bold", SMALL)
    return max(label, *(width(row[place], "regular", SMALL) for row in view.tax_rows))


def _tax_edges(sheet: Sheet) -> tuple[float, float]:
    """The ends of the columns of base and tax."""
    return TAXES_END - 4 - _widest(sheet, 2) - 14, TAXES_END - 4
