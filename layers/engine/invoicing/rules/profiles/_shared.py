"""What several rule sets ask of a document."""

import re
from collections.abc import Iterator

from invoicing.model import Document, Identifier


def identifiers(document: Document) -> Iterator[tuple[str, Identifier]]:
    """Every party's electronic address, registration and identifiers, with their pointers."""
    parties = {
        "/_documentIssuer": document.seller,
        "/_documentClient": document.buyer,
        "/payee": document.payee,
    }
    for at, party in parties.items():
        if party is None:
            continue
        if party.electronic_address:
            yield f"{at}/electronicAddress", party.electronic_address
        if party.legal_registration:
            yield f"{at}/legalRegistration", party.legal_registration
        for n, identifier in enumerate(party.identifiers):
            yield f"{at}/identifiers/{n}", identifier


def weighted(text: str, weights: tuple[int, ...]) -> int:
    """The sum of the digits times their weights."""
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))


def is_gln(text: str) -> bool:
    """A number whose last digit is GS1's check digit."""
    if not re.fullmatch("[0-9]+", text):
        return False
    digits = [int(digit) for digit in reversed(text)]
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return total % 10 == 0


def is_mod11(text: str) -> bool:
    """Nine digits, the last one a check digit of modulus 11 (weights 3 2 7 6 5 4 3 2)."""
    if not re.fullmatch("[0-9]{9}", text):
        return False
    return -weighted(text[:8], (3, 2, 7, 6, 5, 4, 3, 2)) % 11 == int(text[8])


def is_mod97(text: str) -> bool:
    """Ten digits, the last two what the first eight leave to a multiple of 97."""
    return bool(re.fullmatch("[0-9]{10}", text)) and 97 - int(text[:8]) % 97 == int(text[8:])


def is_mod89(text: str) -> bool:
    """Eleven digits, weighted, after taking 1 from the first, a multiple of 89."""
    if not re.fullmatch("[1-9][0-9]{10}", text):
        return False
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    return (weighted(text, weights) - 10) % 89 == 0


def is_luhn(text: str) -> bool:
    """Ten digits with a Luhn check digit."""
    if not re.fullmatch("[0-9]{10}", text):
        return False
    doubled = (int(d) * (1 if n % 2 else 2) for n, d in enumerate(text))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """Check digits of ISO 13616 hold."""
    bare = text.replace(" ", "").upper()
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1
