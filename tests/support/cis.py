"""Answers as Croatia's CIS signs them: inclusive canonical form, the request's algorithm."""

import base64
import hashlib
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from tests.support.fiscal import Issuer, issuer, subject

from invoicing.fiscal._keys import Identity
from invoicing.fiscal._xmldsig import DSIG
from invoicing.fiscal.fina.messages import NAMESPACE, SOAP

INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
JIR = "6f1a3c52-8a58-4a0a-9a3d-0d1f3a5b7c9d"
OIB = "12345678903"


def croatian_issuer() -> Issuer:
    return issuer("Fina RDC")


@cache
def register() -> Identity:
    """The certificate CIS signs with."""
    name = subject(("C", "HR"), ("O", "PU"), ("CN", "fiskalcis"))
    return croatian_issuer().issue(name, "cis")


@cache
def taxpayer(oib: str = OIB) -> Identity:
    """A FISKAL certificate as FINA gives them."""
    name = subject(("C", "HR"), ("O", f"LIPA D.O.O. HR{oib}"), ("CN", "FISKAL 1"))
    return croatian_issuer().issue(name, "croatian taxpayer")


def answered(
    content: str, message_id: str, *, by: Identity | None = None, name: str = "RacunOdgovor"
) -> bytes:
    """A signed answer with `content` after its header."""
    root = etree.fromstring(
        f'<tns:{name} xmlns:tns="{NAMESPACE}" Id="odgovor"><tns:Zaglavlje>'
        f"<tns:IdPoruke>{message_id}</tns:IdPoruke>"
        f"<tns:DatumVrijeme>{datetime(2026, 11, 21, 10, 0, 1):%d.%m.%YT%H:%M:%S}</tns:DatumVrijeme>"  # noqa: DTZ001 - local
        f"</tns:Zaglavlje>{content}</tns:{name}>"
    )
    envelope = etree.fromstring(
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:unused="urn:x"><s:Body></s:Body></s:Envelope>'
    )
    envelope[0].append(root)
    sign(root, by or register())
    return etree.tostring(envelope)


def sign(root: "etree._Element", by: Identity) -> None:
    """The enveloped signature as the tax administration makes it, not as we do."""
    canonical = etree.tostring(root, method="c14n")
    digest = base64.b64encode(hashlib.sha256(canonical).digest()).decode()
    signature = etree.SubElement(root, f"{{{DSIG}}}Signature", nsmap={None: DSIG})
    info = etree.fromstring(
        f'<SignedInfo xmlns="{DSIG}"><CanonicalizationMethod Algorithm="{INCLUSIVE}"/>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<Reference URI="#{root.get("Id")}"><Transforms>'
        f'<Transform Algorithm="{DSIG}enveloped-signature"/><Transform Algorithm="{INCLUSIVE}"/>'
        '</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    )
    signature.append(info)
    value = by.sign(etree.tostring(info, method="c14n"))
    etree.SubElement(signature, f"{{{DSIG}}}SignatureValue").text = base64.b64encode(value).decode()
    key = etree.SubElement(signature, f"{{{DSIG}}}KeyInfo")
    data = etree.SubElement(key, f"{{{DSIG}}}X509Data")
    der = by.certificate.public_bytes(Encoding.DER)
    etree.SubElement(data, f"{{{DSIG}}}X509Certificate").text = base64.b64encode(der).decode()
