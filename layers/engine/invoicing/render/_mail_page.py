"""The HTML of mails: styles stand in the elements, for mail programs read no others."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from invoicing.render._texts import Fact
from invoicing.render.translations import RIGHT_TO_LEFT

ACCENT, MUTED, LINE = "#1f4e79", "#5b6470", "#d5dae0"


def prose(text: str) -> str:
    """Paragraphs, parted by blank lines; each line in the order of its own script."""
    return "".join(
        f'<p style="margin:0 0 1em">{"<br>".join(map(_apart, block.splitlines()))}</p>'
        for block in re.split(r"\n\s*\n", text)
        if block.strip()
    )


def facts_part(facts: Sequence[Fact]) -> str:
    """Labels and values as a table; what is strong stands out."""
    if not facts:
        return ""
    cell = f"padding:.4em 0;border-bottom:1px solid {LINE};vertical-align:top;text-align:"
    rows = "".join(
        f'<tr><th scope="row" style="{cell}start;font-weight:400;color:{MUTED};'
        f'padding-inline-end:1.5em">{escape(fact.label)}</th>'
        f'<td style="{cell}end;font-weight:{700 if fact.strong else 400}">'
        f"{_apart(fact.value)}</td></tr>"
        for fact in facts
    )
    return f'<table style="width:100%;border-collapse:collapse;margin:0 0 1.5em">{rows}</table>'


def link_part(link: Fact) -> str:
    return (
        f'<p style="margin:0 0 1.5em"><a href="{escape(link.value)}" style="display:inline-block;'
        f"padding:.6em 1.2em;border-radius:.4em;background:{ACCENT};color:#fff;"
        f'text-decoration:none">{escape(link.label)}</a></p>'
    )


def links_part(links: Mapping[str, str]) -> str:
    """Files that are linked instead of attached, by name."""
    return "".join(
        f'<p style="margin:0 0 .5em"><a href="{escape(url)}" style="color:{ACCENT}">'
        f"{_apart(name)}</a></p>"
        for name, url in links.items()
    )


def logo_part(logo_id: str, name: str) -> str:
    """The image of the mail that has this id; nothing without one."""
    if not logo_id:
        return ""
    return (
        f'<img src="cid:{logo_id}" alt="{escape(name)}" height="48" '
        'style="display:block;max-width:100%;margin:0 0 1.5em">'
    )


def page(title: str, content: str, language: str) -> str:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}">'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head>"
        '<body style="margin:0;background:#f4f4f2"><div style="max-width:36em;margin:0 auto;'
        "padding:2em 1.5em;background:#fff;color:#222;font:16px/1.5 -apple-system,'Segoe UI',"
        f'Roboto,sans-serif">{content}</div></body></html>'
    )


def _apart(line: str) -> str:
    """The line in the order of its own script, whatever the mail's."""
    return f"<bdi>{escape(line)}</bdi>"
