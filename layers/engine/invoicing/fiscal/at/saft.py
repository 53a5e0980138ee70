"""SAF-T (PT): the documents of a period as the tax authority wants them each month.

Source: Portaria 302/2016, structure 1.04_01. Amounts are in euros and never negative: a credit note
is debit where an invoice is credit.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from invoicing.fiscal import Period
from invoicing.fiscal.at import TYPES
from invoicing.fiscal.at.lines import is_credit_note, lines_of, totals_of, withholding_of
from invoicing.fiscal.at.master import address_of, customer_id, master_files, products_of
from invoicing.fiscal.at.tags import amount, element, leaf, plain
from invoicing.model import Document
from invoicing.model.money import ZERO

NAMESPACE = "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"
ENCODING = "windows-1252"
VERSION = "1.04_01"
_INVOICES = frozenset({"FT", "FR", "NC"})
_MOVEMENTS = frozenset({"GR"})


class Program(NamedTuple):
    """The certified program and who makes it."""

    certificate: str
    maker_tax_number: str
    name: str = "Notula/Notula"
    version: str = "1"


def saft(documents: Sequence[Document], scope: Period, program: Program) -> bytes:
    """The file of signed documents, in the order they were signed in."""
    signed = sorted(
        (d for d in documents if d.fiscal is not None and d.fiscal.authority == "at"),
        key=lambda d: (d.type, d.series, d.series_number or 0),
    )
    parts = (
        _header(scope, program),
        master_files(signed),
        element("SourceDocuments", _sales(signed) + _movements(signed) + _working(signed)),
    )
    text = (
        f'<?xml version="1.0" encoding="{ENCODING}"?>\n'
        f'<AuditFile xmlns="{NAMESPACE}">{"".join(parts)}</AuditFile>\n'
    )
    return text.encode(ENCODING, "xmlcharrefreplace")


def _header(scope: Period, program: Program) -> str:
    return element(
        "Header",
        leaf("AuditFileVersion", VERSION)
        + leaf("CompanyID", scope.tax_number)
        + leaf("TaxRegistrationNumber", scope.tax_number)
        + leaf("TaxAccountingBasis", "F")
        + leaf("CompanyName", scope.issuer.name[:100])
        + element("CompanyAddress", address_of(scope.issuer))
        + leaf("FiscalYear", scope.first.year)
        + leaf("StartDate", scope.first)
        + leaf("EndDate", scope.last)
        + leaf("CurrencyCode", "EUR")
        + leaf("DateCreated", scope.made_on)
        + leaf("TaxEntity", "Global")
        + leaf("ProductCompanyTaxID", program.maker_tax_number)
        + leaf("SoftwareCertificateNumber", program.certificate)
        + leaf("ProductID", program.name)
        + leaf("ProductVersion", program.version),
    )


def _of(documents: Sequence[Document], codes: Iterable[str]) -> list[Document]:
    wanted = frozenset(codes)
    return [d for d in documents if TYPES[d.type] in wanted]


def _sums(documents: Sequence[Document]) -> str:
    """Totals without tax of what is valid: a canceled document counts in their number alone."""
    valid = [d for d in documents if d.state != "canceled"]
    debit = sum((abs(d.totals.net) for d in valid if is_credit_note(d)), ZERO)
    credit = sum((abs(d.totals.net) for d in valid if not is_credit_note(d)), ZERO)
    return (
        leaf("NumberOfEntries", len(documents))
        + leaf("TotalDebit", amount(debit))
        + leaf("TotalCredit", amount(credit))
    )


def _sales(documents: Sequence[Document]) -> str:
    found = _of(documents, _INVOICES)
    if not found:
        return ""
    return element("SalesInvoices", _sums(found) + "".join(map(_invoice, found)))


def _working(documents: Sequence[Document]) -> str:
    found = _of(documents, set(TYPES.values()) - _INVOICES - _MOVEMENTS)
    if not found:
        return ""
    return element("WorkingDocuments", _sums(found) + "".join(map(_work_document, found)))


def _movements(documents: Sequence[Document]) -> str:
    found = _of(documents, _MOVEMENTS)
    if not found:
        return ""
    lines = [line for d in found for line in products_of(d)]
    quantity = sum((abs(line.quantity) for line in lines), ZERO)
    return element(
        "MovementOfGoods",
        leaf("NumberOfMovementLines", len(lines))
        + leaf("TotalQuantityIssued", plain(quantity))
        + "".join(map(_stock_movement, found)),
    )


def _invoice(document: Document) -> str:
    special = (
        leaf("SelfBillingIndicator", 0)
        + leaf("CashVATSchemeIndicator", 0)
        + leaf("ThirdPartiesBillingIndicator", 0)
    )
    return element(
        "Invoice",
        leaf("InvoiceNo", document.number)
        + leaf("ATCUD", _extra(document, "atcud"))
        + _status(document, "Invoice")
        + _signature(document)
        + leaf("InvoiceDate", document.issue_date)
        + leaf("InvoiceType", TYPES[document.type])
        + element("SpecialRegimes", special)
        + leaf("SourceID", _source(document))
        + leaf("SystemEntryDate", _entered(document))
        + leaf("CustomerID", customer_id(document))
        + lines_of(document)
        + totals_of(document)
        + withholding_of(document),
    )


def _work_document(document: Document) -> str:
    return element(
        "WorkDocument",
        leaf("DocumentNumber", document.number)
        + leaf("ATCUD", _extra(document, "atcud"))
        + _status(document, "Work")
        + _signature(document)
        + leaf("WorkDate", document.issue_date)
        + leaf("WorkType", TYPES[document.type])
        + leaf("SourceID", _source(document))
        + leaf("SystemEntryDate", _entered(document))
        + leaf("CustomerID", customer_id(document))
        + lines_of(document)
        + totals_of(document),
    )


def _stock_movement(document: Document) -> str:
    return element(
        "StockMovement",
        leaf("DocumentNumber", document.number)
        + leaf("ATCUD", _extra(document, "atcud"))
        + _status(document, "Movement")
        + _signature(document)
        + leaf("MovementDate", document.issue_date)
        + leaf("MovementType", TYPES[document.type])
        + leaf("SystemEntryDate", _entered(document))
        + leaf("CustomerID", customer_id(document))
        + leaf("SourceID", _source(document))
        + leaf("MovementStartTime", _entered(document))
        + lines_of(document)
        + totals_of(document),
    )


def _status(document: Document, kind: str) -> str:
    canceled = document.state == "canceled"
    at = document.canceled_at if canceled else None
    return element(
        "DocumentStatus",
        leaf(f"{kind}Status", "A" if canceled else "N")
        + leaf(f"{kind}StatusDate", f"{at:%Y-%m-%dT%H:%M:%S}" if at else _entered(document))
        + leaf("SourceID", _source(document))
        + leaf("SourceBilling", "P"),
    )


def _signature(document: Document) -> str:
    assert document.fiscal is not None  # noqa: S101 - only signed ones come here
    return leaf("Hash", document.fiscal.code) + leaf("HashControl", _extra(document, "hashControl"))


def _extra(document: Document, name: str) -> str:
    assert document.fiscal is not None  # noqa: S101 - only signed ones come here
    return str(document.fiscal.extra[name])


def _source(document: Document) -> str:
    return (document.account_id or "sistema")[:30]


def _entered(document: Document) -> str:
    assert document.fiscal is not None  # noqa: S101 - only signed ones come here
    assert document.fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    return f"{document.fiscal.issued_local:%Y-%m-%dT%H:%M:%S}"
