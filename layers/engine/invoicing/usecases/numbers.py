"""Questions about numbers; the answers are advice, for nothing is reserved by asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from invoicing.fiscal import find_authority
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.completion import today
from invoicing.rules.fiscal import fiscal_number, fiscal_scope, place_of, settings_of
from invoicing.rules.numbering import (
    counter_scope,
    first_number,
    number_claim,
    number_template,
)
from invoicing.rules.own_types import called, find_type, with_own_type
from invoicing.store.known import Counter, Known
from invoicing.store.repository import Repository
from invoicing.usecases._fiscal import strategy_of
from invoicing.usecases.ports import Ports

TAKEN_MAX = 1_000  # numbers of the callers' own in a row that a preview steps over


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose numbers are meant: a type's, in one direction and series, in a date's period."""

    type: str
    incoming: bool = False
    series: str = ""
    on: date | None = None
    strategy: str = ""  # how a tax authority's numbers are counted
    premise: str = ""
    device: str = ""


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
        document = called(asked.type)
        if document.own_type is not None:
            document = _of_own_type(document, store.organization())
        holder = store.claimed_by(number_claim(document, number))
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
        claim = number_claim(sequence.document, number)
        if asked.incoming or store.claimed_by(claim) is None:
            break
    return number


@dataclass(frozen=True, slots=True)
class _Sequence:
    document: Document
    counter: Counter
    first: int
    number: Callable[[int], str]


def _sequence(asked: Asked, store: Repository, ports: Ports) -> _Sequence:
    known = store.known(fresh=True)
    on = asked.on or today(known.organization, ports.now())
    document = _of_own_type(called(asked.type), known.organization)
    document = replace(document, incoming=asked.incoming, series=asked.series)
    at_place = _at_place(document, asked, known, on)
    if at_place is not None:
        return at_place
    pattern, series = number_template(document, known.organization)
    code = series.code if series else ""
    counter = known.counter(counter_scope(replace(document, series=code), pattern, on))
    first = first_number(pattern, series, on)
    return _Sequence(document, counter, first, lambda n: pattern.number(n, on, code))


def _at_place(document: Document, asked: Asked, known: Known, on: date) -> _Sequence | None:
    """The numbers of a premise or device, where the documents are counted there."""
    document = replace(document, currency=known.organization.currency)
    for own in known.organization.fiscal:
        authority, settings = (
            find_authority(own.authority),
            settings_of(known.organization, own.authority),
        )
        assert authority is not None and settings is not None  # noqa: S101, PT018 - both are stored
        if asked.strategy and asked.strategy in authority.strategies:
            settings = replace(settings, strategy=asked.strategy)
        if asked.premise or asked.device or asked.strategy:
            document = replace(document, **{authority.name: {"asked": True}})
        if not authority.strategies or not authority.applies(document, settings):
            continue
        place = place_of(settings, asked.premise, asked.device, "/query")
        scope = authority.strategies[strategy_of(authority, settings)](
            place.premise.code, place.device.code
        )
        year = on.year if authority.yearly else None
        counter = known.counter(fiscal_scope(authority.name, scope, year))
        return _Sequence(document, counter, 1, partial(fiscal_number, authority.pattern, place))
    return None


def _of_own_type(document: Document, organization: Organization) -> Document:
    """As `with_own_type`; the type stands in the query."""
    if document.own_type is not None:
        find_type(document.own_type.key, organization, "/query/type")
    return with_own_type(document, organization)
