"""What the catalogue says of lines: an item's fields, a price list's price, a tax's rate."""

from collections.abc import Iterable
from datetime import date

from invoicing.errors import Finding
from invoicing.model import Document, Line, LineTax, Organization
from invoicing.model.catalogue import Item, PriceList, Tax, TaxSchema
from invoicing.model.money import ZERO
from invoicing.model.value import replace

_FILLED = (
    "name",
    "description",
    "seller_item_id",
    "standard_item_id",
    "classifications",
    "origin_country",
    "item_type",
    "l10n",
)


def fill_line(line: Line, item: Item, document: Document, prices: PriceList | None) -> Line:
    """The line with the item's fields where the caller gave none; taxes apart.

    The price is the price list's where it has one for the item, the unit and the document's
    currency, else the item's own.
    """
    changes = {
        field: getattr(item, field)
        for field in _FILLED
        if not getattr(line, field) and getattr(item, field)
    }
    changes["item_id"] = item.id
    if not line.unit and not line.unit_code:
        changes["unit"], changes["unit_code"] = item.unit, item.unit_code
    if line.price is None and line.price_with_tax is None and line.list_price is None:
        changes |= _price(line, item, document, prices)
    if item.track_inventory:
        changes["track_inventory"] = True
    return replace(line, **changes)


def _price(
    line: Line, item: Item, document: Document, prices: PriceList | None
) -> dict[str, object]:
    unit = line.unit or item.unit
    if prices is not None and prices.currency == document.currency:
        field = "price_with_tax" if prices.includes_tax else "price"
        for wanted in (unit, ""):
            for listed in prices.prices:
                if listed.item_id == item.id and listed.unit == wanted:
                    return {field: listed.price}
    if item.price_with_tax is not None:
        return {"price_with_tax": item.price_with_tax}
    return {"price": item.price}


def item_taxes(
    item: Item, party_schema_id: str, schemas: Iterable[TaxSchema]
) -> tuple[LineTax, ...]:
    """The taxes of an item at home: its own, else those of its schema for the party's."""
    if item.taxes or not item.tax_schema_id:
        return item.taxes
    for schema in schemas:
        if schema.id == item.tax_schema_id:
            return tuple(LineTax(tax_id=id_) for id_ in schema.tax_ids(party_schema_id))
    return ()


def with_known_taxes(document: Document, taxes: tuple[Tax, ...]) -> tuple[Document, list[Finding]]:
    """The document with every tax that names one of the organization's filled from it.

    A tax is named by its id, else by its rate, else by its classification; the rate is that of
    the document's date. Findings where an id or a classification names none.
    """
    on = document.issue_date
    named = any(t.tax_id or t.classification for line in document.lines for t in line.taxes)
    if on is None or not (taxes or named):
        return document, []
    findings: list[Finding] = []
    lines = []
    for index, line in enumerate(document.lines):
        found = []
        for position, tax in enumerate(line.taxes):
            at = f"/_documentItems/{index}/_documentItemTaxes/{position}"
            known, finding = _find(tax, taxes, on, at, by_rate=not document.incoming)
            if finding is not None:
                findings.append(finding)
            found.append(_filled(tax, known, on) if known else tax)
        lines.append(replace(line, taxes=tuple(found)) if tuple(found) != line.taxes else line)
    return replace(document, lines=tuple(lines)), findings


def unexplained_exemptions(document: Document) -> list[Finding]:
    """Findings for exempt lines of ours that say neither a code nor a reason (BR-E-10)."""
    if document.incoming or document.imported:
        return []
    return [
        Finding(
            "BR-E-10",
            f"/_documentItems/{index}/_documentItemTaxes/{position}/exemptionReason",
            "The item is exempt from tax and does not say why.",
            "Send exemptionReason, or exemptionCode with a VATEX code.",
            term="BT-120",
        )
        for index, line in enumerate(document.lines)
        for position, tax in enumerate(line.taxes)
        if tax.category == "E" and not (tax.exemption_code or tax.exemption_reason)
    ]


def unknown_taxes(taxes: tuple[LineTax, ...], organization: Organization) -> list[Finding]:
    """Findings for taxes of an item that name none of the organization's."""
    ids = {tax.id for tax in organization.taxes}
    return [
        _unknown(f"/_itemTaxes/{position}/taxId", "id", tax.tax_id)
        for position, tax in enumerate(taxes)
        if tax.tax_id and tax.tax_id not in ids
    ]


def _find(
    tax: LineTax, taxes: tuple[Tax, ...], on: date, at: str, *, by_rate: bool
) -> tuple[Tax | None, Finding | None]:
    """The organization's tax that this one names, if it names one; a finding where it fails to."""
    if tax.tax_id:
        found = next((known for known in taxes if known.id == tax.tax_id), None)
        if found is None:
            return None, _unknown(f"{at}/taxId", "id", tax.tax_id)
        if found.rate_on(on) is None:
            return None, _not_yet(f"{at}/taxId", found, on)
        return found, None
    if tax.rate == ZERO and tax.classification and not tax.category:
        same = (t for t in taxes if t.classification == tax.classification)
        found = next((t for t in same if t.rate_on(on) is not None), None)
        unknown = _unknown(f"{at}/classification", "classification", tax.classification)
        return found, None if found else unknown
    if not by_rate:
        return None, None
    return next((t for t in taxes if _is_same(t, tax, on)), None), None


def _is_same(known: Tax, tax: LineTax, on: date) -> bool:
    """Whether rate and category agree; without a rate the category must be said by both."""
    if known.rate_on(on) != tax.rate:
        return False
    if known.category == tax.category:
        return True
    return tax.rate != ZERO and not (known.category and tax.category)


def _filled(tax: LineTax, known: Tax, on: date) -> LineTax:
    """The tax with the organization's words where the caller gave none; the rate is the tax's."""
    return replace(
        tax,
        tax_id=known.id,
        rate=known.rate_on(on) or ZERO,
        category=tax.category or known.category,
        name=tax.name or known.name,
        abbreviation=tax.abbreviation or known.abbreviation,
        classification=known.classification,
        recoverable=known.recoverable if tax.recoverable is None else tax.recoverable,
        compound=tax.compound or known.compound,
        reverse_charged=tax.reverse_charged or known.reverse_charged,
        tax_number=tax.tax_number or known.tax_number,
        exemption_code=tax.exemption_code or known.exemption_code,
        exemption_reason=tax.exemption_reason or known.exemption_reason,
    )


def _unknown(pointer: str, what: str, value: str) -> Finding:
    return Finding(
        "tax-unknown",
        pointer,
        f"the organization has no tax with the {what} {value!r}",
        "send a tax of /v1/Organizations/{organizationId}/taxes, or its rate alone",
    )


def _not_yet(pointer: str, tax: Tax, on: date) -> Finding:
    return Finding(
        "tax-not-yet",
        pointer,
        f"the tax {tax.name!r} has no rate on {on.isoformat()}",
        "add a rate that is valid from an earlier day, or send another tax",
    )
