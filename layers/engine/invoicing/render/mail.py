"""The words of the mail a document is sent with: subject, text part and HTML part.

Texts of the organization or the caller win over ours, with their smart codes filled in. Ours say
what a payer needs: which document, how much, until when, to which account, and where to see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from invoicing.model import Document, Organization
from invoicing.registry import member, names
from invoicing.render._figures import figures
from invoicing.render._mail_page import facts_part, link_part, links_part, logo_part, page, prose
from invoicing.render._money import UNPAYABLE_TYPES, payable
from invoicing.render._payment import payment_facts, settled_text
from invoicing.render._texts import Fact
from invoicing.render._words import Words, apart
from invoicing.render.translations import Labels
from invoicing.rules.payments import settlement, with_settled
from invoicing.rules.smart_codes import fill_codes, smart_codes

OFFERS = UNPAYABLE_TYPES - {"proforma"}  # nobody is asked to pay them


@dataclass(frozen=True, slots=True)
class MailText:
    """The parts of a mail that are words."""

    subject: str
    text: str
    html: str


class _Body(NamedTuple):
    before: str
    facts: Sequence[Fact] = ()
    link: Fact | None = None
    after: str = ""

    def plain(self) -> str:
        listed = "\n".join(f"{fact.label}: {fact.value}" for fact in self.facts)
        link = f"{self.link.label}:\n{self.link.value}" if self.link else ""
        return "\n\n".join(filter(None, (self.before, listed, link, self.after)))

    def html(self) -> str:
        link = link_part(self.link) if self.link else ""
        return f"{prose(self.before)}{facts_part(self.facts)}{link}{prose(self.after)}"


def mail_text(
    document: Document,
    organization: Organization,
    *,
    language: str,
    subject: str = "",
    message: str = "",
    links: Mapping[str, str] | None = None,
    page_url: str = "",
    logo_id: str = "",
    reminder: bool = False,
) -> MailText:
    """The mail's words in a language we have (English where we do not).

    `links` (name to URL) stand below them; the HTML shows the image of the mail with `logo_id`.
    `page_url` is where the document can be seen, empty where it is not shared. A `reminder` asks
    for what is overdue.
    """
    if language not in names("render.translations"):
        language = "en"
    labels: Labels = member("render.translations", language, "LABELS")
    document = with_settled(document, settlement(document))
    currency = document.currency or organization.currency
    formed = figures(language, document.seller.address.country_code)
    words = Words(labels, formed, language, currency)
    codes = smart_codes(document, organization) | _codes(document, words, page_url)
    named = f"{_title(document, words)} {apart(document.number, language)}".strip()
    kind = "reminder" if reminder else "mail"
    ours = labels["reminder_subject"] if reminder else labels["mail_subject"]
    subject = fill_codes(
        subject
        or _own(organization, f"{kind}_subject", language)
        or ours.format(number=named, name=organization.name),
        codes,
    )
    own = message or _own(organization, f"{kind}_message", language)
    if own:
        body = _Body(fill_codes(own, codes))
    else:
        opening = _reminding(document, words) if reminder else _opening(document, words)
        body = _ours(document, organization, words, page_url, opening)
    listed = links or {}
    plain = "".join(f"\n\n{name}\n{url}" for name, url in listed.items())
    content = logo_part(logo_id, organization.name) + body.html() + links_part(listed)
    return MailText(subject, body.plain() + plain, page(subject, content, language))


def _own(organization: Organization, name: str, language: str) -> str:
    """The organization's text, in this language where it has one: mail_message_de."""
    texts = organization.texts
    return texts.get(f"{name}_{language}", "") or texts.get(name, "")


def _title(document: Document, words: Words) -> str:
    return words.own(document, "title") or words.type_of(document)


def _codes(document: Document, words: Words, page_url: str) -> dict[str, str]:
    """What mails can name besides what documents can."""
    return {
        "document type": _title(document, words),
        "document date": words.day(document.issue_date),
        "amount due": payable(document, words).value,
        "due date": words.day(document.due_date),
        "document link": page_url,
    }


def _opening(document: Document, words: Words) -> str:
    return words.labels["mail_opening"].format(number=apart(document.number, words.language))


def _reminding(document: Document, words: Words) -> str:
    """Since when how much is open."""
    values = (document.number, words.day(document.due_date), payable(document, words).value)
    number, day, amount = (apart(value, words.language) for value in values)
    return words.labels["reminder_opening"].format(number=number, date=day, amount=amount)


def _ours(
    document: Document, organization: Organization, words: Words, page_url: str, opening: str
) -> _Body:
    labels = words.labels
    settled = settled_text(document, words)
    before = f"{labels['mail_greeting']}\n\n{opening}" + (f"\n\n{settled}" if settled else "")
    return _Body(
        before,
        _facts(document, words, settled=bool(settled)),
        Fact(labels["mail_view"], page_url) if page_url else None,
        f"{labels['mail_closing']}\n{organization.name}",
    )


def _facts(document: Document, words: Words, *, settled: bool) -> tuple[Fact, ...]:
    """Which document, and what is to be done about it; nothing of paying where nobody pays."""
    labels, day = words.labels, words.day
    number = Fact(_title(document, words), apart(document.number, words.language))
    issued = Fact(labels["other_date"], day(document.issue_date))
    if settled:
        gross = words.money_with_currency(document.totals.gross)
        return _filled(number, issued, Fact(labels["gross_total"], gross))
    if document.type in UNPAYABLE_TYPES:
        until = Fact(labels["valid_until"], day(document.valid_until))
    else:
        until = Fact(labels["due_date"], day(document.due_date))
    how = () if document.type in OFFERS else payment_facts(document, words)
    return _filled(number, issued, payable(document, words), until, *how)


def _filled(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)
