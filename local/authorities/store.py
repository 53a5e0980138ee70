"""What the simulators keep between starts: their certificates, and what they were told."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from local.authorities import at, cis
from local.authorities.at import At
from local.authorities.certificates import Holder, Issuer, Parts
from local.authorities.cis import Cis
from local.authorities.furs import ISSUER, Furs, taxpayer_name

PASSPHRASE = "throw-away"  # noqa: S105 - of certificates that are made on the spot
TAX_NUMBER = "50223054"
OIB = "12345678903"
NIF = "501964843"
USER = f"{NIF}/1"  # of the portal
PROGRAM_KEY_BITS = 1024  # what Portuguese law prescribes


def open_furs(folder: Path, now: Callable[[], datetime]) -> Furs:
    """The FURS of a stack, with its certificates; made on the first start and kept from then on."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "taxpayer.p12").exists():
        _make(folder, now(), ISSUER, taxpayer_name(TAX_NUMBER))
    issuer = Issuer(load_holder(folder / "issuer.pem"))
    return KeptFurs(issuer, load_holder(folder / "answers.pem"), now, folder / "told.json")


def open_cis(folder: Path, now: Callable[[], datetime]) -> Cis:
    """The CIS of a stack; a JIR follows from what it is for, so nothing else is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "taxpayer.p12").exists():
        _make(folder, now(), cis.ISSUER, cis.taxpayer_name(OIB))
    return Cis(Issuer(load_holder(folder / "issuer.pem")), load_holder(folder / "answers.pem"), now)


def open_at(folder: Path, now: Callable[[], datetime]) -> At:
    """The series service of a stack; it knows one user, and keeps the series it was told of."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "tls.p12").exists():
        issuer = _make_issuer(folder, now(), at.ISSUER)
        portal = issuer.issue((("CN", "portal"),), now())
        _save(folder / "portal-key.pem", portal)
        (folder / "portal.pem").write_bytes(portal.pem)
        key = rsa.generate_private_key(65537, PROGRAM_KEY_BITS)
        name = (("CN", "Notula"), ("serialNumber", NIF))
        _save_p12(folder / "program.p12", issuer.issue(name, now(), key=key))
        _save_p12(folder / "tls.p12", issuer.issue(name, now()))
    issuer = Issuer(load_holder(folder / "issuer.pem"))
    return KeptAt(issuer, load_holder(folder / "portal-key.pem"), now, folder / "told.json")


def _make(folder: Path, now: datetime, of: Parts, taxpayer_parts: Parts) -> None:
    issuer = _make_issuer(folder, now, of)
    _save(folder / "answers.pem", issuer.issue((("CN", "answers"),), now))
    _save_p12(folder / "taxpayer.p12", issuer.issue(taxpayer_parts, now))


def _make_issuer(folder: Path, now: datetime, of: Parts) -> Issuer:
    """An authority's own certificates: what it gives others with, and what it serves with."""
    issuer = Issuer.make(of, now)
    _save(folder / "issuer.pem", issuer.own)
    (folder / "roots.pem").write_bytes(issuer.own.pem)
    _save(folder / "server.pem", issuer.issue((("CN", "localhost"),), now, host="localhost"))
    return issuer


class KeptFurs(Furs):
    """Writes what it was told to a file after each message."""

    def __init__(
        self, issuer: Issuer, signer: Holder, now: Callable[[], datetime], file: Path
    ) -> None:
        super().__init__(issuer, signer, now)
        self._file = file
        known = json.loads(file.read_text(), parse_float=Decimal) if file.exists() else {}
        self.premises = {
            (p["TaxNumber"], p["BusinessPremiseID"]): p for p in known.get("premises", [])
        }
        self.invoices = {
            (i["invoice"]["TaxNumber"], i["invoice"]["ProtectedID"]): i
            for i in known.get("invoices", [])
        }

    def answer(self, path: str, body: bytes, client: x509.Certificate | None) -> tuple[int, bytes]:
        answered = super().answer(path, body, client)
        known: dict[str, list[Any]] = {
            "premises": list(self.premises.values()),
            "invoices": list(self.invoices.values()),
        }
        _keep(self._file, known)
        return answered


class KeptAt(At):
    """Writes the series it was told of to a file after each message."""

    def __init__(
        self, issuer: Issuer, portal: Holder, now: Callable[[], datetime], file: Path
    ) -> None:
        super().__init__(issuer, portal, now, users={USER: PASSPHRASE})
        self._file = file
        known = json.loads(file.read_text()) if file.exists() else []
        self.series = {(one["nifComunicou"], one["tipoDoc"], one["serie"]): one for one in known}

    def answer(
        self, path: str, body: bytes, client: x509.Certificate | None = None
    ) -> tuple[int, bytes]:
        answered = super().answer(path, body, client)
        _keep(self._file, list(self.series.values()))
        return answered


def _keep(file: Path, known: Any) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(known, default=str))
    part.rename(file)


def _save_p12(file: Path, holder: Holder) -> None:
    file.touch(mode=0o600)
    file.write_bytes(holder.p12(PASSPHRASE))


def _save(file: Path, holder: Holder) -> None:
    file.touch(mode=0o600)
    file.write_bytes(holder.key_pem + holder.pem)


def load_holder(file: Path) -> Holder:
    """A key and its certificate, as the stores of simulators keep them."""
    data = file.read_bytes()
    key: Any = load_pem_private_key(data, None)
    return Holder(key, x509.load_pem_x509_certificate(data))
