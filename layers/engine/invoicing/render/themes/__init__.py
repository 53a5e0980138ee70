"""How pages look: one file per theme, each ending with THEME."""

from dataclasses import dataclass
from typing import Literal

STANDARD = "standard"
"""The theme of whoever chose none."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where a window envelope shows the recipient, and what stands around it; from the top left."""

    x_mm: float
    y_mm: float
    """Of the recipient's first line; the sender line stands above it."""
    width_mm: float
    lines_max: int
    facts_x_mm: float
    facts_y_mm: float
    title_y_mm: float
    fold_marks_mm: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, and the few choices of layout a page has."""

    accent: str = "#1f4e79"
    """Headings and rules; at least 4.5:1 on white (WCAG AA)."""
    ink: str = "#1a1d21"
    muted: str = "#5b6470"
    hairline: str = "#d5dae0"
    band: str = "#f3f5f8"
    """Behind the head of the lines and the payable amount."""
    letterhead: Literal["split", "banner", "centered"] = "split"
    """Name left and address right; name white on a band of accent; all in the middle."""
    boxed: bool = False
    """Frames around the parties, the facts and the tables, as printed forms have."""
    striped: bool = False
    """Every second line on a band instead of rules between lines."""
    window: Window | None = None
    takes_dynamic_text: bool = False
    """Prints the caller's own head and foot notes."""
