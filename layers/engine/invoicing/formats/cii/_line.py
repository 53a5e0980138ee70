"""The rows of a line. Source: CEN/TS 16931-3-3, in the order of the schema."""

from dataclasses import replace as replace_row
from decimal import Decimal
from typing import Any

from invoicing.formats._codes import RATE_RULES, of_charge
from invoicing.formats._lines import view_allowance, view_tax
from invoicing.formats._mapping import (
    AMOUNT,
    CODE,
    DAY,
    FLAG,
    IDENTIFIER,
    NUMBER,
    By,
    Filled,
    Fixed,
    Group,
    Leaf,
    Report,
    Row,
    relaxed,
)
from invoicing.formats.cii import _wire as wire
from invoicing.model import AllowanceCharge, Identifier, Line, LineKind, LineTax
from invoicing.model.value import Value, replace

OBJECT = "130"  # UNCL1001 code of a reference to an invoiced object
_AGREEMENT = "ram:SpecifiedLineTradeAgreement"
_GROSS = f"{_AGREEMENT}/ram:GrossPriceProductTradePrice"
_NET = f"{_AGREEMENT}/ram:NetPriceProductTradePrice"
_DISCOUNT = f"{_GROSS}/ram:AppliedTradeAllowanceCharge"
_PRODUCT = "ram:SpecifiedTradeProduct"
_SETTLEMENT = "ram:SpecifiedLineTradeSettlement"
_QUANTITY = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
# The rule that a period without any day breaks, and the one on the order of its days.
_ORDER = {"BR-CO-19": "BR-29", "BR-CO-20": "BR-30"}


def period(element: str, start: str, end: str, rule: str) -> list[Row]:
    """A period's first and last day, of which the rule demands one."""
    home = f"{element}/ram:BillingSpecifiedPeriod"
    order = _ORDER[rule]
    return [
        Leaf(f"{home}/ram:StartDateTime/udt:DateTimeString", start, "period_start", DAY),
        Filled(f"{home}/ram:StartDateTime", "period_start", order),
        Leaf(f"{home}/ram:EndDateTime/udt:DateTimeString", end, "period_end", DAY),
        Filled(f"{home}/ram:EndDateTime", "period_end", order),
        Filled(home, "period_start", rule),
    ]


def allowances(element: str, group: str, terms: str, taxed: str) -> Group:
    """Allowances and charges; `terms` in the order of the elements, `taxed` of the tax's two."""
    percent, base, amount, reason_code, reason = terms.split()
    rows: list[Row] = [
        Leaf(
            "ram:ChargeIndicator/udt:Indicator",
            "",
            "is_charge",
            FLAG,
            required="CII-SR-463",
        ),
        Leaf("ram:CalculationPercent", percent, "percent", NUMBER),
        Leaf("ram:BasisAmount", base, "base", AMOUNT),
        Leaf(
            "ram:ActualAmount",
            amount,
            "amount",
            AMOUNT,
            required=By(
                "is_charge",
                of_charge("BR-31", "BR-36") if taxed else of_charge("BR-41", "BR-43"),
            ),
        ),
        Leaf("ram:ReasonCode", reason_code, "reason_code", CODE),
        Leaf("ram:Reason", reason, "reason"),
    ]
    if taxed:
        category, rate = taxed.split()
        tax = "ram:CategoryTradeTax"
        rows += [
            Fixed(
                f"{tax}/ram:TypeCode",
                "VAT",
                told=By("is_charge", of_charge("BR-32", "BR-37")),
                field="tax_category",
            ),
            Leaf(f"{tax}/ram:CategoryCode", category, "tax_category", CODE),
            Leaf(f"{tax}/ram:RateApplicablePercent", rate, "tax_rate", NUMBER),
        ]
    return Group(
        f"{element}/ram:SpecifiedTradeAllowanceCharge",
        group,
        "allowances_charges",
        AllowanceCharge,
        rows,
        many=True,
        view=view_allowance if taxed else None,
    )


class _Class(Value, frozen=True, kw_only=True):
    code: Identifier | None = None
    version: str = ""


def _load_class(value: _Class, _report: Report) -> Identifier:
    code = value.code or Identifier(value="")
    return replace(code, scheme_version=value.version) if value.version else code


def _view_class(value: Identifier) -> _Class:
    return _Class(code=value if value.value else None, version=value.scheme_version)


def _load_attribute(value: wire.Attribute, _report: Report) -> tuple[str, str]:
    return value.name, value.value


def _view_attribute(value: tuple[str, str]) -> wire.Attribute:
    return wire.Attribute(name=value[0], value=value[1])


def _load_object(value: wire.Reference, _report: Report) -> Identifier | None:
    return Identifier(value=value.number, scheme=value.scheme) if value.number else None


def _view_object(value: Identifier | None) -> wire.Reference | None:
    return wire.Reference(number=value.value, scheme=value.scheme) if value else None


LINE: list[Row] = [
    Leaf("ram:AssociatedDocumentLineDocument/ram:LineID", "BT-126", "id", CODE, required="BR-21"),
    Leaf("ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content", "BT-127", "note"),
    Leaf(f"{_PRODUCT}/ram:GlobalID", "BT-157", "standard_item_id", IDENTIFIER, scheme="schemeID"),
    Leaf(f"{_PRODUCT}/ram:SellerAssignedID", "BT-155", "seller_item_id"),
    Leaf(f"{_PRODUCT}/ram:BuyerAssignedID", "BT-156", "buyer_item_id"),
    Leaf(f"{_PRODUCT}/ram:Name", "BT-153", "name", required="BR-25"),
    Leaf(f"{_PRODUCT}/ram:Description", "BT-154", "description"),
    Group(
        f"{_PRODUCT}/ram:ApplicableProductCharacteristic",
        "BG-32",
        "attributes",
        wire.Attribute,
        [
            Leaf("ram:Description", "BT-160", "name", once="CII-SR-069"),
            Leaf("ram:Value", "BT-161", "value", once="CII-SR-072"),
        ],
        many=True,
        load=_load_attribute,
        view=_view_attribute,
    ),
    Group(
        f"{_PRODUCT}/ram:DesignatedProductClassification",
        "",
        "classifications",
        _Class,
        [
            Leaf("ram:ClassCode", "BT-158", "code", IDENTIFIER, scheme="listID"),
            Leaf("ram:ClassCode/@listVersionID", "BT-158", "version", CODE),
        ],
        many=True,
        load=_load_class,
        view=_view_class,
    ),
    Leaf(f"{_PRODUCT}/ram:OriginTradeCountry/ram:ID", "BT-159", "origin_country", CODE),
    Leaf(
        f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:LineID",
        "BT-132",
        "order_line_reference",
    ),
    Leaf(f"{_GROSS}/ram:ChargeAmount", "BT-148", "list_price", AMOUNT, once="CII-SR-439"),
    Leaf(f"{_GROSS}/ram:BasisQuantity", "BT-149", "price_base_quantity", NUMBER, written=False),
    Leaf(
        f"{_GROSS}/ram:BasisQuantity/@unitCode",
        "BT-150",
        "price_base_unit_code",
        CODE,
        written=False,
    ),
    Fixed(f"{_DISCOUNT}/ram:ChargeIndicator/udt:Indicator", "false", "CII-SR-119"),
    Leaf(f"{_DISCOUNT}/ram:ActualAmount", "BT-147", "price_discount", AMOUNT),
    Leaf(
        f"{_NET}/ram:ChargeAmount", "BT-146", "price", AMOUNT, required="BR-26", once="CII-SR-441"
    ),
    Leaf(f"{_NET}/ram:BasisQuantity", "BT-149", "price_base_quantity", NUMBER, omit=Decimal(1)),
    Leaf(f"{_NET}/ram:BasisQuantity/@unitCode", "BT-150", "price_base_unit_code", CODE),
    Leaf(_QUANTITY, "BT-129", "quantity", NUMBER, required="BR-22"),
    Leaf(f"{_QUANTITY}/@unitCode", "BT-130", "unit_code", CODE, told="BR-23"),
    Group(
        f"{_SETTLEMENT}/ram:ApplicableTradeTax",
        "BG-30",
        "taxes",
        LineTax,
        [
            Fixed("ram:TypeCode", "VAT", told="BR-CO-04", field="category"),
            Leaf("ram:CategoryCode", "BT-151", "category", CODE),
            Leaf(
                "ram:RateApplicablePercent",
                "BT-152",
                "rate",
                NUMBER,
                told=By("category", RATE_RULES),
            ),
        ],
        many=True,
        view=view_tax,
    ),
    *period(_SETTLEMENT, "BT-134", "BT-135", "BR-CO-20"),
    allowances(
        _SETTLEMENT,
        "BG-27, BG-28",
        "BT-138,BT-143 BT-137,BT-142 BT-136,BT-141 BT-140,BT-145 BT-139,BT-144",
        "",
    ),
    Leaf(
        f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        "BT-131",
        "net_amount",
        AMOUNT,
        required="BR-24",
    ),
    Group(
        f"{_SETTLEMENT}/ram:AdditionalReferencedDocument",
        "",
        "object_identifier",
        wire.Reference,
        [
            Leaf("ram:IssuerAssignedID", "BT-128", "number"),
            Fixed("ram:TypeCode", OBJECT),
            Leaf("ram:ReferenceTypeCode", "BT-128", "scheme", CODE),
        ],
        load=_load_object,
        view=_view_object,
    ),
    Leaf(
        f"{_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "BT-133",
        "accounting_reference",
    ),
]


def _load_extended(line: Line, _report: Report) -> Line:
    """A line of EXTENDED: one that groups or informs costs nothing; discounts come in parts."""
    kind: LineKind = "subtitle" if line.kind in ("GROUP", "INFORMATION") else "product"
    changes: dict[str, Any] = {"kind": kind}
    if line.list_price is not None and line.price_discount is not None and line.price is not None:
        changes["price_discount"] = line.list_price - line.price
    return replace(line, **changes)


_MANDATORY = ("BT-126", "BT-153")  # the rest is absent where a line only groups others
_EXTENDED: list[Row] = [
    Leaf("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode", "", "kind", CODE),
    *relaxed(LINE, _MANDATORY.__contains__),
]


def extended(row: Row) -> Row:
    """A row of the document as EXTENDED has it: only its lines differ."""
    if isinstance(row, Group) and row.field == "lines":
        return replace_row(row, rows=_EXTENDED, load=_load_extended)
    return row
