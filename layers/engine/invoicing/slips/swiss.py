"""Swiss QR code of the QR-bill: CHF or EUR to an account in Switzerland or Liechtenstein.

Source: SIX, Swiss Implementation Guidelines QR-bill, version 2.3.
"""

import re

from invoicing.errors import Finding
from invoicing.model import Document, Organization, Party
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import (
    body_of_number,
    compact,
    creditor_reference,
    digits_of_number,
    is_creditor_reference,
    is_qr_reference,
    qr_reference,
)
from invoicing.slips._transfer import (
    REMITTANCE,
    Transfer,
    account_in,
    amount_finding,
    cut_bytes,
    folded,
    iban_finding,
    missing,
    one_line,
    reference_finding,
    refuse,
    transfer,
)

COUNTRIES = frozenset({"CH", "LI"})
_PAYERS = COUNTRIES | {""}
_IBAN_LENGTH = 21
_BYTES_MAX = 997  # of version 25 at level M
_SEPARATOR = "\r\n"
_is_allowed = re.compile("[ -~\u00a0-\u017fȘșȚț€]").fullmatch  # section 4.1.1
_HOUSE = re.compile(r"(?P<street>.*\D)\s+(?P<house>\d+\s?[A-Za-z]?(?:[-/]\d+\s?[A-Za-z]?)?)")


def text(payment: Transfer, additional: tuple[str, ...] = ()) -> str:
    """The payload; InvalidDocument where account, amount, creditor or reference do not hold.

    `additional` are billing information and alternative procedures, which stand behind "EPD".
    """
    creditor = _address(payment.creditor, payment.creditor_name)
    refuse(
        iban_finding(payment.account, _IBAN_LENGTH),
        amount_finding(payment.amount) if payment.amount is not None else None,
        *_creditor_findings(creditor),
        _reference_finding(payment),
    )
    kind, reference, words = _reference(payment)
    debtor = _address(payment.debtor, payment.debtor.name)
    before = [
        *("SPC", "0200", "1", payment.account.iban),
        *creditor,
        *[""] * 7,  # the ultimate creditor, reserved
        f"{payment.amount:.2f}" if payment.amount is not None else "",
        payment.currency,
        *(debtor if all(_needed(debtor)) else [""] * 7),
        *(kind, reference),
    ]
    behind = ["EPD", *additional]
    # The message and billing information share 140 characters; what is left may be less.
    room = _BYTES_MAX - len(_SEPARATOR.join([*before, "", *behind]).encode())
    message = _field(words, 140 - len(additional[0] if additional else ""))
    return _SEPARATOR.join([*before, cut_bytes(message, room), *behind])


def is_qr_iban(iban: str) -> bool:
    """Whether the bank's number in it is one of those kept for QR references."""
    return iban[4:9].isdecimal() and 30000 <= int(iban[4:9]) <= 31999


def _address(party: Party, name: str) -> list[str]:
    """The seven lines of a structured address."""
    address = party.address
    street, house = address.line1 or address.line2, ""
    if split := _HOUSE.fullmatch(street.strip()):
        street, house = split["street"], split["house"]
    return [
        "S",
        _field(name, 70),
        _field(street, 70),
        _field(house, 16),
        _field(address.postal_code, 16),
        _field(address.city, 35),
        address.country_code,
    ]


def _field(value: str, length: int) -> str:
    return one_line(folded(one_line(value, 2 * length), _is_allowed), length)


def _needed(address: list[str]) -> tuple[str, ...]:
    """What an address cannot do without: name, postal code, town, country."""
    return address[1], *address[4:]


def _creditor_findings(address: list[str]) -> list[Finding | None]:
    pointers = ("name", "zip", "city", "countryAlpha2Code")
    names = ("name", "postal code", "city", "country code")
    return [
        missing(value, f"/_documentIssuer/{pointer}", name)
        for value, pointer, name in zip(_needed(address), pointers, names, strict=True)
    ]


def _reference(payment: Transfer) -> tuple[str, str, str]:
    """Kind of reference, reference, and what else the payer's bank should pass on."""
    given, words = compact(payment.remittance), payment.purpose or payment.number
    if is_qr_iban(payment.account.iban):
        return "QRR", given or qr_reference(digits_of_number(payment.number)), words
    if is_creditor_reference(given):
        return "SCOR", given, words
    body = body_of_number(payment.number)
    if given or not 0 < len(body) <= 21:
        return "NON", "", payment.remittance or words
    return "SCOR", creditor_reference(body), words


def _reference_finding(payment: Transfer) -> Finding | None:
    given = compact(payment.remittance)
    if not is_qr_iban(payment.account.iban):
        if not is_qr_reference(given):
            return None
        return reference_finding(
            "A QR reference goes with a QR-IBAN only.",
            "Send the QR-IBAN of the account, or another reference.",
            payment.account.pointer,
        )
    if given:
        if is_qr_reference(given):
            return None
        return reference_finding(
            f"A QR-IBAN needs a QR reference of 27 digits, and {given} is none.",
            "Send a valid QR reference, or leave it out to have one made.",
        )
    digits = digits_of_number(payment.number)
    if 0 < len(digits) <= 26 and int(digits):
        return None
    return reference_finding(
        f"No QR reference can be made of the document number {payment.number!r}.",
        f"Send a QR reference in {REMITTANCE}.",
    )


def _applies(document: Document, organization: Organization) -> bool:
    """Francs from anywhere, euro within the scheme; payers elsewhere scan the EPC code."""
    payer = document.buyer.address.country_code
    return (
        document.currency == "CHF" or (document.currency == "EUR" and payer in _PAYERS)
    ) and account_in(COUNTRIES, document, organization) is not None


def _payload(document: Document, organization: Organization) -> str:
    return text(transfer(COUNTRIES, document, organization))


SLIP = Slip(
    name="swiss",
    title="Swiss QR",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("qr", error_level="M", max_version=25),
    supersedes=frozenset({"epc"}),
)
