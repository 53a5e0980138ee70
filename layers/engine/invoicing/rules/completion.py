"""Filling in what a caller left out: the organization's settings and calendar decide."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.money import is_currency
from invoicing.model.value import Value, replace
from invoicing.rules.series import series_of

V = TypeVar("V", bound=Value)

# Only these are owed at a date, and only these have an end of validity.
DUE_TYPES = frozenset({"invoice", "advance"})
VALID_TYPES = frozenset({"estimate"})


def moment(organization: Organization, now: datetime) -> datetime:
    """The time business goes by: the test world's clock where it is set, else `now`."""
    return organization.clock or now


def today(organization: Organization, now: datetime) -> date:
    """The calendar date in the organization's time zone."""
    return moment(organization, now).astimezone(ZoneInfo(organization.time_zone)).date()


def merge(given: V, base: V) -> V:
    """`base` with every field replaced that `given` sets to something."""
    changes = {}
    defaults = _defaults(type(given))
    for field in given.__struct_fields__:
        mine, theirs = getattr(given, field), getattr(base, field)
        if isinstance(mine, Value) and isinstance(theirs, Value):
            changes[field] = merge(mine, theirs)
        elif mine not in (None, "", (), {}) and mine != defaults[field]:
            changes[field] = mine
    return replace(base, **changes)


@cache
def _defaults(kind: type[Value]) -> dict[str, object]:
    return {field.name: field.default for field in msgspec.structs.fields(kind)}


def complete(draft: Document, organization: Organization, now: datetime) -> Document:
    """The document with issuer, currency and dates filled in; what the caller sent wins.

    The organization is the seller of what it issues and the buyer of what it receives.
    InvalidDocument where the draft names a series the organization has not, or a currency there
    is not.
    """
    own = replace(organization.party, id=organization.id)
    draft = with_line_ids(draft)
    series = series_of(draft, organization)  # a draft, too, names only a series there is
    _check_currencies(draft)
    issue_date = draft.issue_date or today(organization, now)
    changes: dict[str, object] = {
        "issue_date": issue_date,
        "currency": draft.currency or organization.currency,
    }
    if draft.incoming:
        changes["buyer"] = merge(draft.buyer, own)
        changes["received_date"] = draft.received_date or today(organization, now)
    else:
        changes["seller"] = merge(draft.seller, own)
        if draft.type in DUE_TYPES and draft.due_date is None:
            changes["due_date"] = issue_date + timedelta(days=organization.due_days)
        if draft.type in VALID_TYPES and draft.valid_until is None:
            changes["valid_until"] = issue_date + timedelta(days=organization.valid_days)
        for text in ("note", "footer", "signature"):
            if not getattr(draft, text):
                changes[text] = _default_text(organization, draft, text)
        if draft.prices_include_tax is None and series is not None and not draft.imported:
            changes["prices_include_tax"] = series.prices_include_tax
    return replace(draft, **changes)


def _check_currencies(draft: Document) -> None:
    """Source: EN 16931 BR-CL-04, BR-CL-05."""
    findings = []
    if draft.currency and not is_currency(draft.currency):
        findings.append(
            Finding(
                "BR-CL-04",
                "/currencyId",
                "The currency is unknown.",
                "Use an ISO 4217 code, such as EUR.",
                term="BT-5",
            )
        )
    if draft.tax_currency and not is_currency(draft.tax_currency):
        findings.append(
            Finding(
                "BR-CL-05",
                "/taxCurrencyId",
                "The tax currency is unknown.",
                "Use an ISO 4217 code, such as EUR.",
                term="BT-6",
            )
        )
    if findings:
        raise InvalidDocument(findings)


def with_line_ids(document: Document) -> Document:
    """The document with an id for every line: its own, else its place, else the next free number.

    InvalidDocument where two lines have the same.
    """
    given = [line.id for line in document.lines if line.id]
    if len(given) == len(document.lines) == len(set(given)):
        return document
    repeated = [i for i, line in enumerate(document.lines) if line.id and given.count(line.id) > 1]
    if repeated:
        raise InvalidDocument([_repeated(index) for index in repeated[1:]])
    taken, lines = set(given), []
    for place, line in enumerate(document.lines, 1):
        if not line.id:
            own = next(n for n in count(place) if str(n) not in taken)
            taken.add(str(own))
            lines.append(replace(line, id=str(own)))
        else:
            lines.append(line)
    return replace(document, lines=tuple(lines))


def _repeated(index: int) -> Finding:
    return Finding(
        "line-id-repeated",
        f"/_documentItems/{index}/id",
        "another item has the same id",
        "give each item an id of its own, or leave them out",
        term="BT-126",
    )


def _default_text(organization: Organization, draft: Document, text: str) -> str:
    names = (f"{kind}_{text}" for kind in (draft.kind, draft.type, "document"))
    return next((found for name in names if (found := organization.texts.get(name))), "")
