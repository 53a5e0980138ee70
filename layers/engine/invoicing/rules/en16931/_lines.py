"""Rules on lines (BG-25) and on allowances and charges (BG-20, BG-21, BG-27, BG-28)."""

from decimal import Decimal

from invoicing.model import AllowanceCharge, Document, Line
from invoicing.rules._findings import Findings
from invoicing.rules.en16931 import _code_lists as codes

_CENT = Decimal("0.01")


def long(amount: Decimal | None) -> bool:
    """More than two decimals are stated, zeros included."""
    if amount is None or amount.same_quantum(_CENT):
        return False
    return len(str(amount).partition(".")[2]) > 2


def check(document: Document, f: Findings) -> None:
    """Every line on its own, in one pass."""
    units, categories = codes.UNITS, codes.TAX_CATEGORIES
    seen = False
    for i, line in enumerate(document.lines):
        if line.kind != "product":
            continue
        seen = True
        net, price = line.net_amount, line.price
        if net is None:
            f.add("BR-24", f"/_documentItems/{i}/total")
        elif long(net):
            f.add("BR-DEC-23", f"/_documentItems/{i}/total")
        if price is None:
            f.add("BR-26", f"/_documentItems/{i}/price")
        elif price < 0:
            f.add("BR-27", f"/_documentItems/{i}/price")
        if not line.name or line.name.isspace():
            f.add("BR-25", f"/_documentItems/{i}/name")
        if line.unit_code and line.unit_code not in units:
            f.add("BR-CL-23", f"/_documentItems/{i}/unitCode")
        if not line.taxes:
            f.add("BR-CO-04", f"/_documentItems/{i}/_documentItemTaxes")
        for n, tax in enumerate(line.taxes):
            if tax.category not in categories:
                rule = "BR-CL-18" if tax.category else "BR-CO-04"
                f.add(rule, f"/_documentItems/{i}/_documentItemTaxes/{n}/category")
        _rare(line, i, f)
    if not seen:
        f.add("BR-16", "/_documentItems")


def _rare(line: Line, i: int, f: Findings) -> None:
    """What few lines have."""
    if line.list_price is not None and line.list_price < 0:
        f.add("BR-28", f"/_documentItems/{i}/listPrice")
    if line.period_start and line.period_end and line.period_end < line.period_start:
        f.add("BR-30", f"/_documentItems/{i}/periodEnd")
    if line.price_base_unit_code and line.price_base_unit_code not in codes.UNITS:
        f.add("BR-CL-23", f"/_documentItems/{i}/priceBaseUnitCode")
    if line.origin_country and line.origin_country not in codes.COUNTRIES:
        f.add("BR-CL-15", f"/_documentItems/{i}/originCountry")
    standard = line.standard_item_id
    if standard:
        if not standard.scheme:
            f.add("BR-64", f"/_documentItems/{i}/standardItemId/scheme")
        elif standard.scheme not in codes.IDENTIFIER_SCHEMES:
            f.add("BR-CL-21", f"/_documentItems/{i}/standardItemId/scheme")
    _classifications(line, i, f)
    for n, (name, value) in enumerate(line.attributes):
        if not (name and value):
            f.add("BR-54", f"/_documentItems/{i}/attributes/{n}")
    for n, item in enumerate(line.allowances_charges):
        at = f"/_documentItems/{i}/allowancesCharges/{n}"
        rules = _LINE_CHARGE if item.is_charge else _LINE_ALLOWANCE
        _allowance_charge(item, at, rules, f)


def _classifications(line: Line, i: int, f: Findings) -> None:
    for n, kind in enumerate(line.classifications):
        if not kind.scheme and kind.value:
            f.add("BR-65", f"/_documentItems/{i}/classifications/{n}/scheme")
        elif kind.scheme and kind.scheme not in codes.CLASSIFICATION_SCHEMES:
            f.add("BR-CL-13", f"/_documentItems/{i}/classifications/{n}/scheme")


# Rules on the reason, its code, the amount's and the base's decimals.
_ALLOWANCE = (("BR-33", "BR-CO-21"), "BR-CL-19", "BR-DEC-01", "BR-DEC-02")
_CHARGE = (("BR-38", "BR-CO-22"), "BR-CL-20", "BR-DEC-05", "BR-DEC-06")
_LINE_ALLOWANCE = (("BR-42", "BR-CO-23"), "BR-CL-19", "BR-DEC-24", "BR-DEC-25")
_LINE_CHARGE = (("BR-44", "BR-CO-24"), "BR-CL-20", "BR-DEC-27", "BR-DEC-28")


def check_allowances(document: Document, f: Findings) -> None:
    """Allowances and charges of the whole document."""
    for i, item in enumerate(document.allowances_charges):
        at = f"/allowancesCharges/{i}"
        _allowance_charge(item, at, _CHARGE if item.is_charge else _ALLOWANCE, f)
        if not item.tax_category:
            f.add("BR-37" if item.is_charge else "BR-32", f"{at}/taxCategory")
        elif item.tax_category not in codes.TAX_CATEGORIES:
            f.add("BR-CL-17", f"{at}/taxCategory")


def _allowance_charge(
    item: AllowanceCharge, at: str, rules: tuple[tuple[str, str], str, str, str], f: Findings
) -> None:
    reasons, code, decimals, base_decimals = rules
    if not item.reason and not item.reason_code:
        for rule in reasons:
            f.add(rule, f"{at}/reason")
    allowed = codes.CHARGE_REASONS if item.is_charge else codes.ALLOWANCE_REASONS
    if item.reason_code and item.reason_code not in allowed:
        f.add(code, f"{at}/reasonCode")
    if long(item.amount):
        f.add(decimals, f"{at}/amount")
    if long(item.base):
        f.add(base_decimals, f"{at}/base")
