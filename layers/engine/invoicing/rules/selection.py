"""Which documents a list shows: one condition over summaries, used by list and count alike.

A field that holds nothing equals only null: `neq`, `nin` and `nlike` let it pass, every other
comparison does not.
"""

from collections.abc import Callable, Iterator
from datetime import date
from numbers import Number
from typing import Any, NamedTuple

from invoicing.model.summary import Summary
from invoicing.rules.patterns import Match
from invoicing.rules.summary import is_paid_in_full, payment_status

Test = Callable[[Summary], bool]
Read = Callable[[Summary], Any]

CUSTOM = "custom."
SEARCH = "search"
PAYMENT_STATUS = "payment_status"


class Condition(NamedTuple):
    """One field compared with a value; `field` is a summary's, derived, or `custom.<name>`."""

    field: str
    operator: str  # eq neq gt gte lt lte between inq nin like nlike
    value: Any


class Every(NamedTuple):
    parts: tuple["Where", ...]


class Some(NamedTuple):
    parts: tuple["Where", ...]


Where = Condition | Every | Some


def conditions(where: Where) -> Iterator[Condition]:
    """Every comparison in it."""
    if isinstance(where, Condition):
        yield where
    else:
        for part in where.parts:
            yield from conditions(part)


def values_of(where: Where | None, field: str) -> frozenset[str]:
    """The texts a field is compared with, one by one or in lists."""
    found: set[str] = set()
    for condition in conditions(where) if where is not None else ():
        if condition.field == field and condition.operator in ("eq", "neq", "inq", "nin"):
            given = condition.value
            found.update(given if isinstance(given, tuple) else (given,))
    return frozenset(text for text in found if isinstance(text, str))


def depends_on_day(where: Where) -> bool:
    """Whether the answer is another one tomorrow."""
    return any(condition.field == PAYMENT_STATUS for condition in conditions(where))


def predicate_of(where: Where, today: date) -> Test:
    """The condition as a function; `today` is the organization's."""
    if isinstance(where, Condition):
        return _comparison(where, _reader(where.field, today))
    tests = [predicate_of(part, today) for part in where.parts]
    if len(tests) == 1:
        return tests[0]
    if isinstance(where, Every):
        return lambda summary: all(test(summary) for test in tests)
    return lambda summary: any(test(summary) for test in tests)


def bounds(where: Where | None, field: str) -> tuple[Any, Any]:
    """The least and the greatest value the field can have in what is found; None is no bound."""
    low = high = None
    for part in _conjuncts(where):
        if part.field != field:
            continue
        least, most = _range(part)
        low = least if low is None or (least is not None and least > low) else low
        high = most if high is None or (most is not None and most < high) else high
    return low, high


def _conjuncts(where: Where | None) -> Iterator[Condition]:
    if isinstance(where, Condition):
        yield where
    elif isinstance(where, Every) or (isinstance(where, Some) and len(where.parts) == 1):
        for part in where.parts:
            yield from _conjuncts(part)


def _range(condition: Condition) -> tuple[Any, Any]:
    value = condition.value
    match condition.operator:
        case "eq":
            return value, value
        case "gt" | "gte":
            return value, None
        case "lt" | "lte":
            return None, value
        case "between":
            return value[0], value[1]
        case "inq":
            if value and None not in value:
                return min(value), max(value)
    return None, None


# Reading a field

_DERIVED: dict[str, Read] = {
    "draft": lambda summary: summary.state == "draft",
    "canceled": lambda summary: summary.state == "canceled",
    "paid_in_full": is_paid_in_full,
    SEARCH: lambda s: "\n".join(
        (s.number, s.number_internal, s.buyer_name, s.seller_name, s.reference, s.title)
    ),
}


def _reader(field: str, today: date) -> Read:
    if field == PAYMENT_STATUS:
        return lambda summary: payment_status(summary, today)
    if field in _DERIVED:
        return _DERIVED[field]
    if field.startswith(CUSTOM):
        return _custom_reader(field.removeprefix(CUSTOM).split("."))
    return lambda summary: _known(getattr(summary, field))


def _custom_reader(path: list[str]) -> Read:
    def read(summary: Summary) -> Any:
        found: Any = summary.custom
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return _known(found)

    return read


def _known(value: Any) -> Any:
    """An empty text says nothing."""
    return None if value == "" else value


# Comparing


def _comparison(condition: Condition, read: Read) -> Test:
    operator, value = condition.operator, condition.value
    if operator in _POSITIVE:
        return _positive(operator, value, read)
    positive = _positive(_NEGATED[operator], value, read)
    return lambda summary: not positive(summary)


_NEGATED = {"neq": "eq", "nin": "inq", "nlike": "like"}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda found, value: found > value,
    "gte": lambda found, value: found >= value,
    "lt": lambda found, value: found < value,
    "lte": lambda found, value: found <= value,
    "between": lambda found, value: value[0] <= found <= value[1],
}
_POSITIVE = frozenset({"eq", "inq", "like", *_ORDER})


def _positive(operator: str, value: Any, read: Read) -> Test:
    if operator == "eq":
        return lambda summary: _same(read(summary), value)
    if operator == "inq":
        return lambda summary: any(_same(read(summary), one) for one in value)
    if operator == "like":
        return _like(value, read)
    compare = _ORDER[operator]
    kind = _kind(value[0] if operator == "between" else value)

    def ordered(summary: Summary) -> bool:
        found = read(summary)
        return _kind(found) is kind and compare(found, value)

    return ordered


def _like(match: Match, read: Read) -> Test:
    def like(summary: Summary) -> bool:
        found = read(summary)
        return isinstance(found, str) and match(found)

    return like


def _same(found: Any, value: Any) -> bool:
    return _kind(found) is _kind(value) and bool(found == value)


def _kind(value: Any) -> type:
    """What it can be compared with: numbers of every kind are one."""
    is_number = isinstance(value, Number) and not isinstance(value, bool)
    return Number if is_number else type(value)
