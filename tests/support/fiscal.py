"""Throw-away certificates for the tests of tax registers, and the published vectors."""

import json
import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from local.authorities.certificates import few_rounds

from invoicing.fiscal._keys import Identity, Roots

STANDARDS = Path(
    os.environ.get("NOTULA_STANDARDS", Path(__file__).parents[3] / "shared" / "standards")
)
FOLDER = STANDARDS.parent / "spec" / "fiscal"
needs_vectors = pytest.mark.skipif(
    not (FOLDER / "vectors.json").is_file(),
    reason="NOTULA_STANDARDS is absent: the published fiscal vectors are not tried",
)
PASSPHRASE = "geslo"
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
ENDS = datetime(2036, 1, 1, tzinfo=UTC)


def vectors(kind: str) -> list[dict[str, Any]]:
    found = [v for v in json.loads((FOLDER / "vectors.json").read_text()) if v["kind"] == kind]
    assert found, f"no vectors of {kind}"
    return found


@cache
def vector_key(name: str) -> rsa.RSAPrivateKey:
    """A key the vectors were computed with."""
    numbers = json.loads((FOLDER / "test_keys.json").read_text())["keys"][name]
    n, e, d, p, q = (int(numbers[letter]) for letter in "nedpq")
    public = rsa.RSAPublicNumbers(e, n)
    return rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public
    ).private_key()


@cache
def fresh_key(_purpose: str) -> rsa.RSAPrivateKey:
    """A key of its own for a purpose; made once for all tests."""
    return rsa.generate_private_key(65537, 2048)


def subject(*parts: tuple[str, str]) -> x509.Name:
    oids = {
        "C": NameOID.COUNTRY_NAME,
        "O": NameOID.ORGANIZATION_NAME,
        "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
        "CN": NameOID.COMMON_NAME,
        "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
    }
    return x509.Name([x509.NameAttribute(oids[name], value) for name, value in parts])


class Issuer(NamedTuple):
    """A certificate authority of the tests."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def roots(self) -> Roots:
        return Roots((self.certificate,))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: x509.Name,
        purpose: str,
        *,
        begins: datetime = BEGAN,
        ends: datetime = ENDS,
        host: str = "",
    ) -> Identity:
        key = fresh_key(purpose)
        builder = _builder(name, self.certificate.subject, key, begins, ends).add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        )
        if host:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(names, critical=False)
        return Identity(key, builder.sign(self.key, hashes.SHA256()), (self.certificate,))


@cache
def issuer(name: str = "Tax CA Test") -> Issuer:
    key = fresh_key(f"issuer {name}")
    own = subject(("C", "SI"), ("O", "state-institutions"), ("CN", name))
    builder = _builder(own, own, key, BEGAN - timedelta(days=1), ENDS).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    return Issuer(key, builder.sign(key, hashes.SHA256()))


@cache
def taxpayer(tax_number: str = "50223054", **validity: datetime) -> Identity:
    """A certificate as FURS gives them."""
    name = subject(
        ("C", "SI"),
        ("O", "state-institutions"),
        ("OU", "DavPotRacTEST"),
        ("OU", tax_number),
        ("CN", "TESTNO PODJETJE 342"),
    )
    return issuer().issue(name, "taxpayer", **validity)


def p12(identity: Identity, passphrase: str = PASSPHRASE) -> bytes:
    """The file a taxpayer gets."""
    return pkcs12.serialize_key_and_certificates(
        b"certificate",
        identity.key,
        identity.certificate,
        None,
        few_rounds(passphrase),
    )


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
    )
