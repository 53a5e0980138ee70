"""SAF-T (PT): sums, order, and a chain that can be verified from the file alone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from tests.support import fiscal as support
from tests.support import saft_chain

from invoicing.fiscal import Period, Sealing, at
from invoicing.fiscal.at.saft import ENCODING, NAMESPACE, Program, saft
from invoicing.model import (
    Address,
    AllowanceCharge,
    Document,
    DocumentReference,
    Line,
    LineTax,
    Party,
)
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace
from invoicing.rules.totals import calculate

NIF = "501964843"
ADDRESS = Address(line1="Rua 1", city="Lisboa", postal_code="1000-001", country_code="PT")
SELLER = Party(name="Lipa & Filhos", vat_identifier=f"PT{NIF}", address=ADDRESS)
BUYER = Party(name="Café Žižkov", vat_identifier="PT123456789", address=ADDRESS)
SETTINGS = FiscalSettings(
    authority="at",
    options={
        "certificateNumber": "9999",
        "series": {f"{code} A": "CSDF7T5H" for code in at.TYPES.values()},
    },
)
SCOPE = Period(SELLER, NIF, date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 3), SETTINGS)
PROGRAM = Program("9999", "500000000")


def taxed(name: str, price: str, rate: str = "23", **members: Any) -> Line:
    tax = LineTax(rate=Decimal(rate), category="S" if rate != "0" else "E", **members)
    return Line(name=name, price=Decimal(price), taxes=(tax,))


def signed(n: int, type_: str, *lines: Line, previous: str = "", **members: Any) -> Document:
    document = Document(
        id=f"D{n}",
        number=f"{at.TYPES[type_]} A/{n}",
        series_number=n,
        type=type_,
        state="issued",
        account_id="A1",
        currency="EUR",
        issue_date=date(2026, 1, n),
        seller=SELLER,
        buyer=BUYER,
        lines=lines,
        **members,
    )
    document = calculate(document)
    record = Fiscal(authority="at", tax_number=NIF, issued_local=datetime(2026, 1, n, 10, 5))  # noqa: DTZ001 - local
    done = at.seal(Sealing(document, record, SETTINGS, support.taxpayer(), previous))
    return replace(document, fiscal=done)


def chain(length: int) -> list[Document]:
    found: list[Document] = []
    for n in range(1, length + 1):
        previous = found[-1].fiscal.code if found and found[-1].fiscal else ""
        found.append(signed(n, "invoice", taxed("Oak", f"{n}.05"), previous=previous))
    return found


def written(*documents: Document) -> etree._Element:
    return etree.fromstring(saft(documents, SCOPE, PROGRAM))


def texts(root: etree._Element, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{tag}" for tag in path.split("/"))
    return [found.text or "" for found in root.iterfind(steps)]


def _broken(root: etree._Element) -> list[str]:
    numbers = support.taxpayer().key.public_key().public_numbers()
    key = saft_chain.PublicKey(numbers.n, numbers.e)
    return saft_chain.verify(etree.tostring(root), key).broken


def test_F282_the_chain_is_verified_from_the_file_alone() -> None:
    root = written(*reversed(chain(5)))
    assert texts(root, "SourceDocuments/SalesInvoices/Invoice/InvoiceNo") == [
        f"FT A/{n}" for n in range(1, 6)
    ]
    assert _broken(root) == []
    for tag, value in (("GrossTotal", "9.99"), ("SystemEntryDate", "2026-01-03T10:05:01")):
        changed = written(*chain(5))
        third = list(changed.iter(f"{{{NAMESPACE}}}Invoice"))[2]
        found = third.find(f".//{{{NAMESPACE}}}{tag}")
        assert found is not None
        found.text = value
        assert _broken(changed) == ["FT A/3"]
    without = written(*(d for d in chain(5) if d.number != "FT A/3"))
    assert _broken(without) == ["FT A/4"]


def test_F282_invoices_are_credit_credit_notes_debit_and_canceled_ones_counted_only() -> None:
    invoice = signed(1, "invoice", taxed("Oak", "100"))
    receipt = signed(2, "receipt", taxed("Oak", "50"))
    canceled = replace(
        signed(3, "invoice", taxed("Oak", "999")),
        state="canceled",
        canceled_at=datetime(2026, 1, 4, 8, 0, tzinfo=UTC),
    )
    back = signed(
        4,
        "credit-note",
        taxed("Oak", "30"),
        preceding=(DocumentReference(number="FT A/1"),),
        note="Devolução",
    )
    root = written(invoice, receipt, canceled, back)
    sales = "SourceDocuments/SalesInvoices"
    sums = ("NumberOfEntries", "TotalDebit", "TotalCredit")
    assert [texts(root, f"{sales}/{name}")[0] for name in sums] == ["4", "30.00", "150.00"]
    assert sorted(texts(root, f"{sales}/Invoice/DocumentStatus/InvoiceStatus")) == list("ANNN")
    assert texts(root, f"{sales}/Invoice/Line/References/Reference") == ["FT A/1"]
    assert texts(root, f"{sales}/Invoice/Line/References/Reason") == ["Devolução"]
    assert texts(root, f"{sales}/Invoice/Line/DebitAmount") == ["30.00"]


def test_F282_lines_come_to_the_net_total_after_discounts_of_the_whole() -> None:
    off = AllowanceCharge(amount=Decimal("10.00"), tax_category="S", tax_rate=Decimal(23))
    document = signed(
        1, "invoice", *(taxed("Oak", "33.33") for _ in range(3)), allowances_charges=(off,)
    )
    root = written(document)
    lines = texts(root, "SourceDocuments/SalesInvoices/Invoice/Line/CreditAmount")
    (net,) = texts(root, "SourceDocuments/SalesInvoices/Invoice/DocumentTotals/NetTotal")
    assert sum(map(Decimal, lines)) == Decimal(net) == Decimal("89.99")


def test_F282_an_exempt_line_says_why() -> None:
    exempt = taxed("Book", "5", "0", exemption_code="M07", exemption_reason="Isento artigo 9.º")
    root = written(signed(1, "invoice", taxed("Oak", "10"), exempt))
    line = "SourceDocuments/SalesInvoices/Invoice/Line"
    assert texts(root, f"{line}/Tax/TaxCode") == ["NOR", "ISE"]
    assert texts(root, f"{line}/TaxExemptionCode") == ["M07"]
    table = "MasterFiles/TaxTable/TaxTableEntry"
    assert sorted(texts(root, f"{table}/TaxPercentage")) == ["0", "23"]


def test_F282_customers_and_products_stand_once() -> None:
    root = written(*chain(3))
    assert texts(root, "MasterFiles/Customer/CustomerTaxID") == ["123456789"]
    assert texts(root, "MasterFiles/Product/ProductCode") == ["Oak"]


def test_F282_working_papers_and_goods_on_their_way_stand_apart() -> None:
    estimate = signed(1, "estimate", taxed("Oak", "10"))
    moved = signed(2, "delivery-note", taxed("Oak", "10"))
    root = written(estimate, moved)
    (sources,) = root.iterfind(f"{{{NAMESPACE}}}SourceDocuments")
    assert [etree.QName(child).localname for child in sources] == [
        "MovementOfGoods",
        "WorkingDocuments",
    ]
    (line,) = sources.iterfind(f".//{{{NAMESPACE}}}StockMovement/{{{NAMESPACE}}}Line")
    assert line.find(f"{{{NAMESPACE}}}TaxPointDate") is None


def test_F282_the_file_is_windows_1252_and_loses_no_letter() -> None:
    data = saft(chain(1), SCOPE, PROGRAM)
    assert data.startswith(f'<?xml version="1.0" encoding="{ENCODING}"?>'.encode())
    assert "Café".encode("cp1252") in data
    root = etree.fromstring(data)
    assert texts(root, "MasterFiles/Customer/CompanyName") == ["Café Žižkov"]
    assert texts(root, "Header/CompanyName") == ["Lipa & Filhos"]


def test_F282_documents_that_were_not_signed_are_not_in_the_file() -> None:
    unsigned = replace(chain(1)[0], fiscal=None)
    root = written(unsigned)
    assert root.find(f"{{{NAMESPACE}}}SourceDocuments") is None
