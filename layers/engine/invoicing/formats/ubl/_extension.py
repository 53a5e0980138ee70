"""Sub invoice lines of XRechnung's extension, which are judged and not read.

Source: KoSIT, XRechnung 3.0 Extension, BR-DEX-02 and 03.
"""

from decimal import Decimal

from invoicing.errors import Finding
from invoicing.formats import Element
from invoicing.formats._mapping.values import is_number
from invoicing.model.money import ZERO

SPECIFICATION = "urn:xeinkauf.de:kosit:extension:xrechnung"
_URN = "{urn:oasis:names:specification:ubl:schema:xsd:Common"
_CAC, _CBC = f"{_URN}AggregateComponents-2}}", f"{_URN}BasicComponents-2}}"
_SUB = f"{_CAC}SubInvoiceLine"
_AMOUNT = f"{_CBC}LineExtensionAmount"
_TAX = f"{_CAC}Item/{_CAC}ClassifiedTaxCategory"


def tell(root: Element, told: list[Finding]) -> None:
    """Adds the rules that sub invoice lines break."""
    if SPECIFICATION not in (root.findtext(f"{_CBC}CustomizationID") or ""):
        return
    for index, line in enumerate(root.iterchildren(f"{_CAC}InvoiceLine")):
        at = f"/_documentItems/{index}"
        for holder in (line, *line.iterdescendants(_SUB)):
            below = holder.findall(_SUB)
            if below and sum(map(_amount, below), ZERO) != _amount(holder):
                text, fix = "is not the sum of its sub invoice lines.", "Make the amounts agree."
                told.append(Finding("BR-DEX-02", f"{at}/total", text, fix, "warning"))
            if holder is not line and len(holder.findall(_TAX)) != 1:
                text, fix = "has a sub invoice line without one tax.", "Give it one category."
                told.append(Finding("BR-DEX-03", f"{at}/_documentItemTaxes", text, fix))


def _amount(line: Element) -> Decimal:
    text = (line.findtext(_AMOUNT) or "").strip()
    return Decimal(text) if is_number(text) else ZERO
