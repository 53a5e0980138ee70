"""Slovenia: the tax register of FURS (davčne blagajne).

Source: FURS, technical documentation of the tax register, version 3.2: chapters 4 to 6 (messages),
11 (the code as a QR code) and 12 (ZOI).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from invoicing.errors import Finding
from invoicing.fiscal import (
    Answer,
    Authority,
    Code,
    Message,
    Outcome,
    PremiseRegistration,
    Refused,
    Registered,
    Registration,
    Sealing,
    Undecided,
)
from invoicing.fiscal._furs_taxes import per_seller, signed_amount
from invoicing.fiscal._jws import opened, signed
from invoicing.fiscal._trust import Untrusted
from invoicing.model import Document
from invoicing.model.fiscal import Fiscal, FiscalSettings, Premise
from invoicing.model.value import replace

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity, Roots

METHOD = "RSA-SHA256"
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_IN_ZOI = "%d.%m.%Y %H:%M:%S"
_IN_CODE = "%y%m%d%H%M%S"
_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})
# Money that comes through a bank account is no cash; everything else counts as such.
# Source: ZDavPR, article 2 (8).
_NOT_CASH = frozenset({"bank"})
_ID = re.compile(r"[0-9A-Za-z]{1,20}")
_TAX_NUMBER = re.compile(r"[0-9]{8}")
_PATHS = {
    "echo": "/v1/cash_registers/echo",
    "invoice": "/v1/cash_registers/invoices",
    "premise": "/v1/cash_registers/invoices/register",
}
_JSON = {"Content-Type": "application/json; charset=UTF-8"}
_RESPONSES = {"invoice": "InvoiceResponse", "premise": "BusinessPremiseResponse"}

encode = msgspec.json.Encoder().encode


def tax_number(document: Document) -> str:
    """The seller's eight digits, or what stands there instead."""
    party = document.seller
    return (party.vat_identifier or party.tax_registration).upper().removeprefix("SI").strip()


def zoi_text(fiscal: Fiscal, amount: str) -> str:
    """What the ZOI is made of."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    return (
        f"{fiscal.tax_number}{fiscal.issued_local:{_IN_ZOI}}{fiscal.number}"
        f"{fiscal.premise}{fiscal.device}{amount}"
    )


def zoi(signature: bytes) -> str:
    """The protected id: the MD5 sum of an RSA-SHA256 signature (PKCS#1 v1.5)."""
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def code60(fiscal: Fiscal) -> str:
    """The sixty digits of the printed code: ZOI, tax number, time, and the sum of the digits.

    >>> from datetime import datetime
    >>> at = datetime(2026, 1, 2, 3, 4, 5)
    >>> code60(Fiscal(authority="furs", code="1", tax_number="12345678", issued_local=at))
    '000000000000000000000000000000000000001123456782601020304050'
    """
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    digits = f"{int(fiscal.code, 16):039}{fiscal.tax_number}{fiscal.issued_local:{_IN_CODE}}"
    return f"{digits}{sum(map(int, digits)) % 10}"


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
        findings.append(_finding("currency", "/currencyId", text, "issue it in EUR"))
    if not _TAX_NUMBER.fullmatch(tax_number(document)):
        findings.append(
            _finding(
                "tax-number",
                "/_documentIssuer/taxNumber",
                "the issuer has no Slovenian tax number",
                "set the organization's taxNumber to SI and eight digits",
            )
        )
    operator = str(asked.get("operatorTaxNumber") or "")
    if operator and not asked.get("foreignOperator") and not _TAX_NUMBER.fullmatch(operator):
        findings.append(
            _finding(
                "operator",
                "/_furs/operatorTaxNumber",
                "an operator's tax number has eight digits",
                "send eight digits, or foreignOperator true for one without a Slovenian number",
            )
        )
    return findings


def message(registration: Registration) -> Message:
    """The signed message about an invoice or credit note."""
    fiscal, document = registration.fiscal, registration.document
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    sign = -1 if signed_amount(document) != document.totals.gross else 1
    invoice: dict[str, Any] = {
        "TaxNumber": int(fiscal.tax_number),
        "IssueDateTime": f"{fiscal.issued_local:{_LOCAL}}",
        "NumberingStructure": fiscal.strategy,
        "InvoiceIdentifier": _identifier(fiscal),
        "InvoiceAmount": _amount(signed_amount(document)),
        "PaymentAmount": _amount(sign * document.totals.payable),
        "ProtectedID": fiscal.code,
        "TaxesPerSeller": per_seller(document, sign, _amount),
    }
    if document.buyer.vat_identifier:
        invoice["CustomerVATNumber"] = document.buyer.vat_identifier[:20]
    if fiscal.foreign_operator:
        invoice["ForeignOperator"] = True
    elif not fiscal.omit_operator:
        invoice["OperatorTaxNumber"] = int(fiscal.operator_tax_number or fiscal.tax_number)
    if fiscal.late:
        invoice["SubsequentSubmit"] = True
    references = [_reference(d.fiscal) for d in registration.originals if d.fiscal is not None]
    if references:
        invoice["ReferenceInvoice"] = references
    header = {"MessageID": fiscal.message_id, "DateTime": f"{registration.at:{_LOCAL}}"}
    body = {"InvoiceRequest": {"Header": header, "Invoice": invoice}}
    return _message("invoice", body, fiscal.message_id, registration.identity)


def premise_message(registration: PremiseRegistration) -> Message:
    """The signed message about a place of business; a closed one is told of as such."""
    premise = registration.premise
    content: dict[str, Any] = {
        "TaxNumber": int(registration.tax_number),
        "BusinessPremiseID": premise.code,
        "BPIdentifier": _place(premise),
        "ValidityDate": f"{premise.valid_from or registration.at:%Y-%m-%d}",
    }
    if premise.closed:
        content["ClosingTag"] = "Z"
    supplier = premise.content.get("softwareSupplier")
    if supplier:
        content["SoftwareSupplier"] = [_supplier(str(supplier))]
    notes = premise.content.get("specialNotes")
    if notes:
        content["SpecialNotes"] = notes
    header = {"MessageID": registration.message_id, "DateTime": f"{registration.at:{_LOCAL}}"}
    body = {"BusinessPremiseRequest": {"Header": header, "BusinessPremise": content}}
    return _message("premise", body, registration.message_id, registration.identity)


def echo(text: str) -> Message:
    """The unsigned question whether anybody is there."""
    return Message(_PATHS["echo"], encode({"EchoRequest": text}), _JSON, "echo")


def read(answer: Answer, sent: Message, roots: "Roots") -> Outcome:
    """What FURS answered; a signed answer only counts if it is FURS's own, to this message."""
    if answer.status != 200:
        return Undecided("http", f"FURS answered with status {answer.status}")
    try:
        found = msgspec.json.decode(answer.body)
        if sent.kind == "echo":
            return Registered(found["EchoResponse"])
        response = opened(found["token"], roots, answer.at)[_RESPONSES[sent.kind]]
        if response["Header"]["MessageID"] != sent.id:
            return Undecided("other-message", "the answer is to another message")
        return _outcome(response, sent.kind)
    except Untrusted as exc:
        return Undecided("untrusted", str(exc))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Undecided("unreadable", "FURS answered with something that cannot be read")


def _outcome(response: dict[str, Any], kind: str) -> Outcome:
    error = response.get("Error")
    if not error:
        told_at = datetime.fromisoformat(response["Header"]["DateTime"]).replace(tzinfo=None)
        return Registered("" if kind == "premise" else str(response["UniqueInvoiceID"]), told_at)
    code, text = str(error["ErrorCode"]), str(error["ErrorMessage"])
    known = CODES.get(code, _UNKNOWN_CODE)
    return Refused(code, text or known.text, known.fix) if known.decides else Undecided(code, text)


def premise_check(premise: Premise) -> Sequence[Finding]:
    """What is wrong with a place of business; the cadastre's numbers or a kind of movable one."""
    findings = []
    if not _ID.fullmatch(premise.code):
        findings.append(
            _finding(
                "premise-id",
                "/businessPremiseId",
                "the id has other characters than letters and digits, or more than 20",
                "send up to 20 letters and digits",
            )
        )
    if premise.kind.lower() in _MOVABLE:
        return findings
    if premise.kind not in ("", "realestate"):
        text = f"there are no premises of the type {premise.kind[:40]!r}"
        fix = f"send realestate, {', '.join(_MOVABLE)}"
        return [*findings, _finding("premise-type", "/type", text, fix)]
    for path in _REAL_ESTATE:
        value = premise.content.get(path)
        if value in (None, ""):
            findings.append(
                _finding(
                    "premise-content",
                    f"/{path}",
                    "a building is told of by its cadastral numbers and its address",
                    f"send {path}, or a type that is no building",
                )
            )
        elif path in _NUMBERS and not str(value).isdigit():
            text = "is a number of the cadastre"
            findings.append(_finding("premise-content", f"/{path}", text, "send a whole number"))
    return findings


def certificate_tax_number(identity: "Identity") -> str:
    """The taxpayer's number: the OU of the subject that is one."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - showing needs no cryptography

    units = identity.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return next((str(u.value) for u in units if _TAX_NUMBER.fullmatch(str(u.value))), "")


def jws_header(subject: str, issuer: str, serial: int) -> bytes:
    """The protected header; the serial is a bare number, longer than any float holds."""
    return encode(
        {
            "alg": "RS256",
            "subject_name": subject,
            "issuer_name": issuer,
            "serial": msgspec.Raw(str(serial).encode()),
        }
    )


def _message(
    kind: str, body: dict[str, Any], message_id: str, identity: "Identity | None"
) -> Message:
    assert identity is not None  # noqa: S101 - asked for by certificate_tax_number
    own = identity.certificate
    header = jws_header(
        own.subject.rfc4514_string(), own.issuer.rfc4514_string(), own.serial_number
    )
    token = signed(header, encode(body), identity)
    return Message(_PATHS[kind], encode({"token": token}), _JSON, kind, message_id)


def _identifier(fiscal: Fiscal) -> dict[str, str]:
    return {
        "BusinessPremiseID": fiscal.premise,
        "ElectronicDeviceID": fiscal.device,
        "InvoiceNumber": str(fiscal.number),
    }


def _reference(original: Fiscal) -> dict[str, Any]:
    assert original.issued_local is not None  # noqa: S101 - sealing has set it
    return {
        "ReferenceInvoiceIdentifier": _identifier(original),
        "ReferenceInvoiceIssueDateTime": f"{original.issued_local:{_LOCAL}}",
    }


def _amount(amount: Any) -> msgspec.Raw:
    """A JSON number with two decimals at most."""
    return msgspec.Raw(f"{amount:.2f}".encode())


_MOVABLE = {"movable": "A", "stand": "B", "device": "C", "a": "A", "b": "B", "c": "C"}
_NUMBERS = ("cadastralNumber", "buildingNumber", "buildingSectionNumber")
_REAL_ESTATE = (*_NUMBERS, "street", "houseNumber", "community", "city", "postalCode")


def _place(premise: Premise) -> dict[str, Any]:
    if premise.kind.lower() in _MOVABLE:
        return {"PremiseType": _MOVABLE[premise.kind.lower()]}
    told = premise.content
    address = {
        "Street": told["street"],
        "HouseNumber": str(told["houseNumber"]),
        "Community": told["community"],
        "City": told["city"],
        "PostalCode": str(told["postalCode"]),
    }
    if told.get("houseNumberAdditional"):
        address["HouseNumberAdditional"] = told["houseNumberAdditional"]
    numbers = {
        "CadastralNumber": int(told["cadastralNumber"]),
        "BuildingNumber": int(told["buildingNumber"]),
        "BuildingSectionNumber": int(told["buildingSectionNumber"]),
    }
    return {"RealEstateBP": {"PropertyID": numbers, "Address": address}}


def _supplier(supplier: str) -> dict[str, Any]:
    if _TAX_NUMBER.fullmatch(supplier):
        return {"TaxNumber": int(supplier)}
    return {"NameForeign": supplier}


def _finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(f"furs-{rule}", pointer, text, fix)


_OURS = "tell the operator of this installation: the message itself is at fault"
_CERTIFICATE = "upload the certificate FURS gave for this tax number, then verify again"
CODES = {
    "S001": Code("the message does not follow the XML schema", f"check the tax number; {_OURS}"),
    "S002": Code("the message does not follow the JSON schema", _OURS),
    "S003": Code("the digital signature is not valid", _CERTIFICATE),
    "S004": Code("the certificate is not identified correctly", _CERTIFICATE),
    "S005": Code(
        "the tax number is not that of the certificate",
        "set the organization's own tax number, or upload the certificate given for it",
    ),
    "S006": Code(
        "the business premise was not submitted",
        "register the premise at /v1/Organizations/{id}/businesspremises, then verify again",
    ),
    "S007": Code("the certificate is revoked", _CERTIFICATE),
    "S008": Code("the certificate is expired", _CERTIFICATE),
    "S100": Code("FURS has trouble of its own", "nothing; it is sent again", decides=False),
}
_UNKNOWN_CODE = Code("", "look the code up in the documentation of FURS, then verify again")

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
