"""An organization whose documents are signed as Portugal wants it, with its series registered."""

from datetime import UTC, datetime
from typing import Any

from local.authorities.store import NIF, PASSPHRASE, USER
from local.fiscal_demo import Api, Authorities, install_roots, said

SERIES = {"invoice": "FT", "receipt": "FR", "credit-note": "NC", "estimate": "OR"}


def seed_at(
    authorities: Authorities, environment: dict[str, str], base_url: str, made: dict[str, Any]
) -> dict[str, Any]:
    """What `demo.json` says of the organization, which is ready now."""
    own, code = authorities.folder / "at", f"D{datetime.now(UTC):%Y}"
    install_roots("at", own / "roots.pem", environment)
    install_roots("at-portal", own / "portal.pem", environment)
    api = Api(f"{base_url}/v1/Organizations/{made['organizationId']}", made["token"])
    settings = {"at_verifying": True, "at_certificateNumber": "9999"}
    api.send("PATCH", "", {"defaults": settings})
    api.upload("at", (own / "program.p12").read_bytes())
    api.upload("at-tls", (own / "tls.p12").read_bytes())
    login = {"username": USER, "password": PASSPHRASE}
    for type_, type_code in SERIES.items():
        series = {"code": code, "type": type_, "isDefault": True}
        api.send("POST", "/series", {**series, "pattern": f"{type_code} {{SERIE}}/{{n}}"})
        api.send("POST", "/fiscal-series", {"series": code, "type": type_, **login})
    return {
        **said(made, own),
        "taxNumber": NIF,
        "series": code,
        **login,
        "certificate": str(own / "program.p12"),
        "tlsCertificate": str(own / "tls.p12"),
    }
