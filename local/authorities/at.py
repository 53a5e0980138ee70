"""A simulator of Portugal's series service: WS-Security opened, fields checked, codes given.

Written from the documentation alone, without the engine's code: the two must agree by themselves.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

from local.authorities.certificates import Holder, Issuer

ISSUER = (("C", "PT"), ("O", "Autoridade Tributaria"), ("CN", "AT TEST"))
NAMESPACE = "http://at.gov.pt/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SECURITY = "http://schemas.xmlsoap.org/ws/2002/12/secext"
PATH = "/SeriesWSService"
SKEW_MAX = timedelta(minutes=5)
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
_CLASSES = {
    "SI": {"FT", "FS", "FR", "ND", "NC"},
    "MG": {"GR", "GT", "GA", "GC", "GD"},
    "WD": {*("CM", "CC", "FC", "FO", "NE", "OU", "OR", "PF", "RP", "RE", "CS", "LD", "RA")},
    "PY": {"RC", "RG"},
}
_FIELDS = {
    "registarSerie": (
        *("serie", "tipoSerie", "classeDoc", "tipoDoc", "numInicialSeq", "dataInicioPrevUtiliz"),
        *("numCertSWFatur", "meioProcessamento"),
    ),
    "finalizarSerie": ("serie", "classeDoc", "tipoDoc", "codValidacaoSerie", "seqUltimoDocEmitido"),
    "anularSerie": (
        *("serie", "classeDoc", "tipoDoc", "codValidacaoSerie", "motivo"),
        "declaracaoNaoEmissao",
    ),
    "consultarSeries": (),
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Refusal(Exception):
    """A code the service answers with."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(code)


class Fault(Exception):
    """Who asks is not known: a SOAP fault."""


@dataclass
class At:
    """What the service knows. `answer` is one request; nothing in it opens a socket."""

    issuer: Issuer
    portal: Holder  # its public key hides passwords
    now: Callable[[], datetime]
    users: dict[str, str] = field(default_factory=dict)  # user name -> password
    series: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    """By NIF, document type and code."""
    used: set[str] = field(default_factory=set)  # nonces
    refuse: str = ""  # a code every message is refused with

    @classmethod
    def make(cls, now: Callable[[], datetime]) -> "At":
        issuer = Issuer.make(ISSUER, now())
        return cls(issuer, issuer.issue((("CN", "portal"),), now()), now)

    def answer(
        self, path: str, body: bytes, client: x509.Certificate | None = None
    ) -> tuple[int, bytes]:
        """Status and body; 403 without a certificate the authority gave its programs."""
        if client is None or client.issuer != self.issuer.own.certificate.subject:
            return 403, b""
        try:
            envelope = etree.fromstring(body, _PARSER)
            (request,) = envelope.find(f"{{{SOAP}}}Body")  # type: ignore[misc] # or it is no call
        except (etree.XMLSyntaxError, TypeError, ValueError):
            return 400, b""
        kind = etree.QName(request).localname
        if path != PATH or kind not in _FIELDS or etree.QName(request).namespace != NAMESPACE:
            return 404, b""
        try:
            taxpayer = self._taxpayer(envelope)
        except Fault as fault:
            content = f"<faultcode>S:Client</faultcode><faultstring>{fault}</faultstring>"
            return 500, _enveloped(f'<S:Fault xmlns:S="{SOAP}">{content}</S:Fault>')
        told = {child.tag: (child.text or "") for child in request}
        code, text, found = self._done(kind, told, taxpayer)
        told_back = "".join(f"<{name}>{value}</{name}>" for name, value in found.items())
        info = f"<infoSerie>{told_back}</infoSerie>" if found else ""
        result = f"<codResultOper>{code}</codResultOper><msgResultOper>{text}</msgResultOper>"
        content = f"<{kind}Resp>{info}<infoResultOper>{result}</infoResultOper></{kind}Resp>"
        return 200, _enveloped(
            f'<ns2:{kind}Response xmlns:ns2="{NAMESPACE}">{content}</ns2:{kind}Response>'
        )

    def _done(
        self, kind: str, told: dict[str, str], taxpayer: str
    ) -> tuple[str, str, dict[str, str]]:
        try:
            if self.refuse:
                raise Refusal(self.refuse, f"Recusado: {self.refuse}")
            missing = [name for name in _FIELDS[kind] if not told.get(name)]
            if missing:
                raise Refusal("4002", f"Campos em falta: {', '.join(missing)}")
            return getattr(self, f"_{kind}")(told, taxpayer)  # type: ignore[no-any-return] # one of the four below
        except Refusal as refusal:
            return refusal.code, refusal.text, {}

    def _registarSerie(
        self, told: dict[str, str], taxpayer: str
    ) -> tuple[str, str, dict[str, str]]:
        if not re.fullmatch(r"(?!AT)[A-Za-z0-9._-]{1,35}", told["serie"]):
            raise Refusal("4003", "serie invalida")
        if told["classeDoc"] not in _CLASSES:
            raise Refusal("4045", "classe invalida")
        if told["tipoDoc"] not in _CLASSES[told["classeDoc"]]:
            raise Refusal("4046", "tipo de documento nao pertence a classe")
        if told["dataInicioPrevUtiliz"] < f"{self.now():%Y-%m-%d}":
            raise Refusal("4049", "data anterior a data atual")
        key = (taxpayer, told["tipoDoc"], told["serie"])
        if key in self.series:
            raise Refusal("4001", "serie ja existe")
        digest = hashlib.sha256("|".join(key).encode()).digest()
        code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
        self.series[key] = {
            **told,
            "codValidacaoSerie": code,
            "dataRegisto": f"{self.now():%Y-%m-%d}",
            "estado": "A",
            "nifComunicou": taxpayer,
        }
        return "2001", "Serie registada com sucesso", self.series[key]

    def _finalizarSerie(
        self, told: dict[str, str], taxpayer: str
    ) -> tuple[str, str, dict[str, str]]:
        found = self._active(told, taxpayer)
        found |= {"estado": "F", "seqUltimoDocEmitido": told["seqUltimoDocEmitido"]}
        return "2004", "Serie finalizada com sucesso", found

    def _anularSerie(self, told: dict[str, str], taxpayer: str) -> tuple[str, str, dict[str, str]]:
        if told["motivo"] != "ER" or told["declaracaoNaoEmissao"] != "true":
            raise Refusal("4051", "motivo invalido")
        found = self._active(told, taxpayer)
        found["estado"] = "N"
        return "2003", "Serie anulada com sucesso", found

    def _consultarSeries(
        self, told: dict[str, str], taxpayer: str
    ) -> tuple[str, str, dict[str, str]]:
        found = self.series.get((taxpayer, told.get("tipoDoc", ""), told.get("serie", "")), {})
        return "2002", "Consulta efetuada com sucesso", found

    def _active(self, told: dict[str, str], taxpayer: str) -> dict[str, str]:
        found = self.series.get((taxpayer, told["tipoDoc"], told["serie"]))
        if found is None or found["codValidacaoSerie"] != told["codValidacaoSerie"]:
            raise Refusal("4003", "serie desconhecida")
        if found["estado"] != "A":
            raise Refusal("4003", "serie nao esta ativa")
        return found

    def _taxpayer(self, envelope: etree._Element) -> str:
        """Who asks; Fault for a wrong password, an old message, or one that was sent before."""
        token = envelope.find(
            f"{{{SOAP}}}Header/{{{SECURITY}}}Security/{{{SECURITY}}}UsernameToken"
        )
        if token is None:
            raise Fault("no security header")
        told = {etree.QName(child).localname: child.text or "" for child in token}
        try:
            key = self.portal.key.decrypt(base64.b64decode(told["Nonce"]), padding.PKCS1v15())
            password, created = _opened(told["Password"], key), _opened(told["Created"], key)
            at = datetime.strptime(created, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except (KeyError, ValueError, IndexError) as exc:
            raise Fault("the security header cannot be opened") from exc
        if told["Nonce"] in self.used:
            raise Fault("the key was used before")
        if abs(self.now() - at) > SKEW_MAX:
            raise Fault("the message is old, or its clock is wrong")
        self.used.add(told["Nonce"])
        if self.users.get(told["Username"]) != password:
            raise Fault("user or password is wrong")
        return told["Username"].partition("/")[0]


def _opened(text: str, key: bytes) -> str:
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305 - the protocol's
    padded = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    return padded[: -padded[-1]].decode()


def _enveloped(content: str) -> bytes:
    return f'<S:Envelope xmlns:S="{SOAP}"><S:Body>{content}</S:Body></S:Envelope>'.encode()
