"""A world with tax authorities in it: their simulators answer what the product asks."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as replace_ports
from datetime import timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

from cryptography import x509
from local.authorities.certificates import Holder, Issuer
from local.authorities.furs import ISSUER, Furs, taxpayer_name
from tests.support.fiscal import BEGAN, PASSPHRASE, fresh_key
from tests.support.hooks import OutsideWorld
from tests.support.world import ENVIRONMENT, Answer, Credentials, _client, _session, cloud

from invoicing.outbound.authority import Credentials as ClientCredentials
from invoicing.outbound.authority import NoAnswer
from invoicing.outbound.vault import Vault
from invoicing.safe.safe_http import HttpAnswer
from invoicing.usecases.ports import Ports

KEY = "alias/certificates"
TAX_NUMBER = "50223054"
PREMISE = {"businessPremiseId": "SPLET", "type": "device"}
DEVICE = {"electronicDeviceId": "BLAG1", "businessPremiseId": "SPLET"}
CASH = {
    "_documentItems": [{"name": "Kava", "price": 5}],
    "payments": [{"type": "cash", "amount": 5}],
}


@cache
def pki() -> tuple[Issuer, Holder]:
    issuer = Issuer.make(ISSUER, BEGAN, fresh_key("issuer furs"))
    return issuer, issuer.issue(
        (("CN", "answers"),), BEGAN, valid_for=_LONG, key=fresh_key("answers")
    )


@cache
def taxpayer(tax_number: str = TAX_NUMBER, valid_for: timedelta = timedelta(days=3650)) -> Holder:
    """A certificate FURS gave; its key is the same for all."""
    issuer, _ = pki()
    return issuer.issue(
        taxpayer_name(tax_number), BEGAN, valid_for=valid_for, key=fresh_key("taxpayer")
    )


_LONG = timedelta(days=3650)


@dataclass
class FiscalWorld(OutsideWorld):
    """A world whose FURS is the simulator; `fails` says what becomes of a question instead."""

    asked: list[str] = field(default_factory=list)
    fails: Callable[[str], str | None] = lambda _: None
    """From the URL: "down", "lost" (taken, but no answer), or a status."""
    clock_off: timedelta = timedelta()

    def __post_init__(self) -> None:
        issuer, signer = pki()
        self.furs = Furs(issuer, signer, lambda: self.now + self.clock_off)

    def ports(self) -> Ports:
        return replace_ports(super().ports(), vault=Vault(KEY), ask=self.ask)

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
        assert headers["Content-Type"].startswith("application/json")
        assert roots
        self.asked.append(url)
        fault = self.fails(url)
        if fault == "down":
            raise NoAnswer("connect")
        client = x509.load_pem_x509_certificates(credentials.chain)[0] if credentials else None
        path = "/" + url.split("/", 3)[3]
        status, answer = self.furs.answer(path, body, client)
        if fault == "lost":
            raise NoAnswer("timeout")
        if fault:
            return HttpAnswer(int(fault), {}, b"")
        return HttpAnswer(status, {}, answer)

    # What a user does

    def trust(self) -> None:
        """What the operator installs once."""
        client = _client("s3")
        for environment in ("production", "test"):
            client.put_object(
                Bucket=ENVIRONMENT["FILES_BUCKET"],
                Key=f"trust/furs-{environment}.pem",
                Body=self.furs.issuer.own.pem,
            )

    def shop(self, **settings: Any) -> Credentials:
        """An organization ready to register: certificate, premise, device."""
        self.trust()
        owner = self.organization()
        self.settle(owner, **settings)
        return owner

    def settle(self, owner: Credentials, **settings: Any) -> None:
        own = f"/v1/Organizations/{owner.organization_id}"
        defaults = {"furs_verifying": True, **settings}
        self.done("PATCH", own, {"defaults": defaults}, owner)
        self.done_upload(owner)
        self.done("POST", f"{own}/businesspremises", PREMISE, owner, 201)
        self.done("POST", f"{own}/electronicDevices", DEVICE, owner, 201)

    def done(self, method: str, path: str, body: Any, owner: Credentials, status: int = 200) -> Any:
        answer = self.request(method, path, body, token=owner.token)
        assert answer.status == status, (answer.status, answer.body)
        return answer.json

    def upload(
        self, owner: Credentials, data: bytes, passphrase: str = PASSPHRASE, kind: str = "furs"
    ) -> Answer:
        boundary = uuid.UUID(int=1).hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="certificate"; '
        form = (
            head.encode() + b'filename="c.p12"\r\n\r\n' + data + f"\r\n--{boundary}--\r\n".encode()
        )
        return self.request(
            "POST",
            f"/v1/Organizations/{owner.organization_id}/upload-certificate?type={kind}",
            form,
            token=owner.token,
            headers={
                "content-type": f"multipart/form-data; boundary={boundary}",
                "passphrase": passphrase,
            },
        )

    def done_upload(self, owner: Credentials, holder: Holder | None = None) -> Any:
        answer = self.upload(owner, (holder or taxpayer()).p12(PASSPHRASE))
        assert answer.status == 200, answer.body
        return answer.json

    def issue(self, owner: Credentials, body: Any = None, status: int = 201) -> Any:
        path = f"/v1/Organizations/{owner.organization_id}/documents"
        return self.done("POST", path, CASH if body is None else body, owner, status)

    def read(self, owner: Credentials, document: Any) -> Any:
        return self.done("GET", f"/v1/Documents/{document['id']}", None, owner)

    def verify(self, owner: Credentials, document: Any, query: str = "") -> Answer:
        path = f"/v1/Documents/{document['id']}/fiscally-verify{query}"
        return self.request("POST", path, {}, token=owner.token)

    def told(self) -> list[Any]:
        """The invoices FURS has, as they were told first."""
        return [known["invoice"] for known in self.furs.invoices.values()]

    def later(self, by: timedelta) -> None:
        """Time passes, and the janitor comes."""
        self.now += by
        self.tick_janitor()


def furnish_key() -> None:
    """The stack's key, under the name the world's vault knows it by."""
    client = _client("kms")
    key = client.create_key()["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName=KEY, TargetKeyId=key)


@contextmanager
def fiscal_cloud(world: FiscalWorld) -> Any:
    """`cloud` with the key."""
    with cloud(world), patch("invoicing.outbound.vault.get_session", _session):
        furnish_key()
        yield world
