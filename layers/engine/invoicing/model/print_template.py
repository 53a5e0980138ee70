"""An organization's own way to print: a theme, changed, under a name."""

from typing import Literal

from invoicing.model.value import Value

Letterhead = Literal["", "split", "banner", "centered"]


class PrintTemplate(Value, frozen=True, kw_only=True):
    """What differs from its theme; what is empty is the theme's."""

    name: str
    theme: str = ""  # empty = "standard"
    accent: str = ""  # #rrggbb
    letterhead: Letterhead = ""  # where logo and name stand
    head_note: str = ""  # before the lines of every document
    foot_note: str = ""  # at the end of every document
    types: tuple[str, ...] = ()  # of documents that are printed so, unless another is asked for
