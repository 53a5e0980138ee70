"""Documents made of others: clones, credit notes, and an invoice of an estimate.

Money and quantities are only ever taken once: what is left of a document is its own less what
its successors took. Source: EN 16931 BG-3; docs/statuses.md.
"""

from collections.abc import Mapping
from decimal import Decimal

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import AllowanceCharge, Document, DocumentReference, Line
from invoicing.model.money import ZERO, round_money
from invoicing.model.value import replace
from invoicing.rules._families import conversions

CREDITS, DEDUCTS, CONVERTS = "credits", "deducts", "converts"

Wanted = Mapping[str, Decimal | None]
"""Line ids, and how much of each; None is all that is left."""

_CONTENT = (
    "type", "incoming", "buyer", "payee", "tax_representative", "client_id", "unit_id", "unit",
    "currency", "tax_currency", "decimal_places", "prices_include_tax", "omit_taxes",
    "ignore_omit_taxes", "equalization", "rounding_level", "cash_rounding", "discount_percent",
    "discount_amount", "withholding_rate", "withholding_type", "withholding_cause", "funds",
    "stamp_duty", "split_payment", "lines", "allowances_charges", "payment_instructions",
    "payment_terms", "cash_discounts", "charges_disabled", "reference", "buyer_reference",
    "project_reference", "contract_reference", "purchase_order_reference",
    "sales_order_reference", "accounting_reference", "invoiced_object", "delivery",
    "business_process", "specification", "notes", "note", "note_to_recipient", "email_to",
    "financial_account", "accounting_schema", "party_accounting_schema",
    "default_item_withholding_id", "tax_clause", "footer", "signature",
    "l10n", "custom", "data", "price_list_id", "warehouse_id", "destination_warehouse_id",
    "bpay", "fattura_pa", "validate_eslog",
)  # fmt: skip
_DATES = (
    "issue_date", "due_date", "valid_until", "tax_point_date", "tax_point_code", "period_start",
    "period_end",
)  # fmt: skip
_COMPUTED = (
    "net_amount", "tax_amount", "amount_with_tax", "discount_amount", "net_converted",
    "gross_converted",
)  # fmt: skip


def clone_of(source: Document) -> Document:
    """A new draft of the same content: no number, no dates, no payments."""
    return replace(_content(source, _CONTENT), cloned_from_id=source.id)


def content_of(source: Document) -> Document:
    """What the document says with its dates, without what was true of it alone."""
    return _content(source, (*_CONTENT, *_DATES, "series"))


def _content(source: Document, names: tuple[str, ...]) -> Document:
    content = {name: getattr(source, name) for name in (*names, "own_type", "title", "type_code")}
    return replace(
        Document(**content),
        lines=tuple(map(_uncomputed, source.lines)),
        allowances_charges=_own_allowances(source),
    )


def credit_note_of(source: Document, wanted: Wanted) -> Document:
    """A draft that credits these lines, or all that is left where none is named.

    InvalidDocument for lines there are not, and for more than is left of one.
    """
    draft = _part_of(source, wanted, left_of(source, CREDITS))
    reference = reference_to(source, CREDITS)
    return replace(
        draft,
        type="credit-note",
        seller=source.seller,
        conversion=source.conversion,
        period_start=source.period_start,
        period_end=source.period_end,
        payment_instructions=None,
        payment_terms="",
        cash_discounts=(),
        note="",
        footer="",
        signature="",
        preceding=(reference,),
    )


def conversion_of(source: Document, type_: str, wanted: Wanted) -> Document:
    """A draft of another type with these lines, or with all that is left of them.

    An invoice of an advance deducts what was paid for it. InvalidDocument for types the document
    does not become, for lines there are not, and for more than is left of one.
    """
    known = conversions(source)
    if type_ not in known:
        raise InvalidDocument(
            [
                Finding(
                    "conversion-unknown",
                    "/type",
                    f"a document of type {source.type} does not become {type_!r}",
                    f"send one of {', '.join(known)}",
                )
            ]
        )
    draft = replace(_part_of(source, wanted, left_of(source, CONVERTS, type_)), type=type_)
    if source.type == "advance":
        return replace(draft, preceding=(reference_to(source, DEDUCTS),))
    return replace(draft, sources=(reference_to(source, CONVERTS),))


def reference_to(source: Document, relation: str) -> DocumentReference:
    return DocumentReference(
        number=source.number,
        issue_date=source.issue_date,
        document_id=source.id,
        relation=relation,
    )


def left_of(source: Document, relation: str, type_: str = "") -> dict[str, Decimal]:
    """How much of each product is left for a further successor, by line id."""
    left = {
        line_id(line, place): line.quantity
        for place, line in enumerate(source.lines, 1)
        if line.kind == "product"
    }
    for successor in source.successors:
        if successor.relation == relation and type_ in ("", successor.type):
            for taken, quantity in successor.quantities:
                if taken in left:
                    left[taken] -= quantity
    return left


def line_id(line: Line, place: int) -> str:
    return line.id or str(place)


def _part_of(source: Document, wanted: Wanted, left: Mapping[str, Decimal]) -> Document:
    content = {name: getattr(source, name) for name in _CONTENT}
    quantities = _quantities(wanted, left)
    lines, whole, part = [], ZERO, ZERO
    for place, line in enumerate(source.lines, 1):
        own = line_id(line, place)
        if line.kind != "product":
            lines += [replace(line, id=own)] if not wanted else []
            continue
        quantity = quantities.get(own, ZERO)
        amount = line.net_amount or ZERO
        whole += amount
        if quantity:
            part += amount * quantity / line.quantity
            lines.append(_portion(replace(line, id=own), quantity))
    share = part / whole if whole else Decimal(1)
    return replace(
        Document(**content),
        lines=tuple(lines),
        discount_amount=_shared(source.discount_amount, share, source.currency),
        allowances_charges=tuple(
            replace(
                entry,
                amount=round_money(entry.amount * share, source.currency),
                base=_shared(entry.base, share, source.currency),
            )
            for entry in _own_allowances(source)
        ),
        funds=tuple(
            replace(fund, base=_shared(fund.base, share, source.currency)) for fund in source.funds
        ),
    )


def _quantities(wanted: Wanted, left: Mapping[str, Decimal]) -> dict[str, Decimal]:
    if not wanted:
        found = {own: quantity for own, quantity in left.items() if quantity}
        if not found:
            raise InvalidDocument([_NOTHING_LEFT])
        return found
    findings, taken = [], {}
    for index, (own, quantity) in enumerate(wanted.items()):
        at = f"/items/{index}"
        if own not in left:
            known = ", ".join(left)
            text = f"the document has no item with the id {own[:40]!r}"
            findings.append(Finding("item-unknown", f"{at}/id", text, f"send one of {known}"))
            continue
        rest = left[own]
        taken[own] = rest if quantity is None else quantity
        if not ZERO < abs(taken[own]) <= abs(rest) or (taken[own] < 0) != (rest < 0):
            findings.append(
                Finding(
                    "quantity-left",
                    f"{at}/quantity",
                    f"{rest} is left of the item {own!r}",
                    f"send at most {rest}" if rest else "leave the item out",
                )
            )
    if findings:
        raise InvalidDocument(findings)
    return taken


def _portion(line: Line, quantity: Decimal) -> Line:
    """The line with this much of its quantity, and as much of its amounts."""
    share = quantity / line.quantity
    changes: dict[str, object] = {"quantity": quantity}
    if line.discount_is_amount and line.discount:
        changes["discount"] = (line.discount * share).quantize(Decimal("0.00000001")).normalize()
    if line.allowances_charges and share != 1:
        changes["allowances_charges"] = tuple(
            replace(entry, amount=(entry.amount * share).quantize(Decimal("0.01")))
            for entry in line.allowances_charges
        )
    return replace(_uncomputed(line), **changes)


def _uncomputed(line: Line) -> Line:
    return replace(line, **dict.fromkeys(_COMPUTED))


def _own_allowances(source: Document) -> tuple[AllowanceCharge, ...]:
    return tuple(entry for entry in source.allowances_charges if not entry.computed)


def _shared(amount: Decimal | None, share: Decimal, currency: str) -> Decimal | None:
    return None if amount is None else round_money(amount * share, currency)


_NOTHING_LEFT = Finding(
    "nothing-left",
    "/items",
    "nothing is left of the document to take",
    "look at its _successors: they have all of it",
)
