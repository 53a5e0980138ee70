"""A document's amounts as the Croatian register wants them: by how each part is taxed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from invoicing.model import Document, TaxSubtotal
from invoicing.model.money import ZERO

_TAXED = frozenset({"S", "Z"})
_EXEMPT = frozenset({"E", "G", "K"})
_MARGIN = frozenset({"VATEX-EU-D", "VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"})
_CONSUMPTION = frozenset({"PNP", "POREZ NA POTROŠNJU"})

Rated = tuple[Decimal, Decimal, Decimal]  # rate, base, tax


class Fee(NamedTuple):
    """A refundable fee, as for bottles: no part of any tax."""

    name: str
    amount: Decimal


class Parts(NamedTuple):
    """What the total is made of."""

    vat: tuple[Rated, ...]
    consumption: tuple[Rated, ...]  # porez na potrošnju
    exempt: Decimal
    margin: Decimal
    not_subject: Decimal  # outside the tax, or owed by the buyer
    fees: tuple[Fee, ...]


def parts_of(document: Document) -> Parts:
    """The parts, with the document's own signs; fees are charges outside the tax."""
    fees = tuple(
        Fee(entry.reason or "Naknada", entry.amount)
        for entry in document.allowances_charges
        if entry.is_charge and entry.tax_category == "O"
    )
    consumption, margin, vat, exempt, outside = _sorted(document.tax_subtotals)
    return Parts(
        vat=_rated(vat),
        consumption=_rated(consumption),
        exempt=_bases(exempt),
        margin=_bases(margin),
        not_subject=_bases(outside) - sum((fee.amount for fee in fees), ZERO),
        fees=fees,
    )


def _sorted(rows: Iterable[TaxSubtotal]) -> tuple[list[TaxSubtotal], ...]:
    """Consumption tax, margin scheme, taxed, exempt, and what the tax has no part in."""
    kinds: tuple[list[TaxSubtotal], ...] = ([], [], [], [], [])
    for row in rows:
        if row.name.upper() in _CONSUMPTION:
            kinds[0].append(row)
        elif row.exemption_code in _MARGIN:
            kinds[1].append(row)
        elif row.category in _TAXED:
            kinds[2].append(row)
        elif row.category in _EXEMPT:
            kinds[3].append(row)
        else:
            kinds[4].append(row)
    return kinds


def _rated(rows: Iterable[TaxSubtotal]) -> tuple[Rated, ...]:
    return tuple((row.rate or ZERO, row.base, row.tax) for row in rows)


def _bases(rows: Iterable[TaxSubtotal]) -> Decimal:
    return sum((row.base for row in rows), ZERO)


def signed_total(document: Document) -> Decimal:
    """The total with tax; what a credit note gives back is negative."""
    gross = document.totals.gross
    return -abs(gross) if document.type == "credit-note" else gross
