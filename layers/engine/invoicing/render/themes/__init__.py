"""How pages look: one file per theme, each ending with THEME."""

from dataclasses import dataclass


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
    boxed: bool = False
    """Frames around the parties and the tables, as printed forms have."""
    takes_dynamic_text: bool = False
    """Prints the caller's own head and foot notes."""
