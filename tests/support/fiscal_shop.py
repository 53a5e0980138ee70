"""A demo organization of the running stack that registers with a simulated authority."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from local.authorities import cis, furs
from local.authorities.at import ISSUER as AT_ISSUER
from local.authorities.certificates import Holder, Issuer, Parts, new_key
from local.authorities.store import PASSPHRASE, load_holder

CASH = {"_documentItems": [{"name": "Kava", "price": 5}], "payments": [{"type": "cash"}]}


def _program_name(tax_number: str) -> Parts:
    return (("CN", "Notula"), ("serialNumber", tax_number))


class Register(NamedTuple):
    """What differs between authorities, as far as these tests go."""

    name: str
    code: str  # names in the document's block
    confirmation: str
    subject: Callable[[str], Parts]
    stranger: Parts  # an issuer by the same name, that is another
    another: str  # a tax number that is somebody else's
    prefix: str
    expired: str  # the authority's code for a certificate that has ended
    premise: dict[str, str]


REGISTERS = {
    one.name: one
    for one in (
        Register(
            name="furs",
            code="zoi",
            confirmation="eor",
            subject=furs.taxpayer_name,
            stranger=furs.ISSUER,
            another="10039856",
            prefix="SI",
            expired="S008",
            premise={"type": "device"},
        ),
        Register(
            name="fina",
            code="ZKI",
            confirmation="JIR",
            subject=cis.taxpayer_name,
            stranger=cis.ISSUER,
            another="11111111119",
            prefix="HR",
            expired="s002",
            premise={},
        ),
        Register(
            name="at",
            code="hash",
            confirmation="",
            subject=_program_name,
            stranger=AT_ISSUER,
            another="500000000",
            prefix="PT",
            expired="",
            premise={},
        ),
    )
}
_key = cache(new_key)  # one for all: making one takes longer than most tests


class Shop:
    """The organization, and the switch of its authority."""

    def __init__(self, stack: Any, name: str) -> None:
        self.stack = stack
        self.register = REGISTERS[name]
        self.demo = stack.demo["fiscal"][name]
        self.token = self.demo["token"]
        self.behaviour = Path(self.demo["behaviour"])
        self.own = f"/v1/Organizations/{self.demo['organizationId']}"

    @property
    def url(self) -> str:
        """Where the authority listens."""
        ports = json.loads((self.stack.home / "ports.json").read_text())
        return f"https://localhost:{ports[self.register.name]}"

    @property
    def folder(self) -> Path:
        """Where the authority keeps its certificates."""
        return self.behaviour.parent

    def behave(self, **behaviour: Any) -> None:
        self.behaviour.write_text(json.dumps(behaviour))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.token}"}
        if data is not None:
            headers["content-type"] = "application/json"
        return self.stack.request(method, path, data, **headers)

    def done(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.ask(method, path, body)
        assert answer.status == status, (answer.status, answer.body)
        return answer.json()

    def issue(self, status: int = 201, body: Any = None) -> Any:
        return self.done("POST", f"{self.own}/documents", body or CASH, status)

    def block(self, document: Any) -> Any:
        return document[f"_{self.register.name}"]

    def verify(self, document: Any) -> Any:
        return self.ask("POST", f"/v1/Documents/{document['id']}/fiscally-verify", {})

    def read(self, document: Any) -> Any:
        return self.done("GET", f"/v1/Documents/{document['id']}")

    def require_same(self, before: Any) -> Any:
        """The document's block now, registered: with the code, time and amounts it began with."""
        after = self.read(before)
        was, now = self.block(before), self.block(after)
        assert now["status"] == "registered", now
        assert now[self.register.confirmation]
        for name in (self.register.code, "issuedAt", "qr"):
            assert now[name] == was[name]
        for name in ("number", "totalWithTax", "date"):
            assert after[name] == before[name]
        return now

    # Certificates

    def holder(
        self,
        tax_number: str = "",
        *,
        issuer: Issuer | None = None,
        valid_for: timedelta = timedelta(days=30),
        now: datetime,
    ) -> Holder:
        """A certificate of the authority's own issuer, unless another is given."""
        issuer = issuer or Issuer(load_holder(self.folder / "issuer.pem"))
        name = self.register.subject(tax_number or self.demo["taxNumber"])
        return issuer.issue(name, now, valid_for=valid_for, key=_key())

    def stranger(self, now: datetime) -> Issuer:
        return Issuer.make(self.register.stranger, now, key=_key())

    def upload(self, data: bytes, purpose: str = "") -> Any:
        headers = {
            "authorization": f"Bearer {self.token}",
            "content-type": "application/octet-stream",
            "passphrase": PASSPHRASE,
        }
        kind = self.register.name + purpose
        return self.stack.request(
            "POST", f"{self.own}/upload-certificate?type={kind}", data, **headers
        )

    def upload_own(self) -> None:
        answer = self.upload(Path(self.demo["certificate"]).read_bytes())
        assert answer.status == 200, answer.body

    def has_certificate(self) -> Any:
        return self.done("GET", f"{self.own}/has-certificate?type={self.register.name}")

    # The test world

    def settle_test_world(self) -> None:
        """From here on everything is asked of the test world, which has all it needs."""
        name = self.register.name
        body = {"role": "admin", "live": False}
        self.token = self.done("POST", f"{self.own}/tokens", body, 201)["secret"]
        self.done("PATCH", self.own, {"defaults": {f"{name}_verifying": True}})
        self.upload_own()
        place = {"businessPremiseId": self.demo["businessPremiseId"], "provider": name}
        self.done("POST", f"{self.own}/businesspremises", place | self.register.premise, 201)
        device = {"electronicDeviceId": self.demo["electronicDeviceId"]}
        self.done("POST", f"{self.own}/electronicDevices", place | device, 201)

    def put_clock(self, at: datetime) -> None:
        body = {"now": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        self.done("PUT", f"{self.own}/test-clock", body)
