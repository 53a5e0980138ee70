"""The page of a shared document: the document, and what its recipient can do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from invoicing.registry import member, names
from invoicing.render._figures import figures
from invoicing.render._style import accent_class, hash_of, policy_with
from invoicing.render._texts import PrintView
from invoicing.render.html import STYLE, Copying, write_head, write_main
from invoicing.render.themes.standard import THEME
from invoicing.render.translations import RIGHT_TO_LEFT, Labels

# Copying is all a script does here; without it everything else works as well.
_SCRIPT = (
    "if(navigator.clipboard)document.querySelectorAll('.copy').forEach(b=>{b.hidden=false;"
    "b.addEventListener('click',()=>navigator.clipboard.writeText(b.dataset.copy).then(()=>{"
    "b.textContent=b.dataset.done;document.getElementById('told').textContent=b.dataset.done}))})"
)


POLICY = (
    f"default-src 'none'; style-src {hash_of(STYLE)}; script-src {hash_of(_SCRIPT)}; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of pages in the colours of a theme."""
NAME_MAX, NOTE_MAX = 200, 2000


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to download: where, its name, its size."""

    href: str
    name: str
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """How the recipient answered, or that the question is open."""

    state: str = "open"  # "approved", "declined"
    day: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """What stands around the document; addresses are relative to the page's own."""

    downloads: tuple[FileLink, ...]
    attachments: tuple[FileLink, ...] = ()
    answer: Answer | None = None  # None where nothing is asked
    answer_href: str = ""


def policy_of(view: PrintView) -> str:
    """The Content-Security-Policy the view's page is written for."""
    return policy_with(POLICY, view.theme)


def write_page(view: PrintView, recipient: Recipient) -> str:
    """The whole page; every text is escaped, style and script are allowed by their hashes."""
    labels: Labels = member("render.translations", view.language, "LABELS")
    more = _answer(recipient, labels, view.language) + _attachments(
        recipient.attachments, labels, view.language
    )
    copying = Copying(labels["copy_text"], labels["copied"])
    return (
        f'{write_head(view)}<body class="{accent_class(view.theme)}">'
        f"{_tools(recipient.downloads, labels, view.language)}"
        f"{write_main(view, copying=copying, more=more)}"
        f'<p id="told" class="unseen" role="status"></p><script>{_SCRIPT}</script></body></html>'
    )


def write_ended(language: str) -> str:
    """The page for links that lead nowhere (any more); it tells nothing about why."""
    labels: Labels = member("render.translations", language, "LABELS")
    text, more = escape(labels["link_ended"]), escape(labels["link_ended_ask"])
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{text}</title><style>{STYLE}</style></head>'
        f'<body class="{accent_class(THEME)}"><main><h1>{text}</h1><p>{more}</p></main>'
        "</body></html>"
    )


def _tools(downloads: Sequence[FileLink], labels: Labels, language: str) -> str:
    files = "".join(
        f'<li><a class="button" href="{escape(file.href)}" download>{escape(file.name)}</a></li>'
        for file in downloads
    )
    return (
        f'<div class="tools"><a class="skip" href="#document">{escape(labels["skip"])}</a>'
        f'<nav aria-label="{escape(labels["language"])}"><details>'
        f'<summary class="button"><span class="unseen">{escape(labels["language"])}: </span>'
        f"{escape(labels['own_name'])}</summary><ul>{_languages(language)}</ul></details></nav>"
        f'<nav aria-label="{escape(labels["downloads"])}"><ul>{files}</ul></nav></div>'
    )


def _languages(shown: str) -> str:
    parts = []
    for language in names("render.translations"):
        labels: Labels = member("render.translations", language, "LABELS")
        here = ' aria-current="true"' if language == shown else ""
        parts.append(
            f'<li><a href="?l={language}" lang="{language}" hreflang="{language}"{here}>'
            f"{escape(labels['own_name'])}</a></li>"
        )
    return "".join(parts)


def _attachments(files: Sequence[FileLink], labels: Labels, language: str) -> str:
    if not files:
        return ""

    def size(file: FileLink) -> str:
        return figures(language).number(Decimal(-(-file.size_bytes // 1000)))

    items = "".join(
        f'<li><a href="{escape(file.href)}"><bdi>{escape(file.name)}</bdi></a> '
        f'<bdi class="muted">{size(file)} kB</bdi></li>'
        for file in files
    )
    heading = escape(labels["attachments"])
    return f'<section><h2>{heading}</h2><ul class="files">{items}</ul></section>'


def _answer(recipient: Recipient, labels: Labels, language: str) -> str:
    answer = recipient.answer
    if answer is None:
        return ""
    heading = f"<h2>{escape(labels['answer'])}</h2>"
    if answer.state == "open":
        return f'<section class="answer">{heading}{_form(recipient.answer_href, labels)}</section>'
    label = labels["approved_on"] if answer.state == "approved" else labels["declined_on"]
    day = figures(language).date(answer.day) if answer.day else ""
    by = f" (<bdi>{escape(answer.name)}</bdi>)" if answer.name else ""
    text = escape(label.replace("{date}", day))
    return f'<section class="answer">{heading}<p class="strong">{text}{by}</p></section>'


def _form(href: str, labels: Labels) -> str:
    return (
        f'<form method="post" action="{escape(href)}">'
        f"<label>{escape(labels['your_name'])}"
        f'<input name="name" required maxlength="{NAME_MAX}" autocomplete="name"></label>'
        f"<label>{escape(labels['your_message'])}"
        f'<textarea name="note" rows="3" maxlength="{NOTE_MAX}"></textarea></label>'
        f'<div><button class="button strong" name="decision" value="approved">'
        f"{escape(labels['approve'])}</button> "
        f'<button class="button" name="decision" value="declined">{escape(labels["decline"])}'
        "</button></div></form>"
    )
