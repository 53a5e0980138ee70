"""Document numbers: patterns, and the counter scope a pattern implies.

A number belongs to issuing. A counter counts within one scope: direction, type, series and
the period its pattern shows, taken from the document's own date; so there is no reset job, and
a document dated 1 January is number 1 of its year whenever it was issued.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization, Series
from invoicing.rules.series import series_of

_TOKEN = re.compile(r"\{(YYYY|YY|MM|DD|SERIE|n(?::0?(\d{1,2}))?)\}")
NUMBER_LENGTH_MAX = 60
SUPPLIER_LENGTH_MAX = 100

Reset = Literal["never", "yearly", "monthly", "daily"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A checked number pattern such as "{SERIE}-{YYYY}-{n:05}"."""

    text: str
    tokens: frozenset[str]

    def number(self, n: int, on: date, series: str) -> str:
        """The number of the n-th document of its scope."""

        def value(match: re.Match[str]) -> str:
            token = match.group(1)
            if token.startswith("n"):
                return str(n).zfill(int(match.group(2) or 1))
            return {
                "YYYY": f"{on.year:04}",
                "YY": f"{on.year % 100:02}",
                "MM": f"{on.month:02}",
                "DD": f"{on.day:02}",
                "SERIE": series,
            }[token]

        return _TOKEN.sub(value, self.text)

    def period(self, on: date) -> str:
        """The part of a date the pattern shows; numbers start again at 1 in each."""
        if "DD" in self.tokens:
            return on.isoformat()
        if "MM" in self.tokens:
            return f"{on.year:04}-{on.month:02}"
        if self.tokens & {"YYYY", "YY"}:
            return f"{on.year:04}"
        return ""

    @property
    def reset(self) -> Reset:
        """How often numbers start again: as often as the period the pattern shows changes."""
        if "DD" in self.tokens:
            return "daily"
        if "MM" in self.tokens:
            return "monthly"
        return "yearly" if self.tokens & {"YYYY", "YY"} else "never"


@cache
def parse_pattern(text: str) -> Pattern:
    """The pattern; InvalidDocument naming what is wrong with it.

    It must contain `{n}` once, and a month or day only together with its year (and month):
    otherwise two periods would give the same numbers.
    """
    tokens = [match.group(1).split(":")[0] for match in _TOKEN.finditer(text)]
    rest = _TOKEN.sub("", text)
    problem = None
    if tokens.count("n") != 1:
        problem = "the pattern must contain {n} exactly once, for example {YYYY}-{n:05}"
    elif "{" in rest or "}" in rest:
        problem = "the pattern has an unknown token; known are {YYYY} {YY} {MM} {DD} {SERIE} {n:05}"
    elif "DD" in tokens and "MM" not in tokens:
        problem = "a pattern with {DD} must also show {MM}, or numbers would repeat every month"
    elif "MM" in tokens and not {"YYYY", "YY"} & set(tokens):
        problem = "a pattern with {MM} must also show the year, or numbers would repeat every year"
    elif len(text) > NUMBER_LENGTH_MAX:
        problem = f"the pattern is longer than {NUMBER_LENGTH_MAX} characters"
    if problem:
        raise InvalidDocument(
            [Finding("number-pattern", "/pattern", problem, "send a pattern such as {YYYY}-{n:05}")]
        )
    return Pattern(text, frozenset(tokens))


def direction(document: Document) -> str:
    return "in" if document.incoming else "out"


def counter_scope(document: Document, pattern: Pattern, on: date) -> str:
    """The counter a document of this date takes its number from."""
    parts = (direction(document), document.numbered_as, document.series, pattern.period(on))
    return "|".join(parts)


def number_template(
    document: Document, organization: Organization
) -> tuple[Pattern, Series | None]:
    """The pattern of a document's number, and the series it belongs to, if any."""
    series = series_of(document, organization)
    own = (t.pattern for t in organization.document_types if t.key == document.kind and t.pattern)
    text = series.pattern if series else next(own, organization.number_pattern)
    return parse_pattern(text), series


def first_number(pattern: Pattern, series: Series | None, on: date) -> int:
    """The number a counter scope begins with."""
    if series is None or series.start_date is None:
        return 1
    return series.start if pattern.period(on) == pattern.period(series.start_date) else 1


def scope_prefix(series: Series) -> str:
    """What the counter scopes of all periods of a series begin with."""
    return "|".join(("in" if series.incoming else "out", series.type, series.code, ""))


def number_claim(document: Document, number: str) -> str:
    """The name that makes a number unique.

    Our own numbers are unique per type; a supplier's number is unique per supplier.
    """
    if document.incoming:
        supplier = document.seller.vat_identifier or document.seller.name
        if len(supplier) > SUPPLIER_LENGTH_MAX:  # a claim is a key, and keys are short
            supplier = hashlib.sha256(supplier.encode()).hexdigest()
        return f"NUM|in|{document.type}|{supplier}|{number}"
    return f"NUM|out|{document.type}|{number}"
