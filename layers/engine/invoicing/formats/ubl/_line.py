"""Lines between UBL and the model."""

from decimal import Decimal

from invoicing.formats._codes import unit_code
from invoicing.formats._mapping import Report
from invoicing.formats.ubl import _wire as wire
from invoicing.model import AllowanceCharge, Line
from invoicing.model.value import replace

ZERO = Decimal(0)


def view_line(line: Line) -> Line:
    """The line as UBL can say it: with a unit code, its discount an allowance."""
    changes: dict[str, object] = {}
    if not line.unit_code:
        changes["unit_code"] = unit_code(line.unit)
    if line.list_price is not None and line.price_discount is None:
        changes["price_discount"] = line.list_price - (line.price or ZERO)
    if line.discount_amount:
        changes["allowances_charges"] = (*line.allowances_charges, _discount(line))
    return replace(line, **changes) if changes else line


def _discount(line: Line) -> AllowanceCharge:
    return AllowanceCharge(amount=line.discount_amount or ZERO, reason_code="95")


def load_attribute(value: wire.Attribute, _report: Report) -> tuple[str, str]:
    return value.name, value.value


def view_attribute(value: tuple[str, str]) -> wire.Attribute:
    return wire.Attribute(name=value[0], value=value[1])
