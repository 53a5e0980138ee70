"""The lines and totals of a document in SAF-T."""

from decimal import Decimal

from invoicing.fiscal.at.master import EXEMPT, product_code, products_of, rate_of
from invoicing.fiscal.at.qr import region_of
from invoicing.fiscal.at.tags import amount, element, leaf, plain
from invoicing.model import Document, Line, LineTax
from invoicing.model.money import ZERO

_CENT = Decimal("0.01")
_OTHER_EXEMPTION = ("M99", "Não sujeito ou não tributado")


def lines_of(document: Document) -> str:
    bases = _bases(document)
    side = "DebitAmount" if is_credit_note(document) else "CreditAmount"
    return "".join(
        _line(n, line, base, document, side)
        for n, (line, base) in enumerate(zip(products_of(document), bases, strict=True), 1)
    )


def _line(n: int, line: Line, base: Decimal, document: Document, side: str) -> str:
    quantity = abs(line.quantity) or Decimal(1)
    price = (abs(base) / quantity).quantize(Decimal("0.000001"))
    return element(
        "Line",
        leaf("LineNumber", n)
        + leaf("ProductCode", product_code(line))
        + leaf("ProductDescription", line.name[:200])
        + leaf("Quantity", plain(quantity))
        + leaf("UnitOfMeasure", (line.unit or line.unit_code or "UN")[:20])
        + leaf("UnitPrice", plain(price))
        + _when(document)
        + leaf("Description", (line.description or line.name)[:200])
        + leaf(side, amount(abs(base)))
        + _tax(line, document),
    )


def _bases(document: Document) -> list[Decimal]:
    """What each line comes to after the document's own discounts: they sum to its net total."""
    lines = list(products_of(document))
    nets = [line.net_amount or ZERO for line in lines]
    whole = sum(nets, ZERO)
    rest = document.totals.net - whole
    if not rest or not whole:
        return nets
    found, spent = [], ZERO
    for net in nets[:-1]:
        part = (rest * net / whole).quantize(_CENT)
        found.append(net + part)
        spent += part
    return [*found, nets[-1] + rest - spent]


def _when(document: Document) -> str:
    """The day of the supply and what is credited; goods on their way have neither."""
    if document.type == "delivery-note":
        return ""
    day = document.tax_point_date or document.issue_date
    return leaf("TaxPointDate", day) + _references(document)


def _references(document: Document) -> str:
    if not is_credit_note(document) or not document.preceding:
        return ""
    reason = document.note[:50] or "Retificação"
    return "".join(
        element("References", leaf("Reference", one.number) + leaf("Reason", reason))
        for one in document.preceding[:1]
    )


def _tax(line: Line, document: Document) -> str:
    tax = line.taxes[0] if line.taxes else LineTax(category="O")
    rate = rate_of(tax, region_of(document))
    written = element(
        "Tax",
        leaf("TaxType", "IVA")
        + leaf("TaxCountryRegion", rate.region)
        + leaf("TaxCode", rate.code)
        + leaf("TaxPercentage", plain(rate.percent)),
    )
    if rate.code != EXEMPT:
        return written
    code, reason = _exemption(tax)
    return written + leaf("TaxExemptionReason", reason[:60]) + leaf("TaxExemptionCode", code)


def _exemption(tax: LineTax) -> tuple[str, str]:
    """The code of the authority's table (M01 to M99), and its words."""
    code = tax.exemption_code if tax.exemption_code.startswith("M") else _OTHER_EXEMPTION[0]
    return code, tax.exemption_reason or _OTHER_EXEMPTION[1]


def totals_of(document: Document) -> str:
    totals = document.totals
    return element(
        "DocumentTotals",
        leaf("TaxPayable", amount(abs(totals.tax)))
        + leaf("NetTotal", amount(abs(totals.net)))
        + leaf("GrossTotal", amount(abs(totals.gross))),
    )


def withholding_of(document: Document) -> str:
    withheld = document.totals.withholding
    return element(
        "WithholdingTax", leaf("WithholdingTaxAmount", amount(withheld)) if withheld else ""
    )


def is_credit_note(document: Document) -> bool:
    return document.type == "credit-note"
