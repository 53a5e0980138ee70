"""The lines of a document as a table over as many pages as it takes."""

from itertools import chain

from invoicing.render._fonts import typeset, width
from invoicing.render._sheet import BODY, LEAD, LEFT, RIGHT, SMALL, Sheet, wrap
from invoicing.render._texts import Row

GAP, PAD = 10.0, 4.0
CELL_MAX, LABEL_MAX = 110.0, 56.0  # a longer label breaks where the description lacks room
DESCRIPTION_MIN, DESCRIPTION_WANTED = 150.0, 210.0
DETAIL_LEAD = 11.0
ABOVE, BELOW = 13.5, 5.5  # a row's first base line below its top, and its end below its last


class Table:
    """The table being drawn; its head stands on every page it reaches."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.look = sheet, sheet.look
        self.columns = sheet.view.columns
        self.middle = [column.key for column in self.columns].index("description")
        self.edges = self._edges()
        self.places = [  # how much room, where it is counted from, and to which side
            (right - left + 0.5, left if column.align == "start" else right, column.align)
            for column, (left, right) in zip(self.columns, self.edges, strict=True)
        ]
        self.top = self.divided = sheet.y
        self.odd = False
        self.labels = [
            wrap(column.label, right - left + 1, SMALL, "bold")
            for column, (left, right) in zip(self.columns, self.edges, strict=True)
        ]

    def _edges(self) -> list[tuple[float, float]]:
        """Left and right edge of every column; the description takes what the others leave."""
        cells = list(
            zip(*(r.cells for r in self.sheet.view.rows if r.kind == "product"), strict=True)
        )
        needs, broken = [], []
        for place, column in enumerate(self.columns):
            texts = set(cells[place]) if cells and place != self.middle else set()
            widest = max((width(text, "regular", BODY) for text in texts), default=0.0)
            words = max((width(w, "bold", SMALL) for w in column.label.split()), default=0.0)
            label = width(column.label, "bold", SMALL)
            needs.append(min(max(widest, label), CELL_MAX))
            broken.append(min(max(widest, label if label <= LABEL_MAX else words), CELL_MAX))
        needs[self.middle] = broken[self.middle] = 0
        free = RIGHT - LEFT - 2 * PAD - GAP * (len(needs) - 1)
        if free - sum(needs) < DESCRIPTION_WANTED:
            needs = broken
        if free - sum(needs) < DESCRIPTION_MIN:
            scale = (free - DESCRIPTION_MIN) / sum(needs)
            needs = [need * scale for need in needs]
        needs[self.middle] = free - sum(needs)
        edges, x = [], LEFT + PAD
        for need in needs:
            edges.append((x, x + need))
            x += need + GAP
        return edges

    def open(self) -> None:
        """The head."""
        sheet, look = self.sheet, self.look
        self.top = self.divided = top = sheet.y
        height = max(map(len, self.labels)) * 10 + 8
        sheet.canvas.band(LEFT, top, RIGHT - LEFT, height, look.band)
        for column, (left, right), lines in zip(self.columns, self.edges, self.labels, strict=True):
            x = left if column.align == "start" else right
            for count, line in enumerate(lines):
                y = top + 12 + count * 10
                sheet.text(x, y, line, SMALL, look.accent, weight="bold", align=column.align)
        sheet.y = top + height
        sheet.canvas.rule(LEFT, RIGHT, sheet.y, look.accent, 0.8)

    def close(self) -> None:
        """The frame, where the theme has frames, else a rule at the end of the stripes."""
        sheet, look = self.sheet, self.look
        if look.boxed:
            sheet.canvas.frame(LEFT, self.top, RIGHT - LEFT, sheet.y - self.top, look.hairline)
            self._divide_columns()
        elif look.striped:
            sheet.canvas.rule(LEFT, RIGHT, sheet.y, look.accent, 0.4)

    def _divide_columns(self) -> None:
        """Lines between the columns, of the rows since the last heading."""
        if self.look.boxed and self.sheet.y > self.divided:
            for _, right in self.edges[:-1]:
                x = right + GAP / 2
                self.sheet.canvas.post(x, self.divided, self.sheet.y, self.look.hairline, 0.4)
        self.divided = self.sheet.y

    def row(self, row: Row) -> None:
        if row.kind == "product":
            self.product(row)
        elif row.kind == "page_break":
            self.sheet.new_page()
        elif row.kind == "divider":
            self.sheet.need(10)
            self._divide_columns()
            self.sheet.y += 5
            self.sheet.canvas.rule(LEFT, RIGHT, self.sheet.y, self.look.accent, 0.8)
            self.sheet.y += 3
            self.divided = self.sheet.y
        else:
            self.heading(row)

    def heading(self, row: Row) -> None:
        """A subtitle, which keeps with the line below it, or a section's total."""
        sheet, look = self.sheet, self.look
        amount = row.cells[1] if len(row.cells) > 1 else ""
        limit = RIGHT - LEFT - 2 * PAD - width(amount, "bold", BODY) - GAP
        names = wrap(row.cells[0], limit, BODY, "bold")
        sheet.need(min(len(names), 20) * LEAD + (44 if row.kind == "subtitle" else 8))
        self._divide_columns()
        sheet.y += 3
        for count, line in enumerate(names):
            sheet.need(LEAD + BELOW)
            base = sheet.y + 12
            sheet.text(LEFT + PAD, base, line, BODY, look.ink, weight="bold")
            if amount and not count:
                x = self.edges[-1][1]
                sheet.text(x, base, amount, BODY, look.ink, weight="bold", align="end")
            sheet.y += LEAD
        sheet.y += 3 if row.details else 0
        sheet.flow(sheet.strips(LEFT + PAD, row.details, limit, size=SMALL, colour=look.muted))
        sheet.y += BELOW - 1
        sheet.canvas.rule(LEFT, RIGHT, sheet.y, look.hairline)
        self.odd = False
        self.divided = sheet.y

    def product(self, row: Row) -> None:
        """A line with its details below its name; a very tall one goes on over the page's end."""
        sheet, look = self.sheet, self.look
        places = self.places
        if not (row.details or look.striped) and self._on_one_line(row):
            return
        cells = [
            wrap(cell, limit, BODY) for cell, (limit, _, _) in zip(row.cells, places, strict=True)
        ]
        left, right = self.edges[self.middle]
        details = list(chain.from_iterable(wrap(one, right - left, SMALL) for one in row.details))
        tallest = max(map(len, cells))
        height = ABOVE + (tallest - 1) * LEAD + len(details) * DETAIL_LEAD + BELOW
        sheet.need(min(height, 240))
        if look.striped:
            self.odd = not self.odd
            if not self.odd and sheet.y + height <= sheet.bottom:
                sheet.canvas.band(LEFT, sheet.y, RIGHT - LEFT, height, look.band)
        y, text, ink = sheet.y + ABOVE, sheet.canvas.text, look.ink
        for count in range(tallest):
            if count:
                y += LEAD
                y = self._on_page(y)
            for (_, x, align), lines in zip(places, cells, strict=True):
                if count < len(lines):
                    text(x, y, lines[count], BODY, ink, align=align)
        for line in details:
            y = self._on_page(y + DETAIL_LEAD)
            sheet.text(left, y, line, SMALL, look.muted)
        sheet.y = y + BELOW
        if not look.striped:
            sheet.canvas.rule(LEFT, RIGHT, sheet.y, look.hairline, 0.4)

    def _on_one_line(self, row: Row) -> bool:
        """Draw a plain row as one line, which is what long documents have; False if it is not."""
        canvas, thousandths = self.sheet.canvas, 1000 / BODY
        ready = []
        for cell, (limit, x, align) in zip(row.cells, self.places, strict=True):
            shown = typeset(cell, "regular", canvas.mirrored, canvas.japanese)
            if shown.width > limit * thousandths or "\n" in cell:
                return False
            if cell:
                ready.append((shown, x, align))
        self.sheet.need(ABOVE + BELOW)
        y, show, ink = self.sheet.y + ABOVE, canvas.show, self.look.ink
        for shown, x, align in ready:
            show(shown, x, y, BODY, ink, align=align)
        self.sheet.y = y + BELOW
        canvas.rule(LEFT, RIGHT, self.sheet.y, self.look.hairline, 0.4)
        return True

    def _on_page(self, y: float) -> float:
        """The base line, or the first one of a new page where the page is full."""
        if y + 2 <= self.sheet.bottom:
            return y
        self.sheet.y = self.sheet.bottom
        self.sheet.new_page()
        return self.sheet.y + ABOVE


def draw_table(sheet: Sheet) -> None:
    """All rows, under a head that is repeated on every page."""
    if not sheet.view.rows:
        return
    sheet.need(80)
    table = Table(sheet)
    table.open()
    sheet.section = table
    for row in sheet.view.rows:
        table.row(row)
    sheet.section = None
    table.close()
