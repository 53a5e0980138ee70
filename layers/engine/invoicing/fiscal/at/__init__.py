"""Portugal: certified documents, each signed over the one before it in its series.

Documents are told to the Autoridade Tributária by the SAF-T file of their month, not one by one.
Source: Portaria 363/2010; Despacho 8632/2014 (chain); Portaria 195/2020 (ATCUD and QR code).
"""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.fiscal import (
    Answer,
    Authority,
    Code,
    Message,
    Outcome,
    Period,
    Registration,
    Sealing,
    SeriesService,
    SeriesTelling,
)
from invoicing.fiscal.at import series
from invoicing.fiscal.at.qr import Known, qr_text
from invoicing.model import Document
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity, Roots

METHOD = "RSA-SHA1"  # the law's own choice
KEY_VERSION = "1"  # HashControl
# Document types, and what the tax authority calls them. Working papers are signed as well.
TYPES = {
    "invoice": "FT",
    "advance": "FT",
    "receipt": "FR",
    "credit-note": "NC",
    "estimate": "OR",
    "proforma": "PF",
    "delivery-note": "GR",
}
_NUMBER = re.compile(r"([A-Z]{2}) ([A-Za-z0-9._-]{1,35})/([1-9][0-9]{0,9})")
_NIF = re.compile(r"[1-9][0-9]{8}")
_VALIDATION_CODE = re.compile(r"[A-Z0-9]{8,}")
_CERTIFICATE_NUMBER = re.compile(r"[0-9]{1,6}")
_NIF_IN_NAME = re.compile(r"(?:VATPT-|TINPT-|PT)?([1-9][0-9]{8})")


def tax_number(document: Document) -> str:
    """The seller's NIF, or what stands there instead."""
    party = document.seller
    return (party.vat_identifier or party.tax_registration).upper().removeprefix("PT").strip()


def chain_text(document: Document, fiscal: Fiscal, previous: str) -> str:
    """What the hash signs: dates, number, total, and the hash before it."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    assert document.issue_date is not None  # noqa: S101 - completion has filled it
    return (
        f"{document.issue_date:%Y-%m-%d};{fiscal.issued_local:%Y-%m-%dT%H:%M:%S};"
        f"{document.number};{abs(document.totals.gross):.2f};{previous}"
    )


def extract(code: str) -> str:
    """The characters of the hash that are printed: the 1st, 11th, 21st and 31st."""
    return code[0] + code[10] + code[20] + code[30]


def certificate_line(fiscal: Fiscal) -> str:
    """The words on every document of a certified program."""
    program = fiscal.extra["certificate"]
    return f"{fiscal.extra['hashExtract']}-Processado por programa certificado n.º {program}/AT"


def seal(sealing: Sealing) -> Fiscal:
    """The record with hash, extract, ATCUD and QR text; InvalidDocument for numbers of no series.

    The hash covers the one before it: numbers, dates and totals cannot be changed behind it.
    """
    assert sealing.identity is not None  # noqa: S101 - asked for by certificate_tax_number
    document, fiscal = sealing.document, sealing.fiscal
    own_series, sequence = _series_of(document)
    validation = validation_code(sealing.settings, own_series)
    text = chain_text(document, fiscal, sealing.previous)
    code = base64.b64encode(sealing.identity.sign(text.encode(), "sha1")).decode()
    extra = {
        "hashExtract": extract(code),
        "hashControl": KEY_VERSION,
        "certificate": str(sealing.settings.options["certificateNumber"]),
        "atcud": f"{validation}-{sequence}",
        "shownAtcud": f"ATCUD:{validation}-{sequence}",
        "atcudSeriesId": validation,
    }
    coded = replace(
        fiscal, code=code, method=METHOD, previous=sealing.previous, extra=fiscal.extra | extra
    )
    coded = replace(coded, extra=coded.extra | {"line": certificate_line(coded)})
    return replace(coded, qr=qr_text(document, _known(document, coded, sealing.settings)))


def _known(document: Document, fiscal: Fiscal, settings: FiscalSettings) -> Known:
    return Known(
        tax_number=fiscal.tax_number,
        type_code=TYPES[document.type],
        number=document.number,
        atcud=fiscal.extra["atcud"],
        extract=fiscal.extra["hashExtract"],
        certificate=fiscal.extra["certificate"],
        free=str(settings.options.get("qrText") or ""),
    )


def _series_of(document: Document) -> tuple[str, str]:
    """`FT A2026` and the number within it."""
    wanted = TYPES[document.type]
    found = _NUMBER.fullmatch(document.number)
    if found is None or found[1] != wanted:
        text = f"{document.number!r} is no number of a Portuguese series"
        fix = f"give the series of this type the pattern '{wanted} {{series}}/{{n}}'"
        raise InvalidDocument([_finding("number", "/number", text, fix)])
    return f"{found[1]} {found[2]}", found[3]


def validation_code(settings: FiscalSettings, name: str) -> str:
    """The code the authority gave the series when it was registered; InvalidDocument without."""
    code = str((settings.options.get("series") or {}).get(name) or "")
    if _VALIDATION_CODE.fullmatch(code):
        return code
    text = f"the series {name!r} has no validation code of the tax authority"
    fix = "register it: POST /v1/Organizations/{id}/fiscal-series, or keep its code in at_series"
    raise InvalidDocument([_finding("series", "/serie", text, fix)])


def applies(document: Document, settings: FiscalSettings) -> bool:
    """Whether the document is signed: all that may reach a customer, where it is wanted."""
    if document.type not in TYPES or document.incoming or document.imported:
        return False
    return settings.enabled or bool(document.at)


def wanted(_: Document) -> bool:
    """The authority is told by the SAF-T file of the month."""
    return False


def check(document: Document, settings: FiscalSettings, _: Mapping[str, Any]) -> Sequence[Finding]:
    """What keeps the document from being signed as it is."""
    findings = []
    if document.currency != "EUR":
        text = f"documents are signed in euros, this one is in {document.currency}"
        findings.append(_finding("currency", "/currencyId", text, "issue it in EUR"))
    if not _NIF.fullmatch(tax_number(document)):
        text = "the issuer has no Portuguese NIF"
        fix = "set the organization's taxNumber to PT and nine digits"
        findings.append(_finding("nif", "/_documentIssuer/taxNumber", text, fix))
    if not _CERTIFICATE_NUMBER.fullmatch(str(settings.options.get("certificateNumber") or "")):
        findings.append(_NO_CERTIFICATE_NUMBER)
    if document.type == "credit-note" and not document.preceding:
        text = "a credit note names what it credits"
        fix = "send _references with the number of the invoice, or credit the invoice itself"
        findings.append(_finding("reference", "/_references", text, fix))
    return findings


def message(_: Registration) -> Message:
    """There is none: one document is not told of by itself."""
    text = "documents of Portugal are told to the tax authority by the SAF-T file of their month"
    raise InvalidDocument([_finding("told-monthly", "", text, "export the month's SAF-T file")])


def read(answer: Answer, sent: Message, _: "Roots") -> Outcome:
    """What was answered about a series: nothing else is ever asked."""
    return series.read(answer, sent)


def series_key(told: SeriesTelling) -> str:
    """What a series is called: its type's code before its own."""
    return f"{TYPES[told.type]} {told.code}"


def series_message(told: SeriesTelling) -> Message:
    """The message; InvalidDocument where the series has no code yet that it must name."""
    options = told.settings.options
    one = series.Series(
        told.code,
        TYPES[told.type],
        told.first,
        told.begins,
        str(options.get("certificateNumber") or ""),
    )
    who = series.Credentials(told.username, told.password, told.portal)
    fresh = series.Fresh(told.key, told.at)
    if told.deed == "register":
        return series.register(one, who, fresh)
    if told.deed == "query":
        return series.query(one, who, fresh)
    validation = validation_code(told.settings, series_key(told))
    if told.deed == "annul":
        return series.annul(one, validation, who, fresh)
    return series.finalise(one, validation, told.last, who, fresh)


def period_file(documents: Sequence[Document], period: Period) -> bytes:
    """The SAF-T file of the period; InvalidDocument where the program's number is not known."""
    from invoicing.fiscal.at.saft import Program, saft  # noqa: PLC0415 - one request needs it

    options = period.settings.options
    number = str(options.get("certificateNumber") or "")
    if not _CERTIFICATE_NUMBER.fullmatch(number):
        raise InvalidDocument([_NO_CERTIFICATE_NUMBER])
    maker = str(options.get("producerTaxNumber") or period.tax_number)
    return saft(documents, period, Program(number, maker))


def certificate_tax_number(identity: "Identity") -> str:
    """Whose documents the key signs: the NIF in the certificate's subject."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - showing needs no cryptography

    for oid in (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER):
        for attribute in identity.certificate.subject.get_attributes_for_oid(oid):
            found = _NIF_IN_NAME.fullmatch(str(attribute.value))
            if found:
                return found[1]
    return ""


def _finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    return Finding(f"at-{rule}", pointer, text, fix)


_NO_CERTIFICATE_NUMBER = _finding(
    "certificate-number",
    "/_at",
    "the number of the program's certification is not known",
    "set at_certificateNumber among the organization's defaults to the program's",
)

CODES: dict[str, Code] = {}  # the authority answers about series, never about a document

AUTHORITY = Authority(
    name="at",
    country="PT",
    time_zone="Europe/Lisbon",
    hosts={
        "production": "https://servicos.portaldasfinancas.gov.pt:422",
        "test": "https://servicos.portaldasfinancas.gov.pt:722",
    },
    strategies={},
    pattern="",
    names={
        "hash": "code",
        "hashExtract": "extra.hashExtract",
        "hashControl": "extra.hashControl",
        "certificateVersion": "extra.certificate",
        "atcud": "extra.atcud",
        "atcudSeriesId": "extra.atcudSeriesId",
        "qrString": "qr",
        "previousHash": "previous",
        "previousDocumentId": "previous_id",
        "environment": "environment",
    },
    asked=frozenset(),
    codes=CODES,
    tax_number=tax_number,
    applies=applies,
    wanted=wanted,
    check=check,
    seal=seal,
    message=message,
    read=read,
    series=SeriesService("tls", "series", series_key, series_message),
    period_file=period_file,
    certificate_tax_number=certificate_tax_number,
    options={"certificateNumber": (), "producerTaxNumber": (), "qrText": (), "series": ()},
    chained=True,
    told=False,
    above_code="extra.shownAtcud",
    every_page=("extra.shownAtcud", "extra.line"),
)
