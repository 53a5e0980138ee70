"""The Natura of each line, charge and summary of one document."""

from invoicing.countries.it import COUNTRY
from invoicing.formats.fatturapa._codes import nature
from invoicing.model import AllowanceCharge, Document, LineTax
from invoicing.rules.exemptions import Row, bases_by_code, is_abroad


class Natures:
    """What one document says of its untaxed amounts; every part of its file says the same."""

    def __init__(self, document: Document) -> None:
        self.abroad = is_abroad(document, COUNTRY)
        self.rows: tuple[Row, ...] = bases_by_code(document, COUNTRY)

    def of_line(self, tax: LineTax) -> str:
        return nature(tax.category, tax.exemption_code, tax.rate, abroad=self.abroad)

    def of_charge(self, charge: AllowanceCharge) -> str:
        """Its own, else that of its row's first line."""
        category = charge.tax_category
        if charge.tax_rate or charge.exemption_code:
            return nature(category, charge.exemption_code, charge.tax_rate, abroad=self.abroad)
        for row in self.rows:
            if row.subtotal.category == category and not row.subtotal.rate:
                return row.parts[0].code
        return nature(category, "", charge.tax_rate, abroad=self.abroad)
