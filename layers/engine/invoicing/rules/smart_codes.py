"""Smart codes: words in brackets that stand for what the issuer and the document are called.

The stored text keeps its codes; whoever shows it fills them in. Nothing else in a text is ever
executed or trusted.
"""

import re
from collections.abc import Mapping
from typing import Any

from invoicing.model import Document, Organization
from invoicing.model.value import replace

_CODE = re.compile(r"\[([a-z0-9 ]{1,40})\]", re.IGNORECASE)
_TEXTS = (
    "title",
    "note",
    "note_to_recipient",
    "tax_clause",
    "footer",
    "signature",
    "payment_terms",
)


def smart_codes(document: Document, organization: Organization) -> dict[str, str]:
    """What each smart code stands for, without its brackets, lower case."""
    own = document.seller if not document.incoming else organization.party
    return {
        "organization name": organization.name,
        "company name": organization.name,
        "iban": own.iban,
        "swift": own.bic,
        "bank": own.bank_name,
        "address": own.address.line1,
        "address2": own.address.line2,
        "zip": own.address.postal_code,
        "city": own.address.city,
        "country": own.address.country_name or own.address.country_code,
        "tax number": own.vat_identifier or own.tax_registration,
        "company number": own.legal_registration.value if own.legal_registration else "",
        "document number": document.number,
        "client name": document.buyer.name,
    }


def fill_codes(text: str, codes: Mapping[str, str]) -> str:
    """The text with every known smart code replaced once; unknown ones stay as they are."""
    return _CODE.sub(lambda match: codes.get(match.group(1).lower(), match.group(0)), text)


def with_codes_filled(document: Document, organization: Organization) -> Document:
    """The document as it is shown: its texts, in every language, with their codes filled in."""
    changes: dict[str, Any] = {
        name: text for name in _TEXTS if "[" in (text := getattr(document, name))
    }
    notes = any("[" in note.text for note in document.notes)
    l10n = any("[" in text for text in document.l10n.values() if isinstance(text, str))
    if not (changes or notes or l10n):
        return document
    codes = smart_codes(document, organization)
    filled: dict[str, Any] = {name: fill_codes(text, codes) for name, text in changes.items()}
    if notes:
        filled["notes"] = tuple(
            replace(note, text=fill_codes(note.text, codes)) for note in document.notes
        )
    if l10n:
        filled["l10n"] = {
            name: fill_codes(text, codes) if isinstance(text, str) else text
            for name, text in document.l10n.items()
        }
    return replace(document, **filled)
