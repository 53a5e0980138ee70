"""SAF-T's master files: whom was sold to, what, and under which taxes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from invoicing.fiscal.at.qr import FINAL_CONSUMER, buyer_number, level_of, region_of
from invoicing.fiscal.at.tags import element, leaf, plain
from invoicing.model import Document, Line, LineTax, Party
from invoicing.model.money import ZERO

UNKNOWN = "Desconhecido"
EXEMPT = "ISE"
_CODES = ("RED", "INT", "NOR")
_LEVELS = ("Taxa reduzida", "Taxa intermédia", "Taxa normal")
_TAXED = frozenset({"S", "L", "M"})


class Rate(NamedTuple):
    """A row of the table of taxes."""

    region: str
    code: str
    percent: Decimal


def address_of(party: Party) -> str:
    address = party.address
    detail = " ".join(filter(None, (address.line1, address.line2))) or UNKNOWN
    return (
        leaf("AddressDetail", detail[:210])
        + leaf("City", (address.city or UNKNOWN)[:50])
        + leaf("PostalCode", (address.postal_code or "0000-000")[:20])
        + leaf("Country", address.country_code or UNKNOWN)
    )


def master_files(documents: Sequence[Document]) -> str:
    customers = {customer_id(d): d for d in documents}
    products = {product_code(line): line for d in documents for line in products_of(d)}
    rates = {
        rate_of(tax, region_of(d))
        for d in documents
        for line in products_of(d)
        for tax in line.taxes
    }
    return element(
        "MasterFiles",
        "".join(_customer(key, d) for key, d in customers.items())
        + "".join(_product(code, line) for code, line in products.items())
        + element("TaxTable", "".join(_tax_entry(rate) for rate in sorted(rates))),
    )


def customer_id(document: Document) -> str:
    number = buyer_number(document)
    if number != FINAL_CONSUMER:
        return number
    return document.client_id or FINAL_CONSUMER


def _customer(key: str, document: Document) -> str:
    buyer = document.buyer
    return element(
        "Customer",
        leaf("CustomerID", key)
        + leaf("AccountID", UNKNOWN)
        + leaf("CustomerTaxID", buyer_number(document))
        + leaf("CompanyName", (buyer.name or "Consumidor final")[:100])
        + element("BillingAddress", address_of(buyer))
        + leaf("SelfBillingIndicator", 0),
    )


def products_of(document: Document) -> Iterable[Line]:
    return (line for line in document.lines if line.kind == "product")


def product_code(line: Line) -> str:
    return (line.seller_item_id or line.item_id or line.name)[:60]


def _product(code: str, line: Line) -> str:
    kind = "P" if line.item_type == "item" else "S"
    return element(
        "Product",
        leaf("ProductType", kind)
        + leaf("ProductCode", code)
        + leaf("ProductDescription", line.name[:200])
        + leaf("ProductNumberCode", code),
    )


def rate_of(tax: LineTax, region: str) -> Rate:
    if tax.category in _TAXED and tax.rate and not tax.reverse_charged:
        return Rate(region, _CODES[level_of(tax.rate, region)], tax.rate)
    return Rate(region, EXEMPT, ZERO)


def _tax_entry(rate: Rate) -> str:
    words = "Isenta" if rate.code == EXEMPT else _LEVELS[_CODES.index(rate.code)]
    return element(
        "TaxTableEntry",
        leaf("TaxType", "IVA")
        + leaf("TaxCountryRegion", rate.region)
        + leaf("TaxCode", rate.code)
        + leaf("Description", words)
        + leaf("TaxPercentage", plain(rate.percent)),
    )
