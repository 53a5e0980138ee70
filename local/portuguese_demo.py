"""An organization whose documents are signed as Portugal wants it, ready to issue."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from local.authorities.at import ISSUER
from local.authorities.certificates import Issuer
from local.authorities.store import PASSPHRASE
from local.fiscal_demo import Api

TAX_NUMBER = "501964843"
KEY_BITS = 1024  # what the law prescribes
SERIES = {"invoice": "FT", "receipt": "FR", "credit-note": "NC", "estimate": "OR"}


def seed_at(folder: Path, base_url: str, made: dict[str, Any]) -> dict[str, Any]:
    """What `demo.json` says of the organization, which is ready now."""
    now = datetime.now(UTC)
    code = f"D{now:%Y}"
    file = _program(folder, now)
    api = Api(f"{base_url}/v1/Organizations/{made['organizationId']}", made["token"])
    # The authority would give these when the series are registered.
    codes = {f"{type_code} {code}": f"DEMO{type_code}{now:%y}" for type_code in SERIES.values()}
    settings = {"at_verifying": True, "at_certificateNumber": "9999", "at_series": codes}
    api.send("PATCH", "", {"defaults": settings})
    api.upload("at", file.read_bytes())
    for type_, type_code in SERIES.items():
        series = {"code": code, "type": type_, "isDefault": True}
        api.send("POST", "/series", {**series, "pattern": f"{type_code} {{SERIE}}/{{n}}"})
    return {
        "token": made["token"],
        "organizationId": made["organizationId"],
        "accountId": made["accountId"],
        "taxNumber": TAX_NUMBER,
        "series": code,
        "certificate": str(file),
        "passphrase": PASSPHRASE,
    }


def _program(folder: Path, now: datetime) -> Path:
    """A throw-away key documents are signed with."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = rsa.generate_private_key(65537, KEY_BITS)
    name = (("CN", "Notula"), ("serialNumber", TAX_NUMBER))
    holder = Issuer.make(ISSUER, now).issue(name, now, key=key)
    file = folder / "program.p12"
    file.touch(mode=0o600)
    file.write_bytes(holder.p12(PASSPHRASE))
    return file
