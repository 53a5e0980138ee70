"""HUB-3 barcode: the Croatian universal payment order, as PDF417.

Source: Hrvatska udruga banaka, 2D barcode specification (HRVHUB30).
"""

import re

from invoicing.errors import Finding
from invoicing.model import Document, Organization
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import compact, groups_of_number, is_croatian_reference
from invoicing.slips._transfer import (
    Transfer,
    account_in,
    amount_finding,
    iban_finding,
    missing,
    one_line,
    reference_finding,
    refuse,
    transfer,
)

COUNTRIES = frozenset({"HR"})
_PAYERS = COUNTRIES | {""}
_IBAN_LENGTH = 21


def text(payment: Transfer) -> str:
    """The payload; InvalidDocument where account, amount, payee or reference do not hold."""
    name = one_line(payment.creditor_name, 25)
    refuse(
        iban_finding(payment.account, _IBAN_LENGTH),
        amount_finding(payment.amount),
        missing(name, "/_documentIssuer/name", "name"),
        _reference_finding(payment),
    )
    reference, words = _reference(payment)
    payer, payee = payment.debtor.address, payment.creditor.address
    lines = [
        "HRVHUB30",
        "EUR",
        f"{int((payment.amount or 0) * 100):015}",
        one_line(payment.debtor.name, 30),
        one_line(payer.line1 or payer.line2, 27),
        one_line(f"{payer.postal_code} {payer.city}", 27),
        name,
        one_line(payee.line1 or payee.line2, 25),
        one_line(f"{payee.postal_code} {payee.city}", 27),
        payment.account.iban,
        reference[:4],
        reference[4:],
        "OTHR",
        one_line(words, 35),
    ]
    return "\n".join(lines)


def _reference(payment: Transfer) -> tuple[str, str]:
    """Model with reference, and the purpose in words."""
    given = compact(payment.remittance)
    purpose = payment.purpose or f"Račun {payment.number}".strip()
    if is_croatian_reference(given):
        return given, purpose
    groups = groups_of_number(given or payment.number)
    if groups:
        return f"HR00{groups}", purpose
    return "HR99", payment.remittance or purpose


def _reference_finding(payment: Transfer) -> Finding | None:
    given = compact(payment.remittance)
    if not re.fullmatch("HR[0-9]{2}[0-9-]*", given) or is_croatian_reference(given):
        return None
    return reference_finding(
        f"The reference {given} does not fit its model, or its check digit does not hold.",
        "Send model and reference as they were issued, or leave them out to have them made.",
    )


def _applies(document: Document, organization: Organization) -> bool:
    return (
        document.currency == "EUR"
        and document.buyer.address.country_code in _PAYERS
        and account_in(COUNTRIES, document, organization) is not None
    )


def _payload(document: Document, organization: Organization) -> str:
    return text(transfer(COUNTRIES, document, organization))


SLIP = Slip(
    name="hub3",
    title="HUB-3",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("pdf417", error_level="4"),
)
