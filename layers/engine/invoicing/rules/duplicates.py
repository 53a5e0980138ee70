"""When two clients may be the same one."""

import hashlib
import unicodedata

from invoicing.model import Party
from invoicing.model.client import Client


def marks(client: Client) -> tuple[str, ...]:
    """What another client with the same would be taken for this one.

    Its tax or company number, its customer number, its e-mail addresses, its name and postal
    code; each folded, so that case, accents, spaces and punctuation make no difference.
    """
    party = client.party
    found = [
        ("tax", _folded(party.vat_identifier or party.tax_registration)),
        ("company", _folded(party.legal_registration.value if party.legal_registration else "")),
        ("number", _folded(client.number)),
    ]
    emails = {contact.value for contact in client.contacts if contact.type == "email"}
    found += [("email", email.strip().casefold()) for email in {party.contact.email, *emails}]
    name, code = _folded(party.name), _folded(party.address.postal_code)
    if name and code:
        found.append(("name", f"{name}/{code}"))
    return tuple(sorted(_mark(kind, value) for kind, value in found if value))


def marks_of_taxpayer(party: Party) -> frozenset[str]:
    """A party's tax numbers, folded; with and without the country before them."""
    given = (_folded(party.vat_identifier), _folded(party.tax_registration))
    bare = (number[2:] for number in given if number[:2].isalpha())
    return frozenset(number for number in (*given, *bare) if number)


def identity_marks(client: Client) -> tuple[str, ...]:
    """By what a supplier is known again on its invoices: its tax number, then its accounts.

    An account is no sign of a duplicate: companies of a group may share one.
    """
    party = client.party
    found = [
        ("tax", _folded(party.vat_identifier or party.tax_registration)),
        ("iban", _folded(party.iban)),
    ]
    return tuple(_mark(kind, value) for kind, value in found if value)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def _mark(kind: str, value: str) -> str:
    """A mark of fixed length: it is part of a key."""
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()[:32]
