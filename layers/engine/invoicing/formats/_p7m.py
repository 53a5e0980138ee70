"""Signed files (.p7m): CAdES or PKCS #7 SignedData around an invoice, in DER, BER or base64.

The signature is told, not judged: whether the signer may be trusted is for who knows the lists
of trusted authorities. A content that was changed after signing is told too.
Source: RFC 5652 sections 5.1 to 5.6; CAdES, ETSI EN 319 122-1.
"""

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from invoicing.errors import TooLarge
from invoicing.formats._ber import OCTETS, SEQUENCE, SET, BadBer, Node, Walk
from invoicing.formats._envelope import MAX_BYTES, SignatureFacts, signed_data, unreadable

MAX_LAYERS = 2
MAX_SIGNERS = 8

_CONTEXT_0 = 0xA0
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
_DIGESTS: dict[bytes, type[hashes.HashAlgorithm]] = {
    bytes.fromhex("2b0e03021a"): hashes.SHA1,
    bytes.fromhex("608648016503040201"): hashes.SHA256,
    bytes.fromhex("608648016503040202"): hashes.SHA384,
    bytes.fromhex("608648016503040203"): hashes.SHA512,
}


def unwrap(data: bytes) -> tuple[bytes, tuple[SignatureFacts, ...]]:
    """The content of a signed file and its signatures, the outermost first.

    A file that is not signed comes back as it is, without signatures. UnreadableFile
    (`p7m-unreadable`) where SignedData is broken or holds no content, TooLarge.
    """
    facts: tuple[SignatureFacts, ...] = ()
    for _ in range(MAX_LAYERS):
        encoded = signed_data(data)
        if encoded is None:
            return data, facts
        if len(encoded) > MAX_BYTES:
            raise TooLarge(
                "p7m-too-large",
                f"The file has more than {MAX_BYTES} bytes.",
                fix="Send a smaller file.",
            )
        try:
            data, found = _opened(encoded)
        except BadBer as exc:
            raise unreadable(str(exc)) from exc
        facts += found
    if signed_data(data) is not None:
        raise unreadable(f"it is signed more than {MAX_LAYERS} times over")
    return data, facts


def _opened(data: bytes) -> tuple[bytes, tuple[SignatureFacts, ...]]:
    _, wrapped = _values(Walk(data).root(), SEQUENCE, 2)[:2]
    signed = _values(_values(wrapped, _CONTEXT_0, 1)[0], SEQUENCE, 4)
    inner = _values(signed[2], SEQUENCE, 1)
    if len(inner) < 2:
        raise BadBer("the signature stands alone, without the file it is of")
    content = _values(inner[1], _CONTEXT_0, 1)[0].octets()
    certificates = _certificates(signed)
    signers = _values(signed[-1], SET, 0)
    if len(signers) > MAX_SIGNERS:
        raise BadBer("too many signatures")
    return content, tuple(_facts(signer, content, certificates) for signer in signers)


def _values(node: Node, tag: int, least: int) -> list[Node]:
    if node.tag != tag:
        raise BadBer(f"a value of kind {node.tag:#04x} where {tag:#04x} belongs")
    found = node.children()
    if len(found) < least:
        raise BadBer("a value is missing")
    return found


def _certificates(signed: list[Node]) -> dict[int, x509.Certificate]:
    """Those in the file that can be read, by serial number."""
    found = {}
    for node in signed[3:-1]:
        if node.tag != _CONTEXT_0:
            continue
        for child in node.children()[:32]:
            try:
                certificate = x509.load_der_x509_certificate(child.encoded)
                names = certificate.subject, certificate.issuer  # parsed only when asked for
                days = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            except ValueError:  # of an odd authority: the signature is told without it
                continue
            if names and days:
                found[certificate.serial_number] = certificate
    return found


def _facts(
    signer: Node, content: bytes, certificates: dict[int, x509.Certificate]
) -> SignatureFacts:
    parts = _values(signer, SEQUENCE, 5)
    own = parts[1].children() if parts[1].tag == SEQUENCE else []
    serial = int.from_bytes(own[-1].content, signed=True) if own else 0
    digest = _DIGESTS.get(_values(parts[2], SEQUENCE, 1)[0].content)
    signed = parts[3] if parts[3].tag == _CONTEXT_0 else None
    attributes = _attributes(signed) if signed else {}
    certificate = certificates.get(serial)
    signature = next((p.content for p in parts[3:] if p.tag == OCTETS), b"")
    matches: bool | None = None
    digest_matches = False
    if digest is not None:
        stated = attributes.get(_MESSAGE_DIGEST)
        if stated is not None:
            digest_matches = stated.content == _hashed(digest(), content)
        message = bytes([SET]) + signed.encoded[1:] if signed else content
        if certificate is not None:
            matches = _is_signed(certificate, signature, message, digest())
        if signed is None:
            digest_matches = matches is True
    moment = attributes.get(_SIGNING_TIME)
    return SignatureFacts(
        signer=certificate.subject.rfc4514_string() if certificate else "",
        issuer=certificate.issuer.rfc4514_string() if certificate else "",
        serial=f"{serial:x}",
        valid_from=certificate.not_valid_before_utc if certificate else None,
        valid_to=certificate.not_valid_after_utc if certificate else None,
        signed_at=_moment(moment) if moment else None,
        digest_matches=digest_matches,
        signature_matches=matches,
    )


def _attributes(signed: Node) -> dict[bytes, Node]:
    """The first value of each signed attribute, by its object identifier."""
    found = {}
    for attribute in signed.children():
        parts = _values(attribute, SEQUENCE, 2)
        found[parts[0].content] = _values(parts[1], SET, 1)[0]
    return found


def _hashed(algorithm: hashes.HashAlgorithm, content: bytes) -> bytes:
    context = hashes.Hash(algorithm)
    context.update(content)
    return context.finalize()


def _is_signed(
    certificate: x509.Certificate, signature: bytes, message: bytes, digest: hashes.HashAlgorithm
) -> bool | None:
    """None for keys and paddings that are not tried."""
    try:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(digest))
        else:
            return None
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError):
        return None
    return True


def _moment(node: Node) -> datetime | None:
    """UTCTime (two digits of the year, 1950 to 2049) or GeneralizedTime."""
    text = node.content.decode("ascii", "replace")
    century = ("19" if text[:2] >= "50" else "20") if node.tag == 0x17 else ""
    try:
        return datetime.strptime(f"{century}{text[:-1]}+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
