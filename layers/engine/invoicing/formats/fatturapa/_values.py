"""Values of the JSON form, and what a block says beyond the model."""

import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.errors import Finding
from invoicing.formats._mapping.values import amount
from invoicing.model import LineTax
from invoicing.model.money import ZERO

Form = dict[str, Any]

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,18})?").fullmatch
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T+Z-].*)?").fullmatch


class Values:
    """Reads numbers and dates; what is none becomes a finding with its JSON pointer."""

    __slots__ = ("findings", "numbers", "taxes")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.numbers: dict[str | None, Decimal] = {}  # text -> value; few differ in a file
        self.taxes: dict[tuple[str, str], tuple[LineTax, ...]] = {}

    def number(self, form: Form, name: str, at: str) -> Decimal | None:
        text = form.get(name)
        if not text:
            return None
        value = self.numbers.get(text)
        if value is not None:
            return value
        if _NUMBER(text) or _NUMBER(text.strip()):
            value = self.numbers[text] = Decimal(text)
            return value
        self._add("bad-number", at, name, text.strip(), "a plain decimal number", "1234.50")
        return ZERO

    def amount(self, form: Form, name: str, at: str) -> Decimal:
        value = self.number(form, name, at)
        return ZERO if value is None else value

    def date(self, form: Form, name: str, at: str) -> date | None:
        text = form.get(name)
        if not text:
            return None
        match = _DATE(text.strip())
        if match:
            try:
                return date.fromisoformat(match.group(1))
            except ValueError:
                pass
        self._add("bad-date", at, name, text, "a day of the calendar", "2026-01-31")
        return None

    def content(self, form: Form, name: str, at: str) -> bytes:
        """The bytes of a base64 text."""
        text = "".join(form.get(name, "").split())
        try:
            return b64decode(text, validate=True)
        except (BadBase64, ValueError):
            self._add("bad-base64", at, name, text, "base64", "the file's bytes in base64")
            return b""

    def _add(  # noqa: PLR0917 - the parts of one sentence
        self, rule: str, at: str, name: str, text: str, wanted: str, example: str
    ) -> None:
        self.findings.append(
            Finding(
                rule, f"{at}/{name}", f"{text[:40]!r} is not {wanted}.", f"Write it as {example}."
            )
        )


def filled(**values: Any) -> Form:
    """The values that are there."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def money(value: Decimal | None) -> str:
    """An amount with at least two decimals; "" where there is none."""
    return "" if value is None else amount(value)


def iso(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def beyond(form: Form, said: Form) -> Form:
    """What a block says that `said` does not."""
    rest: Form = {}
    for name, value in form.items():
        known = said.get(name)
        if isinstance(value, dict) and isinstance(known, dict):
            inner = beyond(value, known)
            if inner:
                rest[name] = inner
        elif value != known:
            rest[name] = value
    return rest


def joined(said: Form, kept: Form, load: Callable[[Form], Any]) -> Form:
    """What the model says of a block, with what was kept beside it.

    Nothing kept changes what the block means (`load`): where the model was changed since, the
    kept spelling of that value is dropped.
    """
    if not kept:
        return said
    meaning = load(said)
    whole = _over(said, kept)
    if load(whole) == meaning:
        return whole
    for path, value in _leaves(kept):
        if path[-1] in _ONLY_TOGETHER:
            continue
        tried = _over(said, _nested(path, value))
        if load(tried) == meaning:
            said = tried
    return said


# A name in two parts and a street with its number mean something only as a whole.
_ONLY_TOGETHER = frozenset({"nome", "cognome", "indirizzo", "numero_civico", "denominazione"})


def _over(said: Form, kept: Form) -> Form:
    result = dict(said)
    for name, value in kept.items():
        known = said.get(name)
        if isinstance(value, dict) and isinstance(known, dict):
            result[name] = _over(known, value)
        else:
            result[name] = value
    if "nome" in kept:
        result.pop("denominazione", None)
    return result


def _leaves(form: Form, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, value in form.items():
        here = (*path, name)
        found += _leaves(value, here) if isinstance(value, dict) else [(here, value)]
    return found


def _nested(path: tuple[str, ...], value: Any) -> Form:
    first, *rest = path
    return {first: _nested(tuple(rest), value) if rest else value}
