"""Enveloped XML signatures (RSA) over a document's root.

Ours are written into a text that is in canonical form already, so that what is signed is what is
sent. Those of others are judged: the one signature must be the root's own child and cover it whole.
Source: W3C XML Signature Syntax and Processing 1.1; Exclusive XML Canonicalization 1.0.
"""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from invoicing.fiscal._trust import Untrusted

if TYPE_CHECKING:
    from lxml import etree

    from invoicing.fiscal._keys import Identity, Roots

DSIG = "http://www.w3.org/2000/09/xmldsig#"
_ENVELOPED = f"{DSIG}enveloped-signature"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_CANONICAL = {_EXCLUSIVE: True, _INCLUSIVE: False}  # algorithm -> exclusive
_RSA = {
    "sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "sha1": f"{DSIG}rsa-sha1",
}
_DIGEST = {"sha256": "http://www.w3.org/2001/04/xmlenc#sha256", "sha1": f"{DSIG}sha1"}


def escaped(text: str) -> str:
    """Text of an element in canonical form."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")
    )


def digest(data: bytes, algorithm: str = "sha256") -> str:
    """The digest of canonical bytes, in base64."""
    found = hashlib.new(algorithm, data, usedforsecurity=algorithm != "sha1").digest()
    return base64.b64encode(found).decode()


def signed_info(data: bytes, root_id: str, algorithm: str = "sha256") -> str:
    """What the signature signs, in canonical form: `data` is the root in exclusive form."""
    return (
        f'<SignedInfo xmlns="{DSIG}">'
        f'<CanonicalizationMethod Algorithm="{_EXCLUSIVE}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{_RSA[algorithm]}"></SignatureMethod>'
        f'<Reference URI="#{root_id}"><Transforms>'
        f'<Transform Algorithm="{_ENVELOPED}"></Transform>'
        f'<Transform Algorithm="{_EXCLUSIVE}"></Transform></Transforms>'
        f'<DigestMethod Algorithm="{_DIGEST[algorithm]}"></DigestMethod>'
        f"<DigestValue>{digest(data, algorithm)}</DigestValue></Reference></SignedInfo>"
    )


def signed(root: str, root_id: str, identity: "Identity", algorithm: str = "sha256") -> str:
    """The root, given in exclusive canonical form, with its signature as the last child."""
    info = signed_info(root.encode(), root_id, algorithm)
    value = base64.b64encode(identity.sign(info.encode(), algorithm)).decode()
    own = identity.certificate
    begin, end = root.rsplit("</", 1)
    return (
        f'{begin}<Signature xmlns="{DSIG}">{info}<SignatureValue>{value}</SignatureValue>'
        f"<KeyInfo><X509Data><X509Certificate>{_der(identity)}</X509Certificate>"
        f"<X509IssuerSerial><X509IssuerName>{escaped(own.issuer.rfc4514_string())}"
        f"</X509IssuerName><X509SerialNumber>{own.serial_number}</X509SerialNumber>"
        f"</X509IssuerSerial></X509Data></KeyInfo></Signature></{end}"
    )


def _der(identity: "Identity") -> str:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - few need it
        Encoding,
    )

    return base64.b64encode(identity.certificate.public_bytes(Encoding.DER)).decode()


def require_signed(root: "etree._Element", roots: "Roots", at: datetime) -> None:
    """Untrusted unless the root as a whole is signed by a certificate that leads to the roots."""
    from cryptography import x509  # noqa: PLC0415 - few documents need cryptography

    from invoicing.fiscal._keys import verifies  # noqa: PLC0415 - the same

    signatures = root.findall(f".//{{{DSIG}}}Signature")
    if len(signatures) != 1 or signatures[0].getparent() is not root:
        raise Untrusted("the answer is not signed as a whole, or signed more than once")
    signature = signatures[0]
    try:
        info = _one(signature, "SignedInfo")
        algorithm = _algorithm(info, "SignatureMethod", _RSA)
        certificate = x509.load_der_x509_certificate(
            base64.b64decode(_text(signature, "KeyInfo/X509Data/X509Certificate"))
        )
        mark = base64.b64decode(_text(signature, "SignatureValue"))
        exclusive = _CANONICAL[_one(info, "CanonicalizationMethod").get("Algorithm", "")]
        signed_bytes = _canonical(info, exclusive=exclusive)
        stated = _stated_digest(root, info)
    except (ValueError, KeyError, binascii.Error) as exc:
        raise Untrusted("the answer's signature cannot be read") from exc
    if not roots.trusts((certificate,), at):
        raise Untrusted("the answer's certificate leads to none that is trusted")
    if not verifies(certificate, mark, signed_bytes, algorithm):
        raise Untrusted("the answer's signature is not that of its certificate")
    method, exclusive, value = stated
    parent = signature.getparent()
    assert parent is not None  # noqa: S101 - it was found under the root
    place = parent.index(signature)
    parent.remove(signature)
    found = digest(_canonical(root, exclusive=exclusive), method)
    parent.insert(place, signature)
    if found != value:
        raise Untrusted("the answer was changed after it was signed")


def _stated_digest(root: "etree._Element", info: "etree._Element") -> tuple[str, bool, str]:
    """Algorithm, canonical form and digest of the one reference, which is to the root."""
    reference = _one(info, "Reference")
    own = root.get("Id", "")
    if not own or reference.get("URI") != f"#{own}":
        raise ValueError("the reference is to something else")
    named = [t.get("Algorithm", "") for t in reference.iterfind(f".//{{{DSIG}}}Transform")]
    if named[:1] != [_ENVELOPED] or len(named) > 2:
        raise ValueError("unknown transforms")
    exclusive = _CANONICAL[named[1]] if len(named) == 2 else False
    method = _algorithm(reference, "DigestMethod", _DIGEST)
    return method, exclusive, "".join(_text(reference, "DigestValue").split())


def _algorithm(parent: "etree._Element", tag: str, known: dict[str, str]) -> str:
    given = _one(parent, tag).get("Algorithm", "")
    return {uri: name for name, uri in known.items()}[given]


def _canonical(element: "etree._Element", *, exclusive: bool) -> bytes:
    from lxml import etree  # noqa: PLC0415 - few documents are registered

    return etree.tostring(element, method="c14n", exclusive=exclusive, with_comments=False)


def _one(parent: "etree._Element", path: str) -> "etree._Element":
    found = parent.findall("/".join(f"{{{DSIG}}}{tag}" for tag in path.split("/")))
    if len(found) != 1:
        raise ValueError(f"not one {path}")
    return found[0]


def _text(parent: "etree._Element", path: str) -> str:
    return _one(parent, path).text or ""
