"""Shops whose calls to AWS and to their tax authority fail as a network says, and what is known
on both sides afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.faults.network import (
    KILL_AFTER,
    KILL_BEFORE,
    LOST_AFTER,
    TIMEOUT_BEFORE,
    Killed,
    Network,
)
from tests.support.croatian_world import CroatianWorld
from tests.support.fiscal_world import FiscalWorld
from tests.support.portuguese_world import PortugueseWorld
from tests.support.world import Answer

from invoicing.safe.safe_http import HttpAnswer, NoAnswer

TRIES_MAX = 6
WAITS = (timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=30))


@dataclass
class FaultyShop(FiscalWorld):
    """A world in which one call fails, be it to AWS or to the authority."""

    network: Network = field(default_factory=lambda: Network(lambda *_: None))

    def ask(self, url: str, headers: Any, body: bytes, **more: Any) -> HttpAnswer:
        fault = self.network.choose(len(self.network.log), "authority.ask")
        self.network.log.append(f"authority.ask {fault or 'ok'}")
        if fault == KILL_BEFORE:
            raise Killed
        if fault == TIMEOUT_BEFORE:
            raise NoAnswer("timeout")
        if fault not in (None, KILL_AFTER, LOST_AFTER):
            raise NoAnswer("connect")
        answer = super().ask(url, headers, body, **more)
        if fault == KILL_AFTER:
            raise Killed
        if fault == LOST_AFTER:
            raise NoAnswer("timeout")
        return answer

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """The client sends the same request, with the same key, until it is answered."""
        for _ in range(TRIES_MAX):
            try:
                answer = ask()
            except Killed:
                self.restart()
                continue
            if answer.status < 500 and "in-flight" not in answer.body.decode():
                return answer
            self.now += timedelta(minutes=2)
        raise AssertionError("never answered")

    def let_time_pass(self) -> None:
        for wait in WAITS:
            self.now += wait
            try:
                self.tick_janitor()
            except Killed:
                self.restart()


class FaultyFina(FaultyShop, CroatianWorld):
    """The same, where CIS is the authority."""


class FaultyAt(FaultyShop, PortugueseWorld):
    """The same, where the authority gives series their codes."""


class Known(NamedTuple):
    """What an authority was told of one document, with what it answered."""

    confirmation: str
    issued: str
    number: str


class Register(NamedTuple):
    """One authority, seen from its own side."""

    shop: type[FaultyShop]
    known: Callable[[Any], Mapping[str, Known]]  # by code
    messages: Callable[[Any], list[tuple[str, Any]]]
    """Code, and all that must be the same whenever it is told."""


def _furs_known(world: FaultyShop) -> Mapping[str, Known]:
    told = {code: one for (_, code), one in world.furs.invoices.items()}
    return {
        code: Known(
            one["eor"],
            one["invoice"]["IssueDateTime"],
            one["invoice"]["InvoiceIdentifier"]["InvoiceNumber"],
        )
        for code, one in told.items()
    }


def _furs_messages(world: FaultyShop) -> list[tuple[str, Any]]:
    found = []
    for message in (m["InvoiceRequest"] for m in world.furs.messages if "InvoiceRequest" in m):
        invoice = {k: v for k, v in message["Invoice"].items() if k != "SubsequentSubmit"}
        found.append((invoice["ProtectedID"], (message["Header"]["MessageID"], invoice)))
    return found


def _fina_known(world: Any) -> Mapping[str, Known]:
    found = {}
    for (_, code), one in world.cis.invoices.items():
        at = datetime.strptime(one["DatVrijeme"], "%d.%m.%YT%H:%M:%S")  # noqa: DTZ007 - local
        found[code] = Known(one["Jir"], f"{at:%Y-%m-%dT%H:%M:%S}", one["BrOznRac"])
    return found


# The time of the try, that it is late, and the signature over both.
_OF_THE_TRY = frozenset({"DatumVrijeme", "NakDost", "DigestValue", "SignatureValue"})


def _fina_messages(world: Any) -> list[tuple[str, Any]]:
    """Each invoice's message is one, and each change's of it another."""
    return [
        (
            told["ZastKod"] + told.get("PromijenjeniNacinPlac", ""),
            {name: value for name, value in told.items() if name not in _OF_THE_TRY},
        )
        for told in world.cis.messages
    ]


FURS = Register(FaultyShop, _furs_known, _furs_messages)
FINA = Register(FaultyFina, _fina_known, _fina_messages)


def compare(register: Register, world: Any, stored: Mapping[str, Any], count: int) -> list[str]:
    """What is lost, doubled or changed: each document is to be known once, as it is stored."""
    known, broken = register.known(world), []
    if len(stored) != count or len(known) != count:
        kind = "lost" if min(len(stored), len(known)) < count else "doubled"
        broken.append(f"{kind}: {len(stored)} documents, {len(known)} at the authority")
    for document in stored.values():
        fiscal = document["fiscal"]
        theirs = known.get(fiscal["code"])
        if theirs is None or fiscal.get("state") != "registered":
            broken.append(f"lost: {document['id']} is {fiscal.get('state')}: {fiscal.get('fault')}")
            continue
        ours = (fiscal["confirmation"], fiscal["issued_local"], str(fiscal["number"]))
        if ours != theirs:
            broken.append(f"changed: {document['id']}: {ours} here, {theirs} there")
    first: dict[str, Any] = {}
    for code, content in register.messages(world):
        if content != first.setdefault(code, content):
            broken.append(f"changed: {code} was told in two ways")
    return broken
