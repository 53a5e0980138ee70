"""Conditions on documents as they are shown, read without any of the product's code.

The judge of filters: slow, obvious, and of another make than what it judges.
"""

from random import Random
from typing import Any

Shown = dict[str, Any]

PIECES = ("L", "i", "p", "a", ".", ".*", "%", "\\.", "d", " ", "š")

NUMBERS = {"total", "totalWithTax", "totalTax", "totalPaid", "totalDue"}


def value_of(shown: Shown, name: str) -> Any:
    found: Any = shown
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if name == "imported":
        return bool(found)
    return found


def like(text: Any, wanted: str, fold: bool) -> bool:
    """By trying every way to lay the pattern over the text."""
    if not isinstance(text, str):
        return False
    if fold:
        text, wanted = text.casefold(), wanted.casefold()
    signs: list[str] = []
    rest = wanted
    while rest:
        take = 2 if rest[0] == "\\" or rest.startswith((".*", ".+")) else 1
        signs.append(rest[:take])
        rest = rest[take:]
    whole = "%" in signs

    def fits(i: int, j: int) -> bool:
        if j == len(signs):
            return i == len(text) or not whole
        if signs[j] in ("%", ".*"):
            return any(fits(k, j + 1) for k in range(i, len(text) + 1))
        if i == len(text):
            return False
        return (signs[j] == "." or signs[j][-1] == text[i]) and fits(i + 1, j + 1)

    return any(fits(i, 0) for i in range(1 if whole else len(text) + 1))


def comparable(found: Any, given: Any) -> bool:
    return isinstance(found, str) is isinstance(given, str) and found is not None


def holds(shown: Shown, where: Any) -> bool:
    return all(_holds(shown, name, given) for name, given in where.items())


def _holds(shown: Shown, name: str, given: Any) -> bool:
    if name == "and":
        return all(holds(shown, part) for part in given)
    if name == "or":
        return any(holds(shown, part) for part in given)
    found = value_of(shown, name)
    if not isinstance(given, dict):
        return bool(found == given)
    fold = given.get("options") == "i"
    answers = {
        "eq": lambda v: found == v,
        "neq": lambda v: found != v,
        "inq": lambda v: found in v,
        "nin": lambda v: found not in v,
        "gt": lambda v: comparable(found, v) and found > v,
        "gte": lambda v: comparable(found, v) and found >= v,
        "lt": lambda v: comparable(found, v) and found < v,
        "lte": lambda v: comparable(found, v) and found <= v,
        "between": lambda v: comparable(found, v[0]) and v[0] <= found <= v[1],
        "like": lambda v: like(found, v, fold),
        "nlike": lambda v: not like(found, v, fold),
        "ilike": lambda v: like(found, v, True),
        "nilike": lambda v: not like(found, v, True),
    }
    return all(answers[key](value) for key, value in given.items() if key != "options")


def random_where(chance: Random, documents: list[Shown], depth: int = 0) -> Shown:
    if depth < 3 and chance.random() < 0.4:
        parts = [random_where(chance, documents, depth + 1) for _ in range(chance.randint(1, 3))]
        return {chance.choice(("and", "or")): parts}
    names = chance.sample(sorted(CHOICES), chance.randint(1, 2))
    return {name: _random_comparison(chance, name, documents) for name in names}


EQUAL = ("eq", "neq", "inq", "nin")
RANGE = (*EQUAL, "gt", "gte", "lt", "lte", "between")
LIKE = ("like", "nlike", "ilike", "nilike")
CHOICES = {
    **dict.fromkeys(("type", "state", "paymentStatus"), (*EQUAL, *LIKE)),
    **dict.fromkeys(("draft", "canceled", "incoming", "imported", "paidInFull"), EQUAL),
    **dict.fromkeys(("date", "dateDue", "datePaid", "dateValidTill"), RANGE),
    **dict.fromkeys(sorted(NUMBERS), RANGE),
    **dict.fromkeys(("id", "number", "uniqueId", "reference"), (*RANGE, *LIKE)),
    "_documentClient.name": (*RANGE, *LIKE),
    "custom.rank": RANGE,
    "custom.tag": (*RANGE, *LIKE),
}


def _random_comparison(chance: Random, name: str, documents: list[Shown]) -> Any:
    def value() -> Any:
        held = [v for d in documents if (v := value_of(d, name)) is not None]
        return chance.choice(held)

    operator = chance.choice(CHOICES[name])
    if operator == "eq" and chance.random() < 0.5:
        return value()
    given: Any
    if operator in LIKE:
        given = "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 4)))
    elif operator in ("inq", "nin"):
        given = [value() if chance.random() < 0.9 else None for _ in range(chance.randint(0, 4))]
    elif operator == "between":
        given = [value(), value()]
    else:
        given = value() if operator not in ("eq", "neq") or chance.random() < 0.9 else None
    fold = {"options": "i"} if operator in ("like", "nlike") and chance.random() < 0.5 else {}
    return {operator: given, **fold}
