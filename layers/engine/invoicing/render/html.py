"""A print view as one self-contained page: no script, no request to anybody."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from invoicing.render._texts import Block, Column, Fact, PartyBlock, PrintView

STYLE = """
:root{color-scheme:light dark;--ink:#1a1d21;--muted:#5b6470;--line:#d5dae0;--paper:#fff;
--band:#f3f5f8}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--muted:#aab2bd;--line:#3c434c;--paper:#16191d;
--band:#22272e}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:50rem;margin:auto;padding:1.5rem}.muted,dt,th{color:var(--muted)}
.parties{display:flex;flex-wrap:wrap;gap:2rem}.parties>*{flex:1 1 14rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:start}
th,td{padding:.4rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
.end{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}thead{background:var(--band)}
.payable{font-size:1.3rem;font-weight:700}.mark{border:2px solid;padding:.3rem 1rem;font-weight:700}
.text{white-space:pre-line;overflow-wrap:anywhere}small{display:block;color:var(--muted)}
@media print{:root{--ink:#000;--paper:#fff;--band:#f3f5f8;--muted:#444}
main{padding:0;max-width:none}}
"""
_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy the page is written for."""


def _party(party: PartyBlock) -> str:
    label = f'<p class="muted">{escape(party.label)}</p>' if party.label else ""
    lines = "<br>".join(map(escape, party.lines))
    return f"<div>{label}<strong>{escape(party.name)}</strong><br>{lines}</div>"


def _facts(facts: Iterable[Fact]) -> str:
    pairs = "".join(f"<dt>{escape(f.label)}</dt><dd>{escape(f.value)}</dd>" for f in facts)
    return f"<dl>{pairs}</dl>" if pairs else ""


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(f'<p class="text">{escape(block.text)}</p>' for block in blocks)


def _head(columns: Sequence[Column]) -> str:
    cells = (f'<th scope="col" class="{c.align}">{escape(c.label)}</th>' for c in columns)
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _cells(columns: Sequence[Column], cells: Sequence[str], details: Sequence[str] = ()) -> str:
    parts = []
    for column, cell in zip(columns, cells, strict=True):
        below = "".join(f"<small>{escape(d)}</small>" for d in details)
        under = below if column.key == "description" else ""
        parts.append(f'<td class="{column.align}">{escape(cell)}{under}</td>')
    return f"<tr>{''.join(parts)}</tr>"


def _rows(view: PrintView) -> str:
    span, parts = len(view.columns), []
    for row in view.rows:
        if row.kind == "product":
            parts.append(_cells(view.columns, row.cells, row.details))
        elif row.kind == "section_total":
            name, amount = map(escape, row.cells)
            parts.append(
                f'<tr><th colspan="{span - 1}">{name}</th><td class="end">{amount}</td></tr>'
            )
        elif row.kind == "subtitle":
            parts.append(f'<tr><th colspan="{span}">{escape(row.cells[0])}</th></tr>')
        else:
            parts.append(f'<tr><td colspan="{span}"></td></tr>')
    return "".join(parts)


def write_html(view: PrintView) -> str:
    """The view as a page; every text is escaped, and the one style is allowed by its hash."""
    marks = "".join(f'<p class="mark">{escape(mark)}</p>' for mark in view.marks)
    taxes = "".join(_cells(view.tax_columns, row) for row in view.tax_rows)
    tax_table = f"<table>{_head(view.tax_columns)}<tbody>{taxes}</tbody></table>" if taxes else ""
    payable = f"{escape(view.payable.label)}: {escape(view.payable.value)}"
    pay = f"<h2>{escape(view.payment_heading)}</h2>{_facts(view.payment)}" if view.payment else ""
    parties = "".join(map(_party, (view.buyer, *view.parties)))
    bare = view.hide_header_footer
    return (
        f'<!doctype html><html lang="{view.language}" dir="{view.direction}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="robots" content="noindex"><title>{escape(view.title)}</title>'
        f"<style>{STYLE}</style></head><body><main>{marks}"
        f"{'' if bare else f'<header>{_party(view.seller)}</header>'}"
        f"<h1>{escape(view.title)}</h1>{_blocks(view.introduction)}"
        f'<div class="parties">{parties}{_facts(view.facts)}</div>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(view.heading)}">'
        f"<table>{_head(view.columns)}<tbody>{_rows(view)}</tbody></table></div>"
        f'{tax_table}{_facts(view.totals)}<p class="payable">{payable}</p>'
        f"{pay}{_blocks(view.payment_blocks)}{_blocks(view.notes)}"
        f'<p class="text">{escape(view.signature)}</p><p class="text">{escape(view.foot_note)}</p>'
        f"{'' if bare else '<footer class=muted>' + '<br>'.join(map(escape, view.footer))}"
        f"{'' if bare else '</footer>'}</main></body></html>"
    )
