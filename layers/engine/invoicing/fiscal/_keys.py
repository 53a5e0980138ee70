"""Certificates with their keys, and the certificates an authority's answers are judged by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from invoicing.errors import UnreadableFile

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
}
CHAIN_LENGTH_MAX = 6


def sign(key: rsa.RSAPrivateKey, data: bytes, algorithm: str = "sha256") -> bytes:
    """RSA PKCS#1 v1.5: the same bytes for the same data, always."""
    return key.sign(data, padding.PKCS1v15(), _HASHES[algorithm]())


class PemFiles(NamedTuple):
    """What a TLS client needs, as PEM."""

    chain: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """A taxpayer's certificate and its private key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def sign(self, data: bytes, algorithm: str = "sha256") -> bytes:
        return sign(self.key, data, algorithm)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def is_valid_at(self, now: datetime) -> bool:
        own = self.certificate
        return own.not_valid_before_utc <= now <= own.not_valid_after_utc

    def pem(self, password: bytes) -> PemFiles:
        """For a TLS client; the key is encrypted with the password."""
        shown = (self.certificate, *self.chain)
        return PemFiles(
            b"".join(one.public_bytes(Encoding.PEM) for one in shown),
            self.key.private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password)
            ),
        )

    def to_bytes(self) -> bytes:
        """PKCS#12 without a passphrase, to be encrypted as a whole."""
        return pkcs12.serialize_key_and_certificates(
            None, self.key, self.certificate, list(self.chain) or None, NoEncryption()
        )


def open_identity(data: bytes, passphrase: bytes | None) -> Identity:
    """The identity in a PKCS#12 file; UnreadableFile where there is none to be had of it."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, passphrase)
    except (ValueError, TypeError) as exc:
        raise UnreadableFile(
            "certificate-unreadable",
            "the file is no PKCS#12 file, or the passphrase is not its own",
            fix="send the .p12 file as you got it, and its passphrase in the passphrase header",
            pointer="/certificate",
        ) from exc
    except UnsupportedAlgorithm as exc:
        raise UnreadableFile(
            "certificate-unreadable",
            "the file is encrypted in a way nobody uses any more",
            fix="export it again with AES encryption",
            pointer="/certificate",
        ) from exc
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise UnreadableFile(
            "certificate-unreadable",
            "the file holds no RSA key with its certificate",
            fix="send the file the authority gave you, with its private key",
            pointer="/certificate",
        )
    return Identity(key, certificate, tuple(chain))


class Roots(NamedTuple):
    """The certificates an authority's answers must lead to."""

    certificates: tuple[x509.Certificate, ...]

    def trusts(self, chain: Sequence[x509.Certificate], at: datetime) -> bool:
        """Whether the chain, the signer first, is valid and leads to one of them."""
        if not chain or len(chain) > CHAIN_LENGTH_MAX:
            return False
        if not all(c.not_valid_before_utc <= at <= c.not_valid_after_utc for c in chain):
            return False
        if not all(_is_issued_by(one, issuer) for one, issuer in pairwise(chain)):
            return False
        last = chain[-1]
        return any(last == root or _is_issued_by(last, root) for root in self.certificates)


def read_roots(pem: bytes) -> Roots:
    """UnreadableFile where it is no PEM file of certificates."""
    try:
        return Roots(tuple(x509.load_pem_x509_certificates(pem)))
    except ValueError as exc:
        raise UnreadableFile(
            "roots-unreadable", "the file holds no PEM certificates", fix="send them as PEM"
        ) from exc


def _is_issued_by(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints)
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return constraints.value.ca


def verifies(
    certificate: x509.Certificate, signature: bytes, data: bytes, algorithm: str = "sha256"
) -> bool:
    """Whether the certificate's key made this RSA signature (PKCS#1 v1.5)."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(signature, data, padding.PKCS1v15(), _HASHES[algorithm]())
    except InvalidSignature:
        return False
    return True
