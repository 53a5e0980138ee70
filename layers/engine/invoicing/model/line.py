"""One line of a document (BG-25)."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from invoicing.model.parts import AllowanceCharge
from invoicing.model.party import Identifier
from invoicing.model.value import Value

LineKind = Literal["product", "subtitle", "section_total", "divider"]
ItemType = Literal["item", "service", "specialSalesTax", "tax"]


class LineTax(Value, frozen=True, kw_only=True):
    """One tax on a line (BG-30)."""

    rate: Decimal = Decimal(0)  # BT-152, percent
    category: str = ""  # BT-151, UNCL5305: S Z E AE K G O L M; empty = derived when calculated
    name: str = ""
    abbreviation: str = ""
    reverse_charged: bool = False
    compound: bool = False  # computed on the base plus the taxes before it
    recoverable: bool | None = None
    tax_number: str = ""
    tax_id: str = ""  # the organization's tax it refers to
    classification: str = ""  # names the organization's tax where neither id nor rate does
    exemption_code: str = ""  # BT-121, VATEX code
    exemption_reason: str = ""  # BT-120
    id: str = ""


class Line(Value, frozen=True, kw_only=True):
    """A line; amounts that are None are computed by `rules.totals.calculate`."""

    id: str = ""  # BT-126
    kind: LineKind = "product"
    name: str = ""  # BT-153
    description: str = ""  # BT-154
    note: str = ""  # BT-127
    quantity: Decimal = Decimal(1)  # BT-129
    unit: str = ""  # as the caller wrote it
    unit_code: str = ""  # BT-130, UN/ECE Rec 20/21; empty = derived from `unit` on export
    price: Decimal | None = None  # BT-146, net price of one `price_base_quantity`
    price_with_tax: Decimal | None = None  # the same price including tax
    list_price: Decimal | None = None  # BT-148, item gross price
    price_discount: Decimal | None = None  # BT-147
    price_base_quantity: Decimal = Decimal(1)  # BT-149
    price_base_unit_code: str = ""  # BT-150
    discount: Decimal | None = None  # percent, or an amount for the whole line
    discount_is_amount: bool = False
    discounts: tuple[Decimal, ...] = ()  # cascading percentages, applied one after another
    allowances_charges: tuple[AllowanceCharge, ...] = ()  # BG-27, BG-28
    taxes: tuple[LineTax, ...] = ()  # BG-30
    period_start: date | None = None  # BT-134
    period_end: date | None = None  # BT-135
    object_identifier: Identifier | None = None  # BT-128
    order_line_reference: str = ""  # BT-132
    accounting_reference: str = ""  # BT-133
    seller_item_id: str = ""  # BT-155, SKU
    buyer_item_id: str = ""  # BT-156
    standard_item_id: Identifier | None = None  # BT-157, GTIN/EAN has scheme 0160
    classifications: tuple[Identifier, ...] = ()  # BT-158, scheme = UNCL7143 list id
    origin_country: str = ""  # BT-159
    attributes: tuple[tuple[str, str], ...] = ()  # BG-32: BT-160, BT-161
    item_id: str = ""  # the catalogue item it came from
    on_behalf: str = ""
    item_type: ItemType | None = None  # goods are an "item"; decides how a sale abroad is taxed
    withholding_rate: Decimal | None = None  # percent; the document's where it is None
    track_inventory: bool = False
    components: tuple[dict[str, Any], ...] = ()
    commitment_reference: str = ""
    customer_order_id: str = ""
    customer_order_line: str = ""
    external_source_doc: str = ""
    custom: dict[str, Any] = {}
    data: tuple[dict[str, Any], ...] = ()
    l10n: dict[str, Any] = {}
    # Computed (or, with custom totals, given and checked):
    net_amount: Decimal | None = None  # BT-131
    tax_amount: Decimal | None = None
    amount_with_tax: Decimal | None = None
    discount_amount: Decimal | None = None
    net_converted: Decimal | None = None  # in the second currency
    gross_converted: Decimal | None = None
