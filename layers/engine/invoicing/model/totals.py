"""Document totals (BG-22) and the tax breakdown (BG-23)."""

from decimal import Decimal

from invoicing.model.value import Value


class TaxSubtotal(Value, frozen=True, kw_only=True):
    """The taxable base and the tax of one category and rate (BG-23)."""

    category: str = "S"  # BT-118, UNCL5305
    rate: Decimal | None = None  # BT-119, percent; None for category O
    base: Decimal = Decimal(0)  # BT-116
    tax: Decimal = Decimal(0)  # BT-117
    exemption_code: str = ""  # BT-121
    exemption_reason: str = ""  # BT-120
    name: str = ""
    tax_id: str = ""
    reverse_charged: bool = False  # `tax` is informative and not part of the totals


class Totals(Value, frozen=True, kw_only=True):
    """What a document comes to, in its currency."""

    lines: Decimal = Decimal(0)  # BT-106, sum of line net amounts
    allowances: Decimal = Decimal(0)  # BT-107
    charges: Decimal = Decimal(0)  # BT-108
    net: Decimal = Decimal(0)  # BT-109, total without tax
    tax: Decimal = Decimal(0)  # BT-110
    tax_in_tax_currency: Decimal | None = None  # BT-111
    gross: Decimal = Decimal(0)  # BT-112, total with tax
    discount: Decimal = Decimal(0)  # all line and document discounts, for information
    withholding: Decimal = Decimal(0)
    split_tax: Decimal = Decimal(0)  # the tax the buyer pays to the authority instead
    prepaid: Decimal = Decimal(0)  # BT-113
    rounding: Decimal = Decimal(0)  # BT-114
    payable: Decimal = Decimal(0)  # BT-115
    net_converted: Decimal | None = None  # in the second currency
    gross_converted: Decimal | None = None
