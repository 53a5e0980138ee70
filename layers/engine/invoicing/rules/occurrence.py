"""The document of one day of a recurrence: its dates, and the dates in its texts."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from invoicing.model import Document
from invoicing.model.line import Line
from invoicing.model.recurrence import Recurrence, Unit
from invoicing.model.value import replace
from invoicing.rules.recurrence import period, shifted

CODES = ("date", "month", "quarter", "year", "period")
"""What may stand in brackets in a text; all but `date` also with +n or -n."""

_CODE = re.compile(rf"\[({'|'.join(CODES)})(?:([+-])([0-9]{{1,2}}))?\]")
_TEXTS = (
    *("title", "note", "note_to_recipient", "tax_clause", "footer", "signature"),
    *("payment_terms", "reference"),
)
_LINE_TEXTS = ("name", "description", "note")


class DateWords(NamedTuple):
    """How a language writes days."""

    day: Callable[[date], str]
    month: Callable[[date], str]  # with its year
    quarter: Callable[[date], str]  # with its year


Language = Callable[[str], DateWords]
"""The words of a language (BCP 47); "" is the document's own."""


def document_on(recurrence: Recurrence, n: int, issue_date: date, language: Language) -> Document:
    """The content of the n-th day, issued on `issue_date`; dates follow as the content sets them.

    A document that is late keeps the planned day as the date of its supply (BT-7).
    """
    content = recurrence.content
    planned = shifted(
        recurrence.first,
        recurrence.unit,
        n * recurrence.interval,
        to_end=recurrence.is_last_of_month,
    )
    base = content.issue_date or recurrence.first
    changes: dict[str, Any] = {"issue_date": issue_date}
    for name in ("due_date", "valid_until"):
        day = getattr(content, name)
        if day is not None:
            changes[name] = issue_date + (day - base)
    changes |= _moved_period(content, recurrence.unit, n * recurrence.interval)
    if content.tax_point_date is not None:
        changes["tax_point_date"] = planned + (content.tax_point_date - base)
    elif issue_date != planned and content.period_start is None:
        changes["tax_point_date"] = planned
    written = _Texts(recurrence, n, planned, language)
    changes |= written.of(content, _TEXTS)
    changes["l10n"] = written.localized(content.l10n)
    changes["lines"] = tuple(
        replace(
            line,
            **written.of(line, _LINE_TEXTS),
            **_moved_period(line, recurrence.unit, n * recurrence.interval),
            l10n=written.localized(line.l10n),
        )
        for line in content.lines
    )
    return replace(content, **changes)


def document_made(content: Document, issue_date: date, language: Language) -> Document:
    """The content as of `issue_date`: days keep their distance, periods move by whole months."""
    base = content.issue_date or issue_date
    months = (issue_date.year - base.year) * 12 + issue_date.month - base.month
    moved = replace(
        content,
        **_moved_period(content, "month", months),
        lines=tuple(replace(ln, **_moved_period(ln, "month", months)) for ln in content.lines),
    )
    once = Recurrence(name="", unit="month", first=issue_date, content=moved)
    return document_on(once, 0, issue_date, language)


def _moved_period(value: Document | Line, unit: Unit, units: int) -> dict[str, date]:
    """The period of a document or line, moved on; one that ends a month goes on to."""
    moved = {}
    for name in ("period_start", "period_end"):
        day = getattr(value, name)
        if day is not None:
            to_end = name == "period_end" and shifted(day, "day", 1).day == 1
            moved[name] = shifted(day, unit, units, to_end=to_end)
    return moved


class _Texts:
    """Writes the dates of one day into texts."""

    def __init__(self, recurrence: Recurrence, n: int, planned: date, language: Language) -> None:
        self._recurrence = recurrence
        self._n = n
        self._planned = planned
        self._language = language

    def of(self, value: Document | Line, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self._written(getattr(value, name), "") for name in names}

    def localized(self, texts: dict[str, Any]) -> dict[str, Any]:
        """Texts by name and language, as `note_de`."""
        return {
            name: self._written(text, name.rpartition("_")[2]) if isinstance(text, str) else text
            for name, text in texts.items()
        }

    def _written(self, text: str, language: str) -> str:
        if "[" not in text:
            return text
        return _CODE.sub(lambda match: self._words(match, language), text)

    def _words(self, match: re.Match[str], language: str) -> str:
        code, sign, digits = match.groups()
        offset = int(digits or 0) * (-1 if sign == "-" else 1)
        words = self._language(language)
        if code == "period":
            start, end = period(self._recurrence, max(0, self._n + offset))
            return f"{words.day(start)} – {words.day(end)}"
        if code == "date":
            return words.day(self._planned) if not offset else match[0]
        months = {"month": 1, "quarter": 3, "year": 12}[code] * offset
        day = shifted(self._planned, "month", months)
        return str(day.year) if code == "year" else getattr(words, code)(day)
