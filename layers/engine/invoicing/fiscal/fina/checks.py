"""What keeps a document, a change, a premise or a device from being told."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from invoicing.errors import Finding
from invoicing.fiscal.fina.taxpayers import OIB, oib, tax_number
from invoicing.model import Document
from invoicing.model.fiscal import ChangeKind, Device, FiscalSettings, Premise

# How it is paid, as the register spells it; a bank transfer where nothing is said.
PAYMENTS = {"cash": "G", "card": "K", "bank": "T"}
OTHER, TRANSFER = "O", "T"
_DEVICE = re.compile(r"[1-9][0-9]{0,19}")
_PREMISE = re.compile(r"[0-9a-zA-Z]{1,20}")


def check(document: Document, _: FiscalSettings, asked: Mapping[str, Any]) -> Sequence[Finding]:
    """What keeps the document from being registered as it is."""
    findings = []
    if document.currency != "EUR":
        text = f"the register takes amounts in euros, the document is in {document.currency}"
        findings.append(_finding("currency", "/currencyId", text, "issue it in EUR"))
    if not OIB.fullmatch(tax_number(document)):
        text = "the issuer has no Croatian OIB"
        fix = "set the organization's taxNumber to HR and eleven digits"
        findings.append(_finding("oib", "/_documentIssuer/taxNumber", text, fix))
    operator = str(asked.get("operatorTaxNumber") or "")
    if operator and not OIB.fullmatch(operator):
        text = "an operator's OIB has eleven digits"
        findings.append(
            _finding("operator", "/_fina/operatorTaxNumber", text, "send eleven digits")
        )
    payment = asked.get("paymentType")
    if payment and payment not in {*PAYMENTS.values(), OTHER}:
        text = "is no way of paying the register knows"
        fix = "send G (cash), K (card), T (transfer) or O (other)"
        findings.append(_finding("payment-type", "/_fina/paymentType", text, fix))
    return findings


def change_check(kind: ChangeKind, value: str) -> Sequence[Finding]:
    """What is wrong with a change before it is told."""
    if kind == "payment":
        if value in {*PAYMENTS.values(), OTHER}:
            return ()
        return (_finding("payment", "/paymentType", "is no way of paying", "send G, K, T or O"),)
    if OIB.fullmatch(oib(value)):
        return ()
    fix = "send the eleven digits of the recipient's OIB"
    return (_finding("recipient", "/recipientTaxNumber", "is no OIB", fix),)


def premise_check(premise: Premise) -> Sequence[Finding]:
    """What is wrong with a place of business: premises are named, not registered, since 2017."""
    if _PREMISE.fullmatch(premise.code):
        return ()
    text = "the id has other characters than letters and digits, or more than 20"
    fix = "send up to 20 letters and digits"
    return (_finding("premise-id", "/businessPremiseId", text, fix),)


def device_check(device: Device) -> Sequence[Finding]:
    """What is wrong with a device: the register knows them by number."""
    if _DEVICE.fullmatch(device.code):
        return ()
    text = "the register knows devices by a number"
    fix = "send up to 20 digits, not beginning with 0"
    return (_finding("device-id", "/electronicDeviceId", text, fix),)


def _finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(f"fina-{rule}", pointer, text, fix)
