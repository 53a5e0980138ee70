"""What a container knows of an organization between requests.

Nothing here is trusted: every commit carries the known values as conditions, so stale
knowledge costs one more attempt and can never decide a number.
"""

from dataclasses import dataclass, field

from invoicing.model import Organization
from invoicing.model.journal import GENESIS


@dataclass(slots=True)
class Counter:
    """The last number a scope has given, and the hash that belongs to it."""

    n: int = 0
    last_hash: str = ""
    skip: int = 0  # numbers after `n` that callers already used for documents of their own


@dataclass(slots=True)
class Known:
    """The organization, the head of its journal, and its counters."""

    organization: Organization
    head: Counter = field(default_factory=lambda: Counter(last_hash=GENESIS))
    counters: dict[str, Counter] = field(default_factory=dict)

    def counter(self, scope: str) -> Counter:
        return self.counters.setdefault(scope, Counter())
