"""What a file does not say of the document it was made of.

The file is read again and compared: no list can promise more than the file holds. Told are
values a sender stated and a recipient would miss. Not told are what is ours (ids, times, what
happened to the document) and amounts that follow from others, which are told themselves.
"""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from invoicing.formats._codes import UNIT_CODES, unit_code
from invoicing.model import (
    AllowanceCharge,
    Document,
    DocumentReference,
    Line,
    LineTax,
    Note,
    Party,
    Payment,
    StampDuty,
    SupportingDocument,
)
from invoicing.model.totals import TaxSubtotal, Totals
from invoicing.model.value import Value

Path = tuple[str | int, ...]
"""Names of our fields, and positions: ("lines", 0, "unit")."""

# What a document states to its recipient; the rest of its fields is how we keep it.
CONTENT = (
    *("type", "type_code", "number", "issue_date", "due_date", "tax_point_date"),
    *("tax_point_code", "period_start", "period_end", "valid_until", "seller", "buyer"),
    *("payee", "tax_representative", "unit", "currency", "tax_currency", "prices_include_tax"),
    *("equalization", "discount_percent", "discount_amount", "withholding_rate", "conversion"),
    *("withholding_type", "withholding_cause", "stamp_duty"),
    *("lines", "allowances_charges", "totals", "tax_subtotals", "payments"),
    *("payment_instructions", "payment_terms", "cash_discounts", "prepaid", "reference"),
    *("buyer_reference", "project_reference", "contract_reference", "purchase_order_reference"),
    *("sales_order_reference", "receiving_advice_reference", "despatch_advice_reference"),
    *("tender_reference", "invoiced_object", "accounting_reference", "preceding", "sources"),
    *("delivery", "supporting_documents", "business_process", "specification", "title"),
    *(
        "notes",
        "note",
        "note_to_recipient",
        "tax_clause",
        "footer",
        "signature",
        "l10n",
        "custom",
        "data",
        "bpay",
    ),
    "fattura_pa",
)
# By other class: what no recipient reads, and what follows from other values.
UNTOLD: dict[type[Value], frozenset[str]] = {
    Line: frozenset(
        {
            *("id", "kind", "item_id", "track_inventory", "price_with_tax", "tax_amount"),
            *("amount_with_tax", "discount_amount", "net_converted", "gross_converted"),
            *("commitment_reference", "customer_order_id", "customer_order_line"),
            "external_source_doc",
        }
    ),
    LineTax: frozenset({"id", "tax_id", "recoverable", "classification"}),
    Party: frozenset(
        {
            *("id", "created_at", "updated_at", "throw_eslog_errors", "is_taxable"),
            *("is_end_customer", "business_type", "fiscal_region_code", "ip_address"),
        }
    ),
    Payment: frozenset({"id", "document_id", "version", "created_at", "updated_at"}),
    AllowanceCharge: frozenset(
        {"computed", "fund", "withheld", "exemption_code", "exemption_reason"}
    ),
    StampDuty: frozenset({"charged", "automatic", "text", "charge"}),
    DocumentReference: frozenset({"document_id", "relation"}),
    SupportingDocument: frozenset({"file_key"}),
    TaxSubtotal: frozenset({"name", "tax_id", "reverse_charged"}),
    Totals: frozenset({"discount", "withholding", "split_tax", "net_converted", "gross_converted"}),
}
_NONE: frozenset[str] = frozenset()


def lost(given: Sequence[Document], read: Sequence[Document]) -> tuple[Path, ...]:
    """Where the documents of a file say less than those it was made of.

    Of several documents each path begins with ("documents", position).
    """
    found: list[Path] = []
    for index, document in enumerate(given):
        at: Path = () if len(given) == 1 else ("documents", index)
        if index < len(read):
            _compare(document, read[index], at, found)
        else:
            found.append(at)
    return tuple(found)


def told_fields(kind: type[Value]) -> tuple[str, ...]:
    """The fields of a class that a recipient would miss."""
    if kind is Document:
        return CONTENT
    names = (field.name for field in msgspec.structs.fields(kind))
    return tuple(name for name in names if name not in UNTOLD.get(kind, _NONE))


@cache
def _told(kind: type[Value]) -> tuple[tuple[str, ...], Callable[[Value], tuple[Any, ...]]]:
    """The fields of a class that are compared, and what gets them all."""
    kept = told_fields(kind)
    if len(kept) == 1:
        return kept, lambda value: (getattr(value, kept[0]),)
    return kept, attrgetter(*kept)


def _compare(given: Value, read: Value, at: Path, found: list[Path]) -> None:
    names, values = _told(type(given))
    ours, theirs = values(given), values(read)
    if ours == theirs:
        return
    for name, value, other in zip(names, ours, theirs, strict=True):
        if not value or value == other:
            continue
        here = (*at, name)
        if isinstance(value, tuple):
            rows = list(enumerate(value))
            if name in _SHOWN:
                rows = _SHOWN[name](rows, here, found)
            _compare_rows(rows, _others(read, name, other), here, found)
        elif isinstance(value, Value):
            if other is not None:
                _compare(value, other, here, found)
            elif _says(value):
                found.append(here)
        elif not (name in _SAID and _SAID[name](given, read)) and not _holds(other, value):
            found.append(here)


Rows = list[tuple[int, Any]]
"""With their positions, as a caller sees them."""


def _compare_rows(given: Rows, read: tuple[Any, ...], at: Path, found: list[Path]) -> None:
    """Rows are looked for at their place, then anywhere; what differs is told of their place."""
    for place, (position, value) in enumerate(given):
        other = read[place] if place < len(read) else None
        if value == other or (len(read) <= _FEW and value in read):
            continue
        if isinstance(value, Value) and other is not None:
            _compare(value, other, (*at, position), found)
        else:
            found.append((*at, position))


_FEW = 50  # rows among which one is looked for


def _products(rows: Rows, at: Path, found: list[Path]) -> Rows:
    """The lines that cost something; the others are for the eye only, and in no file."""
    found += [(*at, position) for position, line in rows if line.kind != "product"]
    return [(position, line) for position, line in rows if line.kind == "product"]


def _stated(rows: Rows, _at: Path, _found: list[Path]) -> Rows:
    """Allowances and charges without those that are computed, which a caller never sees."""
    return list(enumerate(row for _, row in rows if not row.computed))


_SHOWN: dict[str, Callable[[Rows, Path, list[Path]], Rows]] = {
    "lines": _products,
    "allowances_charges": _stated,
}


def _others(read: Value, name: str, rows: Any) -> tuple[Any, ...]:
    """What the rows are looked for in: a first note may have become the document's own."""
    if name == "notes" and isinstance(read, Document) and read.note:
        return (*rows, Note(text=read.note))
    return tuple(rows)


def _says(value: Value) -> bool:
    """Whether anything is stated in it."""
    held = _told(type(value))[1](value)
    return any(_says(one) if isinstance(one, Value) else one for one in held)


def _holds(read: Any, given: Any) -> bool:
    """Whether a mapping says at least what another does."""
    if not isinstance(given, dict) or not isinstance(read, dict):
        return bool(read == given)
    return all(name in read and _holds(read[name], value) for name, value in given.items())


def _said_by_unit_code(given: Any, read: Any) -> bool:
    known = given.unit.strip().rstrip(".").lower() in UNIT_CODES
    return known and read.unit_code == (given.unit_code or unit_code(given.unit))


def _said_by_country_code(given: Any, read: Any) -> bool:
    return bool(given.country_code) and read.country_code == given.country_code


def _said_by_category(_given: Any, read: Any) -> bool:
    return bool(read.category == "AE")


# What a code that is carried says too.
_SAID: dict[str, Callable[[Any, Any], bool]] = {
    "unit": _said_by_unit_code,
    "country_name": _said_by_country_code,
    "reverse_charged": _said_by_category,
}
