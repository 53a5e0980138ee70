"""Croatia: fiscalisation of cash sales with the tax administration's CIS.

Source: Porezna uprava, technical specification for users 2.7, chapters 3 (messages), 8 (signature)
and 12 (ZKI); schema 1.10.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace as replace_field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.errors import Finding, TooLarge, UnreadableFile
from invoicing.fiscal import (
    Answer,
    Authority,
    Code,
    Message,
    Outcome,
    Refused,
    Registered,
    Registration,
    Sealing,
    Undecided,
)
from invoicing.fiscal._trust import Untrusted
from invoicing.fiscal._xmldsig import escaped, require_signed, signed
from invoicing.fiscal.fina.taxes import Rated, parts_of
from invoicing.model import Document
from invoicing.model.fiscal import (
    ChangeKind,
    Device,
    Fiscal,
    FiscalChange,
    FiscalSettings,
    Premise,
)
from invoicing.model.value import replace

if TYPE_CHECKING:
    from lxml import etree

    from invoicing.fiscal._keys import Identity, Roots

NAMESPACE = "http://www.apis-it.hr/fin/2012/types/f73"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_ACTION = "http://e-porezna.porezna-uprava.hr/fiskalizacija/2012/services/FiskalizacijaService/"
_LOCAL = "%d.%m.%YT%H:%M:%S"
_IN_ZKI = "%d.%m.%Y %H:%M:%S"
_IN_QR = "%Y%m%d_%H%M"
_ROOT_ID = "signXmlId"
_TYPES = frozenset({"invoice", "advance", "credit-note", "receipt"})
_OIB = re.compile(r"[0-9]{11}")
_OIB_IN_NAME = re.compile(r"(?:HR)?-?([0-9]{11})(?:\.[0-9]+)*$")
_DEVICE = re.compile(r"[1-9][0-9]{0,19}")
_PREMISE = re.compile(r"[0-9a-zA-Z]{1,20}")
# How it is paid, as the register spells it; a bank transfer where nothing is said.
PAYMENTS = {"cash": "G", "card": "K", "bank": "T"}
_OTHER, _TRANSFER = "O", "T"
_SEQUENCE = {"C": "P", "B": "N"}  # OznSlijed: counted by premise, by device
_ALGORITHMS = {"RSA-SHA256": "sha256", "RSA-SHA1": "sha1"}


def tax_number(document: Document) -> str:
    """The seller's OIB, or what stands there instead."""
    party = document.seller
    return (party.vat_identifier or party.tax_registration).upper().removeprefix("HR").strip()


def zki_text(fiscal: Fiscal, amount: str) -> str:
    """What the ZKI is made of."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    return (
        f"{fiscal.tax_number}{fiscal.issued_local:{_IN_ZKI}}{fiscal.number}"
        f"{fiscal.premise}{fiscal.device}{amount}"
    )


def zki(signature: bytes) -> str:
    """The issuer's protective code: the MD5 sum of an RSA signature (PKCS#1 v1.5)."""
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def qr(fiscal: Fiscal, total: Decimal) -> str:
    """The link behind the QR code; it names the ZKI, which a document has from the start.

    >>> at = datetime(2022, 8, 1, 15, 30)
    >>> qr(Fiscal(authority="fina", code="abcd" * 8, issued_local=at), Decimal("123.45"))[-80:]
    'hr/rn?izn=12345&datv=20220801_1530&zki=abcdabcdabcdabcdabcdabcdabcdabcd'
    """
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    cents = f"{total:.2f}".replace(".", "")
    at = f"{fiscal.issued_local:{_IN_QR}}"
    return f"https://porezna.gov.hr/rn?izn={cents}&datv={at}&zki={fiscal.code}"


def seal(sealing: Sealing) -> Fiscal:
    """The record with its ZKI, the way of paying, and how code and messages are signed.

    Both are SHA-256 unless the organization's settings name another for a time of transition.
    """
    assert sealing.identity is not None  # noqa: S101 - asked for by certificate_tax_number
    options = sealing.settings.options
    method = str(options.get("zkiMethod") or "RSA-SHA256")
    total = signed_total(sealing.document)
    text = zki_text(sealing.fiscal, f"{total:.2f}")
    code = zki(sealing.identity.sign(text.encode(), _ALGORITHMS[method]))
    extra = {
        "paymentType": payment_type(sealing.document),
        "signatureMethod": str(options.get("signatureMethod") or "RSA-SHA256"),
        **sealing.fiscal.extra,
    }
    coded = replace(sealing.fiscal, code=code, method=method, extra=extra)
    return replace(coded, qr=qr(coded, total))


def signed_total(document: Document) -> Decimal:
    """The total with tax; what a credit note gives back is negative."""
    gross = document.totals.gross
    return -abs(gross) if document.type == "credit-note" else gross


def payment_type(document: Document) -> str:
    """G cash, K card, T transfer, O other; several ways at once are other."""
    found = {PAYMENTS.get(payment.type, _OTHER) for payment in document.payments}
    if len(found) > 1:
        return _OTHER
    return next(iter(found), _TRANSFER)


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


def check(document: Document, _: FiscalSettings, asked: Mapping[str, Any]) -> Sequence[Finding]:
    """What keeps the document from being registered as it is."""
    findings = []
    if document.currency != "EUR":
        text = f"the register takes amounts in euros, the document is in {document.currency}"
        findings.append(_finding("currency", "/currencyId", text, "issue it in EUR"))
    if not _OIB.fullmatch(tax_number(document)):
        text = "the issuer has no Croatian OIB"
        fix = "set the organization's taxNumber to HR and eleven digits"
        findings.append(_finding("oib", "/_documentIssuer/taxNumber", text, fix))
    operator = str(asked.get("operatorTaxNumber") or "")
    if operator and not _OIB.fullmatch(operator):
        text = "an operator's OIB has eleven digits"
        findings.append(
            _finding("operator", "/_fina/operatorTaxNumber", text, "send eleven digits")
        )
    payment = asked.get("paymentType")
    if payment and payment not in {*PAYMENTS.values(), _OTHER}:
        text = "is no way of paying the register knows"
        fix = "send G (cash), K (card), T (transfer) or O (other)"
        findings.append(_finding("payment-type", "/_fina/paymentType", text, fix))
    return findings


def message(registration: Registration) -> Message:
    """The signed message about an invoice or credit note."""
    return _about_invoice(registration, "racuni", "RacunZahtjev", "")


def payment_change(registration: Registration, payment: str) -> Message:
    """The signed message that a registered invoice was paid in another way: G, K, T or O."""
    change = f"<tns:PromijenjeniNacinPlac>{escaped(payment)}</tns:PromijenjeniNacinPlac>"
    return _about_invoice(registration, "promijeniNacPlac", "PromijeniNacPlacZahtjev", change)


def recipient_change(registration: Registration, oib: str) -> Message:
    """The signed message that a registered invoice is another recipient's."""
    change = (
        f"<tns:PromijenjeniOibPrimateljaRacuna>{escaped(oib)}</tns:PromijenjeniOibPrimateljaRacuna>"
    )
    return _about_invoice(
        registration, "promijeniPodatkeRacuna", "PromijeniPodatkeRacunaZahtjev", change
    )


def change(registration: Registration, told: FiscalChange) -> Message:
    """The signed message about a change of a registered invoice, known by the change's own id."""
    own = replace(registration.fiscal, message_id=told.message_id)
    registration = replace_field(registration, fiscal=own)
    if told.kind == "payment":
        return payment_change(registration, told.value)
    return recipient_change(registration, _oib(told.value))


def _oib(number: str) -> str:
    return number.upper().removeprefix("HR")


def change_check(kind: ChangeKind, value: str) -> Sequence[Finding]:
    """What is wrong with a change before it is told."""
    if kind == "payment":
        if value in {*PAYMENTS.values(), _OTHER}:
            return ()
        return (_finding("payment", "/paymentType", "is no way of paying", "send G, K, T or O"),)
    if _OIB.fullmatch(_oib(value)):
        return ()
    fix = "send the eleven digits of the recipient's OIB"
    return (_finding("recipient", "/recipientTaxNumber", "is no OIB", fix),)


def _about_invoice(registration: Registration, kind: str, root: str, change: str) -> Message:
    fiscal, identity = registration.fiscal, registration.identity
    assert identity is not None  # noqa: S101 - asked for by certificate_tax_number
    algorithm = _ALGORITHMS[str(fiscal.extra.get("signatureMethod") or "RSA-SHA256")]
    text = (
        f'<tns:{root} xmlns:tns="{NAMESPACE}" Id="{_ROOT_ID}">'
        f"{_header(fiscal.message_id, registration.at)}"
        f"<tns:Racun>{invoice(registration.document, fiscal)}{change}</tns:Racun></tns:{root}>"
    )
    return _message(kind, signed(text, _ROOT_ID, identity, algorithm), fiscal.message_id)


def _header(message_id: str, at: datetime) -> str:
    return (
        f"<tns:Zaglavlje><tns:IdPoruke>{message_id}</tns:IdPoruke>"
        f"<tns:DatumVrijeme>{at:{_LOCAL}}</tns:DatumVrijeme></tns:Zaglavlje>"
    )


def invoice(document: Document, fiscal: Fiscal) -> str:
    """The members of `Racun`, in the schema's order and canonical form."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    total = signed_total(document)
    sign = -1 if total != document.totals.gross else 1
    taxable = document.seller.is_taxable is not False
    number = _element(
        "BrRac",
        _leaf("BrOznRac", fiscal.number)
        + _leaf("OznPosPr", fiscal.premise)
        + _leaf("OznNapUr", fiscal.device),
    )
    return "".join(
        (
            _leaf("Oib", fiscal.tax_number),
            _leaf("USustPdv", _flag(taxable)),
            _leaf("DatVrijeme", f"{fiscal.issued_local:{_LOCAL}}"),
            _leaf("OznSlijed", _SEQUENCE[fiscal.strategy]),
            number,
            _parts(document, sign) if taxable else "",
            _leaf("IznosUkupno", f"{total:.2f}"),
            _leaf("NacinPlac", fiscal.extra["paymentType"]),
            _leaf("OibOper", fiscal.operator_tax_number or fiscal.tax_number),
            _leaf("ZastKod", fiscal.code),
            _leaf("NakDost", _flag(fiscal.late)),
            _recipient(document),
        )
    )


def _parts(document: Document, sign: int) -> str:
    parts = parts_of(document)
    fees = "".join(
        _element("Naknada", _leaf("NazivN", fee.name[:100]) + _amount("IznosN", sign * fee.amount))
        for fee in parts.fees
    )
    return "".join(
        (
            _rates("Pdv", parts.vat, sign),
            _rates("Pnp", parts.consumption, sign),
            _amount("IznosOslobPdv", sign * parts.exempt),
            _amount("IznosMarza", sign * parts.margin),
            _amount("IznosNePodlOpor", sign * parts.not_subject),
            _element("Naknade", fees),
        )
    )


def _rates(tag: str, rows: Sequence[Rated], sign: int) -> str:
    return _element(
        tag,
        "".join(
            _element(
                "Porez",
                _leaf("Stopa", f"{rate:.2f}")
                + _leaf("Osnovica", f"{sign * base:.2f}")
                + _leaf("Iznos", f"{sign * tax:.2f}"),
            )
            for rate, base, tax in rows
        ),
    )


def _recipient(document: Document) -> str:
    """The business that buys, where it has an OIB."""
    oib = _oib(document.buyer.vat_identifier)
    return _leaf("OibPrimateljaRacuna", oib) if _OIB.fullmatch(oib) else ""


def _leaf(tag: str, value: Any) -> str:
    return f"<tns:{tag}>{escaped(str(value))}</tns:{tag}>"


def _amount(tag: str, amount: Decimal) -> str:
    return _leaf(tag, f"{amount:.2f}") if amount else ""


def _element(tag: str, content: str) -> str:
    return f"<tns:{tag}>{content}</tns:{tag}>" if content else ""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def echo(text: str) -> Message:
    """The unsigned question whether anybody is there."""
    root = f'<tns:EchoRequest xmlns:tns="{NAMESPACE}">{escaped(text)}</tns:EchoRequest>'
    return _message("echo", root, "")


def _message(kind: str, root: str, message_id: str) -> Message:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{SOAP}">'
        f"<soapenv:Body>{root}</soapenv:Body></soapenv:Envelope>"
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{_ACTION}{kind}"'}
    return Message("", body.encode(), headers, kind, message_id)


def read(answer: Answer, sent: Message, roots: "Roots") -> Outcome:
    """What CIS answered; a JIR only counts if CIS itself signed it, to this message."""
    response = _response(answer)
    if isinstance(response, Undecided):
        return response
    if sent.kind == "echo":
        return Registered(response.text or "")
    refusal, told = _refusal(response), _text(response, "Zaglavlje/IdPoruke")
    # A message that cannot be read is refused without the id inside it.
    if told != sent.id and (told or refusal is None):
        return Undecided("other-message", "the answer is to another message")
    return refusal or _registered(response, sent, answer.at, roots)


def _response(answer: Answer) -> "etree._Element | Undecided":
    """What stands in the envelope; errors come with status 500."""
    if answer.status not in (200, 500):
        return Undecided("http", f"CIS answered with status {answer.status}")
    from invoicing.safe import safe_xml  # noqa: PLC0415 - few documents are registered

    try:
        root = safe_xml.parse(answer.body)
    except (UnreadableFile, TooLarge):
        return Undecided("unreadable", "CIS answered with something that cannot be read")
    response = root.find(f"{{{SOAP}}}Body/*")
    if response is None or not response.tag.startswith(f"{{{NAMESPACE}}}"):
        return Undecided("unreadable", "CIS answered with something that is no answer")
    return response


def _registered(response: "etree._Element", sent: Message, at: datetime, roots: "Roots") -> Outcome:
    try:
        require_signed(response, roots, at)
    except Untrusted as exc:
        return Undecided("untrusted", str(exc))
    jir = _text(response, "Jir")
    if sent.kind == "racuni" and not jir:
        return Undecided("unreadable", "CIS answered without a JIR")
    return Registered(jir, _told_at(response))


def _told_at(response: "etree._Element") -> datetime | None:
    """When CIS says it answered."""
    told = _text(response, "Zaglavlje/DatumVrijeme")
    with suppress(ValueError):
        return datetime.strptime(told, _LOCAL)  # noqa: DTZ007 - the register's times have no zone
    return None


def _refusal(response: "etree._Element") -> Outcome | None:
    """What the errors of an answer come to; the first that decides speaks for all."""
    errors = [
        (_text(error, "SifraGreske").lower(), _text(error, "PorukaGreske"))
        for error in response.iterfind(_path("Greske/Greska"))
    ]
    if not errors:
        return None
    for code, text in errors:
        known = CODES.get(code, _UNKNOWN_CODE)
        if known.decides:
            return Refused(code, text or known.text, known.fix)
    code, text = errors[0]
    return Undecided(code, text)


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{tag}" for tag in path.split("/"))


def _text(parent: "etree._Element", path: str) -> str:
    return (parent.findtext(_path(path)) or "").strip()


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


def certificate_tax_number(identity: "Identity") -> str:
    """The taxpayer's OIB: it ends the organization, its identifier or the serial number."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - showing needs no cryptography

    oids = (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER, NameOID.ORGANIZATION_NAME)
    for oid in oids:
        for attribute in identity.certificate.subject.get_attributes_for_oid(oid):
            found = _OIB_IN_NAME.search(str(attribute.value))
            if found:
                return found[1]
    return ""


def _finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(f"fina-{rule}", pointer, text, fix)


_OURS = "tell the operator of this installation: the message itself is at fault"
_CERTIFICATE = "upload the FISKAL certificate FINA gave for this OIB, then verify again"
_CHANGE = "compare the change with the invoice as it was registered, then send it again"
CODES = {
    "s001": Code("the message does not follow the schema", _OURS),
    "s002": Code("the certificate is expired, revoked or of no trusted provider", _CERTIFICATE),
    "s003": Code("the certificate lacks data that it must have", _CERTIFICATE),
    "s004": Code(
        "the digital signature is not valid",
        "set signatureMethod to RSA-SHA256; if it is, upload the certificate anew",
    ),
    "s005": Code(
        "the OIB is not that of the certificate",
        "set the organization's own OIB, or upload the certificate given for it",
    ),
    "s006": Code("CIS has trouble of its own", "nothing; it is sent again", decides=False),
    "s007": Code("the way of paying was changed too late", _CHANGE),
    "s008": Code("the invoice whose way of paying changes is not known like this", _CHANGE),
    "s009": Code("the tip was told too late", _CHANGE),
    "s010": Code("the invoice of the tip is not known like this", _CHANGE),
    "s011": Code("the data were changed too late", _CHANGE),
    "s012": Code("the invoice whose data change is not known like this", _CHANGE),
    "s013": Code(
        "the message breaks a rule that CIS enforces",
        "read the rule in the text, correct the settings it names, then verify again",
    ),
}
_UNKNOWN_CODE = Code("", "look the code up in the specification of CIS, then verify again")

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
    options={"zkiMethod": tuple(_ALGORITHMS), "signatureMethod": tuple(_ALGORITHMS)},
    deadline_days=2,
    printed=(("ZKI", "code"), ("JIR", "confirmation")),
)
