"""A language at work on one document: labels, figures, and the document's own translations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.model import Document, Line
from invoicing.model.definition import OwnType
from invoicing.render._bidi import needs_bidi
from invoicing.render._figures import Figures
from invoicing.render.translations import RIGHT_TO_LEFT, Labels

# Translations stand under the names texts have on the wire: displayName_de.
_WRITTEN = {
    "title": "displayName",
    "note_to_recipient": "noteToRecipient",
    "tax_clause": "taxClause",
    "payment_terms": "paymentTerms",
}
LEFT_TO_RIGHT = "\u200e"  # a mark that is not seen


def apart(value: str, language: str) -> str:
    """The value as it stays in a line from the right: after an Arabic word 7-42 would be 42-7."""
    if language not in RIGHT_TO_LEFT or needs_bidi(value):
        return value
    return f"{LEFT_TO_RIGHT}{value}{LEFT_TO_RIGHT}"


@dataclass(frozen=True, slots=True)
class Words:
    """Everything needed to write a document's texts in one language."""

    labels: Labels
    figures: Figures
    language: str
    currency: str

    def own(self, holder: Document | Line | OwnType, field: str) -> str:
        """The holder's text, in this language where it brings one: `note_de` before `note`."""
        if not holder.l10n:
            return str(getattr(holder, field))
        written = _WRITTEN.get(field, field)
        translated: Any = holder.l10n.get(f"{written}_{self.language}")
        text = translated if isinstance(translated, str) and translated else getattr(holder, field)
        return str(text)

    def type_of(self, document: Document) -> str:
        """The name of the document's type, the organization's own first."""
        if document.own_type is not None:
            return self.own(document.own_type, "name") or document.own_type.key
        return str(self.labels.get(document.type.replace("-", "_")) or document.type)

    def labelled(self, label: str, value: str) -> str:
        """Both in one line; empty without a value."""
        return f"{label}: {apart(value, self.language)}" if value else ""

    def day(self, value: date | None) -> str:
        return self.figures.date(value) if value else ""

    def period(self, start: date | None, end: date | None) -> str:
        if start and end:
            return f"{self.day(start)} – {self.day(end)}"
        return self.day(start or end)

    def money(self, value: Decimal) -> str:
        """An amount in the document's currency, without the currency's name."""
        return self.figures.money(value, self.currency)

    def money_with_currency(self, value: Decimal, currency: str = "") -> str:
        currency = currency or self.currency
        return f"{self.figures.money(value, currency)}\u00a0{currency}"
