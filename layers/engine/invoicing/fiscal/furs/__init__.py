"""Slovenia: the tax register of FURS (davčne blagajne).

Source: FURS, technical documentation of the tax register, version 3.2: chapters 4 to 6 (messages),
11 (the code as a QR code) and 12 (ZOI).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from invoicing.errors import Finding
from invoicing.fiscal import Authority, Sealing
from invoicing.fiscal.furs.answers import CODES, read
from invoicing.fiscal.furs.messages import echo, message, premise_message
from invoicing.fiscal.furs.premises import TAX_NUMBER, finding, premise_check
from invoicing.fiscal.furs.taxes import signed_amount
from invoicing.fiscal.furs.zoi import code60, zoi, zoi_text
from invoicing.model import Document
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity

METHOD = "RSA-SHA256"
_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})
# Money that comes through a bank account is no cash; everything else counts as such.
# Source: ZDavPR, article 2 (8).
_NOT_CASH = frozenset({"bank"})


def tax_number(document: Document) -> str:
    """The seller's eight digits, or what stands there instead."""
    party = document.seller
    return (party.vat_identifier or party.tax_registration).upper().removeprefix("SI").strip()


def seal(sealing: Sealing) -> Fiscal:
    """The record with its ZOI and the code printed for it."""
    assert sealing.identity is not None  # noqa: S101 - asked for by certificate_tax_number
    text = zoi_text(sealing.fiscal, f"{signed_amount(sealing.document):.2f}")
    code = zoi(sealing.identity.sign(text.encode()))
    coded = replace(sealing.fiscal, code=code, method=METHOD)
    return replace(coded, qr=code60(coded))


def applies(document: Document, settings: FiscalSettings) -> bool:
    """Whether the document gets a ZOI: those of its kind, where the organization wants it."""
    if document.type not in _TYPES or document.incoming or document.imported:
        return False
    return bool(document.furs) or (settings.enabled and document.currency == "EUR")


def wanted(document: Document) -> bool:
    """Whether the law wants it registered: paid in cash or the like, or asked for by its block."""
    return bool(document.furs) or any(p.type not in _NOT_CASH for p in document.payments)


def check(document: Document, _: FiscalSettings, asked: Mapping[str, Any]) -> Sequence[Finding]:
    """What keeps the document from being registered as it is."""
    findings = []
    if document.currency != "EUR":
        text = f"FURS registers amounts in euros, the document is in {document.currency}"
        findings.append(finding("currency", "/currencyId", text, "issue it in EUR"))
    if not TAX_NUMBER.fullmatch(tax_number(document)):
        findings.append(
            finding(
                "tax-number",
                "/_documentIssuer/taxNumber",
                "the issuer has no Slovenian tax number",
                "set the organization's taxNumber to SI and eight digits",
            )
        )
    operator = str(asked.get("operatorTaxNumber") or "")
    if operator and not asked.get("foreignOperator") and not TAX_NUMBER.fullmatch(operator):
        findings.append(
            finding(
                "operator",
                "/_furs/operatorTaxNumber",
                "an operator's tax number has eight digits",
                "send eight digits, or foreignOperator true for one without a Slovenian number",
            )
        )
    return findings


def certificate_tax_number(identity: "Identity") -> str:
    """The taxpayer's number: the OU of the subject that is one."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - showing needs no cryptography

    units = identity.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return next((str(u.value) for u in units if TAX_NUMBER.fullmatch(str(u.value))), "")


AUTHORITY = Authority(
    name="furs",
    country="SI",
    time_zone="Europe/Ljubljana",
    hosts={
        "production": "https://blagajne.fu.gov.si:9003",
        "test": "https://blagajne-test.fu.gov.si:9002",
    },
    strategies={
        "C": lambda premise, _: premise,
        "B": lambda premise, device: f"{premise}-{device}",
    },
    pattern="{BP}-{ED}-{n}",
    names={
        "eor": "confirmation",
        "zoi": "code",
        "qr": "qr",
        "businessPremiseId": "premise",
        "electronicDeviceId": "device",
        "invoiceNumber": "number",
        "strategy": "strategy",
        "operatorTaxNumber": "operator_tax_number",
        "omitOperatorTaxNumber": "omit_operator",
        "operatorLabel": "operator_label",
        "foreignOperator": "foreign_operator",
        "environment": "environment",
    },
    asked=frozenset(
        {
            "businessPremiseId",
            "electronicDeviceId",
            "operatorTaxNumber",
            "omitOperatorTaxNumber",
            "operatorLabel",
            "foreignOperator",
        }
    ),
    codes=CODES,
    tax_number=tax_number,
    applies=applies,
    wanted=wanted,
    check=check,
    seal=seal,
    message=message,
    read=read,
    premise_message=premise_message,
    premise_check=premise_check,
    echo=echo,
    certificate_tax_number=certificate_tax_number,
    deadline_days=2,
    printed=(
        ("ZOI", "code"),
        ("EOR", "confirmation"),
        ("Čas izdaje", "issued_local"),
        ("Operater", "operator_label"),
    ),
)
