"""The pieces of a print view: small frozen values, every text already written out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from invoicing.model.print_template import PrintTemplate
from invoicing.render._modules import Modules
from invoicing.render.themes import Theme

Align = Literal["start", "end"]
RowKind = Literal["product", "subtitle", "section_total", "divider", "page_break"]


class Images(NamedTuple):
    """PNG or JPEG as they came; UnreadableFile when printed where they are neither."""

    logo: bytes = b""
    signature: bytes = b""


NO_IMAGES = Images()


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the caller chooses besides language and theme."""

    hide_header_footer: bool = False
    """For paper that already carries the letterhead."""
    as_issued: bool = False
    """For a page with the e-invoice inside, which knows nothing of what was paid since."""
    copy: bool = False
    preview: bool = False
    template: PrintTemplate | None = None
    """The organization's, whose texts are printed."""
    head_note: str = ""
    """Printed only by themes that take the caller's own text."""
    foot_note: str = ""
    images: Images = NO_IMAGES
    registration: "Registration | None" = None
    slips: tuple[str, ...] | None = None
    """Payment slips by name; None prints those that fit."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled text: "Due date" "5 May 2026"."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """What a tax authority wants shown: lines, and a code to scan."""

    title: str
    facts: tuple[Fact, ...]
    code: str = ""
    above_code: str = ""  # stands directly above it
    every_page: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyBlock:
    """A party: its role as a heading, its name, its lines."""

    label: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the lines; `key` is the same in every language."""

    key: str
    label: str
    align: Align = "end"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its cells in the order of the columns, and what stands below its name."""

    kind: RowKind
    cells: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaySlip:
    """One way to pay: a code to scan, or numbers to type."""

    name: str
    title: str
    payload: str
    modules: Modules | None = None
    facts: tuple[Fact, ...] = ()
    above: str = ""  # stands directly above the code


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with an optional heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintView:
    """A document as people see it: PDF and HTML print this and compute nothing."""

    language: str
    direction: Literal["ltr", "rtl"]
    theme: Theme
    heading: str
    number: str
    title: str  # of the file and the browser's tab
    author: str
    created_at: datetime | None
    marks: tuple[str, ...]
    hide_header_footer: bool
    images: Images
    seller: PartyBlock
    sender_line: str
    buyer: PartyBlock
    parties: tuple[PartyBlock, ...]
    facts: tuple[Fact, ...]
    introduction: tuple[Block, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tax_heading: str
    tax_columns: tuple[Column, ...]
    tax_rows: tuple[tuple[str, ...], ...]
    totals: tuple[Fact, ...]
    payable: Fact
    payment_heading: str
    payment: tuple[Fact, ...]
    payment_blocks: tuple[Block, ...]
    slips: tuple[PaySlip, ...]
    notes: tuple[Block, ...]
    signature: str
    standing: tuple[str, ...]  # at the foot of every page, whatever the paper carries
    footer: tuple[str, ...]
    foot_note: str
    page_label: str  # {page}, {pages}
