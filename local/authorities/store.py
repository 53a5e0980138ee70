"""What the simulators keep between starts: their certificates, and what they were told."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from local.authorities import cis
from local.authorities.certificates import Holder, Issuer, Parts
from local.authorities.cis import Cis
from local.authorities.furs import ISSUER, Furs, taxpayer_name

PASSPHRASE = "throw-away"  # noqa: S105 - of certificates that are made on the spot
TAX_NUMBER = "50223054"
OIB = "12345678903"


def open_furs(folder: Path, now: Callable[[], datetime]) -> Furs:
    """The FURS of a stack, with its certificates; made on the first start and kept from then on."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "taxpayer.p12").exists():
        _make(folder, now(), ISSUER, taxpayer_name(TAX_NUMBER))
    issuer = Issuer(_load(folder / "issuer.pem"))
    return KeptFurs(issuer, _load(folder / "answers.pem"), now, folder / "told.json")


def open_cis(folder: Path, now: Callable[[], datetime]) -> Cis:
    """The CIS of a stack; a JIR follows from what it is for, so nothing else is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "taxpayer.p12").exists():
        _make(folder, now(), cis.ISSUER, cis.taxpayer_name(OIB))
    return Cis(Issuer(_load(folder / "issuer.pem")), _load(folder / "answers.pem"), now)


def _make(folder: Path, now: datetime, of: Parts, taxpayer_parts: Parts) -> None:
    issuer = Issuer.make(of, now)
    _save(folder / "issuer.pem", issuer.own)
    (folder / "roots.pem").write_bytes(issuer.own.pem)
    _save(folder / "server.pem", issuer.issue((("CN", "localhost"),), now, host="localhost"))
    _save(folder / "answers.pem", issuer.issue((("CN", "answers"),), now))
    taxpayer = issuer.issue(taxpayer_parts, now)
    file = folder / "taxpayer.p12"
    file.touch(mode=0o600)
    file.write_bytes(taxpayer.p12(PASSPHRASE))


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
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(known, default=str))
        part.rename(self._file)
        return answered


def _save(file: Path, holder: Holder) -> None:
    file.touch(mode=0o600)
    file.write_bytes(holder.key_pem + holder.pem)


def _load(file: Path) -> Holder:
    data = file.read_bytes()
    key: Any = load_pem_private_key(data, None)
    return Holder(key, x509.load_pem_x509_certificate(data))
