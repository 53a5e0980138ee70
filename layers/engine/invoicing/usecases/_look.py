"""How a document is to be printed; known without anything that draws pages."""

from typing import Literal, NamedTuple

Wanted = Literal["current", "original", "copy"]
"""The document as it is now, as it was first printed, or marked as a copy."""


class Look(NamedTuple):
    """How somebody wants a document printed."""

    language: str = ""  # empty for the organization's
    theme: str = ""  # empty for the organization's
    template: str = ""  # of the organization's; goes before the theme
    bare: bool = False  # without header and footer, for pre-printed paper
    head_note: str = ""  # printed by themes that take the caller's own text
    foot_note: str = ""


PLAIN = Look()


class Printed(NamedTuple):
    """A file, the name it may be saved under, and what of the wishes was left out."""

    name: str
    data: bytes
    warnings: tuple[str, ...] = ()
    policy: str = ""  # what a browser is told with a page
