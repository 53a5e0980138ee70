"""The one scheduling point: every AWS call of every container stops here, and may fail here.

The hook stands before moto's own. A seeded scheduler lets exactly one container go on at a time,
so an episode with the same seed makes the same calls in the same order.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import botocore_stubber
from tests.support import wire

THROTTLE = "throttle"
TIMEOUT_BEFORE = "timeout before"
LOST_AFTER = "answer lost after commit"
KILL_BEFORE = "killed before"
KILL_AFTER = "killed after"
CONFLICT = "transaction conflict"
FAULTS = (THROTTLE, TIMEOUT_BEFORE, LOST_AFTER, KILL_BEFORE, KILL_AFTER, CONFLICT)

_OTHERS = tuple(fault for fault in FAULTS if fault != LOST_AFTER)


def faults_at(call: int) -> tuple[str, ...]:
    """The faults a sweep tries at a call: all with NOTULA_LONG, else one in turn."""
    if "NOTULA_LONG" in os.environ:
        return FAULTS
    return (LOST_AFTER if call % 2 else _OTHERS[call // 2 % len(_OTHERS)],)


class Killed(BaseException):
    """The container is gone; nothing in it runs any more."""


@dataclass
class Network:
    """Decides for each call whether it goes through, and keeps the log of all of them."""

    choose: Callable[[int, str], str | None]
    """Which fault strikes call number n of an operation, if any."""
    log: list[str] = field(default_factory=list)
    gate: Callable[[], None] = lambda: None
    """Called before each call; blocks until the caller's turn comes."""
    open: bool = True
    """False while the checker looks at the store itself."""

    def __call__(self, event_name: str, request: Any, **_: Any) -> Any:
        if not self.open:
            return None
        self.gate()
        _, service, operation = event_name.split(".")
        name = f"{service}.{operation}"
        fault = self.choose(len(self.log), name)
        self.log.append(f"{name} {fault or 'ok'}")
        if fault is None:
            return None
        if fault == KILL_BEFORE:
            raise Killed
        if fault == TIMEOUT_BEFORE:
            raise ReadTimeoutError(endpoint_url=service)
        if fault == CONFLICT and operation == "TransactWriteItems":
            raise _client_error(
                operation,
                "TransactionCanceledException",
                CancellationReasons=[{"Code": "TransactionConflict"}],
            )
        if fault in (THROTTLE, CONFLICT):
            raise _client_error(operation, "ThrottlingException")
        botocore_stubber(event_name, request=request)  # the call is carried out ...
        if fault == KILL_AFTER:
            raise Killed
        raise ReadTimeoutError(endpoint_url=service)  # ... but nobody hears of it


def _client_error(operation: str, code: str, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": "injected"}, **more}
    return ClientError(answer, operation)


@contextmanager
def installed(network: Network) -> Iterator[Network]:
    """Every call made inside goes through the network."""
    # botocore waits before its own retries
    with wire.standing(network), patch("botocore.endpoint.time.sleep"):
        yield network


@dataclass
class Scheduler:
    """Runs containers as threads, one at a time, the next one drawn by the seed."""

    random: Random
    _turn: dict[int, threading.Event] = field(default_factory=dict)
    _waiting: set[int] = field(default_factory=set)
    _back: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _errors: list[BaseException] = field(default_factory=list)

    def gate(self) -> None:
        """Stop the calling container until it is drawn again."""
        me = threading.get_ident()
        if me not in self._turn:
            return  # not a container: the test itself
        self._waiting.add(me)
        self._back.release()
        self._turn[me].wait()
        self._turn[me].clear()

    def run(self, jobs: list[Callable[[], None]]) -> None:
        """Run all jobs to their end; the first error of any is raised."""
        threads = [threading.Thread(target=self._job, args=(job,), daemon=True) for job in jobs]
        order: list[int] = []
        for thread in threads:
            thread.start()
            self._back.acquire()  # it stands at its first gate
            assert thread.ident is not None
            order.append(thread.ident)
        while self._waiting:
            drawn = self.random.choice([t for t in order if t in self._waiting])
            self._waiting.discard(drawn)
            self._turn[drawn].set()
            self._back.acquire()  # it stands at a gate again, or is done
        for thread in threads:
            thread.join()
        if self._errors:
            raise self._errors[0]

    def _job(self, job: Callable[[], None]) -> None:
        self._turn[threading.get_ident()] = threading.Event()
        try:
            self.gate()
            job()
        except BaseException as error:  # noqa: BLE001 - handed to the test that runs the jobs
            self._errors.append(error)
        finally:
            self._back.release()
