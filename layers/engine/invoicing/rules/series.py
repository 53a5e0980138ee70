"""Series: which one a document belongs to, and what an organization's series must keep true."""

from collections.abc import Iterable

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization, Series
from invoicing.model.value import replace


def series_of(document: Document, organization: Organization) -> Series | None:
    """The series a document names, else its type's default, if the organization has one.

    InvalidDocument where it names one the organization has not; only documents created
    elsewhere carry whatever their origin called it.
    """
    for series in organization.series:
        if (series.type, series.incoming) != (document.numbered_as, document.incoming):
            continue
        if series.code == document.series or (series.is_default and not document.series):
            return series
    if document.series and not document.imported:
        raise InvalidDocument([_unknown(document, organization)])
    return None


def _unknown(document: Document, organization: Organization) -> Finding:
    codes = [
        s.code
        for s in organization.series
        if (s.type, s.incoming) == (document.numbered_as, document.incoming)
    ]
    return Finding(
        "series-unknown",
        "/serie",
        f"there is no series {document.series!r} for documents of type {document.kind}",
        f"send one of {', '.join(codes)}" if codes else "create the series first, or leave it out",
    )


def check_series(series: Series, others: Iterable[Series]) -> None:
    """InvalidDocument where a series cannot stand beside the others of its type and direction.

    Their codes differ, and so do the numbers their patterns make: else one series would take
    numbers out of the other's sequence.
    """
    findings = []
    for other in others:
        if (other.type, other.incoming) != (series.type, series.incoming):
            continue
        if other.code == series.code:
            findings.append(
                Finding(
                    "series-code-taken",
                    "/code",
                    f"there is a series {series.code!r} for this type already",
                    "send another code",
                )
            )
        elif numbers_of(other) == numbers_of(series):
            findings.append(
                Finding(
                    "series-pattern-taken",
                    "/pattern",
                    f"the series {other.code!r} gives the same numbers",
                    "show the series in the pattern: {SERIE}-{YYYY}-{n:05}",
                )
            )
    if findings:
        raise InvalidDocument(findings)


def numbers_of(series: Series) -> str:
    """The pattern of its numbers, with its code in it: equal ones give equal numbers."""
    return series.pattern.replace("{SERIE}", series.code)


def with_series(organization: Organization, series: Series) -> tuple[Series, ...]:
    """The organization's series with this one in; at most one per type is the default."""

    def beside(other: Series) -> Series:
        is_rival = (other.type, other.incoming) == (series.type, series.incoming)
        if not (series.is_default and is_rival and other.is_default):
            return other
        return replace(other, is_default=False, version=other.version + 1)

    kept = [beside(other) for other in organization.series if other.id != series.id]
    return (*sorted((*kept, series), key=lambda one: one.id),)
