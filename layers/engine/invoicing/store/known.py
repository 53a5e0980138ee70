"""What a container knows of an organization between requests.

Nothing here is trusted: every commit carries the known values as conditions, so stale
knowledge costs one more attempt and can never decide a number.
"""

from dataclasses import dataclass, field

from invoicing.model import Organization
from invoicing.model.journal import GENESIS
from invoicing.store.commit import Commit


@dataclass(slots=True)
class Counter:
    """The last number a scope has given, and the hash that belongs to it."""

    n: int = 0
    last_hash: str = ""
    taken: set[int] = field(default_factory=set)
    """Numbers after `n` that callers already used for documents of their own."""

    def next(self, last: int) -> int:
        """The first free number after `last`."""
        after = last + 1
        while after in self.taken:
            after += 1
        return after

    def move(self, n: int, last_hash: str) -> None:
        """Stand at `n` now."""
        self.n, self.last_hash = n, last_hash
        self.taken = {number for number in self.taken if number > n}


@dataclass(slots=True)
class Known:
    """The organization, the head of its journal, and its counters."""

    organization: Organization
    head: Counter = field(default_factory=lambda: Counter(last_hash=GENESIS))
    counters: dict[str, Counter] = field(default_factory=dict)
    counted: bool = True  # whether the counters were read

    def counter(self, scope: str) -> Counter:
        return self.counters.setdefault(scope, Counter())

    def advance(self, commit: Commit) -> None:
        """Move the counters as the commit will; what comes with it takes the numbers behind."""
        for advance in commit.advances:
            self.counter(advance.scope).move(advance.after, advance.last_hash)

    def draft(self) -> "Known":
        """A copy whose counters may be moved without anybody having taken a number."""
        counters = {
            scope: Counter(c.n, c.last_hash, set(c.taken)) for scope, c in self.counters.items()
        }
        return Known(self.organization, self.head, counters)
