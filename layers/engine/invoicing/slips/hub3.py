"""HUB-3 barcode: the Croatian universal payment order, as PDF417.

Source: Hrvatska udruga banaka, 2D barcode specification (HRVHUB30).
"""

from invoicing.slips import Slip, Symbol
from invoicing.slips._references import compact, groups_of_number, is_croatian_reference
from invoicing.slips._transfer import (
    Transfer,
    amount_finding,
    euro_transfer,
    iban_finding,
    missing,
    model_finding,
    one_line,
    refuse,
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
        model_finding(payment, "HR", is_croatian_reference),
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


_applies, _payload = euro_transfer(text, COUNTRIES, _PAYERS)

SLIP = Slip(
    name="hub3",
    title="HUB-3",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("pdf417", error_level="4", columns=9),
)
