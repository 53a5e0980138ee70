"""The words of the mail a document is sent with: subject, text part and HTML part.

Texts of the organization or the caller win over ours, with their smart codes filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from invoicing.model import Document, Organization
from invoicing.registry import member, names
from invoicing.render._words import apart
from invoicing.render.translations import RIGHT_TO_LEFT, Labels
from invoicing.rules.smart_codes import fill_codes, smart_codes


@dataclass(frozen=True, slots=True)
class MailText:
    """The parts of a mail that are words."""

    subject: str
    text: str
    html: str


def mail_text(
    document: Document,
    organization: Organization,
    *,
    language: str,
    subject: str = "",
    message: str = "",
    links: Mapping[str, str] | None = None,
    logo_id: str = "",
) -> MailText:
    """The mail's words in a language we have (English where we do not).

    `links` (name to URL) stand below them; the HTML shows the image of the mail with `logo_id`.
    """
    codes = smart_codes(document, organization)
    if language not in names("render.translations"):
        language = "en"
    ours: Labels = member("render.translations", language, "LABELS")
    texts = organization.texts
    words = {"number": apart(document.number, language), "name": organization.name}
    subject = fill_codes(
        subject or texts.get("mail_subject", "") or ours["mail_subject"].format(**words), codes
    )
    body = message or texts.get("mail_message", "")
    if body:
        body = fill_codes(body, codes)
    else:
        opening = ours["mail_opening"].format(**words)
        body = f"{opening}\n\n{ours['mail_closing']}\n{organization.name}"
    logo = (
        f'<img src="cid:{logo_id}" alt="{escape(organization.name)}" height="48" '
        'style="display:block;max-width:100%;margin:0 0 1.5em">'
        if logo_id
        else ""
    )
    listed = "".join(
        f'<p style="margin:0 0 .5em"><a href="{escape(url)}">{escape(name)}</a></p>'
        for name, url in (links or {}).items()
    )
    html = _html(subject, body, language, before=logo, after=listed)
    plain = "".join(f"\n\n{name}\n{url}" for name, url in (links or {}).items())
    return MailText(subject=subject, text=body + plain, html=html)


def _apart(line: str) -> str:
    """The line in the order of its own script, whatever the mail's."""
    return f"<bdi>{escape(line)}</bdi>"


def _html(title: str, body: str, language: str, *, before: str = "", after: str = "") -> str:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    paragraphs = "".join(
        f'<p style="margin:0 0 1em">{"<br>".join(map(_apart, block.splitlines()))}</p>'
        for block in re.split(r"\n\s*\n", body)
    )
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}">'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head>"
        '<body style="margin:0;background:#f4f4f2"><div style="max-width:36em;margin:0 auto;'
        "padding:2em 1.5em;background:#fff;color:#222;font:16px/1.5 -apple-system,'Segoe UI',"
        f'Roboto,sans-serif">{before}{paragraphs}{after}</div></body></html>'
    )
