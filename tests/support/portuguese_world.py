"""A world with Portugal's tax authority in it: series are registered with its simulator."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from local.authorities.at import ISSUER, At
from local.authorities.certificates import Holder, Issuer
from tests.support.fiscal import BEGAN, PASSPHRASE, fresh_key
from tests.support.fiscal_world import FiscalWorld
from tests.support.world import ENVIRONMENT, Credentials, _client

from invoicing.outbound.authority import Credentials as ClientCredentials
from invoicing.outbound.authority import NoAnswer
from invoicing.safe.safe_http import HttpAnswer

NIF = "501964843"
LINES = [{"name": "Café", "price": 10, "_documentItemTaxes": [{"rate": 23}]}]
PLAIN = {"_documentItems": LINES}
SERIES = {"invoice": "FT", "credit-note": "NC", "estimate": "OR", "receipt": "FR"}
CODES = {f"{code} A2026": f"{code}DF7T5H" for code in SERIES.values()}
_LONG = timedelta(days=3650)
_KEY_BITS = 1024  # what the law prescribes


@cache
def pki() -> tuple[Issuer, Holder]:
    issuer = Issuer.make(ISSUER, BEGAN, fresh_key("issuer furs"))
    key = fresh_key("answers")
    return issuer, issuer.issue((("CN", "portal"),), BEGAN, valid_for=_LONG, key=key)


@cache
def signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, _KEY_BITS)


@cache
def program(nif: str = NIF) -> Holder:
    """The key documents are signed with."""
    issuer, _ = pki()
    name = (("CN", "Notula"), ("serialNumber", nif))
    return issuer.issue(name, BEGAN, valid_for=_LONG, key=signing_key())


@cache
def client() -> Holder:
    """What the program shows to the authority's service."""
    issuer, _ = pki()
    name = (("CN", "program"), ("serialNumber", "500000000"))
    return issuer.issue(name, BEGAN, valid_for=_LONG, key=fresh_key("taxpayer"))


class PortugueseWorld(FiscalWorld):
    """A world whose tax authority is the simulator."""

    def __post_init__(self) -> None:
        super().__post_init__()
        issuer, portal = pki()
        self.at = At(issuer, portal, lambda: self.now + self.clock_off)

    def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        roots: str,
        credentials: ClientCredentials | None,
        timeout_s: float,
    ) -> HttpAnswer:
        assert 0 < timeout_s <= 10
        assert headers["Content-Type"].startswith("text/xml")
        assert roots
        self.asked.append(url)
        fault = self.fails(url)
        if fault == "down":
            raise NoAnswer("connect")
        client = x509.load_pem_x509_certificates(credentials.chain)[0] if credentials else None
        status, answer = self.at.answer("/" + url.split("/", 3)[3], body, client)
        if fault == "lost":
            raise NoAnswer("timeout")
        if fault:
            return HttpAnswer(int(fault), {}, b"")
        return HttpAnswer(status, {}, answer)

    def trust(self) -> None:
        client = _client("s3")
        for environment in ("production", "test"):
            client.put_object(
                Bucket=ENVIRONMENT["FILES_BUCKET"],
                Key=f"trust/at-{environment}.pem",
                Body=self.at.issuer.own.pem,
            )
            client.put_object(
                Bucket=ENVIRONMENT["FILES_BUCKET"],
                Key=f"trust/at-portal-{environment}.pem",
                Body=self.at.portal.pem,
            )

    def shop(self, **settings: Any) -> Credentials:
        self.trust()
        owner = self.organization(name="Lipa Lda.", country="PT", tax_number=f"PT{NIF}")
        self.settle(owner, **settings)
        return owner

    def settle(self, owner: Credentials, **settings: Any) -> None:
        self.configure(owner, **settings)
        answer = self.upload(owner, program().p12(PASSPHRASE), kind="at")
        assert answer.status == 200, answer.body
        for type_, code in SERIES.items():
            self.series(owner, type_, f"{code} {{SERIE}}/{{n}}")

    def configure(self, owner: Credentials, **settings: Any) -> None:
        own = f"/v1/Organizations/{owner.organization_id}"
        given = {"verifying": True, "certificateNumber": "9999", "series": CODES, **settings}
        defaults = {f"at_{name}": value for name, value in given.items() if value is not None}
        self.done("PATCH", own, {"defaults": defaults}, owner)

    def series(self, owner: Credentials, type_: str, pattern: str, code: str = "A2026") -> Any:
        path = f"/v1/Organizations/{owner.organization_id}/series"
        made = {"code": code, "type": type_, "pattern": pattern, "isDefault": True}
        return self.done("POST", path, made, owner, 201)

    def issue(self, owner: Credentials, body: Any = None, status: int = 201) -> Any:
        return super().issue(owner, PLAIN if body is None else body, status)


def is_signed(text: str, mark: str, key: rsa.RSAPublicNumbers | None = None) -> bool:
    """RSA-SHA1 by arithmetic alone."""
    key = key or signing_key().public_key().public_numbers()
    size = (key.n.bit_length() + 7) // 8
    opened = pow(int.from_bytes(base64.b64decode(mark), "big"), key.e, key.n).to_bytes(size, "big")
    prefix = bytes.fromhex("3021300906052b0e03021a05000414")
    block = prefix + hashlib.sha1(text.encode(), usedforsecurity=False).digest()
    return opened == b"\0\1" + b"\xff" * (size - 3 - len(block)) + b"\0" + block


def broken_chain(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """The numbers of a series, in their order, whose hash is not over what stands before it."""
    wrong, previous, before = [], "", ""
    for document in documents:
        block = document["_at"]
        text = (
            f"{document['date'][:10]};{block['issuedAt']};{document['number']};"
            f"{abs(document['totalWithTax']):.2f};{previous}"
        )
        linked = (block.get("previousHash", ""), block.get("previousDocumentId", ""))
        if not is_signed(text, block["hash"]) or linked != (previous, before):
            wrong.append(document["number"])
        previous, before = block["hash"], document["id"]
    return wrong
