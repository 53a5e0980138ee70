"""Formats: what is read is written again, and the standards' own files judge it."""

import random
import re
from decimal import Decimal

import pytest
from lxml import etree
from tests.support.standards import STANDARDS, needs_standards, samples_of, schema

from invoicing.errors import Finding, InvalidDocument, UnknownFormat
from invoicing.formats import Format, cii, ubl
from invoicing.formats._detect import read_document
from invoicing.formats._mapping import terms
from invoicing.formats.ubl import FORMAT, SYNTAXES
from invoicing.model.value import replace
from invoicing.rules.en16931 import check

# UBL 2.0 of 2005: it lacks what EN 16931 makes mandatory (BR-04, BR-05, BR-14).
NO_EN_16931 = "en16931__custom-namespace-prefixes.xml"

SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">20</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">20</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">20</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">20</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">20</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>A &amp; &lt;B&gt;</cbc:Name></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount></cac:Price>
</cac:InvoiceLine></Invoice>"""


def findings(text: str) -> dict[str, str]:
    with pytest.raises(InvalidDocument) as caught:
        read_document(text.encode())
    return {f.rule: f.pointer for f in caught.value.findings}


@needs_standards
def test_every_official_ubl_file_reads_and_comes_back_equal_and_valid(
    shown,
) -> None:
    paths = [p for p in samples_of(FORMAT.root_tags) if p.name != NO_EN_16931]
    assert len(paths) >= 118
    for path in paths:
        _, (document,) = read_document(path.read_bytes())
        written = FORMAT.write(document, "")
        root = etree.fromstring(written)
        schema(f"ubl-2.1/**/UBL-{etree.QName(root).localname}-2.1.xsd").assertValid(root)
        assert read_document(written)[1] == (document,), path.name
    table = sorted(terms(SYNTAXES["Invoice"].rows))
    with shown():
        print(f"\nUBL: {len(paths)} files round trip; {len(table)} rows carry a business term")


@needs_standards
def test_a_file_without_mandatory_terms_names_each_of_them() -> None:
    path = next(STANDARDS.glob(f"samples/*/{NO_EN_16931}"))
    assert {"BR-04", "BR-05", "BR-14"} <= findings(path.read_text()).keys()


def test_the_table_carries_every_business_term_of_en_16931() -> None:
    carried = {
        int(number)
        for term, _, _ in terms(SYNTAXES["Invoice"].rows)
        for number in re.findall(r"BT-(\d+)", term)
    }
    assert set(range(1, 164)) - carried == {4}  # the norm has no BT-4


def test_a_small_invoice_reads_and_comes_back_equal() -> None:
    format_, (document,) = read_document(SMALL.encode())
    assert format_.name == "ubl"
    assert document.lines[0].name == "A & <B>"
    assert document.lines[0].price == Decimal(10)
    assert document.totals.payable == Decimal(20)
    assert read_document(FORMAT.write(document, ""))[1][0].lines == document.lines


@pytest.mark.parametrize(
    "bad",
    [
        *("NaN", "INF", "1e9", "1_000", "١٢٣", "1,000.00", "0x10", "10.", ".5", "--1", "1e-7"),
        *("", "1 0", "9" * 400, "1." + "9" * 400),
    ],
)
def test_a_number_that_is_no_plain_decimal_is_named_with_its_pointer(bad: str) -> None:
    found = findings(SMALL.replace(">10.00<", f">{bad}<"))
    assert found == {"bad-number": "/_documentItems/0/price"}


@pytest.mark.parametrize(
    "bad", ["2026-02-30", "0000-01-01", "20260131", "31/01/2026", "1969-12-31"]
)
def test_a_date_that_is_no_day_is_named_with_its_pointer(bad: str) -> None:
    assert findings(SMALL.replace("2026-01-31", bad)) == {"bad-date": "/date"}


def test_a_repeated_element_is_a_finding_and_never_first_wins() -> None:
    twice = SMALL.replace(
        "<cbc:ID>1</cbc:ID><cbc:IssueDate", "<cbc:ID>1</cbc:ID>" * 2 + "<cbc:IssueDate"
    )
    assert "cardinality" in findings(twice)


@pytest.mark.parametrize(
    ("rule", "element"),
    [
        ("UBL-SR-01", "<cac:ContractDocumentReference><cbc:ID>1</cbc:ID></cac:X>"),
        ("UBL-SR-02", "<cac:ReceiptDocumentReference><cbc:ID>1</cbc:ID></cac:X>"),
        ("UBL-SR-03", "<cac:DespatchDocumentReference><cbc:ID>1</cbc:ID></cac:X>"),
        ("UBL-SR-05", "<cac:PaymentTerms><cbc:Note>1</cbc:Note></cac:X>"),
        ("UBL-SR-24", "<cac:Delivery><cbc:ActualDeliveryDate>2026-01-01</cbc:X></cac:X>"),
        ("UBL-SR-39", "<cac:ProjectReference><cbc:ID>1</cbc:ID></cac:X>"),
        ("UBL-SR-45", "<cbc:DueDate>2026-01-31</cbc:X>"),
        ("UBL-SR-56", "<cac:OriginatorDocumentReference><cbc:ID>1</cbc:ID></cac:X>"),
    ],
)
def test_what_en_16931_has_once_is_named_by_its_rule_when_repeated(rule: str, element: str) -> None:
    element = _closed(element)
    once, twice = SMALL.replace("<cac:Legal", f"{element}<cac:Legal", 1), element * 2
    assert read_document(once.encode())[1]
    assert rule in findings(SMALL.replace("<cac:Legal", f"{twice}<cac:Legal", 1))


def _closed(element: str) -> str:
    """`</cac:X>` closes whatever is open."""
    opened = re.findall(r"<((?:cac|cbc):\w+)>", element)
    for name in reversed([n for n in opened if f"</{n}>" not in element]):
        element = re.sub(r"</c.c:X>", f"</{name}>", element, count=1)
    return element


def test_peppol_r051_an_amount_in_another_currency_than_bt_5_is_a_finding() -> None:
    other = SMALL.replace('PriceAmount currencyID="EUR"', 'PriceAmount currencyID="USD"')
    assert findings(other) == {"PEPPOL-EN16931-R051": ""}


def test_bt_111_is_in_the_tax_currency() -> None:
    total = (
        '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0</cbc:TaxAmount></cac:TaxTotal>'
        '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">3</cbc:TaxAmount></cac:TaxTotal>'
    )
    text = SMALL.replace("<cac:Legal", f"{total}<cac:Legal", 1)
    assert "PEPPOL-EN16931-R054" in findings(text)
    named = text.replace(
        "</cbc:DocumentCurrencyCode>",
        "</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>",
    )
    assert read_document(named.encode())[1][0].totals.tax_in_tax_currency == Decimal(3)


PARTY = "<cac:AccountingSupplierParty><cac:Party>{}</cac:Party></cac:AccountingSupplierParty>"


def with_seller(inside: str) -> str:
    return SMALL.replace("<cac:Legal", f"{PARTY.format(inside)}<cac:Legal", 1)


def test_a_second_vat_identifier_is_named_with_its_pointer() -> None:
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    number = f"<cac:PartyTaxScheme><cbc:CompanyID>SI1</cbc:CompanyID>{scheme}</cac:PartyTaxScheme>"
    found = findings(with_seller(number * 2))
    assert found == {"cardinality": "/_documentIssuer/taxNumber"}


@pytest.mark.parametrize(
    ("address", "broken"),
    [
        ("", ("BR-08", "/_documentIssuer/address")),
        ("<cac:PostalAddress/>", ("BR-09", "/_documentIssuer/countryAlpha2Code")),
        ("<cac:PostalAddress><cac:Country/></cac:PostalAddress>",
         ("BR-09", "/_documentIssuer/countryAlpha2Code")),
    ],
)  # fmt: skip
def test_br_09_an_address_that_says_nothing_is_not_the_same_as_none(
    address: str, broken: tuple[str, str]
) -> None:
    told: list[Finding] = []
    (document,) = read_document(with_seller(address).encode(), told=told)[1]
    found = {(f.rule, f.pointer) for f in check(document, told=told)}
    assert {pair for pair in found if pair[0] in ("BR-08", "BR-09")} == {broken}
    assert ("BR-06", "/_documentIssuer/name") in found


def test_a_charge_on_the_price_is_a_finding() -> None:
    price = "</cbc:PriceAmount>"
    for indicator, is_refused in (("true", True), ("false", False)):
        text = SMALL.replace(
            price,
            f"{price}<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
            '<cbc:Amount currencyID="EUR">1</cbc:Amount></cac:AllowanceCharge>',
        )
        if is_refused:
            assert "PEPPOL-EN16931-R044" in findings(text)
        else:
            assert read_document(text.encode())[1][0].lines[0].price_discount == Decimal(1)


def test_a_line_refers_to_nothing_but_an_object() -> None:
    reference = (
        "<cac:DocumentReference><cbc:ID>7</cbc:ID><cbc:DocumentTypeCode>{}</cbc:DocumentTypeCode>"
        "</cac:DocumentReference><cac:Item>"
    )
    good = SMALL.replace("<cac:Item>", reference.format("130"))
    thing = read_document(good.encode())[1][0].lines[0].object_identifier
    assert thing is not None
    assert thing.value == "7"
    bad = SMALL.replace("<cac:Item>", reference.format("916"))
    assert "PEPPOL-EN16931-R101" in findings(bad)


def test_br_cl_01_a_credit_note_does_not_have_the_code_of_an_invoice() -> None:
    credit = SMALL.replace("Invoice-2", "CreditNote-2").replace("InvoicedQ", "CreditedQ")
    credit = credit.replace("InvoiceLine", "CreditNoteLine").replace(
        "InvoiceType", "CreditNoteType"
    )
    credit = credit.replace("<Invoice", "<CreditNote").replace("</Invoice", "</CreditNote")
    assert findings(credit) == {"BR-CL-01": "/typeCode"}
    document = read_document(credit.replace(">380<", ">261<").encode())[1][0]
    assert (document.type, document.type_code) == ("credit-note", "261")


def test_a_self_billed_credit_note_is_written_as_a_credit_note() -> None:
    document = read_document(SMALL.replace(">380<", ">389<").encode())[1][0]
    assert document.type == "invoice"
    credit = FORMAT.write(replace(document, type="credit-note"), "")
    assert etree.QName(etree.fromstring(credit)).localname == "CreditNote"
    assert b"<cbc:CreditNoteTypeCode>261<" in credit


def test_text_beside_elements_is_a_finding() -> None:
    assert "mixed-content" in findings(SMALL.replace(">10.00<", ">1<cbc:X/>0.00<"))


@pytest.mark.parametrize("element", ["<cbc:id>1</cbc:id>", '<x:include xmlns:x="urn:x"/>'])
def test_an_element_of_another_case_or_namespace_is_a_finding(element: str) -> None:
    assert "unknown-element" in findings(SMALL.replace("<cbc:ID>", element + "<cbc:ID>", 1))


def test_a_root_of_no_format_lists_the_formats_there_are() -> None:
    with pytest.raises(UnknownFormat) as caught:
        read_document(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert caught.value.code == "unknown-format"
    assert FORMAT.title in caught.value.fix


def _mixed_up(element: etree._Element, chance: random.Random) -> None:
    """Shuffles children, but keeps those of one name in their order."""
    for child in element:
        _mixed_up(child, chance)
    names = [c.tag for c in element]
    chance.shuffle(names)
    queues = {name: iter([c for c in element if c.tag == name]) for name in names}
    element[:] = [next(queues[name]) for name in names]


@needs_standards
@pytest.mark.parametrize("format_", [ubl.FORMAT, cii.FORMAT], ids=lambda f: f.name)
def test_elements_out_of_their_order_say_the_same(format_: Format) -> None:
    read = 0
    for path in samples_of(format_.root_tags)[:30]:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True))
        try:
            documents = format_.read(root)
        except InvalidDocument:
            continue
        _mixed_up(root, random.Random(path.name))
        assert format_.read(root) == documents, path.name
        read += 1
    assert read >= 20


def test_elements_the_table_does_not_name_are_skipped_wherever_they_stand() -> None:
    _, plain = read_document(SMALL.encode())
    version = "<cbc:UBLVersionID>2.1</cbc:UBLVersionID>"
    for place in ("<cbc:ID>", "<cbc:IssueDate>", "<cac:Item>", "</cac:Item>", "</Invoice>"):
        assert read_document(SMALL.replace(place, f"{version}{place}").encode())[1] == plain


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_a_character_without_a_spelling_in_xml_cannot_be_written(bad: str) -> None:
    document = read_document(SMALL.replace("A &amp;", "A").encode())[1][0]
    with pytest.raises(InvalidDocument) as caught:
        FORMAT.write(replace(document, note=f"a{bad}b"), "")
    assert caught.value.findings[0].rule == "xml-character"


@pytest.mark.parametrize("good", ["\t", "\n", "\r", "\x7f", "\ufffd", "\U0001f600", "\u202e"])
def test_every_other_character_comes_back(good: str) -> None:
    document = read_document(SMALL.encode())[1][0]
    written = FORMAT.write(replace(document, note=f"a{good}b"), "")
    assert read_document(written)[1][0].note == f"a{good}b"
