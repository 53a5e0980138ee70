"""A document's amounts as FURS wants them: by seller, and by how each part is taxed."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from invoicing.model import Document, TaxSubtotal
from invoicing.model.money import ZERO

_CENT = Decimal("0.01")
_REVERSE = "AE"
_NOT_TAXABLE = "O"
_TAXED = frozenset({"S", "L", "M"})


def signed_amount(document: Document) -> Decimal:
    """The gross total; what a credit note gives back is negative."""
    gross = document.totals.gross
    return -abs(gross) if document.type == "credit-note" else gross


def per_seller(
    document: Document, sign: int, amount: Callable[[Decimal], Any]
) -> list[dict[str, Any]]:
    """The document's own sales, then what it sells on behalf of other taxpayers."""
    others = _on_behalf(document)
    own = _own(document.tax_subtotals, others)
    if document.seller.is_taxable is False:
        whole = sum((base for _, _, base, _ in own), ZERO)
        entries = [{"NontaxableAmount": amount(sign * whole)}]
    else:
        entries = [_entry(own, sign, amount)]
    for seller, parts in others.items():
        entries.append({"SellerTaxNumber": int(seller)} | _entry(parts, sign, amount))
    return entries


_Part = tuple[str, Decimal, Decimal, Decimal]  # category, rate, base, tax


def _entry(parts: Iterable[_Part], sign: int, amount: Callable[[Decimal], Any]) -> dict[str, Any]:
    rates: dict[Decimal, list[Decimal]] = {}
    other: dict[str, Decimal] = {}
    for category, rate, base, tax in parts:
        if category in _TAXED:
            sums = rates.setdefault(rate, [ZERO, ZERO])
            sums[0] += base
            sums[1] += tax
        else:
            name = {_REVERSE: "ReverseVATTaxableAmount", _NOT_TAXABLE: "NontaxableAmount"}.get(
                category, "ExemptVATTaxableAmount"
            )
            other[name] = other.get(name, ZERO) + base
    entry: dict[str, Any] = {}
    if rates:
        entry["VAT"] = [
            {
                "TaxRate": amount(rate),
                "TaxableAmount": amount(sign * base),
                "TaxAmount": amount(sign * tax),
            }
            for rate, (base, tax) in rates.items()
        ]
    return entry | {name: amount(sign * base) for name, base in other.items()}


def _own(subtotals: Iterable[TaxSubtotal], others: dict[str, list[_Part]]) -> list[_Part]:
    """The breakdown less what belongs to others: what is left adds up to the document's total."""
    taken: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
    for parts in others.values():
        for category, rate, base, tax in parts:
            bases, taxes = taken.get((category, rate), (ZERO, ZERO))
            taken[category, rate] = (bases + base, taxes + tax)
    found = []
    for subtotal in subtotals:
        category = _REVERSE if subtotal.reverse_charged else subtotal.category
        rate = subtotal.rate or ZERO
        base, tax = taken.get((category, rate), (ZERO, ZERO))
        left = (category, rate, subtotal.base - base, subtotal.tax - tax)
        if left[2] or left[3]:
            found.append(left)
    return found


def _on_behalf(document: Document) -> dict[str, list[_Part]]:
    sums: dict[str, dict[tuple[str, Decimal], Decimal]] = {}
    for line in document.lines:
        seller = line.on_behalf.upper().removeprefix("SI").strip()
        if line.kind != "product" or not seller.isdigit() or not line.taxes:
            continue
        tax = line.taxes[0]
        category = _REVERSE if tax.reverse_charged else tax.category
        bases = sums.setdefault(seller, {})
        bases[category, tax.rate] = bases.get((category, tax.rate), ZERO) + (
            line.net_amount or ZERO
        )
    return {
        seller: [
            (category, rate, base, (base * rate / 100).quantize(_CENT))
            for (category, rate), base in bases.items()
        ]
        for seller, bases in sums.items()
    }
