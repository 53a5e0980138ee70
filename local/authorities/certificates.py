"""Throw-away certificates, made on the spot: an authority's own, and those it gives taxpayers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

KEY_BITS = 2048
VALID_FOR = timedelta(days=5 * 365)
_OIDS = {
    "C": NameOID.COUNTRY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "CN": NameOID.COMMON_NAME,
    "serialNumber": NameOID.SERIAL_NUMBER,
}
_SIGNS = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
Parts = tuple[tuple[str, str], ...]


def few_rounds(passphrase: str) -> KeySerializationEncryption:
    """Of a .p12 file: quick to open, for what a simulator gives out guards nothing."""
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(100)
    return builder.build(passphrase.encode())


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def p12(self, passphrase: str) -> bytes:
        """The file a taxpayer gets."""
        return pkcs12.serialize_key_and_certificates(
            b"taxpayer", self.key, self.certificate, None, few_rounds(passphrase)
        )


@dataclass(frozen=True)
class Issuer:
    """A certificate authority of a simulator."""

    own: Holder

    @classmethod
    def make(cls, parts: Parts, now: datetime, key: rsa.RSAPrivateKey | None = None) -> "Issuer":
        key = key or new_key()
        name = _name(parts)
        builder = _builder(name, name, key, now - timedelta(days=1), now + 2 * VALID_FOR)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        builder = builder.add_extension(_SIGNS, True)
        return cls(Holder(key, builder.sign(key, hashes.SHA256())))

    def issue(
        self,
        parts: Parts,
        now: datetime,
        *,
        valid_for: timedelta = VALID_FOR,
        host: str = "",
        key: rsa.RSAPrivateKey | None = None,
    ) -> Holder:
        key = key or new_key()
        begins = min(now, now + valid_for) - timedelta(days=1)
        issuer = self.own.certificate.subject
        builder = _builder(_name(parts), issuer, key, begins, now + valid_for)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.own.key.public_key())
        builder = builder.add_extension(by, False)
        if host:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(names, False)
        return Holder(key, builder.sign(self.own.key, hashes.SHA256()))


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, KEY_BITS)


def _name(parts: Parts) -> x509.Name:
    return x509.Name([x509.NameAttribute(_OIDS[kind], value) for kind, value in parts])


def _builder(
    name: x509.Name, by: x509.Name, key: rsa.RSAPrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
