"""The ten rules every VAT category has, driven by one row of data per category.

Source: EN 16931-1, BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF (IGIC), BR-AG (IPSI).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from invoicing.model import AllowanceCharge, Document, TaxSubtotal
from invoicing.rules._findings import Findings, RuleInfo

ZERO, ONE, CENT = Decimal(0), Decimal(1), Decimal("0.01")
Rate = Decimal | None


@dataclass(frozen=True, slots=True)
class Family:
    """What a VAT category demands."""

    prefix: str
    code: str
    name: str
    rate: Literal["positive", "not negative", "zero", "none"] = "zero"
    exemption: bool = True
    """True: a reason is required; False: none may be given."""
    seller: Literal["any", "vat", "none"] = "any"
    buyer: Literal["", "vat", "vat or registration"] = ""

    @property
    def by_rate(self) -> bool:
        """A breakdown row per rate, with tax; else one row, without tax."""
        return self.rate in ("positive", "not negative")


FAMILIES = (
    Family("BR-S", "S", "standard rate", "positive", False),
    Family("BR-Z", "Z", "zero rate", "zero", False),
    Family("BR-E", "E", "exempt"),
    Family("BR-AE", "AE", "reverse charge", buyer="vat or registration"),
    Family("BR-IC", "K", "intra-Community supply", seller="vat", buyer="vat"),
    Family("BR-G", "G", "export", seller="vat"),
    Family("BR-O", "O", "not subject to VAT", "none", seller="none"),
    Family("BR-AF", "L", "IGIC", "not negative", False),
    Family("BR-AG", "M", "IPSI", "not negative", False),
)
_NUMBERS = {"any": "the seller's tax number", "vat": "the seller's VAT number", "none": "no number"}
_PLACES = (("line", "BT-151"), ("allowance", "BT-95"), ("charge", "BT-102"))


def family_rules() -> dict[str, RuleInfo]:
    """Words of every family's rules."""
    rules = {}

    def put(family: Family, number: int, term: str, text: str, fix: str) -> None:
        rules[f"{family.prefix}-{number:02}"] = RuleInfo("fatal", term, text, fix)

    for f in FAMILIES:
        put(
            f, 1, "BG-23", f"The tax breakdown of category {f.code} does not match its use.",
            f"Give {'a row per rate' if f.by_rate else 'exactly one row'} of category {f.code}.",
        )  # fmt: skip
        parties = _NUMBERS[f.seller] + (f" and the buyer's ({f.buyer})" if f.buyer else "")
        for number, (place, term) in enumerate(_PLACES, 2):
            text = f"A {place} is {f.name}; the parties' tax numbers do not fit."
            put(f, number, term, text, f"Give {parties}.")
        for number, (place, term) in enumerate(_PLACES, 5):
            text = f"The rate of this {place} does not fit category {f.code}."
            put(f, number, term, text, f"The rate must be {f.rate}.")
        put(f, 8, "BT-116", "The base is not what lines, charges and allowances come to.",
            f"Add up what has category {f.code}.")  # fmt: skip
        put(f, 9, "BT-117", f"The tax of category {f.code} is wrong.",
            "Give base times rate, rounded." if f.by_rate else "Give 0.")  # fmt: skip
        put(f, 10, "BT-120", f"Category {f.code} and the exemption reason do not fit.",
            "Give a reason or its code." if f.exemption else "Remove the reason.")  # fmt: skip
    ic, o = FAMILIES[4], FAMILIES[6]
    put(ic, 11, "BT-72", "The delivery date or period is missing.", "Give one of the two.")
    put(ic, 12, "BT-80", "The country delivered to is missing.", "Give the delivery's country.")
    for number, place in enumerate(("tax row", "line", "allowance", "charge"), 11):
        text = f"A {place} has another category beside O (not subject to VAT)."
        put(o, number, "BT-118", text, "Use category O alone.")
    return rules


class Use:
    """What lines (all their taxes), allowances and charges say of each category and rate."""

    def __init__(self, document: Document) -> None:
        self.bases: dict[tuple[str, Rate], Decimal] = {}
        self.taxes: tuple[tuple[str, Rate], ...] = ()  # of lines
        self.rates: dict[str, Decimal] = {}
        self.has_lines = False
        self.lines: dict[str, int] = {}
        self.others: tuple[dict[str, int], dict[str, int]] = ({}, {})
        bases = self.bases
        for i, line in enumerate(document.lines):
            if line.kind != "product":
                continue
            self.has_lines = True
            for tax in line.taxes:
                key = tax.category, tax.rate
                bases[key] = bases.get(key, ZERO) + (line.net_amount or ZERO)
                self.lines.setdefault(tax.category, i)
        self.taxes = tuple(bases)
        for i, item in enumerate(document.allowances_charges):
            key2 = item.tax_category, item.tax_rate
            amount = item.amount if item.is_charge else -item.amount
            bases[key2] = bases.get(key2, ZERO) + amount
            self.others[item.is_charge].setdefault(item.tax_category, i)
        for (category, _), base in bases.items():
            self.rates[category] = self.rates.get(category, ZERO) + base

    def holds(self, category: str) -> bool:
        return category in self.rates


def check(document: Document, use: Use, findings: Findings) -> None:
    """The rules of every category the document uses."""
    rows: dict[str, list[tuple[int, TaxSubtotal]]] = {}
    for i, row in enumerate(document.tax_subtotals):
        rows.setdefault(row.category, []).append((i, row))
    for family in FAMILIES:
        mine = rows.get(family.code, [])
        if mine or use.holds(family.code):
            _check_family(family, document, use, mine, findings)
    if "O" in rows:
        _check_alone(use, rows, findings)
    if "K" in rows:
        _check_delivery(document, findings)


def _check_family(
    f: Family,
    document: Document,
    use: Use,
    rows: list[tuple[int, TaxSubtotal]],
    findings: Findings,
) -> None:
    add, code = findings.add, f.code
    if bool(rows) != use.holds(code) if f.by_rate else len(rows) != 1:
        add(f"{f.prefix}-01", "/_documentTaxes")
    if not _parties_fit(f, document):
        places = use.lines, *use.others
        for number, (place, name) in enumerate(
            zip(places, ("_documentItems", "allowancesCharges", "allowancesCharges"), strict=True),
            2,
        ):
            if code in place:
                add(f"{f.prefix}-{number:02}", f"/{name}/{place[code]}")
    for i, row in rows:
        at = f"/_documentTaxes/{i}"
        if not _base_fits(f, use, row):
            add(f"{f.prefix}-08", f"{at}/base")
        if not _tax_fits(f, row):
            add(f"{f.prefix}-09", f"{at}/tax")
        if bool(row.exemption_code or row.exemption_reason) != f.exemption:
            add(f"{f.prefix}-10", f"{at}/exemptionReason")
    _check_rates(f, document, use, findings)


def _check_rates(f: Family, document: Document, use: Use, findings: Findings) -> None:
    wrong = {tax for tax in use.taxes if tax[0] == f.code and not _line_rate_fits(f, tax[1])}
    for i, line in enumerate(document.lines if wrong else ()):
        for n, tax in enumerate(line.taxes):
            if (tax.category, tax.rate) in wrong and line.kind == "product":
                at = f"/_documentItems/{i}/_documentItemTaxes/{n}/rate"
                findings.add(f"{f.prefix}-05", at)
    for i, item in _of(f.code, document.allowances_charges):
        if not _rate_fits(f, item.tax_rate):
            number = "07" if item.is_charge else "06"
            findings.add(f"{f.prefix}-{number}", f"/allowancesCharges/{i}/taxRate")


def _of(code: str, items: tuple[AllowanceCharge, ...]) -> Iterable[tuple[int, AllowanceCharge]]:
    return ((i, item) for i, item in enumerate(items) if item.tax_category == code)


def _rate_fits(f: Family, rate: Rate) -> bool:
    if f.rate == "none":
        return rate is None
    if rate is None:
        return False
    if f.rate == "positive":
        return rate > 0
    return rate >= 0 if f.rate == "not negative" else rate == 0


def _line_rate_fits(f: Family, rate: Rate) -> bool:
    """As `_rate_fits`; a line's absent rate is 0 in the model."""
    return _rate_fits(f, rate or (None if f.rate == "none" else rate))


def _base_fits(f: Family, use: Use, row: TaxSubtotal) -> bool:
    if not f.by_rate:
        return use.has_lines and row.base == use.rates.get(f.code, ZERO)
    if row.rate is None:
        return True
    base = use.bases.get((f.code, row.rate))
    return base is not None and abs(row.base - base) < ONE


def _tax_fits(f: Family, row: TaxSubtotal) -> bool:
    if not f.by_rate:
        return row.tax == 0
    return row.rate is not None and near(row)


def near(row: TaxSubtotal) -> bool:
    """The tax is within one unit of base times rate, as BR-CO-17 allows."""
    tax = (abs(row.base) * (row.rate or ZERO) / 100).quantize(CENT, ROUND_HALF_UP)
    return abs(abs(row.tax) - tax) < ONE


def _parties_fit(f: Family, document: Document) -> bool:
    seller, buyer = document.seller, document.buyer
    represented = document.tax_representative
    vat = bool(seller.vat_identifier or (represented and represented.vat_identifier))
    if f.seller == "none":
        return not vat and not buyer.vat_identifier
    if not vat and not (f.seller == "any" and seller.tax_registration):
        return False
    registered = f.buyer == "vat or registration" and buyer.legal_registration
    return bool(not f.buyer or buyer.vat_identifier or registered)


def _check_alone(use: Use, rows: dict[str, list[tuple[int, TaxSubtotal]]], f: Findings) -> None:
    if len(rows) > 1:
        f.add("BR-O-11", "/_documentTaxes")
    if set(use.lines) - {"O", ""}:
        f.add("BR-O-12", "/_documentItems")
    for number, place in enumerate(use.others, 13):
        if set(place) - {"O", ""}:
            f.add(f"BR-O-{number}", "/allowancesCharges")


def _check_delivery(document: Document, f: Findings) -> None:
    delivery = document.delivery
    period = document.period_start or document.period_end or document.tax_point_code
    if not period and not (delivery and delivery.delivered_on):
        f.add("BR-IC-11", "/delivery/deliveredOn")
    if not (delivery and delivery.address and delivery.address.country_code):
        f.add("BR-IC-12", "/delivery/address/countryAlpha2Code")
