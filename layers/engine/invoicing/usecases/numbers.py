"""Questions about numbers; the answers are advice, for nothing is reserved by asking."""

from dataclasses import dataclass
from datetime import date

from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.numbering import (
    Pattern,
    counter_scope,
    first_number,
    number_claim,
    number_template,
)
from invoicing.store.known import Counter
from invoicing.store.repository import Repository
from invoicing.usecases.ports import Ports

TAKEN_MAX = 1_000  # numbers of the callers' own in a row that a preview steps over


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose numbers are meant: a type's, in one direction and series, in a date's period."""

    type: str
    incoming: bool = False
    series: str = ""
    on: date | None = None


def is_unique_number(
    number: str, asked: Asked, tenant: Tenant, ports: Ports, *, ignore_id: str = ""
) -> bool:
    """Whether a document of the type could get this number; `ignore_id` is the one asking.

    A supplier's number counts as taken when a document of any supplier has it.
    """
    store = ports.store(tenant)
    if asked.incoming:
        holders = store.numbered(number, asked.type, incoming=True)
    else:
        holder = store.claimed_by(number_claim(Document(type=asked.type), number))
        holders = [] if holder is None else [holder]
    return all(holder == ignore_id for holder in holders)


def last_number(asked: Asked, tenant: Tenant, ports: Ports) -> str | None:
    """The last number the counter gave; None where it gave none yet."""
    sequence = _sequence(asked, ports.store(tenant), ports)
    return sequence.number(sequence.counter.n) if sequence.counter.n else None


def next_number(asked: Asked, tenant: Tenant, ports: Ports) -> str:
    """The number the next document will get, if nobody comes before it."""
    store = ports.store(tenant)
    sequence = _sequence(asked, store, ports)
    n = max(sequence.counter.n, sequence.first - 1)
    for _ in range(TAKEN_MAX):
        n += 1
        number = sequence.number(n)
        claim = number_claim(Document(type=asked.type), number)
        if asked.incoming or store.claimed_by(claim) is None:
            break
    return number


@dataclass(frozen=True, slots=True)
class _Sequence:
    pattern: Pattern
    counter: Counter
    first: int
    on: date
    code: str

    def number(self, n: int) -> str:
        return self.pattern.number(n, self.on, self.code)


def _sequence(asked: Asked, store: Repository, ports: Ports) -> _Sequence:
    known = store.known(fresh=True)
    on = asked.on or today(known.organization, ports.now())
    document = Document(type=asked.type, incoming=asked.incoming, series=asked.series)
    pattern, series = number_template(document, known.organization)
    code = series.code if series else ""
    counter = known.counter(counter_scope(replace(document, series=code), pattern, on))
    return _Sequence(pattern, counter, first_number(pattern, series, on), on, code)
