"""UPN QR code: the Slovenian universal payment order.

Source: Združenje bank Slovenije, technical standard of the UPN QR form.
"""

from invoicing.model import Party
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import (
    body_of_number,
    compact,
    creditor_reference,
    groups_of_number,
    is_model_reference,
)
from invoicing.slips._transfer import (
    Transfer,
    amount_finding,
    euro_transfer,
    folded,
    iban_finding,
    missing,
    model_finding,
    one_line,
    refuse,
)

COUNTRIES = frozenset({"SI"})
_PAYERS = COUNTRIES | {""}
_IBAN_LENGTH = 19
_ENCODING = "iso-8859-2"


def text(payment: Transfer) -> str:
    """The payload; InvalidDocument where account, amount, payee or reference do not hold."""
    payee = _party(payment.creditor, payment.creditor_name)
    refuse(
        iban_finding(payment.account, _IBAN_LENGTH),
        amount_finding(payment.amount),
        missing(payee[0], "/_documentIssuer/name", "name"),
        missing(payee[2], "/_documentIssuer/city", "city"),
        model_finding(payment, "SI|RF", is_model_reference),
    )
    reference, words = _reference(payment)
    payer = _party(payment.debtor, payment.debtor.name)
    return sealed(
        [
            *("UPNQR", "", "", "", ""),
            *payer,
            f"{int((payment.amount or 0) * 100):011}",
            *("", "", "OTHR"),
            _field(words, 42),
            f"{payment.due_date:%d.%m.%Y}" if payment.due_date else "",
            payment.account.iban,
            reference,
            *payee,
        ]
    )


def sealed(lines: list[str]) -> str:
    """19 lines and the control sum: how many characters they are, with their line ends."""
    body = "".join(f"{line}\n" for line in lines)
    return f"{body}{len(body):03}\n"


def _field(value: str, length: int) -> str:
    return one_line(folded(one_line(value, 4 * length), _is_latin_2), length)


def _is_latin_2(character: str) -> bool:
    return bool(character.encode(_ENCODING, "ignore"))


def _party(party: Party, name: str) -> tuple[str, str, str]:
    address = party.address
    town = f"{address.postal_code} {address.city}"
    return _field(name, 33), _field(address.line1 or address.line2, 33), _field(town, 33)


def _reference(payment: Transfer) -> tuple[str, str]:
    """Model with reference, and the purpose in words."""
    given = compact(payment.remittance)
    purpose = payment.purpose or f"Račun {payment.number}".strip()
    if is_model_reference(given):
        return given, purpose
    if given:
        groups = groups_of_number(given)
        return (f"SI00{groups}", purpose) if groups else ("SI99", payment.remittance)
    groups, body = groups_of_number(payment.number), body_of_number(payment.number)
    if groups:
        return f"SI00{groups}", purpose
    return (creditor_reference(body) if 0 < len(body) <= 21 else "SI99"), purpose


# A payer abroad scans the EPC code of the same account.
_applies, _payload = euro_transfer(text, COUNTRIES, _PAYERS)

SLIP = Slip(
    name="upn",
    title="UPN QR",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("qr", error_level="M", version=15, encoding=_ENCODING, eci=4),
    supersedes=frozenset({"epc"}),
)
