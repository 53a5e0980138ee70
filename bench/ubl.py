"""UBL: reading beside bare lxml, writing beside f-strings that give the same bytes."""

import tracemalloc
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bench.frame import Row, compare
from lxml import etree

from invoicing.formats.ubl import FORMAT, read
from invoicing.model import Document, Line, LineTax, Party, TaxSubtotal, Totals
from invoicing.model.money import ZERO
from invoicing.safe.safe_xml import LARGE_BYTES, parse


def document(lines: int) -> Document:
    """A calculated invoice of that many lines, which differ in name, quantity and price."""
    items = tuple(_line(number) for number in range(lines))
    net = sum((item.net_amount or ZERO for item in items), ZERO)
    tax = (net * Decimal("0.22")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Document(
        number="2026-1",
        issue_date=date(2026, 1, 31),
        currency="EUR",
        seller=Party(name="Prodajalec d.o.o.", vat_identifier="SI12345678"),
        buyer=Party(name="Compratore S.p.A."),
        lines=items,
        totals=Totals(lines=net, net=net, tax=tax, gross=net + tax, payable=net + tax),
        tax_subtotals=(TaxSubtotal(rate=Decimal(22), base=net, tax=tax),),
    )


def _line(number: int) -> Line:
    quantity, price = Decimal(1 + number % 12), Decimal(1000 + number * 7 % 9973) / 100
    return Line(
        name=f"Čaj & <keks> {number}",
        description="Breakfast",
        quantity=quantity,
        unit_code="C62",
        price=price.quantize(Decimal("0.01")),
        net_amount=(quantity * price).quantize(Decimal("0.01")),
        taxes=(LineTax(rate=Decimal(22), category="S"),),
    )


_URN = "urn:oasis:names:specification:ubl:schema:xsd"
LINES = (10, 1_000, 10_000)


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _floor_line(number: int, line: Line, cur: str) -> str:
    (tax,) = line.taxes
    return (
        f"<cac:InvoiceLine><cbc:ID>{number}</cbc:ID>"
        f'<cbc:InvoicedQuantity unitCode="{line.unit_code}">{line.quantity}</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="{cur}">{line.net_amount}</cbc:LineExtensionAmount>'
        f"<cac:Item><cbc:Description>{_text(line.description)}</cbc:Description>"
        f"<cbc:Name>{_text(line.name)}</cbc:Name>"
        f"<cac:ClassifiedTaxCategory><cbc:ID>{tax.category}</cbc:ID>"
        f"<cbc:Percent>{tax.rate}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>"
        f'<cac:Price><cbc:PriceAmount currencyID="{cur}">{line.price}</cbc:PriceAmount></cac:Price>'
        f"</cac:InvoiceLine>"
    )


def _floor_head(value: Document, cur: str) -> str:
    totals, (subtotal,) = value.totals, value.tax_subtotals
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="{_URN}:Invoice-2"'
        f' xmlns:cac="{_URN}:CommonAggregateComponents-2"'
        f' xmlns:cbc="{_URN}:CommonBasicComponents-2">'
        f"<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>"
        f"<cbc:ID>{_text(value.number)}</cbc:ID><cbc:IssueDate>{value.issue_date}</cbc:IssueDate>"
        f"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
        f"<cbc:DocumentCurrencyCode>{cur}</cbc:DocumentCurrencyCode>"
        f"<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme>"
        f"<cbc:CompanyID>{_text(value.seller.vat_identifier)}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{_text(value.seller.name)}"
        f"</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>"
        f"<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>"
        f"<cbc:RegistrationName>{_text(value.buyer.name)}</cbc:RegistrationName>"
        f"</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty><cac:TaxTotal>"
        f'<cbc:TaxAmount currencyID="{cur}">{totals.tax}</cbc:TaxAmount><cac:TaxSubtotal>'
        f'<cbc:TaxableAmount currencyID="{cur}">{subtotal.base}</cbc:TaxableAmount>'
        f'<cbc:TaxAmount currencyID="{cur}">{subtotal.tax}</cbc:TaxAmount><cac:TaxCategory>'
        f"<cbc:ID>{subtotal.category}</cbc:ID><cbc:Percent>{subtotal.rate}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
        f"</cac:TaxTotal><cac:LegalMonetaryTotal>"
        f'<cbc:LineExtensionAmount currencyID="{cur}">{totals.lines}</cbc:LineExtensionAmount>'
        f'<cbc:TaxExclusiveAmount currencyID="{cur}">{totals.net}</cbc:TaxExclusiveAmount>'
        f'<cbc:TaxInclusiveAmount currencyID="{cur}">{totals.gross}</cbc:TaxInclusiveAmount>'
        f'<cbc:PayableAmount currencyID="{cur}">{totals.payable}</cbc:PayableAmount>'
        f"</cac:LegalMonetaryTotal>"
    )


def floor(value: Document) -> bytes:
    """The same bytes from f-strings that know nothing but this document's fields."""
    cur = value.currency
    lines = [_floor_line(n, line, cur) for n, line in enumerate(value.lines, 1)]
    return f"{_floor_head(value, cur)}{''.join(lines)}</Invoice>".encode()


def peak_mb(lines: int) -> float:
    """What writing, then reading a document allocates beyond the document itself."""
    value = document(lines)
    tracemalloc.start()
    read(parse(FORMAT.write(value, ""), max_bytes=LARGE_BYTES))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000


def rows() -> list[Row]:
    found = []
    for lines in LINES:
        value = document(lines)
        data = FORMAT.write(value, "")
        if floor(value) != data:
            raise AssertionError("the floor writes other bytes")
        rounds = 15 if lines < 10_000 else 5
        reading = compare(
            {
                "ours": lambda data=data: read(parse(data, max_bytes=LARGE_BYTES)),
                "lxml.fromstring": lambda data=data: etree.fromstring(data),
            },
            rounds=rounds,
        )
        found.append(reading.row(f"UBL read, {lines} lines", "lxml.fromstring", goal="<= 3x"))
        writing = compare(
            {
                "ours": lambda value=value: FORMAT.write(value, ""),
                "f-strings": lambda value=value: floor(value),
            },
            rounds=rounds,
        )
        found.append(writing.row(f"UBL write, {lines} lines", "f-strings", goal="<= 2x"))
    found.append(Row("UBL memory, 10,000 lines", peak_mb(10_000), 150, "limit", unit="MB"))
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.1f}x {row.peer_name}")
