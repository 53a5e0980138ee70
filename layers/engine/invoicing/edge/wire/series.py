"""A series of document numbers on the wire."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.wire.base import Day, Flag, Name, Wire, lean
from invoicing.edge.wire.document import TypeKey
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Series
from invoicing.rules.numbering import Reset, parse_pattern

START_MAX = 999_999_999


class SeriesInput(Wire):
    """The content of a series; code, type and pattern are required."""

    server_owned = frozenset({"id", "version", "organizationId"})

    code: Annotated[Name, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,19}$")]
    type: TypeKey
    incoming: Flag | None = None
    pattern: Name
    reset: Reset | None = None
    start: Annotated[int, Field(ge=1, le=START_MAX, strict=True)] | None = None
    start_date: Day | None = None
    is_default: Flag | None = None
    keep_prices_as_gross: Flag | None = None

    def to_model(self) -> Series:
        """The series; InvalidDocument where `reset` is not what the pattern shows."""
        pattern = parse_pattern(self.pattern)
        if self.reset is not None and self.reset != pattern.reset:
            raise InvalidDocument([_mismatch(self.reset, pattern.reset)])
        return Series(
            id="",
            code=self.code,
            type=self.type,
            incoming=bool(self.incoming),
            pattern=self.pattern,
            start=self.start or 1,
            start_date=self.start_date,
            is_default=bool(self.is_default),
            prices_include_tax=bool(self.keep_prices_as_gross),
        )


_SHOWN = {
    "never": "leave the date out of the pattern: {SERIE}-{n:05}",
    "yearly": "show the year in the pattern, and no month: {YYYY}-{n:05}",
    "monthly": "show year and month in the pattern: {YYYY}-{MM}-{n:04}",
    "daily": "show the whole date in the pattern: {YYYY}{MM}{DD}-{n:03}",
}


def _mismatch(asked: Reset, shown: Reset) -> Finding:
    return Finding(
        "series-reset",
        "/reset",
        f"the pattern starts again {shown}, not {asked}: numbers would repeat or never restart",
        _SHOWN[asked],
    )


def series_view(series: Series) -> dict[str, Any]:
    """The series as the API spells it."""
    return {
        "id": series.id,
        "version": series.version,
        "code": series.code,
        "type": series.type,
        "incoming": series.incoming,
        "pattern": series.pattern,
        "reset": parse_pattern(series.pattern).reset,
        "start": series.start,
        "isDefault": series.is_default,
        "keepPricesAsGross": series.prices_include_tax,
        **lean({"startDate": series.start_date}),
    }
