"""Code tables that several formats share."""

# UNCL1001 code <-> our document type. The first code of a type is the one written.
TYPE_OF_CODE = {
    "380": "invoice",
    "381": "credit-note",
    "386": "advance",
    "325": "proforma",
    "310": "estimate",
    "270": "delivery-note",
    "261": "credit-note",
    "262": "credit-note",
    "296": "credit-note",
    "308": "credit-note",
    "396": "credit-note",
    "420": "credit-note",
    "458": "credit-note",
    "502": "credit-note",
    "503": "credit-note",
    "532": "credit-note",
    "81": "credit-note",
    "83": "credit-note",
}
CODE_OF_TYPE = {kind: code for code, kind in reversed(TYPE_OF_CODE.items())}
CREDIT_CODES = frozenset(code for code, kind in TYPE_OF_CODE.items() if kind == "credit-note")


# The code of an invoice -> that of the credit note of its kind.
_CREDIT_OF = {"389": "261", "393": "396", "385": "420", "390": "458"}


def type_code(kind: str, given: str = "") -> str:
    """BT-3 of a document type: the code it was given, else the type's usual one.

    A credit note never has the code of an invoice, which would turn its amounts round: 389,
    the self-billed invoice, becomes 261, the self-billed credit note.

    >>> type_code("credit-note"), type_code("invoice", "389"), type_code("receipt")
    ('381', '389', '380')
    >>> type_code("credit-note", "389"), type_code("credit-note", "380")
    ('261', '381')
    """
    usual = CODE_OF_TYPE.get(kind, "380")
    if kind == "credit-note" and given not in CREDIT_CODES:
        return _CREDIT_OF.get(given, usual)
    return given or usual


# VAT category -> the rule on a line's rate (BT-152), broken where there is none.
RATE_RULES = {
    "S": "BR-S-05",
    "Z": "BR-Z-05",
    "E": "BR-E-05",
    "AE": "BR-AE-05",
    "K": "BR-IC-05",
    "G": "BR-G-05",
    "L": "BR-AF-05",
    "M": "BR-AG-05",
}


def of_charge(allowance: str, charge: str) -> dict[bool | None, str]:
    """By `is_charge`: the rule on an allowance, and the same rule on a charge."""
    return {True: charge, False: allowance, None: allowance}


# What callers write -> UN/ECE Recommendation 20.
UNIT_CODES = {
    "": "C62",
    "pc": "C62",
    "pcs": "C62",
    "piece": "C62",
    "unit": "C62",
    "kos": "C62",
    "stk": "C62",
    "stück": "C62",
    "pz": "C62",
    "h": "HUR",
    "hour": "HUR",
    "hours": "HUR",
    "ura": "HUR",
    "std": "HUR",
    "min": "MIN",
    "day": "DAY",
    "days": "DAY",
    "dan": "DAY",
    "tag": "DAY",
    "month": "MON",
    "year": "ANN",
    "kg": "KGM",
    "g": "GRM",
    "t": "TNE",
    "m": "MTR",
    "cm": "CMT",
    "km": "KMT",
    "m2": "MTK",
    "m²": "MTK",
    "m3": "MTQ",
    "m³": "MTQ",
    "l": "LTR",
    "kwh": "KWH",
}


def unit_code(unit: str) -> str:
    """The Recommendation 20 code of a unit in words; C62 ("one") for words nobody knows.

    >>> unit_code("kg"), unit_code("Hour"), unit_code("barrel")
    ('KGM', 'HUR', 'C62')
    """
    return UNIT_CODES.get(unit.strip().rstrip(".").lower(), "C62")


# What EN 16931 has no term for: fields of ours that no syntax of the norm carries.
LOSSES = (
    "lines.unit",  # its code is carried
    "lines.price_with_tax",
    "lines.discount",  # the amount is carried, as an allowance
    "lines.discount_is_amount",
    "lines.discounts",
    "lines.discount_amount",
    "lines.tax_amount",
    "lines.amount_with_tax",
    "lines.components",
    "lines.item_id",
    "lines.item_type",
    "lines.withholding_rate",
    "lines.net_converted",
    "lines.gross_converted",
    "lines.custom",
    "lines.data",
    "lines.taxes.name",
    "lines.taxes.abbreviation",
    "lines.taxes.reverse_charged",
    "lines.taxes.compound",
    "lines.taxes.tax_id",
    "lines.taxes.id",
    "allowances_charges.computed",
    "tax_subtotals.name",
    "tax_subtotals.tax_id",
    "tax_subtotals.reverse_charged",
    "reverse_tax_subtotals",
    "totals.discount",
    "totals.withholding",
    "totals.split_tax",
    "allowances_charges.exemption_code",
    "allowances_charges.exemption_reason",
    "allowances_charges.fund",
    "allowances_charges.withheld",
    "totals.net_converted",
    "totals.gross_converted",
    "discount_percent",  # the amount is carried, as allowances on each rate
    "discount_amount",
    "prices_include_tax",
    "decimal_places",
    "payments",
    "cash_discounts",
    "seller.website",
    "seller.iban",
    "buyer.website",
    "title",
    "footer",
    "signature",
    "tax_clause",
    "custom",
    "data",
)
