"""What an organization turned over and is owed: sums over the summaries of its documents.

Amounts of different currencies are never added. Turnover is invoices and receipts less credit
notes; an advance is part of it once an invoice deducts it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoicing.model.money import ZERO
from invoicing.model.summary import Summary
from invoicing.rules.summary import payment_status

SIGNS: Mapping[str, int] = {"invoice": 1, "receipt": 1, "credit-note": -1}
"""What counts as turnover, and which way."""
OWING = frozenset({"invoice", "receipt", "advance"})


@dataclass(slots=True)
class Sums:
    """Sums over documents of one currency; `due` and `overdue` are what is owed on them."""

    documents: int = 0
    net: Decimal = ZERO
    tax: Decimal = ZERO
    gross: Decimal = ZERO
    paid: Decimal = ZERO
    due: Decimal = ZERO
    overdue: Decimal = ZERO

    def add(self, summary: Summary, base: str, today: date, sign: int = 1) -> None:
        """One document more, whose type has the rules of `base`."""
        self.documents += 1
        self.net += sign * summary.net
        self.tax += sign * summary.tax
        self.gross += sign * summary.gross
        self.paid += sign * summary.paid
        if base in OWING and summary.due > 0:
            self.due += summary.due
            if payment_status(summary, today) == "overdue":
                self.overdue += summary.due


Turnover = dict[str, dict[str, Sums]]
"""Sums by currency and month ("2026-11")."""


def turnover(summaries: Iterable[Summary], bases: Mapping[str, str], today: date) -> Turnover:
    """The turnover of issued documents; `bases` names the types behind an organization's own."""
    found: Turnover = {}
    for summary in summaries:
        base = bases.get(summary.type, summary.type)
        if summary.state != "issued" or base not in SIGNS or summary.issue_date is None:
            continue
        months = found.setdefault(summary.currency, {})
        sums = months.setdefault(f"{summary.issue_date:%Y-%m}", Sums())
        sums.add(summary, base, today, SIGNS[base])
    return found


def together(months: Iterable[Sums]) -> Sums:
    """The sums of several months."""
    whole = Sums()
    for sums in months:
        for name in Sums.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(sums, name))
    return whole


def totals_by_type(
    summaries: Iterable[Summary], bases: Mapping[str, str], today: date
) -> dict[tuple[str, str], Sums]:
    """Sums of issued documents by currency and type, each as the documents state them."""
    found: dict[tuple[str, str], Sums] = {}
    for summary in summaries:
        if summary.state == "issued":
            sums = found.setdefault((summary.currency, summary.type), Sums())
            sums.add(summary, bases.get(summary.type, summary.type), today)
    return found
