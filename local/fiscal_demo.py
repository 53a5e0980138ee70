"""Organizations that are ready to register documents: one for each simulated tax authority."""

import json
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session

from local.authorities.server import AuthorityServer, Simulator
from local.authorities.store import OIB, PASSPHRASE, TAX_NUMBER, open_at, open_cis, open_furs
from local.settings import REGION, Ports, Settings, StartError

_BOUNDARY = "notula-demo"


@dataclass(frozen=True, slots=True)
class Authorities:
    """The simulators of one stack, serving."""

    folder: Path
    furs: AuthorityServer
    cis: AuthorityServer
    at: AuthorityServer

    @property
    def environment(self) -> dict[str, str]:
        """Where functions find them instead of the real ones."""
        return {
            "FISCAL_FURS_URL": self.furs.url,
            "FISCAL_FINA_URL": self.cis.url,
            "FISCAL_AT_URL": self.at.url,
        }

    def close(self) -> None:
        for server in (self.furs, self.cis, self.at):
            server.close()


def start_authorities(settings: Settings, ports: Ports) -> Authorities:
    """The simulators, with certificates made on the first start."""
    folder = settings.home / "authorities"
    furs, cis = open_furs(folder / "furs", _now), open_cis(folder / "fina", _now)
    at = open_at(folder / "at", _now)
    servers = Authorities(
        folder,
        _server(furs, ports.furs, folder / "furs", clients=folder / "furs" / "roots.pem"),
        _server(cis, ports.cis, folder / "fina", clients=None),
        _server(at, ports.at, folder / "at", clients=folder / "at" / "roots.pem"),
    )
    for server in (servers.furs, servers.cis, servers.at):
        server.start()
    return servers


def _server(simulator: Simulator, port: int, own: Path, *, clients: Path | None) -> AuthorityServer:
    return AuthorityServer(
        simulator,
        port,
        identity=own / "server.pem",
        clients=clients,
        behaviour=own / "behaviour.json",
    )


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Shop:
    """Where an organization sells, and whose register it tells of it."""

    authority: str
    tax_number: str
    premise: str
    device: str
    premise_type: str | None = None


SHOPS = {
    shop.authority: shop
    for shop in (
        Shop("furs", TAX_NUMBER, "SPLET", "BLAG1", "device"),
        Shop("fina", OIB, "POSL1", "1"),
    )
}


def seed_shop(
    shop: Shop,
    authorities: Authorities,
    environment: dict[str, str],
    base_url: str,
    made: dict[str, Any],
) -> dict[str, Any]:
    """What `demo.json` says of an organization that registers what it sells, and is ready now."""
    name, own = shop.authority, authorities.folder / shop.authority
    install_roots(name, own / "roots.pem", environment)
    api = Api(f"{base_url}/v1/Organizations/{made['organizationId']}", made["token"])
    api.send("PATCH", "", {"defaults": {f"{name}_verifying": True, f"{name}_strategy": "C"}})
    api.upload(name, (own / "taxpayer.p12").read_bytes())
    place = {"provider": name, "businessPremiseId": shop.premise}
    kind = {"type": shop.premise_type} if shop.premise_type else {}
    api.send("POST", "/businesspremises", place | kind)
    api.send("POST", "/electronicDevices", {**place, "electronicDeviceId": shop.device})
    return {
        **said(made, own),
        "taxNumber": shop.tax_number,
        "businessPremiseId": shop.premise,
        "electronicDeviceId": shop.device,
        "certificate": str(own / "taxpayer.p12"),
    }


def said(made: dict[str, Any], own: Path) -> dict[str, Any]:
    """What is told of every organization that deals with a tax authority."""
    return {
        "token": made["token"],
        "organizationId": made["organizationId"],
        "accountId": made["accountId"],
        "passphrase": PASSPHRASE,
        "behaviour": str(own / "behaviour.json"),
    }


@dataclass(frozen=True, slots=True)
class Api:
    """The local stack's own API, as one token reaches it."""

    url: str
    token: str

    def send(self, method: str, path: str, body: dict[str, Any]) -> None:
        self._send(method, path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def upload(self, authority: str, data: bytes) -> None:
        head = 'Content-Disposition: form-data; name="certificate"; filename="taxpayer.p12"'
        form = f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + data
        form += f"\r\n--{_BOUNDARY}--\r\n".encode()
        sent = {
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "passphrase": PASSPHRASE,
        }
        self._send("POST", f"/upload-certificate?type={authority}", form, sent)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        # The address is our own.
        request = urllib.request.Request(  # noqa: S310
            self.url + path,
            data=body,
            method=method,
            headers={**headers, "Authorization": f"Bearer {self.token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60):  # noqa: S310 - as above
                return
        except OSError as error:
            told = error.read().decode()[:300] if hasattr(error, "read") else str(error)
            raise StartError(f"the fiscal demo was not made: {method} {path}: {told}") from error


def install_roots(authority: str, file: Path, environment: dict[str, str]) -> None:
    """What `operate trust` does on a stack of one's own."""
    client = botocore.session.Session().create_client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=REGION,
        aws_access_key_id="test",
        # The embedded AWS knows one caller, by this name.
        aws_secret_access_key="test",  # noqa: S106
    )
    for world in ("production", "test"):
        client.put_object(
            Bucket=environment["FILES_BUCKET"],
            Key=f"trust/{authority}-{world}.pem",
            Body=file.read_bytes(),
        )
