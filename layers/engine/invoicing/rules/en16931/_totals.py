"""Rules on the document itself, its totals (BG-22) and its tax breakdown (BG-23)."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.model import Document
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _code_lists as codes
from invoicing.rules.en16931._families import CENT, ZERO, Use, near
from invoicing.rules.en16931._lines import long

# Field of the totals, rule on its decimals, name in the API.
_DECIMALS = (
    ("lines", "BR-DEC-09", "totalLines"),
    ("allowances", "BR-DEC-10", "totalAllowances"),
    ("charges", "BR-DEC-11", "totalCharges"),
    ("net", "BR-DEC-12", "total"),
    ("tax", "BR-DEC-13", "totalTax"),
    ("gross", "BR-DEC-14", "totalWithTax"),
    ("tax_in_tax_currency", "BR-DEC-15", "totalTaxInTaxCurrency"),
    ("prepaid", "BR-DEC-16", "totalPrepaid"),
    ("rounding", "BR-DEC-17", "totalRounding"),
    ("payable", "BR-DEC-18", "totalPayable"),
)


# BR-B-01 names the one country that has the category; nobody named is nobody abroad.
_SPLIT_PAYMENT = frozenset({"", "IT"})


def check_document(document: Document, use: Use, f: Findings) -> None:
    """Number, dates, currencies and codes of the document."""
    if not document.number.strip():
        f.add("BR-02", "/number")
    if document.issue_date is None:
        f.add("BR-03", "/date")
    if not document.currency:
        f.add("BR-05", "/currencyId")
    elif document.currency not in codes.CURRENCIES:
        f.add("BR-CL-04", "/currencyId")
    if document.type_code and document.type_code not in codes.DOCUMENT_TYPES:
        f.add("BR-CL-01", "/typeCode")
    if document.tax_currency:
        if document.tax_currency not in codes.CURRENCIES:
            f.add("BR-CL-05", "/taxCurrency")
        same = document.tax_currency == document.currency
        if document.totals.tax_in_tax_currency is None and not same:
            f.add("BR-53", "/totalTaxInTaxCurrency")
    if document.tax_point_date and document.tax_point_code:
        f.add("BR-CO-03", "/taxPointCode")
    if document.tax_point_code and document.tax_point_code not in codes.TAX_POINT_CODES:
        f.add("BR-CL-06", "/taxPointCode")
    start, end = document.period_start, document.period_end
    if start and end and end < start:
        f.add("BR-29", "/periodEnd")
    _check_split_payment(document, use, f)


def _check_split_payment(document: Document, use: Use, f: Findings) -> None:
    categories = use.rates.keys() | {row.category for row in document.tax_subtotals}
    if "B" not in categories:
        return
    if "S" in categories:
        f.add("BR-B-02", "/_documentTaxes")
    addresses = [document.seller.address, document.buyer.address]
    if document.tax_representative:
        addresses.append(document.tax_representative.address)
    if document.delivery and document.delivery.address:
        addresses.append(document.delivery.address)
    if any(a.country_code not in _SPLIT_PAYMENT for a in addresses):
        f.add("BR-B-01", "/_documentTaxes")


def check(document: Document, f: Findings) -> None:
    """What the totals say against what they are made of."""
    t = document.totals
    for field, rule, name in _DECIMALS:
        if long(getattr(t, field)):
            f.add(rule, f"/{name}")
    lines = sum((x.net_amount or ZERO for x in document.lines if x.kind == "product"), ZERO)
    allowances = charges = ZERO
    for item in document.allowances_charges:
        if item.is_charge:
            charges += item.amount
        else:
            allowances += item.amount
    if t.lines != _cents(lines):
        f.add("BR-CO-10", "/totalLines")
    if t.allowances != _cents(allowances):
        f.add("BR-CO-11", "/totalAllowances")
    if t.charges != _cents(charges):
        f.add("BR-CO-12", "/totalCharges")
    if t.net != _cents(t.lines - t.allowances + t.charges):
        f.add("BR-CO-13", "/total")
    if t.gross != _cents(t.net + t.tax):
        f.add("BR-CO-15", "/totalWithTax")
    if t.payable != _cents(t.gross - t.prepaid + t.rounding):
        f.add("BR-CO-16", "/totalPayable")
    _check_breakdown(document, f)


def _check_breakdown(document: Document, f: Findings) -> None:
    rows = document.tax_subtotals
    if not rows:
        f.add("BR-CO-18", "/_documentTaxes")
    elif document.totals.tax != _cents(sum((row.tax for row in rows), ZERO)):
        f.add("BR-CO-14", "/totalTax")
    for i, row in enumerate(rows):
        at = f"/_documentTaxes/{i}"
        if not row.category:
            f.add("BR-47", f"{at}/category")
        elif row.category not in codes.TAX_CATEGORIES:
            f.add("BR-CL-17", f"{at}/category")
        if row.rate is None and row.category != "O":
            f.add("BR-48", f"{at}/rate")
        if not near(row):
            f.add("BR-CO-17", f"{at}/tax")
        if row.exemption_code and row.exemption_code.upper() not in codes.EXEMPTION_REASONS:
            f.add("BR-CL-22", f"{at}/exemptionCode")
        if long(row.base):
            f.add("BR-DEC-19", f"{at}/base")
        if long(row.tax):
            f.add("BR-DEC-20", f"{at}/tax")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
