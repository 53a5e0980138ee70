"""Conditions on documents in LoopBack's grammar, read strictly: `{"date": {"gte": "2026-01-01"}}`.

Every fault is a finding with its place; unknown names come with the known ones.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError

from invoicing.edge.wire.base import NAME_MAX, Amount, Day
from invoicing.edge.wire.document import TypeKey
from invoicing.errors import Finding
from invoicing.model.document import DocumentState
from invoicing.rules.patterns import pattern
from invoicing.rules.payments import PaymentStatus
from invoicing.rules.selection import CUSTOM, PAYMENT_STATUS, Condition, Every, Some, Where

CONDITIONS_MAX = 100
VALUES_MAX = 500
_CUSTOM_NAME_MAX = 100

_EQUAL = ("eq", "neq", "inq", "nin")
_RANGE = (*_EQUAL, "gt", "gte", "lt", "lte", "between")
_LIKE = ("like", "nlike", "ilike", "nilike")
OPERATORS = (*_RANGE, *_LIKE)


class Kind(NamedTuple):
    """What a field holds: how a value of it is read, and how it can be compared."""

    read: Callable[[Any], Any]  # ValueError says what is wrong
    operators: tuple[str, ...]


class Field(NamedTuple):
    """A field of the API that documents are found by."""

    name: str  # of the summary, or derived
    kind: Kind


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > NAME_MAX:
        raise ValueError(f"must be a text of at most {NAME_MAX} characters")
    return value


def _flag(value: Any) -> bool:
    if value in ("true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _validated(adapter: TypeAdapter[Any], example: str, value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as exc:
        raise ValueError(f"must be {example}") from exc


def _instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as exc:
        raise ValueError("must be a time like 2026-01-31T12:00:00Z") from exc


def _choice(known: tuple[str, ...], value: Any) -> str:
    if value not in known:
        raise ValueError(f"must be one of {', '.join(known)}")
    return str(value)


def _free(value: Any) -> Any:
    """A caller's own value; numbers are kept as JSON numbers there."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, bool | int):
        raise ValueError("must be a text, a number, true, false or null")
    return value


def _one_of(literal: Any) -> Kind:
    return Kind(partial(_choice, get_args(literal)), (*_EQUAL, *_LIKE))


TEXT = Kind(_text, OPERATORS)
FLAG = Kind(_flag, _EQUAL)
DAY = Kind(partial(_validated, TypeAdapter(Day), "a date like 2026-01-31"), _RANGE)
AMOUNT = Kind(partial(_validated, TypeAdapter(Amount), "an amount like 10.50"), _RANGE)
TYPE = Kind(
    partial(_validated, TypeAdapter(TypeKey), "a type of documents, such as invoice"),
    (*_EQUAL, *_LIKE),
)
INSTANT = Kind(_instant, _RANGE)
FREE = Kind(_free, OPERATORS)

FIELDS = {
    "id": Field("id", TEXT),
    "type": Field("type", TYPE),
    "state": Field("state", _one_of(DocumentState)),
    "draft": Field("draft", FLAG),
    "canceled": Field("canceled", FLAG),
    "archived": Field("archived", FLAG),
    "incoming": Field("incoming", FLAG),
    "imported": Field("imported", FLAG),
    "number": Field("number", TEXT),
    "numberInternal": Field("number_internal", TEXT),
    "serie": Field("series", TEXT),
    "date": Field("issue_date", DAY),
    "dateDue": Field("due_date", DAY),
    "dateValidTill": Field("valid_until", DAY),
    "dateService": Field("period_start", DAY),
    "datePaid": Field("paid_on", DAY),
    "dateReceived": Field("received_date", DAY),
    "currencyId": Field("currency", TEXT),
    "clientId": Field("client_id", TEXT),
    "_documentClient.name": Field("buyer_name", TEXT),
    "_documentClient.taxNumber": Field("buyer_tax_number", TEXT),
    "unitId": Field("unit_id", TEXT),
    "reference": Field("reference", TEXT),
    "displayName": Field("title", TEXT),
    "uniqueId": Field("unique_id", TEXT),
    "previousDocumentId": Field("previous_document_id", TEXT),
    "total": Field("net", AMOUNT),
    "totalTax": Field("tax", AMOUNT),
    "totalWithTax": Field("gross", AMOUNT),
    "totalPaid": Field("paid", AMOUNT),
    "totalDue": Field("due", AMOUNT),
    "paidInFull": Field("paid_in_full", FLAG),
    "paymentStatus": Field(PAYMENT_STATUS, _one_of(PaymentStatus)),
    "createdAt": Field("created_at", INSTANT),
    "updatedAt": Field("updated_at", INSTANT),
    "issuedAt": Field("issued_at", INSTANT),
}
_KNOWN = f"known: and, or, {', '.join(FIELDS)}, custom.<name>"


class WhereReader:
    """Reads conditions, and collects what is wrong with them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._count = 0

    def read(self, given: Any, at: str) -> Where:
        """The condition; an empty one where there is none, or none that can be read."""
        if not isinstance(given, dict):
            self.wrong("where-object", at, "must be an object", 'send {"type": "invoice"}')
            return Every(())
        parts: list[Where] = []
        for name, value in given.items():
            here = f"{at}/{_escaped(name)}"
            if name in ("and", "or"):
                parts.append(self._joined(name, value, here))
            elif (field := _field(name)) is not None:
                parts += self._compared(field, value, here)
            else:
                self.wrong("where-field", here, f"{_shown(name)} is no field to find by", _KNOWN)
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def wrong(self, rule: str, at: str, text: str, fix: str) -> None:
        if len(self.findings) < VALUES_MAX:
            self.findings.append(Finding(rule, at, text, fix))

    def _joined(self, name: str, given: Any, at: str) -> Where:
        if not isinstance(given, list) or not given:
            self.wrong(
                "where-list", at, "must be a list of conditions", f'send {{"{name}": [{{…}}]}}'
            )
            return Every(())
        self._counted(at, len(given))
        if self._count > CONDITIONS_MAX:
            return Every(())
        parts = tuple(self.read(part, f"{at}/{i}") for i, part in enumerate(given))
        return Every(parts) if name == "and" else Some(parts)

    def _compared(self, field: Field, given: Any, at: str) -> list[Where]:
        if not isinstance(given, dict):
            return self._condition(field, "eq", given, at, fold=False)
        options = given.get("options", "")
        operators = {name: value for name, value in given.items() if name != "options"}
        if options not in ("", "i") or not operators:
            self.wrong(
                "where-operator", at, "has no operator or other options", f"known: {_listed(field)}"
            )
            return []
        found: list[Where] = []
        for name, value in operators.items():
            here = f"{at}/{_escaped(name)}"
            if name not in field.kind.operators:
                known = f"known: {_listed(field)}"
                self.wrong("where-operator", here, f"{_shown(name)} cannot be asked here", known)
                continue
            plain = {"ilike": "like", "nilike": "nlike"}.get(name, name)
            fold = options == "i" or plain != name
            found += self._condition(field, plain, value, here, fold=fold)
        return found

    def _condition(
        self, field: Field, operator: str, given: Any, at: str, *, fold: bool
    ) -> list[Where]:
        self._counted(at, 1)
        try:
            return [Condition(field.name, operator, _value(field.kind, operator, given, fold=fold))]
        except ValueError as exc:
            self.wrong("where-value", at, str(exc), "send a value of the field's own kind")
            return []

    def _counted(self, at: str, more: int) -> None:
        before, self._count = self._count, self._count + more
        if before <= CONDITIONS_MAX < self._count:
            text = f"there are more than {CONDITIONS_MAX} conditions"
            self.wrong("where-large", at, text, "ask in several requests")


def _field(name: str) -> Field | None:
    if name.startswith(CUSTOM) and len(CUSTOM) < len(name) <= _CUSTOM_NAME_MAX:
        return Field(name, FREE)
    return FIELDS.get(name)


def _value(kind: Kind, operator: str, given: Any, *, fold: bool) -> Any:
    """What the field is compared with; ValueError where it is nothing of the kind."""
    if operator in ("like", "nlike"):
        return pattern(_text(given), fold=fold)
    if operator in ("inq", "nin"):
        if not isinstance(given, list) or len(given) > VALUES_MAX:
            raise ValueError(f"must be a list of at most {VALUES_MAX} values")
        return tuple(None if one is None else kind.read(one) for one in given)
    if operator == "between":
        if not isinstance(given, list) or len(given) != len(("from", "to")):
            raise ValueError("must be a list of two values")
        low, high = (kind.read(one) for one in given)
        if isinstance(low, str) is not isinstance(high, str):
            raise ValueError("must be a list of two values of one kind")
        return low, high
    if given is None and operator in ("eq", "neq"):
        return None
    return kind.read(given)


def _listed(field: Field) -> str:
    options = " (with options i)" if "like" in field.kind.operators else ""
    return ", ".join(field.kind.operators) + options


def _escaped(name: str) -> str:
    return _shown(name).replace("~", "~0").replace("/", "~1")


def _shown(name: str) -> str:
    return name if len(name) <= _CUSTOM_NAME_MAX else name[:_CUSTOM_NAME_MAX] + "…"
