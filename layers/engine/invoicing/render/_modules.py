"""The dark modules of a code, drawn as one path so that no seams show between its rows."""

import re
from dataclasses import dataclass

_RUN = re.compile("1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Modules:
    """A code to scan, without the light zone around it."""

    rows: tuple[str, ...]
    """Top to bottom; "1" is dark."""
    row_down: int = 1
    """How many modules a row is high."""
    quiet: int = 4
    """Light modules on every side."""

    @property
    def across(self) -> int:
        """Width in modules."""
        return len(self.rows[0])

    @property
    def down(self) -> int:
        """Height in modules."""
        return len(self.rows) * self.row_down


def runs(modules: Modules) -> list[tuple[int, int, int]]:
    """The dark runs of each row as (x, row, width); together all dark modules."""
    return [
        (run.start(), y, run.end() - run.start())
        for y, row in enumerate(modules.rows)
        for run in _RUN.finditer(row)
    ]


def svg_path(modules: Modules) -> str:
    """The `d` of one SVG path in units of a module; its origin is the top left module."""
    high = modules.row_down
    return "".join([f"M{x} {y * high}h{w}v{high}h-{w}z" for x, y, w in runs(modules)])


def pdf_path(modules: Modules) -> str:
    """PDF operators that fill the code; one unit is a module, the origin the bottom left corner."""
    high = modules.row_down
    last = len(modules.rows) - 1
    return "\n".join(
        [*(f"{x} {(last - y) * high} {w} {high} re" for x, y, w in runs(modules)), "f"]
    )
