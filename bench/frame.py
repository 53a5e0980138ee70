"""The frame of every speed claim: cases and peers take turns in one run.

The machine is never quiet, so absolute times are only for orientation: in each round every
side runs once, in turn, and what counts is the median of the rounds' ratios.
"""

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours beside a peer, in `unit`; lower is better."""

    case: str
    ours: float
    peer: float
    peer_name: str
    unit: str = "ms"
    ratio: float = 0.0
    """Ours over the peer's, the median over rounds; 0 means: take it from the two figures."""
    rounds: int = 1
    goal: str = ""

    @property
    def times(self) -> float:
        return self.ratio or (self.ours / self.peer if self.peer else 0.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rounds of turns gave: per side every round's seconds."""

    seconds: Mapping[str, Sequence[float]]

    @property
    def rounds(self) -> int:
        return len(next(iter(self.seconds.values())))

    def median_ms(self, side: str) -> float:
        return median(self.seconds[side]) * 1000

    def ratio(self, side: str, against: str) -> float:
        """The median of the rounds' own ratios."""
        pairs = zip(self.seconds[side], self.seconds[against], strict=True)
        return median(one / other for one, other in pairs)

    def row(self, case: str, peer: str, *, ours: str = "ours", goal: str = "") -> Row:
        return Row(
            case,
            self.median_ms(ours),
            self.median_ms(peer),
            peer,
            ratio=self.ratio(ours, peer),
            rounds=self.rounds,
            goal=goal,
        )


def _repeats(work: Work, least_s: float) -> int:
    """How often to call in one round, so that a round is long enough to measure."""
    start = perf_counter()
    work()
    once = perf_counter() - start
    return max(1, min(10_000, int(least_s / max(once, 1e-7))))


def compare(sides: Mapping[str, Work], *, rounds: int = 15, least_s: float = 0.02) -> Comparison:
    """Seconds per call of each side, every side once per round, in turn."""
    repeats = {}
    for name, work in sides.items():
        work()  # warm
        repeats[name] = _repeats(work, least_s)
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:  # nobody always runs first
            work, count = sides[name], repeats[name]
            gc.collect()
            start = perf_counter()
            for _ in range(count):
                work()
            seconds[name].append((perf_counter() - start) / count)
    return Comparison(seconds)


def process_cpu_s(code: str, *, environment: Mapping[str, str] | None = None) -> float:
    """User and system seconds of a fresh Python that runs `code`; CalledProcessError if it fails.

    The processor's time and not the clock's: other work on the machine does not count.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, **(environment or {})}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_processes(
    sides: Mapping[str, str],
    *,
    rounds: int = 10,
    environment: Mapping[str, str] | None = None,
) -> Comparison:
    """CPU seconds of whole processes, above an empty Python of the same round."""
    for code in sides.values():
        process_cpu_s(code, environment=environment)  # writes the .pyc files
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        bare = process_cpu_s("pass", environment=environment)
        for name, code in sides.items():
            used = process_cpu_s(code, environment=environment)
            seconds[name].append(max(used - bare, 1e-4))
    return Comparison(seconds)
