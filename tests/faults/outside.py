"""Episodes of what leaves us: mails and webhook messages, with one fault at one call.

The calls counted are AWS's and those to endpoints. Whoever invokes a function does as AWS does:
a stream hands a batch over again, an asynchronous event comes up to three times, a schedule
comes again by itself.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from tests.faults.network import (
    KILL_AFTER,
    KILL_BEFORE,
    LOST_AFTER,
    TIMEOUT_BEFORE,
    Killed,
    Network,
)
from tests.support.hooks import OutsideWorld
from tests.support.mail_news import ses_event

from invoicing.errors import InvoicingError
from invoicing.safe.safe_http import HttpAnswer, NoAnswer

REDELIVERIES_MAX = 6


@dataclass
class Calls(Network):
    """The network, which also keeps the tags of every mail the service took."""

    mails: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, event_name: str, request: Any, **more: Any) -> Any:
        count = len(self.log)
        try:
            return super().__call__(event_name, request, **more)
        finally:
            if event_name.endswith("sesv2.SendEmail") and self._reached(count):
                tags = json.loads(request.body)["EmailTags"]
                self.mails.append({tag["Name"]: tag["Value"] for tag in tags})

    def _reached(self, count: int) -> bool:
        if len(self.log) == count:
            return self.open
        return self.log[count].split(" ", 1)[1] in ("ok", LOST_AFTER, KILL_AFTER)

    def http(self) -> str | None:
        """The fault that strikes a call to an endpoint, if any."""
        fault = self.choose(len(self.log), "http.post")
        self.log.append(f"http.post {fault or 'ok'}")
        return fault


@dataclass
class FaultyWorld(OutsideWorld):
    """A world in which one call fails."""

    network: Calls = field(default_factory=lambda: Calls(lambda *_: None))

    def post(self, url: str, headers: dict[str, str], body: bytes, *, timeout_s: int) -> HttpAnswer:
        fault = self.network.http()
        if fault == KILL_BEFORE:
            raise Killed
        if fault == TIMEOUT_BEFORE:
            raise NoAnswer("timeout")
        answer = super().post(url, headers, body, timeout_s=timeout_s)
        if fault == KILL_AFTER:
            raise Killed
        if fault == LOST_AFTER:
            raise NoAnswer("timeout")
        return answer if fault is None else HttpAnswer(503, {}, b"")

    def until_done(self, invoke: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
        """Invoke again, as AWS would, until it went well."""
        for _ in range(REDELIVERIES_MAX):
            try:
                result = invoke()
            except Killed:
                self.restart()
                continue
            except InvoicingError:
                continue
            if done(result):
                return result
        raise AssertionError("never went well")

    @property
    def records(self) -> list[dict[str, Any]]:
        """The stream, read without the network noticing."""
        self.network.open = False
        try:
            return self.stream_records()
        finally:
            self.network.open = True

    def tell_of_mails(self, organization_id: str, document_id: str) -> None:
        """Every mail that was taken leaves and arrives; the news come in the wrong order."""
        for tags in list(self.network.mails):
            for kind in ("Delivery", "Send"):
                event = ses_event(
                    kind, ("a@example.com",), tags["notula-attempt"], document_id, organization_id
                )
                self.until_done(lambda event=event: self.tell(event), lambda _: True)

    def let_time_pass(self, steps: list[timedelta]) -> None:
        """The janitor's runs; one that dies is followed by the next."""
        for step in steps:
            self.now += step
            self.until_done(self.tick_janitor, lambda swept: swept["putOff"] == 0)


def one_fault(at: int | None, fault: str | None) -> tuple[FaultyWorld, Callable[[], int]]:
    """A world in which call number `at` fails, counted from when the returned function is first
    called; called again it gives the number of calls since."""
    start: list[int] = []

    def choose(number: int, _: str) -> str | None:
        return fault if start and number - start[0] == at else None

    world = FaultyWorld(random=Random(1), network=Calls(choose))

    def calls() -> int:
        if not start:
            start.append(len(world.network.log))
        return len(world.network.log) - start[0]

    return world, calls
