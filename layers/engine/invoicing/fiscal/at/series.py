"""The service Portuguese series are registered with, and its security header.

Source: Autoridade Tributária, Comunicação de séries documentais à AT, manual de integração
(SeriesWSService); the security header as in the manuals of all its services.
"""

import base64
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from invoicing.errors import Finding, InvalidDocument, TooLarge, UnreadableFile
from invoicing.fiscal import Answer, Message, Outcome, Refused, Registered, Undecided
from invoicing.fiscal._xmldsig import escaped
from invoicing.safe import safe_xml

PATH = "/SeriesWSService"
NAMESPACE = "http://at.gov.pt/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SECURITY = "http://schemas.xmlsoap.org/ws/2002/12/secext"
# What each call is answered with when it is done.
_DONE = {
    "registarSerie": "2001",
    "consultarSeries": "2002",
    "anularSerie": "2003",
    "finalizarSerie": "2004",
}
_CLASSES = {
    "SI": {"FT", "FS", "FR", "ND", "NC"},
    "MG": {"GR", "GT", "GA", "GC", "GD"},
    "WD": {*("CM", "CC", "FC", "FO", "NE", "OU", "OR", "PF", "RP", "RE", "CS", "LD", "RA")},
    "PY": {"RC", "RG"},
}
_SERIES = re.compile(r"(?!AT)[A-Za-z0-9._-]{1,35}")
_OWN_TROUBLE = frozenset({"5000"})
_CALLERS = "Client"  # fault code of SOAP 1.1: the same message will never do
_WHO = (
    "check user name and password of the portal, this installation's clock, and the certificate"
    " passwords are encrypted for (operate trust --authority at-portal), then send it again"
)
_FIXES = {
    "4001": "the series is registered: query it and keep its code",
    "4002": "send the fields that are missing",
    "4003": "correct the field the text names",
    "4043": "the taxpayer is not active: ask the tax authority",
    "4045": "choose the class of the document type",
    "4046": "choose the class of the document type",
    "4049": "send a first day that is today or later",
    "4051": "annul with the reason ER",
}


class Credentials(NamedTuple):
    """A user of the portal: `NIF/number`, its password, and the portal's public key."""

    username: str
    password: str
    public_key: bytes  # PEM, SubjectPublicKeyInfo or certificate


class Fresh(NamedTuple):
    """What must never be used twice: a key of 16 bytes, and the time in UTC."""

    key: bytes
    at: datetime


class Series(NamedTuple):
    """A series as the authority knows it."""

    code: str  # A2026
    type_code: str  # FT
    first: int = 1
    begins: date | None = None
    program: str = ""  # the software's certificate number


def class_of(type_code: str) -> str:
    """The class of a document type; InvalidDocument for types there are not."""
    for name, types in _CLASSES.items():
        if type_code in types:
            return name
    text = f"{type_code!r} is no document type of the tax authority"
    raise InvalidDocument([Finding("at-type", "/type", text, "send FT, FS, FR, NC, OR, PF or GR")])


def register(series: Series, credentials: Credentials, fresh: Fresh) -> Message:
    """The message that registers a normal series of a program; InvalidDocument for bad codes."""
    if not _SERIES.fullmatch(series.code):
        text = "a series is up to 35 letters, digits, dots and dashes, and begins not with AT"
        raise InvalidDocument([Finding("at-series", "/code", text, "choose another code")])
    return _message(
        "registarSerie",
        {
            "serie": series.code,
            "tipoSerie": "N",
            "classeDoc": class_of(series.type_code),
            "tipoDoc": series.type_code,
            "numInicialSeq": str(series.first),
            "dataInicioPrevUtiliz": f"{series.begins:%Y-%m-%d}" if series.begins else "",
            "numCertSWFatur": series.program,
            "meioProcessamento": "PI",
        },
        credentials,
        fresh,
    )


def finalise(
    series: Series, validation: str, last: int, credentials: Credentials, fresh: Fresh
) -> Message:
    """The message that a series is at its end."""
    given = {
        **_named(series),
        "codValidacaoSerie": validation,
        "seqUltimoDocEmitido": str(last),
    }
    return _message("finalizarSerie", given, credentials, fresh)


def annul(series: Series, validation: str, credentials: Credentials, fresh: Fresh) -> Message:
    """The message that a series was registered by mistake and has no document."""
    given = {
        **_named(series),
        "codValidacaoSerie": validation,
        "motivo": "ER",
        "declaracaoNaoEmissao": "true",
    }
    return _message("anularSerie", given, credentials, fresh)


def query(series: Series, credentials: Credentials, fresh: Fresh) -> Message:
    """The question what is known of a series."""
    return _message("consultarSeries", _named(series), credentials, fresh)


def _named(series: Series) -> dict[str, str]:
    return {
        "serie": series.code,
        "classeDoc": class_of(series.type_code),
        "tipoDoc": series.type_code,
    }


def read(answer: Answer, sent: Message) -> Outcome:
    """What the authority answered; `confirmation` is the series' validation code."""
    if answer.status not in (200, 500):
        return Undecided("http", f"the authority answered with status {answer.status}")
    try:
        root = safe_xml.parse(answer.body)
    except (UnreadableFile, TooLarge):
        return Undecided("unreadable", "the authority's answer cannot be read")
    code = _found(root, "codResultOper")
    return _result(root, code, sent) if code else _fault(root)


def _fault(root: "etree._Element") -> Outcome:
    text = _found(root, "faultstring")
    if _found(root, "faultcode").endswith(_CALLERS):
        return Refused("client-fault", text, _WHO)
    return Undecided("unreadable", text or "no result was answered")


def _result(root: "etree._Element", code: str, sent: Message) -> Outcome:
    text = _found(root, "msgResultOper")
    if code == _DONE[sent.kind]:
        return Registered(_found(root, "codValidacaoSerie"))
    if code in _OWN_TROUBLE:
        return Undecided(code, text)
    return Refused(code, text, _FIXES.get(code, "look the code up in the authority's manual"))


def _found(root: "etree._Element", tag: str) -> str:
    for element in root.iter("{*}" + tag):
        return (element.text or "").strip()
    return ""


def _message(
    kind: str, members: Mapping[str, str], credentials: Credentials, fresh: Fresh
) -> Message:
    content = "".join(
        f"<{name}>{escaped(value)}</{name}>" for name, value in members.items() if value
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="{SOAP}">'
        f"<S:Header>{security(credentials, fresh)}</S:Header><S:Body>"
        f'<ns2:{kind} xmlns:ns2="{NAMESPACE}">{content}</ns2:{kind}></S:Body></S:Envelope>'
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    return Message(PATH, body.encode(), headers, kind)


def security(credentials: Credentials, fresh: Fresh) -> str:
    """The header that says who asks: a password under a key only the authority can open."""
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - only here

    nonce = _public_key(credentials.public_key).encrypt(fresh.key, padding.PKCS1v15())
    created = f"{fresh.at:%Y-%m-%dT%H:%M:%S}.{fresh.at.microsecond // 1000:03}Z"
    return (
        f'<wss:Security xmlns:wss="{SECURITY}"><wss:UsernameToken>'
        f"<wss:Username>{escaped(credentials.username)}</wss:Username>"
        f"<wss:Password>{_encrypted(credentials.password, fresh.key)}</wss:Password>"
        f"<wss:Nonce>{base64.b64encode(nonce).decode()}</wss:Nonce>"
        f"<wss:Created>{_encrypted(created, fresh.key)}</wss:Created>"
        "</wss:UsernameToken></wss:Security>"
    )


def _public_key(pem: bytes):  # type: ignore[no-untyped-def] # a union of all key types
    from cryptography import x509  # noqa: PLC0415 - only here
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - only here
        load_pem_public_key,
    )

    if b"BEGIN CERTIFICATE" in pem:
        return x509.load_pem_x509_certificate(pem).public_key()
    return load_pem_public_key(pem)


def _encrypted(text: str, key: bytes) -> str:
    """AES in ECB mode with PKCS#5 padding, in base64: what the manual prescribes."""
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 - only here
        Cipher,
        algorithms,
        modes,
    )
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415 - only here

    padder = PKCS7(128).padder()
    data = padder.update(text.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the protocol's
    return base64.b64encode(encryptor.update(data) + encryptor.finalize()).decode()
