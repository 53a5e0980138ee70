"""The words of the mail a document is sent with: subject, text part and HTML part.

Texts of the organization or the caller win over ours, with their smart codes filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from invoicing.model import Document, Organization
from invoicing.rules.smart_codes import fill_codes, smart_codes

# Per language: subject, opening sentence, closing.
_WORDS: dict[str, tuple[str, str, str]] = {
    "en": ("{number} from {name}", "please find attached our document {number}.", "Kind regards"),
    "de": ("{number} von {name}", "anbei unser Beleg {number}.", "Freundliche Grüße"),
    "fr": ("{number} de {name}", "vous trouverez ci-joint le document {number}.", "Cordialement"),
    "it": ("{number} da {name}", "in allegato il nostro documento {number}.", "Cordiali saluti"),
    "es": ("{number} de {name}", "adjuntamos nuestro documento {number}.", "Saludos cordiales"),
    "pt": ("{number} de {name}", "enviamos em anexo o nosso documento {number}.", "Cumprimentos"),
    "sl": ("{number} od {name}", "v priponki pošiljamo naš dokument {number}.", "Lep pozdrav"),
    "hr": ("{number} od {name}", "u privitku šaljemo naš dokument {number}.", "Srdačan pozdrav"),
    "nl": ("{number} van {name}", "in de bijlage ons document {number}.", "Met vriendelijke groet"),
    "pl": ("{number} od {name}", "w załączeniu przesyłamy nasz dokument {number}.", "Z poważaniem"),
    "nb": ("{number} fra {name}", "vedlagt følger vårt dokument {number}.", "Vennlig hilsen"),
}  # fmt: skip


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
    our_subject, sentence, closing = _WORDS.get(language, _WORDS["en"])
    texts = organization.texts
    words = {"number": document.number, "name": organization.name}
    subject = fill_codes(
        subject or texts.get("mail_subject", "") or our_subject.format(**words), codes
    )
    body = message or texts.get("mail_message", "")
    if body:
        body = fill_codes(body, codes)
    else:
        body = f"{_capital(sentence.format(**words))}\n\n{closing}\n{organization.name}"
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _html(title: str, body: str, language: str, *, before: str = "", after: str = "") -> str:
    paragraphs = "".join(
        f'<p style="margin:0 0 1em">{"<br>".join(escape(line) for line in block.splitlines())}</p>'
        for block in re.split(r"\n\s*\n", body)
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head>"
        '<body style="margin:0;background:#f4f4f2"><div style="max-width:36em;margin:0 auto;'
        "padding:2em 1.5em;background:#fff;color:#222;font:16px/1.5 -apple-system,'Segoe UI',"
        f'Roboto,sans-serif">{before}{paragraphs}{after}</div></body></html>'
    )
