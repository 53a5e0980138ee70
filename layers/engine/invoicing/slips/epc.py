"""EPC QR code ("GiroCode"): a SEPA credit transfer in euro.

Source: EPC069-12 version 2.1 (structure version 002).
"""

import re

from invoicing.errors import Finding
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import (
    body_of_number,
    compact,
    creditor_reference,
    is_creditor_reference,
)
from invoicing.slips._transfer import (
    Transfer,
    amount_finding,
    cut_bytes,
    euro_transfer,
    iban_finding,
    missing,
    one_line,
    reference_finding,
    refuse,
)

# IBAN prefixes of the SEPA schemes' geographical scope (EPC409-09).
_SEPA = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK "
    "MT NL NO PL PT RO RS SE SI SK SM VA"
)
_WITHOUT_OWN_IBAN = "AX BL GF GG GP IM JE MF MQ PM RE YT"
COUNTRIES = frozenset(_SEPA.split())
_PAYERS = COUNTRIES.union(_WITHOUT_OWN_IBAN.split(), [""])
_BYTES_MAX = 331
_NAME_BYTES_MAX = 140
_UTF_8 = "1"


def text(payment: Transfer) -> str:
    """The payload; InvalidDocument where account, amount, name or reference do not hold."""
    reference = _reference(payment)
    name = cut_bytes(one_line(payment.creditor_name, 70), _NAME_BYTES_MAX)
    refuse(
        iban_finding(payment.account),
        amount_finding(payment.amount),
        missing(name, "/_documentIssuer/name", "name"),
        _reference_finding(payment),
    )
    bic = payment.account.bic
    lines = [
        "BCD",
        "002",
        _UTF_8,
        "SCT",
        bic if re.fullmatch("[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", bic) else "",
        name,
        payment.account.iban,
        f"EUR{payment.amount:.2f}",
        "",
        reference,
    ]
    if not reference:
        used = len("\n".join(lines).encode()) + 1
        words = payment.remittance or payment.purpose or payment.number
        lines.append(cut_bytes(one_line(words, 140), _BYTES_MAX - used))
    return "\n".join(lines).rstrip("\n")


def _reference(payment: Transfer) -> str:
    """The structured reference; "" where the payment names its purpose in free words."""
    given = compact(payment.remittance)
    if given:
        return given if is_creditor_reference(given) else ""
    body = body_of_number(payment.number)
    return creditor_reference(body) if 0 < len(body) <= 21 else ""


def _reference_finding(payment: Transfer) -> Finding | None:
    given = compact(payment.remittance)
    if is_creditor_reference(given) or not re.fullmatch("RF[0-9]{2}[0-9A-Z]{1,21}", given):
        return None
    return reference_finding(
        f"The check digits of the creditor reference {given} do not hold.",
        "Send the reference as it was issued, or leave it out to have one made.",
    )


_applies, _payload = euro_transfer(text, COUNTRIES, _PAYERS)

SLIP = Slip(
    name="epc",
    title="EPC QR",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("qr", error_level="M", max_version=13),
)
