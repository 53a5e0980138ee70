"""Lines between UBL and the model."""

from invoicing.formats._lines import view_line as view_any_line
from invoicing.formats._mapping import Report
from invoicing.formats.ubl import _wire as wire
from invoicing.model import Line
from invoicing.model.money import ZERO
from invoicing.model.value import replace


def view_line(line: Line) -> Line:
    """The line as UBL can say it, which has a list price only beside its discount."""
    line = view_any_line(line)
    if line.list_price is None or line.price_discount is not None:
        return line
    return replace(line, price_discount=line.list_price - (line.price or ZERO))


def load_attribute(value: wire.Attribute, _report: Report) -> tuple[str, str]:
    return value.name, value.value


def view_attribute(value: tuple[str, str]) -> wire.Attribute:
    return wire.Attribute(name=value[0], value=value[1])
