"""A print view as PDF: the pages a business sends."""

from collections.abc import Sequence

from invoicing.render._canvas import HEIGHT, WIDTH, Canvas
from invoicing.render._fonts import width
from invoicing.render._texts import Block, Fact, PrintView, Row

LEFT, RIGHT, TOP = 56.7, WIDTH - 51.0, 51.0
BOTTOM = HEIGHT - 78.0  # of the text; the footer stands below
BODY, SMALL, LEAD = 9.0, 8.0, 12.5
GAP = 10.0
Attachment = tuple[str, str, bytes]
"""File name, MIME type, content."""


def wrap(text: str, limit: float, size: float, weight: str = "regular") -> list[str]:
    """The text in lines no wider than `limit`; a word wider than a line is cut."""
    if width(text, weight, size) <= limit and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            rest = word
            wider = f"{line} {rest}" if line else rest
            if width(wider, weight, size) <= limit:
                line = wider
                continue
            if line:
                lines.append(line)
            while width(rest, weight, size) > limit:
                head = _fitting(rest, limit, size, weight)
                lines.append(rest[:head])
                rest = rest[head:]
            line = rest
        lines.append(line)
    return lines


def _fitting(word: str, limit: float, size: float, weight: str) -> int:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width(word[:middle], weight, size) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


class _Layout:
    """The pen: where the next thing goes, and what every page carries."""

    def __init__(self, view: PrintView) -> None:
        self.view, self.look = view, view.theme
        self.canvas = Canvas()
        self.y = TOP
        self.new_page()

    def new_page(self) -> None:
        self.canvas.page()
        for count, mark in enumerate(self.view.marks[:1]):
            self.canvas.mark(mark, 96 - 20 * count, "#ececec")
        self.y = TOP
        if len(self.canvas.pages) > 1 and not self.view.hide_header_footer:
            self.canvas.text(LEFT, TOP, self.view.title, SMALL, self.look.muted)
            self.canvas.text(RIGHT, TOP, self.view.seller.name, SMALL, self.look.muted, align="end")
            self.y = TOP + 22

    def room(self, height: float) -> bool:
        return self.y + height <= BOTTOM

    def need(self, height: float) -> bool:
        """Whether a new page was begun to have this much room."""
        if self.room(height):
            return False
        self.new_page()
        return True

    def lines(
        self, x: float, texts: Sequence[str], limit: float, *, size: float = BODY, colour: str = ""
    ) -> None:
        for text in texts:
            for line in wrap(text, limit, size):
                self.need(LEAD)
                self.canvas.text(x, self.y, line, size, colour or self.look.ink)
                self.y += size * 1.4


def _head(page: _Layout) -> None:
    """Letterhead, recipient where a window envelope shows it, facts beside it."""
    view, look, canvas = page.view, page.look, page.canvas
    if not view.hide_header_footer:
        y = TOP + 6
        for line in wrap(view.seller.name, 300, 14, "bold"):
            canvas.text(LEFT, y, line, 14, look.accent, weight="bold")
            y += 18
        y = TOP
        for text in view.seller.lines:
            for line in wrap(text, 190, SMALL):
                canvas.text(RIGHT, y, line, SMALL, look.muted, align="end")
                y += 11
        canvas.text(LEFT, 137, view.sender_line[:90], 6.5, look.muted)
    page.y = 155
    canvas.text(LEFT, page.y, view.buyer.label, SMALL, look.muted)
    page.y += 14
    for line in wrap(view.buyer.name, 230, 10, "bold"):
        canvas.text(LEFT, page.y, line, 10, look.ink, weight="bold")
        page.y += 14
    page.lines(LEFT, view.buyer.lines, 230)
    below = page.y
    page.y = max(155.0, y + 12 if not view.hide_header_footer else 155.0)
    _facts(page, view.facts, 330)
    page.y = max(page.y, below) + 6
    for party in view.parties:
        page.y += 8
        page.lines(LEFT, (party.label,), 230, size=SMALL, colour=look.muted)
        page.lines(LEFT, tuple(filter(None, (party.name, *party.lines))), 230)
    page.y = max(page.y, 270.0) + 22
    page.need(40)
    for line in wrap(view.title, RIGHT - LEFT, 18, "bold"):
        page.canvas.text(LEFT, page.y, line, 18, look.accent, weight="bold")
        page.y += 23
    _blocks(page, view.introduction)


def _facts(page: _Layout, facts: Sequence[Fact], x: float) -> None:
    for fact in facts:
        weight = "bold" if fact.strong else "regular"
        label = wrap(fact.label, 88, SMALL)
        value = wrap(fact.value, RIGHT - x - 95, BODY, weight)
        for row in range(max(len(label), len(value))):
            if row < len(label):
                page.canvas.text(x, page.y, label[row], SMALL, page.look.muted)
            if row < len(value):
                page.canvas.text(x + 95, page.y, value[row], BODY, page.look.ink, weight=weight)
            page.y += LEAD
        page.y += 1


def _columns(view: PrintView) -> list[tuple[float, float]]:
    """Left and right edge of every column; the description takes what the others leave."""
    products = [row.cells for row in view.rows if row.kind == "product"]
    needs = []
    for place, column in enumerate(view.columns):
        widest = max((width(cells[place], "regular", BODY) for cells in products), default=0.0)
        words = max(width(word, "bold", SMALL) for word in column.label.split())
        needs.append(min(max(widest, words), 110.0))
    middle = [column.key for column in view.columns].index("description")
    taken = sum(needs) - needs[middle] + GAP * (len(needs) - 1)
    needs[middle] = RIGHT - LEFT - 8 - taken
    edges, x = [], LEFT + 4
    for need in needs:
        edges.append((x, x + need))
        x += need + GAP
    return edges


def _table_head(page: _Layout, edges: Sequence[tuple[float, float]]) -> None:
    look, canvas = page.look, page.canvas
    labels = [
        wrap(column.label, right - left + 1, SMALL, "bold")
        for column, (left, right) in zip(page.view.columns, edges, strict=True)
    ]
    height = max(map(len, labels)) * 10 + 8
    canvas.band(LEFT, page.y, RIGHT - LEFT, height, look.band)
    for column, (left, right), lines in zip(page.view.columns, edges, labels, strict=True):
        for count, line in enumerate(lines):
            x = left if column.align == "start" else right
            y = page.y + 12 + count * 10
            canvas.text(x, y, line, SMALL, look.accent, weight="bold", align=column.align)
    page.y += height
    canvas.rule(LEFT, RIGHT, page.y, look.accent, 0.8)


def _table(page: _Layout) -> None:
    edges = _columns(page.view)
    if not page.view.rows:
        return
    page.need(60)
    _table_head(page, edges)
    for row in page.view.rows:
        if row.kind == "page_break":
            page.new_page()
            _table_head(page, edges)
        elif row.kind == "divider":
            page.y += 6
            page.canvas.rule(LEFT, RIGHT, page.y, page.look.accent, 0.8)
            page.y += 4
        elif row.kind == "product":
            _product(page, row, edges)
        else:
            _section(page, row, edges)


def _section(page: _Layout, row: Row, edges: Sequence[tuple[float, float]]) -> None:
    """A subtitle keeps with the line below it."""
    names = wrap(row.cells[0], 330, BODY, "bold")
    if page.need(len(names) * LEAD + (40 if row.kind == "subtitle" else 8)):
        _table_head(page, edges)
    page.y += 15
    for count, line in enumerate(names):
        page.canvas.text(LEFT + 4, page.y + count * LEAD, line, BODY, page.look.ink, weight="bold")
    for amount in row.cells[1:]:
        right = edges[-1][1]
        page.canvas.text(right, page.y, amount, BODY, page.look.ink, weight="bold", align="end")
    page.y += (len(names) - 1) * LEAD + 5
    page.canvas.rule(LEFT, RIGHT, page.y, page.look.hairline)


def _product(page: _Layout, row: Row, edges: Sequence[tuple[float, float]]) -> None:
    look = page.look
    columns = page.view.columns
    cells = [
        wrap(cell, right - left + 0.5, BODY)
        for cell, (left, right) in zip(row.cells, edges, strict=True)
    ]
    middle = [column.key for column in columns].index("description")
    left, right = edges[middle]
    details = [line for text in row.details for line in wrap(text, right - left, SMALL)]
    tallest = max(map(len, cells))
    if page.need(min(tallest, 30) * LEAD + 8):
        _table_head(page, edges)
    page.y += 13.5
    for count in range(tallest):
        if count and page.need(LEAD):
            _table_head(page, edges)
            page.y += 13.5
        for column, edge, lines in zip(columns, edges, cells, strict=True):
            if count < len(lines):
                x = edge[0] if column.align == "start" else edge[1]
                page.canvas.text(x, page.y, lines[count], BODY, look.ink, align=column.align)
        page.y += LEAD if count + 1 < tallest else 0
    for line in details:
        page.y += 11
        if page.need(4):
            _table_head(page, edges)
            page.y += 13.5
        page.canvas.text(left, page.y, line, SMALL, look.muted)
    page.y += 5.5
    page.canvas.rule(LEFT, RIGHT, page.y, look.hairline, 0.4)


def _sums(page: _Layout) -> None:
    """Tax summary at the left, totals at the right, on one page together."""
    view, look = page.view, page.look
    height = 34 + max(len(view.totals) * 15 + 40, len(view.tax_rows) * 13 + 40)
    page.need(min(height, BOTTOM - TOP - 30))
    top = page.y + 18
    page.y = top
    start = 345.0
    for fact in view.totals:
        weight = "bold" if fact.strong else "regular"
        value = width(fact.value, weight, BODY)
        for line in wrap(fact.label, RIGHT - 8 - start - value, BODY, weight)[:1] or [""]:
            page.canvas.text(start, page.y, line, BODY, look.ink, weight=weight)
        page.canvas.text(RIGHT - 4, page.y, fact.value, BODY, look.ink, weight=weight, align="end")
        page.y += 15
    page.canvas.band(start - 8, page.y - 6, RIGHT - start + 8, 26, look.band)
    page.canvas.rule(start - 8, RIGHT, page.y - 6, look.accent, 0.8)
    payable = view.payable
    page.canvas.text(start, page.y + 11, payable.label, 10, look.accent, weight="bold")
    page.canvas.text(
        RIGHT - 4, page.y + 11, payable.value, 12, look.accent, weight="bold", align="end"
    )
    bottom = page.y + 34
    page.y = top
    if view.tax_rows:
        _taxes(page)
    page.y = max(page.y, bottom) + 8


def _taxes(page: _Layout) -> None:
    view, look = page.view, page.look
    edges = (LEFT + 4, 240.0, 315.0)
    cells = tuple(column.label for column in view.tax_columns)
    for cell, x, align in zip(cells, edges, ("start", "end", "end"), strict=True):
        page.canvas.text(x, page.y, cell, SMALL, look.muted, weight="bold", align=align)
    page.y += 5
    page.canvas.rule(LEFT, 315, page.y, look.hairline)
    for row in view.tax_rows:
        page.y += 11
        page.canvas.text(edges[1], page.y, row[1], SMALL, look.ink, align="end")
        page.canvas.text(edges[2], page.y, row[2], SMALL, look.ink, align="end")
        for count, line in enumerate(wrap(row[0], 125, SMALL)):
            page.y += 10 if count else 0
            page.canvas.text(edges[0], page.y, line, SMALL, look.ink)
    page.y += 10


def _blocks(page: _Layout, blocks: Sequence[Block]) -> None:
    for block in blocks:
        page.lines(LEFT, tuple(filter(None, (block.heading, block.text))), RIGHT - LEFT)
        page.y += 6


def _closing(page: _Layout) -> None:
    view = page.view
    if view.payment or view.payment_blocks:
        page.need(len(view.payment) * 14 + 24)
        page.canvas.text(LEFT, page.y, view.payment_heading, 10, page.look.accent, weight="bold")
        page.y += 15
        _facts(page, view.payment, LEFT)
        _blocks(page, view.payment_blocks)
        page.y += 4
    _blocks(page, view.notes)
    _blocks(page, (Block("", view.signature),) if view.signature else ())
    _blocks(page, (Block("", view.foot_note),) if view.foot_note else ())


def _feet(page: _Layout) -> None:
    """The footer, written last, when the number of pages is known."""
    view, look = page.view, page.look
    pages = page.canvas.pages
    for number, ops in enumerate(pages, 1):
        page.canvas.ops = ops
        label = view.page_label.replace("{page}", str(number)).replace("{pages}", str(len(pages)))
        page.canvas.text(RIGHT, HEIGHT - 28, label, 7, look.muted, align="end")
        if view.hide_header_footer:
            continue
        page.canvas.rule(LEFT, RIGHT, HEIGHT - 64, look.hairline)
        lines = [line for text in view.footer for line in wrap(text, RIGHT - LEFT - 70, 7)]
        for count, line in enumerate(lines[:3]):
            page.canvas.text(LEFT, HEIGHT - 52 + count * 10, line, 7, look.muted)


def write_pdf(view: PrintView, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """The view as a PDF with embedded fonts; equal views give equal bytes."""
    page = _Layout(view)
    _head(page)
    _table(page)
    _sums(page)
    _closing(page)
    _feet(page)
    return page.canvas.finish(
        title=view.title,
        author=view.author,
        language=view.language,
        created_at=view.created_at,
        attachments=tuple(attachments),
        logo=(view.logo, RIGHT - 130, 28, 130, 40) if view.logo else None,
    )
