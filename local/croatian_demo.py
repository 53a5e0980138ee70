"""An organization whose sales are registered with the simulated CIS, ready to issue."""

from typing import Any

from local.authorities.store import OIB, PASSPHRASE
from local.fiscal_demo import Api, Authorities, install_roots

PREMISE, DEVICE = "POSL1", "1"


def seed_fina(
    authorities: Authorities, environment: dict[str, str], base_url: str, made: dict[str, Any]
) -> dict[str, Any]:
    """What `demo.json` says of the organization, which is ready now."""
    own = authorities.folder / "fina"
    install_roots("fina", own / "roots.pem", environment)
    api = Api(f"{base_url}/v1/Organizations/{made['organizationId']}", made["token"])
    api.send("PATCH", "", {"defaults": {"fina_verifying": True, "fina_strategy": "C"}})
    api.upload("fina", (own / "taxpayer.p12").read_bytes())
    api.send("POST", "/businesspremises", {"provider": "fina", "businessPremiseId": PREMISE})
    device = {"electronicDeviceId": DEVICE, "businessPremiseId": PREMISE, "provider": "fina"}
    api.send("POST", "/electronicDevices", device)
    return {
        "token": made["token"],
        "organizationId": made["organizationId"],
        "accountId": made["accountId"],
        "taxNumber": OIB,
        "businessPremiseId": PREMISE,
        "electronicDeviceId": DEVICE,
        "certificate": str(own / "taxpayer.p12"),
        "passphrase": PASSPHRASE,
        "behaviour": str(own / "behaviour.json"),
    }
