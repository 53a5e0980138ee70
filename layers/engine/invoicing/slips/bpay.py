"""BPAY: biller code and customer reference number of an Australian bill.

Which check digit a biller's references carry is fixed with its biller code, so it is a setting:
`defaults.bpay = {"billerCode": "12345", "check": "mod10v05"}` of the organization. A document
may name its own in `_bPay`.
"""

import re
from collections.abc import Callable
from typing import Any

from invoicing.errors import Finding
from invoicing.model import Document, Organization
from invoicing.slips import Slip, Symbol
from invoicing.slips._references import (
    bpay_v01_reference,
    bpay_v05_reference,
    compact,
    digits_of_number,
)
from invoicing.slips._transfer import amount_finding, reference_finding, refuse

CHECKS: dict[str, Callable[[str], str]] = {
    "mod10v05": bpay_v05_reference,
    "mod10v01": bpay_v01_reference,
}
_POINTER = "/_bPay/reference"


def _settings(document: Document, organization: Organization) -> dict[str, Any]:
    given = organization.defaults.get("bpay")
    return {**(given if isinstance(given, dict) else {}), **document.bpay}


def _applies(document: Document, organization: Organization) -> bool:
    settings = _settings(document, organization)
    wanted = bool(settings.get("billerCode")) and not settings.get("hidden")
    return document.currency == "AUD" and wanted


def _payload(document: Document, organization: Organization) -> str:
    """Biller code, reference and amount, one a line."""
    settings = _settings(document, organization)
    code = compact(str(settings.get("billerCode", "")))
    check = CHECKS.get(str(settings.get("check", "mod10v05")))
    given = compact(str(settings.get("reference") or ""))
    refuse(
        _code_finding(code),
        _check_finding(known=check is not None),
        amount_finding(document.totals.payable),
        _reference_finding(given, document.number, check) if check else None,
    )
    reference = given or (check or bpay_v05_reference)(digits_of_number(document.number))
    return f"Biller code: {code}\nRef: {reference}\nAmount: {document.totals.payable:.2f}"


def _code_finding(code: str) -> Finding | None:
    if re.fullmatch("[0-9]{3,10}", code):
        return None
    return Finding(
        rule="SLIP-BPAY",
        pointer="/_bPay/billerCode",
        text=f"A biller code has 3 to 10 digits, and {code!r} has not.",
        fix="Send the biller code the bank assigned.",
    )


def _check_finding(*, known: bool) -> Finding | None:
    if known:
        return None
    return Finding(
        rule="SLIP-BPAY",
        pointer="/defaults/bpay/check",
        text=f"The check of BPAY references is one of {', '.join(CHECKS)}.",
        fix="Set the one that was agreed with the biller code.",
    )


def _reference_finding(given: str, number: str, check: Callable[[str], str]) -> Finding | None:
    if given:
        if re.fullmatch("[0-9]{2,20}", given) and check(given[:-1]) == given:
            return None
        return reference_finding(
            f"{given} is no customer reference: 2 to 20 digits, the last a check digit.",
            "Send the reference with its check digit, or leave it out to have one made.",
            _POINTER,
        )
    if 0 < len(digits_of_number(number)) <= 19:
        return None
    return reference_finding(
        f"No customer reference can be made of the document number {number!r}.",
        f"Send a reference in {_POINTER}.",
        _POINTER,
    )


SLIP = Slip(
    name="bpay",
    title="BPAY",
    applies=_applies,
    payload=_payload,
    symbol=Symbol("text"),
)
