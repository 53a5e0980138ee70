"""A world with Croatia's CIS in it: its simulator answers what the product asks."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import boto3
from local.authorities.certificates import Holder, Issuer
from local.authorities.cis import ISSUER, Cis, taxpayer_name
from tests.support.fiscal import BEGAN, PASSPHRASE, fresh_key
from tests.support.fiscal_world import FiscalWorld
from tests.support.world import ENVIRONMENT, Credentials

from invoicing.outbound.authority import Credentials as ClientCredentials
from invoicing.outbound.authority import NoAnswer
from invoicing.safe.safe_http import HttpAnswer

OIB = "12345678903"
PREMISE = {"businessPremiseId": "POSL1", "provider": "fina", "type": "shop"}
DEVICE = {"electronicDeviceId": "1", "businessPremiseId": "POSL1", "provider": "fina"}
_LONG = timedelta(days=3650)


@cache
def pki() -> tuple[Issuer, Holder]:
    issuer = Issuer.make(ISSUER, BEGAN, fresh_key("issuer cis"))
    key = fresh_key("answers of cis")
    return issuer, issuer.issue((("CN", "fiskalcis"),), BEGAN, valid_for=_LONG, key=key)


@cache
def taxpayer(oib: str = OIB, valid_for: timedelta = _LONG) -> Holder:
    """A FISKAL certificate; its key is the same for all."""
    issuer, _ = pki()
    key = fresh_key("croatian taxpayer")
    return issuer.issue(taxpayer_name(oib), BEGAN, valid_for=valid_for, key=key)


class CroatianWorld(FiscalWorld):
    """A world whose CIS is the simulator."""

    def __post_init__(self) -> None:
        super().__post_init__()
        issuer, signer = pki()
        self.cis = Cis(issuer, signer, lambda: self.now + self.clock_off)

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
        action = headers["SOAPAction"].rsplit("/", 1)[1].rstrip('"')
        assert action in {"racuni", "promijeniNacPlac", "promijeniPodatkeRacuna"}
        assert roots
        self.asked.append(url)
        fault = self.fails(url)
        if fault == "down":
            raise NoAnswer("connect")
        status, answer = self.cis.answer("", body)
        if fault == "lost":
            raise NoAnswer("timeout")
        if fault:
            return HttpAnswer(int(fault), {}, b"")
        return HttpAnswer(status, {}, answer)

    def trust(self) -> None:
        client = boto3.client("s3", region_name=ENVIRONMENT["AWS_REGION"])
        for environment in ("production", "test"):
            client.put_object(
                Bucket=ENVIRONMENT["FILES_BUCKET"],
                Key=f"trust/fina-{environment}.pem",
                Body=self.cis.issuer.own.pem,
            )

    def shop(self, **settings: Any) -> Credentials:
        self.trust()
        owner = self.organization(name="Lipa d.o.o.", country="HR", tax_number=f"HR{OIB}")
        self.settle(owner, **settings)
        return owner

    def settle(self, owner: Credentials, **settings: Any) -> None:
        own = f"/v1/Organizations/{owner.organization_id}"
        defaults = {"fina_verifying": True, **settings}
        self.done("PATCH", own, {"defaults": defaults}, owner)
        answer = self.upload(owner, taxpayer().p12(PASSPHRASE), kind="fina")
        assert answer.status == 200, answer.body
        self.done("POST", f"{own}/businesspremises", PREMISE, owner, 201)
        self.done("POST", f"{own}/electronicDevices", DEVICE, owner, 201)

    def told(self) -> list[Any]:
        return list(self.cis.invoices.values())
