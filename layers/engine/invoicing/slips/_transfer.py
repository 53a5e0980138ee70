"""What every credit transfer names, taken from a document, and the checks all slips share."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization, Party
from invoicing.model.value import Value
from invoicing.slips import Applies, Payload
from invoicing.slips._references import compact, is_iban

AMOUNT_MAX = Decimal("999999999.99")
REMITTANCE = "/paymentInstructions/remittance"
_LEAST = Decimal("0.01")
# Letters and signs that do not come apart into a plain one and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D"}
    | {"þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ı": "i", "ß": "ss", "ẞ": "SS", "€": "EUR"}
    | dict.fromkeys("–—−‐‑", "-")
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("“”„«»", '"')
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account the payer may pay to."""

    iban: str  # BT-84, compact
    bic: str = ""  # BT-86
    name: str = ""  # BT-85
    pointer: str = "/_documentIssuer/IBAN"


class Transfer(Value, frozen=True, kw_only=True):
    """Who pays how much to whom, and with which words."""

    account: Account
    creditor: Party
    amount: Decimal | None = None  # BT-115; None leaves it to the payer
    currency: str = "EUR"
    debtor: Party = Party()
    number: str = ""  # BT-1
    remittance: str = ""  # BT-83, as the caller gave it
    purpose: str = ""  # in the caller's words; empty = the slip's own
    due_date: date | None = None  # BT-9

    @property
    def creditor_name(self) -> str:
        return self.account.name or self.creditor.name


def account_in(
    countries: frozenset[str], document: Document, organization: Organization
) -> Account | None:
    """The first account of the document, else of its issuer, that is kept in these countries."""
    for account in _accounts(document, organization):
        if account.iban[:2] in countries:
            return account
    return None


def transfer(countries: frozenset[str], document: Document, organization: Organization) -> Transfer:
    """The payment of a document's open amount to an account in these countries.

    InvalidDocument where there is no such account.
    """
    account = account_in(countries, document, organization)
    if account is None:
        raise InvalidDocument([_no_account(countries)])
    instructions = document.payment_instructions
    seller = document.seller if document.seller.name else organization.party
    return Transfer(
        account=account,
        creditor=document.payee or seller,
        amount=document.totals.payable,
        currency=document.currency,
        debtor=document.buyer,
        number=document.number,
        remittance=instructions.remittance.strip() if instructions else "",
        purpose=f"{document.title} {document.number}".strip() if document.title else "",
        due_date=document.due_date,
    )


def euro_transfer(
    text: Callable[[Transfer], str], accounts: frozenset[str], payers: frozenset[str]
) -> tuple[Applies, Payload]:
    """When a slip for a transfer in euro fits, and its payload.

    It fits a payer of one of these countries and an account kept in one of those.
    """

    def applies(document: Document, organization: Organization) -> bool:
        return (
            document.currency == "EUR"
            and document.buyer.address.country_code in payers
            and account_in(accounts, document, organization) is not None
        )

    def payload(document: Document, organization: Organization) -> str:
        return text(transfer(accounts, document, organization))

    return applies, payload


def one_line(text: str, length: int) -> str:
    """The text on one line, without control characters, cut to a field's length.

    Names and purposes may be cut; amounts, accounts and references never are.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in words if c.isprintable())[:length].strip()


def cut_bytes(text: str, size: int) -> str:
    """The longest beginning of at most so many bytes of UTF-8; "" where there is no room."""
    return text.encode()[: max(size, 0)].decode(errors="ignore").strip()


def folded(text: str, is_allowed: Callable[[str], object]) -> str:
    """The text with plain letters for those a code cannot carry; "" where one has none."""
    kept = []
    for character in text:
        if is_allowed(character):
            kept.append(character)
            continue
        parts = unicodedata.normalize("NFKD", character.translate(_PLAIN))
        kept += [part for part in parts if not unicodedata.combining(part)]
    return "".join(kept) if all(map(is_allowed, kept)) else ""


def refuse(*findings: Finding | None) -> None:
    """InvalidDocument with every finding there is; nothing where there is none."""
    found = [finding for finding in findings if finding]
    if found:
        raise InvalidDocument(found)


def iban_finding(account: Account, length: int = 0) -> Finding | None:
    """What is wrong with an account number; `length` where its country has one (ISO 13616)."""
    if is_iban(account.iban) and length in (0, len(account.iban)):
        return None
    return Finding(
        rule="SLIP-IBAN",
        pointer=account.pointer,
        text=f"{account.iban} is no valid IBAN: its length or its check digits do not hold.",
        fix="Send the IBAN as the bank wrote it.",
        term="BT-84",
    )


def amount_finding(amount: Decimal | None, most: Decimal = AMOUNT_MAX) -> Finding | None:
    """What is wrong with an amount that a slip must carry in cents."""
    if amount is not None and _LEAST <= amount <= most and amount == round(amount, 2):
        return None
    return Finding(
        rule="SLIP-AMOUNT",
        pointer="/totalDue",
        text=f"The slip carries 0.01 to {most} with two decimals, not {amount}.",
        fix="Print the document without this payment slip.",
        term="BT-115",
    )


def missing(value: str, pointer: str, name: str) -> Finding | None:
    """The finding for a text the slip cannot do without."""
    if value:
        return None
    return Finding(
        rule="SLIP-CREDITOR",
        pointer=pointer,
        text=f"The slip needs the payee's {name}, in letters its code can carry.",
        fix=f"Fill in the {name} of the issuer.",
    )


def model_finding(payment: Transfer, kinds: str, holds: Callable[[str], bool]) -> Finding | None:
    """What is wrong with a reference that names one of these models, such as "HR"."""
    given = compact(payment.remittance)
    if not re.fullmatch(f"({kinds})[0-9]{{2}}[0-9A-Z-]*", given) or holds(given):
        return None
    return reference_finding(
        f"The reference {given} does not fit its model, or its check digit does not hold.",
        "Send model and reference as they were issued, or leave them out to have them made.",
    )


def reference_finding(text: str, fix: str, pointer: str = REMITTANCE) -> Finding:
    """The finding for a payment reference the slip cannot carry."""
    return Finding(rule="SLIP-REFERENCE", pointer=pointer, text=text, fix=fix, term="BT-83")


def _accounts(document: Document, organization: Organization) -> Iterator[Account]:
    instructions = document.payment_instructions
    for number, given in enumerate(instructions.credit_transfers if instructions else ()):
        if re.match("[A-Z]{2}[0-9]{2}", compact(given.account)):
            pointer = f"/paymentInstructions/creditTransfers/{number}/account"
            name = given.account_name
            yield Account(compact(given.account), compact(given.bic), name, pointer)
    for party, pointer in (
        (document.payee or Party(), "/payee/IBAN"),
        (document.seller, "/_documentIssuer/IBAN"),
        (organization.party, "/_documentIssuer/IBAN"),
    ):
        if party.iban:
            yield Account(compact(party.iban), compact(party.bic), "", pointer)


def _no_account(countries: frozenset[str]) -> Finding:
    return Finding(
        rule="SLIP-IBAN",
        pointer="/_documentIssuer/IBAN",
        text=f"There is no account to pay to in {', '.join(sorted(countries))}.",
        fix="Send the issuer's IBAN, or print the document without this payment slip.",
        term="BT-84",
    )
