"""A simulator of Croatia's CIS: signed messages, their schema, its error codes, signed answers.

Written from the documentation alone, without the engine's code: the two must agree by themselves.
"""

import base64
import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from local.authorities.certificates import Holder, Issuer

ZONE = ZoneInfo("Europe/Zagreb")
ISSUER = (("C", "HR"), ("O", "Financijska agencija"), ("CN", "Fina RDC TEST"))
TYPES = "http://www.apis-it.hr/fin/2012/types/f73"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ENVELOPED = f"{DSIG}enveloped-signature"
_SHA256 = (
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmlenc#sha256",
)
_ANSWERS = {
    "RacunZahtjev": "RacunOdgovor",
    "PromijeniNacPlacZahtjev": "PromijeniNacPlacOdgovor",
    "PromijeniPodatkeRacunaZahtjev": "PromijeniPodatkeRacunaOdgovor",
}
_CENT = Decimal("0.01")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

Element = etree._Element


class Refusal(Exception):
    """An error code CIS answers with."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(code)


def taxpayer_name(oib: str) -> tuple[tuple[str, str], ...]:
    """The subject of a FISKAL certificate."""
    return (("C", "HR"), ("O", f"TESTNA TVRTKA HR{oib}"), ("CN", "FISKAL 1"))


@dataclass
class Cis:
    """What CIS knows. `answer` is one request; nothing in it opens a socket."""

    issuer: Issuer
    signer: Holder  # signs the answers
    now: Callable[[], datetime]
    invoices: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """By OIB and ZKI: what was told first, and its JIR."""
    messages: list[dict[str, str]] = field(default_factory=list)
    refuse: str = ""  # a code every message is refused with
    revoked: set[int] = field(default_factory=set)  # serial numbers

    @classmethod
    def make(cls, now: Callable[[], datetime]) -> "Cis":
        issuer = Issuer.make(ISSUER, now())
        signer = issuer.issue((("C", "HR"), ("O", "Porezna uprava"), ("CN", "fiskalcis")), now())
        return cls(issuer, signer, now)

    def answer(self, _: str, body: bytes, __: x509.Certificate | None = None) -> tuple[int, bytes]:
        """Status and body; errors come with status 500."""
        try:
            envelope = etree.fromstring(body, _PARSER)
            (request,) = envelope.find(f"{{{SOAP}}}Body")  # type: ignore[misc] # or it is no call
        except (etree.XMLSyntaxError, TypeError, ValueError):
            return 400, b""
        name = etree.QName(request).localname
        if name == "EchoRequest":
            return 200, _enveloped(_made("EchoResponse", text=request.text or ""))
        if name not in _ANSWERS:
            return 404, b""
        response = _made(_ANSWERS[name], Id=f"id-{uuid.uuid4()}")
        status = 200
        try:
            result = self._taken(request)
        except Refusal as refusal:
            status = 500
            error = _made("Greska")
            error.append(_made("SifraGreske", text=refusal.code))
            error.append(_made("PorukaGreske", text=refusal.text))
            result = _made("Greske")
            result.append(error)
        header = _made("Zaglavlje")
        header.append(_made("IdPoruke", text=_text(request, "Zaglavlje/IdPoruke")))
        at = self.now().astimezone(ZONE)
        header.append(_made("DatumVrijeme", text=f"{at:%d.%m.%YT%H:%M:%S}"))
        response.append(header)
        response.append(result)
        answer = _enveloped(response)
        return status, self._signed(answer)

    def _taken(self, request: Element) -> Element:
        told = {etree.QName(e).localname: (e.text or "") for e in request.iter() if not len(e)}
        self.messages.append(told)
        if self.refuse:
            raise Refusal(self.refuse, f"Odbijeno: {self.refuse}")
        if not _schema().validate(request):
            raise Refusal(
                "s001", f"Poruka nije u skladu sa shemom: {_schema().error_log[0].message}"
            )
        certificate = _verified(request)
        self._trusted(certificate)
        if told["Oib"] != _oib(certificate):
            raise Refusal("s005", "OIB iz poruke nije jednak OIB-u iz certifikata")
        _check_sums(request)
        key = (told["Oib"], told["ZastKod"])
        if etree.QName(request).localname != "RacunZahtjev":
            if key not in self.invoices:
                raise Refusal("s008", "Račun nije pronađen")
            self.invoices[key] |= told
            return _made("PorukaOdgovora", text="p001")
        if key not in self.invoices:
            digest = hashlib.sha256("|".join(key).encode()).digest()[:16]
            self.invoices[key] = {**told, "Jir": str(uuid.UUID(bytes=digest))}
        return _made("Jir", text=self.invoices[key]["Jir"])

    def _trusted(self, certificate: x509.Certificate) -> None:
        now = self.now()
        try:
            certificate.verify_directly_issued_by(self.issuer.own.certificate)
        except (ValueError, TypeError, InvalidSignature) as exc:
            raise Refusal("s002", "Certifikat nije izdan od pouzdanog pružatelja") from exc
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise Refusal("s002", "Certifikat je istekao")
        if certificate.serial_number in self.revoked:
            raise Refusal("s002", "Certifikat je opozvan")

    def _signed(self, envelope: bytes) -> bytes:
        """The answer with an enveloped signature in inclusive canonical form."""
        root = etree.fromstring(envelope)
        (response,) = root[0]
        digest = base64.b64encode(hashlib.sha256(etree.tostring(response, method="c14n")).digest())
        signature = etree.SubElement(response, f"{{{DSIG}}}Signature", nsmap={None: DSIG})
        info = _dsig(signature, "SignedInfo")
        _dsig(info, "CanonicalizationMethod", Algorithm=INCLUSIVE)
        _dsig(info, "SignatureMethod", Algorithm=_SHA256[0])
        reference = _dsig(info, "Reference", URI=f"#{response.get('Id')}")
        transforms = _dsig(reference, "Transforms")
        _dsig(transforms, "Transform", Algorithm=_ENVELOPED)
        _dsig(transforms, "Transform", Algorithm=INCLUSIVE)
        _dsig(reference, "DigestMethod", Algorithm=_SHA256[1])
        _dsig(reference, "DigestValue").text = digest.decode()
        mark = self.signer.key.sign(
            etree.tostring(info, method="c14n"), padding.PKCS1v15(), hashes.SHA256()
        )
        _dsig(signature, "SignatureValue").text = base64.b64encode(mark).decode()
        data = _dsig(_dsig(signature, "KeyInfo"), "X509Data")
        der = self.signer.certificate.public_bytes(Encoding.DER)
        _dsig(data, "X509Certificate").text = base64.b64encode(der).decode()
        return etree.tostring(root)


def _verified(request: Element) -> x509.Certificate:
    """The certificate the whole request is signed with."""
    signature = request.find(f"{{{DSIG}}}Signature")
    try:
        assert signature is not None  # noqa: S101 - turned into the refusal below
        info = signature.find(f"{{{DSIG}}}SignedInfo")
        assert info is not None  # noqa: S101 - the same
        method = _algorithm(info, "SignatureMethod"), _algorithm(info, "DigestMethod")
        der = base64.b64decode(_dsig_text(signature, "X509Certificate"))
        certificate = x509.load_der_x509_certificate(der)
        if method != _SHA256 or _dsig_text(signature, "X509SerialNumber") != str(
            certificate.serial_number
        ):
            raise ValueError
        reference = info.find(f"{{{DSIG}}}Reference")
        assert reference is not None  # noqa: S101 - the same
        if reference.get("URI") != f"#{request.get('Id')}":
            raise ValueError
        signed = etree.tostring(info, method="c14n", exclusive=True)
        key = certificate.public_key()
        assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101 - the same
        mark = base64.b64decode(_dsig_text(signature, "SignatureValue"))
        key.verify(mark, signed, padding.PKCS1v15(), hashes.SHA256())
        request.remove(signature)
        digest = hashlib.sha256(etree.tostring(request, method="c14n", exclusive=True)).digest()
        if base64.b64encode(digest).decode() != _dsig_text(signature, "DigestValue"):
            raise ValueError
    except (AssertionError, ValueError, InvalidSignature) as exc:
        raise Refusal("s004", "Neispravan digitalni potpis") from exc
    return certificate


def _check_sums(request: Element) -> None:
    """The parts of an invoice come to its total, give or take a cent."""
    invoice = request.find(f"{{{TYPES}}}Racun")
    assert invoice is not None  # noqa: S101 - the schema has seen it
    if _text(invoice, "USustPdv") != "true":
        return
    paths = (
        *("Pdv/Porez/Osnovica", "Pdv/Porez/Iznos", "Pnp/Porez/Iznos", "IznosOslobPdv"),
        *("IznosMarza", "IznosNePodlOpor", "Naknade/Naknada/IznosN"),
    )
    parts = sum(
        (Decimal(e.text or 0) for path in paths for e in invoice.iterfind(_path(path))), Decimal(0)
    )
    if abs(parts - Decimal(_text(invoice, "IznosUkupno"))) > _CENT:
        raise Refusal("s013", "v137: ukupan iznos nije jednak zbroju dijelova")


def _oib(certificate: x509.Certificate) -> str:
    found = re.search(r"HR(\d{11})", certificate.subject.rfc4514_string())
    if found is None:
        raise Refusal("s003", "Certifikat nema OIB")
    return found[1]


_SCHEMA: list[etree.XMLSchema] = []


def _schema() -> etree.XMLSchema:
    if not _SCHEMA:
        _SCHEMA.append(etree.XMLSchema(etree.parse(Path(__file__).with_name("cis.xsd"))))
    return _SCHEMA[0]


def _made(tag: str, *, text: str = "", **attributes: str) -> Element:
    element = etree.Element(f"{{{TYPES}}}{tag}", attributes, nsmap={"tns": TYPES})
    element.text = text or None
    return element


def _enveloped(content: Element) -> bytes:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
    return etree.tostring(envelope)


def _dsig(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{DSIG}}}{tag}", attributes)


def _dsig_text(parent: Element, tag: str) -> str:
    found = [e.text or "" for e in parent.iter(f"{{{DSIG}}}{tag}")]
    if len(found) != 1:
        raise ValueError(tag)
    return found[0]


def _algorithm(info: Element, tag: str) -> Any:
    return next(info.iter(f"{{{DSIG}}}{tag}")).get("Algorithm")


def _path(path: str) -> str:
    return "/".join(f"{{{TYPES}}}{tag}" for tag in path.split("/"))


def _text(parent: Element, path: str) -> str:
    return parent.findtext(_path(path)) or ""
