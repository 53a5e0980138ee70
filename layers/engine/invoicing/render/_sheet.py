"""The pen that fills pages from top to bottom: where the next thing goes, what every page has."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from invoicing.render._breaks import pieces
from invoicing.render._canvas import HEIGHT, WIDTH, Canvas
from invoicing.render._fonts import width
from invoicing.render._texts import PrintView

MM = 72 / 25.4
LEFT, RIGHT, TOP = 20 * MM, WIDTH - 18 * MM, 18 * MM
BODY, SMALL, TINY = 9.0, 8.0, 7.0
LEAD = 12.5  # from one line of body text to the next
FOOT, FOOT_LEAD = 30.0, 9.5
FOOT_ABOVE_SLIP = 16.0
FOOT_LINES_MAX = 12  # a longer footer is printed once, as closing text


class Strip(NamedTuple):
    """A piece of a page that is not cut: its height, and how it is drawn from its top."""

    height: float
    draw: Callable[[float], None]


WORD_MAX = 400  # characters of one word looked at for a line; no line holds as many
RUNNING_LINES_MAX = 3  # the first page has the whole of it; this leaves room for the rest


class Section(Protocol):
    """Something that goes on over pages and is finished and begun again at every page's end."""

    def close(self) -> None: ...
    def open(self) -> None: ...


def wrap(text: str, limit: float, size: float, weight: str = "regular") -> list[str]:
    """The text in lines no wider than `limit`; a word wider than a line is cut."""
    if width(text, weight, size) <= limit and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece, spaced in pieces(paragraph):
            rest = piece
            wider = f"{line} {rest}" if line and spaced else line + rest
            if width(wider, weight, size) <= limit:
                line = wider
                continue
            if line:
                lines.append(line)
            while len(rest) > WORD_MAX or (width(rest, weight, size) > limit and len(rest) > 1):
                head = _fitting(rest[:WORD_MAX], limit, size, weight)
                lines.append(rest[:head])
                rest = rest[head:]
            line = rest
        lines.append(line)
    return lines


def _fitting(word: str, limit: float, size: float, weight: str) -> int:
    """How many characters fit, at least one; marks are not parted from their letter.

    A number or an address ends its line behind one of its own signs, where it has one.
    """
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width(word[:middle], weight, size) <= limit:
            low = middle
        else:
            high = middle - 1
    sign = max(word.rfind(sign, 0, low) for sign in "-/_.@") + 1
    return sign if sign * 2 > low else low


def _footed(texts: Sequence[str]) -> list[str]:
    """The lines of texts at a page's foot, beside the page's number."""
    return [line for text in texts for line in wrap(text, RIGHT - LEFT - 75, TINY)]


class Sheet:
    """The page being filled, and those before it."""

    def __init__(self, view: PrintView) -> None:
        self.view, self.look = view, view.theme
        self.canvas = Canvas(mirrored=view.direction == "rtl", japanese=view.language == "ja")
        self.section: Section | None = None
        lines = [] if view.hide_header_footer else _footed(view.footer)
        self.footer_overflows = len(lines) > FOOT_LINES_MAX
        self.footer = tuple(_footed(view.standing) + ([] if self.footer_overflows else lines))
        self.bottom = HEIGHT - max(60.0, FOOT + 18 + FOOT_LEAD * len(self.footer))
        self.y = TOP
        self.slip_pages: set[int] = set()  # whose foot is a payment slip, and the footer above it
        self.slip_down = 0.0
        self.new_page()

    def new_page(self) -> None:
        if self.section:
            self.section.close()
        self.canvas.page()
        if self.view.marks:
            self.canvas.mark(" · ".join(self.view.marks), 110, "#ececec")
        self.y = TOP
        if len(self.canvas.pages) > 1 and not self.view.hide_header_footer:
            self.running_head()
        if self.section:
            self.section.open()

    @cached_property
    def _running(self) -> tuple[list[str], list[str]]:
        """The lines at the start and at the end of the running head."""
        half = (RIGHT - LEFT) / 2 - 10
        starts, ends = (
            wrap(text, half, SMALL) for text in (self.view.title, self.view.seller.name)
        )
        return starts[:RUNNING_LINES_MAX], ends[:RUNNING_LINES_MAX]

    def running_head(self) -> None:
        """Whose and which document it is, on every page after the first."""
        look, (starts, ends) = self.look, self._running
        for count, line in enumerate(starts):
            self.text(LEFT, TOP + count * 10, line, SMALL, look.muted)
        for count, line in enumerate(ends):
            self.text(RIGHT, TOP + count * 10, line, SMALL, look.muted, align="end")
        self.y = TOP + max(len(starts), len(ends), 1) * 10
        self.canvas.rule(LEFT, RIGHT, self.y - 4, look.hairline)
        self.y += 12

    @property
    def text(self) -> Callable[..., None]:
        return self.canvas.text

    def need(self, height: float) -> bool:
        """Whether a new page was begun to have this much room."""
        if self.y + height <= self.bottom:
            return False
        self.new_page()
        return True

    def strips(
        self,
        x: float,
        texts: Sequence[str],
        limit: float,
        *,
        size: float = BODY,
        lead: float = 0,
        colour: str = "",
        weight: str = "regular",
        align: str = "start",
    ) -> list[Strip]:
        """Texts line by line, each line a strip."""
        lead = lead or size * 1.4
        ink = colour or self.look.ink
        found = []
        for text in texts:
            for line in wrap(text, limit, size, weight):

                def draw(y: float, line: str = line) -> None:
                    self.text(x, y + size, line, size, ink, weight=weight, align=align)

                found.append(Strip(lead, draw))
        return found

    def space(self, height: float) -> Strip:
        """Nothing, this high."""
        return Strip(height, lambda _y: None)

    def flow(self, *stacks: Sequence[Strip]) -> None:
        """Stacks of strips beside each other; each goes on at the top of the next page."""
        places = [0] * len(stacks)
        while True:
            top = deepest = self.y
            for number, stack in enumerate(stacks):
                y = top
                while places[number] < len(stack):
                    strip = stack[places[number]]
                    if y + strip.height > self.bottom and y > TOP + 60:
                        break
                    strip.draw(y)
                    y += strip.height
                    places[number] += 1
                deepest = max(deepest, y)
            self.y = deepest
            if all(place == len(stack) for place, stack in zip(places, stacks, strict=True)):
                return
            self.new_page()

    def reserve_foot(self, down: float) -> None:
        """Keep the foot of this page, or of a new one, free for a payment slip."""
        footer = 18 + FOOT_LEAD * (len(self.footer) - 1) if self.footer else 10
        if self.y > HEIGHT - down - FOOT_ABOVE_SLIP - footer:
            self.new_page()
        self.slip_pages.add(len(self.canvas.pages) - 1)
        self.slip_down = down

    def finish_pages(self) -> None:
        """The foot of every page, now that their number is known."""
        view, look, count = self.view, self.look, len(self.canvas.pages)
        for number in range(count):
            self.canvas.resume(number)
            foot = HEIGHT - FOOT
            if number in self.slip_pages:
                foot = HEIGHT - self.slip_down - FOOT_ABOVE_SLIP
            label = view.page_label.replace("{page}", str(number + 1))
            label = label.replace("{pages}", str(count))
            self.text(RIGHT, foot, label, TINY, look.muted, align="end")
            if not self.footer:
                continue
            top = foot - FOOT_LEAD * (len(self.footer) - 1)
            self.canvas.rule(LEFT, RIGHT, top - 12, look.hairline)
            for row, line in enumerate(self.footer):
                self.text(LEFT, top + row * FOOT_LEAD, line, TINY, look.muted)
