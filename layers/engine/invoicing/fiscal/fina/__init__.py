"""Croatia: fiscalisation of cash sales with the tax administration's CIS."""

from invoicing.fiscal import Authority, Sealing
from invoicing.fiscal.fina.answers import CODES, read
from invoicing.fiscal.fina.checks import (
    OTHER,
    PAYMENTS,
    TRANSFER,
    change_check,
    check,
    device_check,
    premise_check,
)
from invoicing.fiscal.fina.messages import ALGORITHMS, change, echo, message
from invoicing.fiscal.fina.taxes import signed_total
from invoicing.fiscal.fina.taxpayers import certificate_tax_number, tax_number
from invoicing.fiscal.fina.zki import qr, zki, zki_text
from invoicing.model import Document
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})


def seal(sealing: Sealing) -> Fiscal:
    """The record with its ZKI, the way of paying, and how code and messages are signed.

    Both are SHA-256 unless the organization's settings name another for a time of transition.
    """
    assert sealing.identity is not None  # noqa: S101 - asked for by certificate_tax_number
    options = sealing.settings.options
    method = str(options.get("zkiMethod") or "RSA-SHA256")
    total = signed_total(sealing.document)
    text = zki_text(sealing.fiscal, f"{total:.2f}")
    code = zki(sealing.identity.sign(text.encode(), ALGORITHMS[method]))
    extra = {
        "paymentType": payment_type(sealing.document),
        "signatureMethod": str(options.get("signatureMethod") or "RSA-SHA256"),
        **sealing.fiscal.extra,
    }
    coded = replace(sealing.fiscal, code=code, method=method, extra=extra)
    return replace(coded, qr=qr(coded, total))


def payment_type(document: Document) -> str:
    """G cash, K card, T transfer, O other; several ways at once are other."""
    found = {PAYMENTS.get(payment.type, OTHER) for payment in document.payments}
    if len(found) > 1:
        return OTHER
    return next(iter(found), TRANSFER)


def is_consumer(document: Document) -> bool:
    """Whether the buyer is nobody's business, as far as the document says."""
    buyer = document.buyer
    return buyer.is_end_customer or not (buyer.vat_identifier or buyer.legal_registration)


def applies(document: Document, settings: FiscalSettings) -> bool:
    """Whether the document gets a ZKI: those of its kind, where the organization wants it."""
    if document.type not in _TYPES or document.incoming or document.imported:
        return False
    return bool(document.fina) or (settings.enabled and document.currency == "EUR")


def wanted(document: Document) -> bool:
    """Whether the law wants it told: every sale to a consumer, and others not paid by transfer.

    Source: Zakon o fiskalizaciji, NN 89/2025, from 2026-01-01.
    """
    if document.fina or is_consumer(document):
        return True
    return any(payment.type != "bank" for payment in document.payments)


AUTHORITY = Authority(
    name="fina",
    country="HR",
    time_zone="Europe/Zagreb",
    hosts={
        "production": "https://cis.porezna-uprava.hr:8449/FiskalizacijaService",
        "test": "https://cistest.apis-it.hr:8449/FiskalizacijaServiceTest",
    },
    strategies={
        "C": lambda premise, _: premise,
        "B": lambda premise, device: f"{premise}-{device}",
    },
    pattern="{n}/{BP}/{ED}",
    yearly=True,
    names={
        "JIR": "confirmation",
        "ZKI": "code",
        "qr": "qr",
        "businessPremiseId": "premise",
        "electronicDeviceId": "device",
        "invoiceNumber": "number",
        "strategy": "strategy",
        "operatorTaxNumber": "operator_tax_number",
        "operatorLabel": "operator_label",
        "paymentType": "extra.paymentType",
        "environment": "environment",
    },
    asked=frozenset(
        {
            *("businessPremiseId", "electronicDeviceId", "operatorTaxNumber", "operatorLabel"),
            "paymentType",
        }
    ),
    codes=CODES,
    tax_number=tax_number,
    applies=applies,
    wanted=wanted,
    check=check,
    seal=seal,
    message=message,
    change=change,
    change_check=change_check,
    read=read,
    premise_check=premise_check,
    device_check=device_check,
    echo=echo,
    certificate_tax_number=certificate_tax_number,
    options={"zkiMethod": tuple(ALGORITHMS), "signatureMethod": tuple(ALGORITHMS)},
    deadline_days=2,
    printed=(("ZKI", "code"), ("JIR", "confirmation")),
)
