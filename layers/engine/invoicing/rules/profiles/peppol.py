"""Peppol BIS Billing 3: what it demands beyond EN 16931, where it only restricts.

Source: OpenPEPPOL BIS Billing 3, release 2026.5; rules on single countries' parties are not here.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from invoicing.model import AllowanceCharge, Document, Line
from invoicing.rules._findings import Findings, table
from invoicing.rules.profiles import RuleSet
from invoicing.rules.profiles._shared import (
    identifiers,
    is_gln,
    is_luhn,
    is_mod11,
    is_mod89,
    is_mod97,
)

_P = "PEPPOL-EN16931-"
_BIS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROCESS = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:billing:[0-9]{2}:1\.0")
ZERO, TOLERANCE = Decimal(0), Decimal("0.02")

RULES = table("""
PEPPOL-EN16931-R001 | BT-23 | The business process is missing. | Give Peppol's process identifier.
PEPPOL-EN16931-R002 | BT-22 | There are several notes. | Keep one, unless both parties are German.
PEPPOL-EN16931-R003 | BT-10 | No buyer reference or order is given. | Give one of the two.
PEPPOL-EN16931-R004 | BT-24 | The specification is not Peppol's. | Begin it with Peppol's.
PEPPOL-EN16931-R005 | BT-6 | The tax currency is the document's. | Leave the tax currency out.
PEPPOL-EN16931-R007 | BT-23 | The process is not Peppol's. | Use billing:01:1.0, for example.
PEPPOL-EN16931-R010 | BT-49 | The buyer has no electronic address. | Give its Peppol id.
PEPPOL-EN16931-R020 | BT-34 | The seller has no electronic address. | Give its Peppol id.
PEPPOL-EN16931-R040 | BT-92 | The amount is not base times percentage. | Correct one of the three.
PEPPOL-EN16931-R041 | BT-93 | A percentage is given without its base. | Give the base amount.
PEPPOL-EN16931-R042 | BT-94 | A base is given without its percentage. | Give the percentage.
PEPPOL-EN16931-R044 | BT-147 | The price is raised by a charge. | Put the charge on the line.
PEPPOL-EN16931-R046 | BT-146 | The price is not list price less discount. | Correct one of them.
PEPPOL-EN16931-R051 | BT-5 | An amount is in another currency. | Give amounts in the document's one.
PEPPOL-EN16931-R053 | BT-110 | The tax breakdown does not stand once. | Give one TaxTotal with it.
PEPPOL-EN16931-R054 | BT-111 | Tax currency and its total do not go together. | State both or none.
PEPPOL-EN16931-R055 | BT-111 | The two tax totals differ in sign. | Give both the same sign.
PEPPOL-EN16931-R061 | BT-89 | A direct debit has no mandate. | Give the mandate's reference.
PEPPOL-EN16931-R101 | BT-128 | A line refers to what is no invoiced object. | Use the type code 130.
PEPPOL-EN16931-R110 | BT-134 | The line's period starts before the document's. | Correct one.
PEPPOL-EN16931-R111 | BT-135 | The line's period ends after the document's. | Correct one.
PEPPOL-EN16931-R120 | BT-131 | The net amount is not quantity times price. | Correct one of them.
PEPPOL-EN16931-R121 | BT-149 | The base quantity is not positive. | Give a number above zero.
PEPPOL-EN16931-R130 | BT-150 | The price's unit is not the quantity's. | Use one unit for both.
PEPPOL-EN16931-P0100 | BT-3 | The type code is not Peppol's. | Use 380, or 381 for a credit note.
PEPPOL-EN16931-P0112 | BT-3 | Types 326 and 384 are for German parties. | Use 380.
PEPPOL-EN16931-P0104 | BT-118 | VATEX-EU-G stands with another category. | Use category G.
PEPPOL-EN16931-P0105 | BT-118 | VATEX-EU-O stands with another category. | Use category O.
PEPPOL-EN16931-P0106 | BT-118 | VATEX-EU-IC stands with another category. | Use category K.
PEPPOL-EN16931-P0107 | BT-118 | VATEX-EU-AE stands with another category. | Use category AE.
PEPPOL-EN16931-P0108 | BT-118 | VATEX-EU-D stands with another category. | Use category E.
PEPPOL-EN16931-P0109 | BT-118 | VATEX-EU-F stands with another category. | Use category E.
PEPPOL-EN16931-P0110 | BT-118 | VATEX-EU-I stands with another category. | Use category E.
PEPPOL-EN16931-P0111 | BT-118 | VATEX-EU-J stands with another category. | Use category E.
PEPPOL-COMMON-R040 | BT-29 | The GLN's check digit is wrong. | Correct the GLN.
PEPPOL-COMMON-R041 | BT-29 | It is no Norwegian organization number. | Give its nine digits.
PEPPOL-COMMON-R042 | BT-29 | It is no Danish organization number. | Give DK and eight digits.
PEPPOL-COMMON-R043 | BT-29 | It is no Belgian enterprise number. | Give its ten digits.
PEPPOL-COMMON-R044? | BT-29 | It is no Italian office code. | Give six letters or digits.
PEPPOL-COMMON-R045? | BT-29 | It is no Italian tax code. | Give 11 or 16 characters.
PEPPOL-COMMON-R047? | BT-29 | It is no Italian VAT number. | Give IT and 11 digits.
PEPPOL-COMMON-R049 | BT-29 | It is no Swedish organization number. | Give its ten digits.
PEPPOL-COMMON-R050 | BT-29 | It is no Australian business number. | Give its eleven digits.
PEPPOL-COMMON-R054? | BT-29 | It is no Dutch KVK number. | Give eight digits.
PEPPOL-COMMON-R055? | BT-29 | It is no Dutch organization number. | Give twenty digits.
""")

# Scheme of an identifier -> rule, and what holds of its value.
_FORMS: dict[str, tuple[str, Callable[[str], object]]] = {
    "0088": ("R040", is_gln),
    "0192": ("R041", is_mod11),
    "0184": ("R042", re.compile("DK[0-9]{8}(?:[0-9]{2})?|[0-9]{8}(?:[0-9]{2})?").fullmatch),
    "0208": ("R043", is_mod97),
    "0201": ("R044", re.compile("[A-Za-z0-9]{6}").fullmatch),
    "0210": ("R045", re.compile("[0-9]{11}|[A-Z0-9]{16}").fullmatch),
    "0211": ("R047", re.compile("IT[0-9]{11}").fullmatch),
    "0007": ("R049", is_luhn),
    "0151": ("R050", is_mod89),
    "0106": ("R054", re.compile("[0-9]{8}").fullmatch),
    "0190": ("R055", re.compile("[0-9]{20}").fullmatch),
}
_CATEGORIES = {
    "VATEX-EU-G": ("G", "P0104"),
    "VATEX-EU-O": ("O", "P0105"),
    "VATEX-EU-IC": ("K", "P0106"),
    "VATEX-EU-AE": ("AE", "P0107"),
    "VATEX-EU-D": ("E", "P0108"),
    "VATEX-EU-F": ("E", "P0109"),
    "VATEX-EU-I": ("E", "P0110"),
    "VATEX-EU-J": ("E", "P0111"),
}
_TYPES = frozenset(
    {"71", "80", "81", "82", "83", "84", "102", "218", "219", "326", "331", "380", "381", "382"}
    | {"383", "384", "386", "388", "393", "395", "396", "532", "553", "575", "623", "780", "817"}
    | {"870", "875", "876", "877"}
)
_GERMAN_TYPES = frozenset({"326", "384"})
_DEBITS = frozenset({"49", "59"})


def check(document: Document, findings: Findings) -> None:
    """Peppol's findings on a document."""
    _check_head(document, findings)
    _check_money(document, findings)
    for at, identifier in identifiers(document):
        form = _FORMS.get(identifier.scheme)
        if form and not form[1](identifier.value.strip()):
            findings.add(f"PEPPOL-COMMON-{form[0]}", at)
    for i, line in enumerate(document.lines):
        if line.kind == "product":
            _check_line(document, line, f"/_documentItems/{i}", findings)


def _check_head(document: Document, f: Findings) -> None:
    german = document.seller.address.country_code == document.buyer.address.country_code == "DE"
    notes = len(document.notes) + bool(document.note)
    process, payment = document.business_process, document.payment_instructions
    # A document that names no specification yet gets both from the writer of its profile.
    named = document.specification
    debit = payment.direct_debit if payment else None
    broken = {
        "R001 /businessProcess": named and not process,
        "R007 /businessProcess": process and not _PROCESS.fullmatch(process),
        "R002 /notes": notes > 1 and not german,
        "R003 /buyerReference": not (document.buyer_reference or document.purchase_order_reference),
        "R004 /specification": named and not named.startswith(_BIS),
        "R005 /taxCurrency": document.tax_currency and document.tax_currency == document.currency,
        "R010 /_documentClient/electronicAddress": not document.buyer.electronic_address,
        "R020 /_documentIssuer/electronicAddress": not document.seller.electronic_address,
        "R061 /paymentInstructions/directDebit/mandate": payment is not None
        and payment.means_code in _DEBITS
        and not (debit and debit.mandate),
        "P0100 /typeCode": document.type_code and document.type_code not in _TYPES,
        "P0112 /typeCode": document.type_code in _GERMAN_TYPES and not german,
    }
    for name, is_broken in broken.items():
        if is_broken:
            rule, _, pointer = name.partition(" ")
            f.add(f"{_P}{rule}", pointer)


def _check_money(document: Document, f: Findings) -> None:
    other = document.totals.tax_in_tax_currency
    if other is None:
        if document.tax_currency:
            f.add(f"{_P}R054", "/totalTaxInTaxCurrency")
    elif other * document.totals.tax < 0:
        f.add(f"{_P}R055", "/totalTaxInTaxCurrency")
    for i, row in enumerate(document.tax_subtotals):
        category, rule = _CATEGORIES.get(row.exemption_code.upper(), (row.category, ""))
        if category != row.category:
            f.add(f"{_P}{rule}", f"/_documentTaxes/{i}/category")
    for i, item in enumerate(document.allowances_charges):
        _check_allowance(item, f"/allowancesCharges/{i}", f)


def _check_allowance(item: AllowanceCharge, at: str, f: Findings) -> None:
    if item.percent is None:
        if item.base is not None:
            f.add(f"{_P}R042", f"{at}/percent")
    elif item.base is None:
        f.add(f"{_P}R041", f"{at}/base")
    elif abs(item.base * item.percent / 100 - item.amount) > TOLERANCE:
        f.add(f"{_P}R040", f"{at}/amount")


def _check_line(document: Document, line: Line, at: str, f: Findings) -> None:
    start, end = line.period_start, line.period_end
    if start and document.period_start and start < document.period_start:
        f.add(f"{_P}R110", f"{at}/periodStart")
    if end and document.period_end and end > document.period_end:
        f.add(f"{_P}R111", f"{at}/periodEnd")
    if line.price_base_unit_code and line.price_base_unit_code != line.unit_code:
        f.add(f"{_P}R130", f"{at}/priceBaseUnitCode")
    for n, item in enumerate(line.allowances_charges):
        _check_allowance(item, f"{at}/allowancesCharges/{n}", f)
    price, listed = line.price or ZERO, line.list_price
    if listed is not None and price != listed - (line.price_discount or ZERO):
        f.add(f"{_P}R046", f"{at}/price")
    if line.price_base_quantity <= 0:
        f.add(f"{_P}R121", f"{at}/priceBaseQuantity")
        return
    extra = sum((x.amount if x.is_charge else -x.amount for x in line.allowances_charges), ZERO)
    if line.discount_amount:
        extra -= line.discount_amount
    due = line.quantity * price / line.price_base_quantity + extra
    if abs((line.net_amount or ZERO) - due) > TOLERANCE:
        f.add(f"{_P}R120", f"{at}/total")


RULE_SET = RuleSet(
    title="Peppol BIS Billing 3",
    specification="urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    rules=RULES,
    check=check,
)
