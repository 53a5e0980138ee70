"""A print view as one self-contained page: no script, no request to anybody."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from invoicing.render._logo import checked
from invoicing.render._modules import svg_path
from invoicing.render._style import accent_class, hash_of, own_style, policy_with, style
from invoicing.render._texts import (
    Block,
    Column,
    Fact,
    PartyBlock,
    PaySlip,
    PrintView,
    Row,
)

STYLE = style()
POLICY = (
    f"default-src 'none'; style-src {hash_of(STYLE)}; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of pages in the colours of a theme."""


def _apart(text: str) -> str:
    """The text in the order of its own script, whatever the page's."""
    return f"<bdi>{escape(text)}</bdi>"


def _party(party: PartyBlock) -> str:
    label = f'<p class="muted">{escape(party.label)}</p>' if party.label else ""
    lines = "<br>".join(map(_apart, party.lines))
    return f"<div>{label}<strong>{_apart(party.name)}</strong><br>{lines}</div>"


class Copying(NamedTuple):
    """What a button that copies a value says, before and after."""

    label: str
    done: str


def _copy_button(fact: Fact, copying: Copying | None) -> str:
    """Hidden until a script can do it; an account is copied without its blanks."""
    if copying is None or not any(c.isdigit() for c in fact.value):
        return ""
    value, name = escape(fact.value.replace("\u00a0", "")), escape(f"{copying.label}: {fact.label}")
    return (
        f' <button type="button" class="copy" hidden data-copy="{value}" '
        f'data-done="{escape(copying.done)}" aria-label="{name}">{escape(copying.label)}</button>'
    )


def _facts(facts: Iterable[Fact], copying: Copying | None = None) -> str:
    pairs = []
    for fact in facts:
        strong = ' class="strong"' if fact.strong else ""
        pairs.append(
            f"<dt>{escape(fact.label)}</dt><dd{strong}><bdi>{escape(fact.value)}</bdi>"
            f"{_copy_button(fact, copying)}</dd>"
        )
    return f"<dl>{''.join(pairs)}</dl>" if pairs else ""


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(f'<p class="text">{_apart(block.text)}</p>' for block in blocks if block.text)


def _head(columns: Sequence[Column]) -> str:
    cells = (
        f'<th scope="col" role="columnheader" class="{c.align} {c.key}">{escape(c.label)}</th>'
        for c in columns
    )
    return f'<thead role="rowgroup"><tr role="row">{"".join(cells)}</tr></thead>'


def _cells(columns: Sequence[Column], cells: Sequence[str], details: Sequence[str] = ()) -> str:
    """A row; each cell brings its column's label, for screens too narrow for columns.

    Figures are ordered apart from what surrounds them (`bdi`), as on paper.
    """
    parts = []
    for column, cell in zip(columns, cells, strict=True):
        kind = f"{column.align} {column.key}{'' if cell else ' empty'}"
        if column.key == "description":
            below = "".join(f"<small>{_apart(detail)}</small>" for detail in details)
            parts.append(f'<td role="cell" class="{kind}">{_apart(cell)}{below}</td>')
        else:
            label = escape(column.label)
            parts.append(
                f'<td role="cell" class="{kind}" data-label="{label}">'
                f"<bdi>{escape(cell)}</bdi></td>"
            )
    return f'<tr role="row">{"".join(parts)}</tr>'


def _row(row: Row, columns: Sequence[Column]) -> str:
    span = len(columns)
    if row.kind == "product":
        return _cells(columns, row.cells, row.details)
    if row.kind == "section_total":
        name, amount = map(escape, row.cells)
        return (
            f'<tr role="row"><th role="rowheader" scope="row" colspan="{span - 1}">{name}</th>'
            f'<td role="cell" class="end strong">{amount}</td></tr>'
        )
    if row.kind == "subtitle":
        below = "".join(f"<small>{escape(detail)}</small>" for detail in row.details)
        return (
            f'<tr role="row"><th role="rowheader" scope="rowgroup" colspan="{span}">'
            f"{escape(row.cells[0])}{below}</th></tr>"
        )
    kind = "break" if row.kind == "page_break" else "divider"
    return f'<tr class="{kind}"><td colspan="{span}"></td></tr>'


def _table(view: PrintView) -> str:
    body = "".join(_row(row, view.columns) for row in view.rows)
    return (
        f'<table class="lines" role="table" aria-label="{escape(view.heading)}">'
        f'{_head(view.columns)}<tbody role="rowgroup">{body}</tbody></table>'
    )


def _sums(view: PrintView) -> str:
    taxes = "".join(_cells(view.tax_columns, row) for row in view.tax_rows)
    label = escape(view.tax_heading)
    tax_table = (
        f'<table role="table" aria-label="{label}">{_head(view.tax_columns)}'
        f'<tbody role="rowgroup">{taxes}</tbody></table>'
        if taxes
        else ""
    )
    payable = view.payable
    return (
        f'<div class="sums"><div>{tax_table}</div><div>{_facts(view.totals)}'
        f'<p class="payable"><span>{escape(payable.label)}</span> '
        f"<bdi>{escape(payable.value)}</bdi></p></div></div>"
    )


def _slip(slip: PaySlip) -> str:
    modules = slip.modules
    if not modules:
        return f"<div><p>{escape(slip.title)}</p>{_facts(slip.facts)}</div>"
    quiet = modules.quiet
    box = f"{-quiet} {-quiet} {modules.across + 2 * quiet} {modules.down + 2 * quiet}"
    title, kind = escape(slip.title), "code" if modules.row_down == 1 else "code stacked"
    above = f"<p>{escape(slip.above)}</p>" if slip.above else ""
    return (
        f'<figure>{above}<svg class="{kind}" role="img" aria-label="{title}" '
        f'viewBox="{box}" shape-rendering="crispEdges">'
        f'<path d="{svg_path(modules)}" fill="#000"/></svg>'
        f'<figcaption class="muted">{title}</figcaption></figure>'
    )


def _payment(view: PrintView, copying: Copying | None) -> str:
    if not (view.payment or view.payment_blocks or view.slips):
        return ""
    return (
        f"<section><h2>{escape(view.payment_heading)}</h2>"
        f'<div class="pay"><div>{_facts(view.payment, copying)}{_blocks(view.payment_blocks)}</div>'
        f"{''.join(map(_slip, view.slips))}</div></section>"
    )


def _letterhead(view: PrintView) -> str:
    logo = _image(view.images.logo, view.seller.name)
    return f"<header>{logo}{_party(view.seller)}</header>"


def _image(data: bytes, name: str, mark: str = "") -> str:
    """The image inside the page; nothing where there is none."""
    if not data:
        return ""
    image = checked(data)
    text = b64encode(image.data).decode()
    return f'<img{mark} src="data:{image.mime_type};base64,{text}" alt="{escape(name)}">'


def _closing(view: PrintView) -> str:
    """What remains to be said; the image of the signature above its text."""
    signed = _image(view.images.signature, view.seller.name, ' class="signed"')
    rest = (Block("", view.signature), Block("", view.foot_note))
    return f"{_blocks(view.notes)}{signed}{_blocks(rest)}"


def write_main(view: PrintView, *, copying: Copying | None = None, more: str = "") -> str:
    """The document itself; `more` is markup that stands before its closing texts."""
    marks = "".join(f'<p class="mark">{escape(mark)}</p>' for mark in view.marks)
    parties = "".join(map(_party, (view.buyer, *view.parties)))
    bare = view.hide_header_footer
    lines = view.standing if bare else (*view.standing, *view.footer)
    foot = f"<footer>{'<br>'.join(map(_apart, lines))}</footer>" if lines or not bare else ""
    return (
        f'<main id="document" tabindex="-1">{marks}{"" if bare else _letterhead(view)}'
        f"<h1>{escape(view.title)}</h1>"
        f'<div class="parties">{parties}{_facts(view.facts)}</div>{_blocks(view.introduction)}'
        f"{_table(view)}{_sums(view)}{_payment(view, copying)}{more}{_closing(view)}{foot}</main>"
    )


def write_head(view: PrintView, end: str = "") -> str:
    """Everything up to the body; `end` is markup that closes the head."""
    return (
        f'<!doctype html><html lang="{view.language}" dir="{view.direction}"><head>'
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(view.title)}</title>'
        f"<style>{STYLE}</style>{_own_style(view)}{end}</head>"
    )


def _own_style(view: PrintView) -> str:
    own = own_style(view.theme)
    return f"<style>{own}</style>" if own else ""


def policy_of(view: PrintView) -> str:
    """The Content-Security-Policy the view's page is written for."""
    return policy_with(POLICY, view.theme)


def write_html(view: PrintView) -> str:
    """The view as a page; every text is escaped, and the one style is allowed by its hash."""
    return (
        f'{write_head(view)}<body class="{accent_class(view.theme)}">{write_main(view)}'
        "</body></html>"
    )
