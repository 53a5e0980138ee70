"""Rule sets beside EN 16931: what each check digit and each pattern takes and refuses."""

from decimal import Decimal

import pytest
from tests.unit.rules.test_en16931 import VALID

from invoicing.formats._detect import read_document
from invoicing.formats.cii import FORMAT as CII
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import (
    Contact,
    Delivery,
    Identifier,
    PaymentInstructions,
    SupportingDocument,
)
from invoicing.model.third_party import ThirdPartyPayment, kept, third_party_payments
from invoicing.model.value import replace
from invoicing.rules.en16931 import check, profile_of, profiles, rule_set
from invoicing.rules.profiles import _shared


def test_every_profile_has_its_own_rules_with_words_and_remedies():
    assert set(profiles()) >= {"en16931", "peppol", "xrechnung"}
    for profile in profiles()[1:]:
        for rule, info in rule_set(profile).rules.items():
            assert info.text.endswith("."), rule
            assert info.fix.endswith("."), rule


def test_the_specification_names_the_profile():
    for profile in profiles()[1:]:
        assert profile_of(f"urn:x#compliant#{rule_set(profile).specification}") == profile
    assert profile_of("urn:cen.eu:en16931:2017") == "en16931"
    assert profile_of("") == "en16931"


@pytest.mark.parametrize(
    ("fits", "right", "wrong"),
    [
        (_shared.is_gln, "7300010000001", "7300010000002"),
        (_shared.is_gln, "5790000435975", "5790000435957"),
        (_shared.is_mod11, "974760673", "974760674"),
        (_shared.is_mod97, "0202239951", "0202239952"),
        (_shared.is_mod89, "51824753556", "51824753557"),
        (_shared.is_luhn, "5567321707", "5567321708"),
        (_shared.is_iban, "DE75 5121 0800 1245 1261 99", "DE75 5121 0800 1245 1261 98"),
    ],
)
def test_a_check_digit_is_checked(fits, right, wrong):
    assert fits(right)
    assert not fits(wrong)
    assert not fits("")
    assert not fits("x")


@pytest.mark.parametrize(
    ("terms", "is_right"),
    [
        ("#SKONTO#TAGE=7#PROZENT=2.00#\n", True),
        ("Thank you\n#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=-1.00#\n", True),
        ("pay soon", True),
        ("#SKONTO#TAGE=7#PROZENT=2.00#", False),
        ("#SKONTO#TAGE=7#PROZENT=2#\n", False),
        ("#skonto#TAGE=7#PROZENT=2.00#\n", False),
        ("#VERZUG#TAGE=7#PROZENT=2.00#\n", False),
    ],
)
def test_br_de_18_a_cash_discount_is_coded(terms, is_right):
    found = {f.rule for f in check(replace(VALID, payment_terms=terms), "xrechnung")}
    assert ("BR-DE-18" in found) is not is_right


def test_br_de_2_a_contact_is_told_by_its_missing_parts():
    seller = replace(VALID.seller, contact=Contact(name="A"))
    found = {f.rule for f in check(replace(VALID, seller=seller), "xrechnung")}
    assert {"BR-DE-6", "BR-DE-7"} <= found
    assert "BR-DE-2" not in found
    assert "BR-DE-2" in {f.rule for f in check(VALID, "xrechnung")}


def test_br_de_25_a_direct_debit_needs_its_mandate():
    payment = PaymentInstructions(means_code="59")
    found = {f.rule for f in check(replace(VALID, payment_instructions=payment), "xrechnung")}
    assert "BR-DE-25-a" in found


def test_cius_pt_demands_tax_numbers_addresses_and_the_invoice_credited():
    found = {f.rule for f in check(VALID, "cius-pt")}
    assert {f"BR-CIUS-PT-{n}" for n in ("05", "06", "07", "66")} == found
    credit = replace(VALID, type="credit-note", buyer=replace(VALID.buyer, vat_identifier=""))
    found = {f.rule for f in check(credit, "cius-pt")}
    assert {"BR-CIUS-PT-03", "BR-CIUS-PT-25"} <= found


KOSIT = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
EXTENSION = f"{KOSIT}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
VEHICLES = f"{KOSIT}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9"


def rules_on(document, specification, start):
    found = check(replace(document, specification=specification), profile_of(specification))
    return {f.rule for f in found if f.rule.startswith(start)}


def with_codes(scheme, mime_type="text/csv"):
    identifier = Identifier(value="1", scheme=scheme)
    seller = replace(
        VALID.seller,
        identifiers=(identifier,),
        legal_registration=identifier,
        electronic_address=identifier,
    )
    line = replace(VALID.lines[0], standard_item_id=identifier)
    attached = SupportingDocument(id="1", file_name="a", content=b"a", mime_type=mime_type)
    return replace(
        VALID,
        seller=seller,
        lines=(line, *VALID.lines[1:]),
        delivery=Delivery(location=identifier),
        supporting_documents=(attached,),
    )


def test_br_dex_the_extension_has_lists_of_its_own_in_place_of_the_norms():
    wide, unknown = with_codes("XR01", "application/xml"), with_codes("XR11", "image/gif")
    codes = {"BR-CL-10", "BR-CL-11", "BR-CL-21", "BR-CL-24", "BR-CL-25", "BR-CL-26"}
    assert rules_on(wide, EXTENSION, ("BR-DEX", "BR-CL")) == set()
    assert rules_on(unknown, EXTENSION, ("BR-DEX", "BR-CL")) == {
        *("BR-DEX-01", "BR-DEX-04", "BR-DEX-05", "BR-DEX-06", "BR-DEX-07", "BR-DEX-08")
    }
    for document in (wide, unknown):
        assert rules_on(document, KOSIT, ("BR-DEX", "BR-CL")) == codes
        assert rules_on(document, "urn:cen.eu:en16931:2017", ("BR-DEX", "BR-CL")) == codes


def test_br_dex_01_an_attachment_says_its_type():
    assert rules_on(with_codes("0088", ""), EXTENSION, "BR-DEX") == {"BR-DEX-01"}


def test_br_dex_the_finding_leads_to_the_code():
    document = replace(with_codes("XR11"), specification=EXTENSION)
    found = {f.rule: f.pointer for f in check(document, "xrechnung")}
    assert found["BR-DEX-04"] == "/_documentIssuer/identifiers/0/scheme"
    assert found["BR-DEX-06"] == "/_documentItems/0/standardItemId/scheme"


def vehicle(scheme="CVD", category="M1", kind="cva", value="clean"):
    line = replace(
        VALID.lines[0],
        classifications=(Identifier(value=category, scheme=scheme),),
        attributes=((kind, value),),
    )
    return replace(
        VALID, lines=(line, *VALID.lines[1:]), contract_reference="C-1", tender_reference="T-1"
    )


@pytest.mark.parametrize(
    ("document", "rules"),
    [
        (vehicle(), set()),
        (vehicle(category="N3", value="zero-emission"), set()),
        (vehicle(category="M9"), {"BR-DE-CVD-04"}),
        (vehicle(value="dirty"), {"BR-DE-CVD-05"}),
        (vehicle(kind="colour"), {"BR-DE-CVD-03", "BR-DE-CVD-06-a"}),
        (vehicle(scheme="STI"), {"BR-DE-CVD-03", "BR-DE-CVD-06-b"}),
        (vehicle(scheme="??"), {"BR-DE-CVD-03", "BR-DE-CVD-06-b", "BR-TMP-CVD-01"}),
        (replace(vehicle(), contract_reference=" "), {"BR-DE-CVD-01"}),
        (replace(vehicle(), tender_reference=""), {"BR-DE-CVD-02"}),
    ],
)
def test_br_de_cvd_a_vehicle_is_classified_once(document, rules):
    assert rules_on(document, VEHICLES, ("BR-DE-CVD", "BR-TMP-CVD", "BR-CL-13")) == rules
    assert rules_on(document, KOSIT, ("BR-DE-CVD", "BR-TMP-CVD")) == set()


def paying(*payments):
    """A document of which the payments are due too."""
    due = sum((p.amount for p in payments if p.amount), VALID.totals.payable)
    return replace(VALID, data=kept(payments), totals=replace(VALID.totals, payable=due))


ONE = ThirdPartyPayment(type="Parking", amount=Decimal("19.96"), description="Two hours")


@pytest.mark.parametrize(
    ("payments", "rules"),
    [
        ((), set()),
        ((ONE, ONE), set()),
        ((replace(ONE, type=" "),), {"BR-DEX-10"}),
        ((replace(ONE, amount=None),), {"BR-DEX-11"}),
        ((replace(ONE, description=""),), {"BR-DEX-12"}),
        ((replace(ONE, amount=Decimal("1.001")),), {"BR-DEX-13"}),
    ],
)
def test_br_dex_10_to_13_a_third_party_payment_says_all_of_itself(payments, rules):
    assert rules_on(paying(*payments), EXTENSION, "BR-DEX") == rules


def test_br_dex_09_third_party_payments_are_due_beside_the_documents_own_amount():
    right, wrong = paying(ONE), replace(paying(ONE), data=())
    assert rules_on(right, EXTENSION, ("BR-DEX", "BR-CO-16")) == set()
    assert rules_on(wrong, EXTENSION, ("BR-DEX", "BR-CO-16")) == {"BR-DEX-09"}
    for document in (right, wrong):  # nobody else knows such payments
        assert rules_on(document, KOSIT, ("BR-DEX", "BR-CO-16")) == {"BR-CO-16"}


@pytest.mark.parametrize(
    "data",
    [{}, {"xrechnung": 1}, {"xrechnung": {"third_party_payments": 1}}]
    + [{"xrechnung": {"third_party_payments": [row]}} for row in (1, {}, {"amount": "1e9"})],
)
def test_data_of_a_caller_that_is_no_payment_is_read_as_far_as_it_fits(data):
    read = third_party_payments(replace(VALID, data=(data,)))
    assert set(read) <= {ThirdPartyPayment()}


def test_third_party_payments_survive_ubl():
    (read,) = read_document(UBL.write(paying(ONE), ""))[1]
    assert third_party_payments(read) == (ONE,)
    assert read.totals.payable == VALID.totals.payable + ONE.amount


SUB = """<cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">{}\
</cbc:LineExtensionAmount><cac:Item><cbc:Name>A</cbc:Name>{}</cac:Item></cac:SubInvoiceLine>"""
TAX = "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID></cac:ClassifiedTaxCategory>"


@pytest.mark.parametrize(
    ("share", "taxes", "rules"),
    [(1, TAX, set()), (2, TAX, {"BR-DEX-02"}), (1, "", {"BR-DEX-03"}), (1, TAX * 2, {"BR-DEX-03"})],
)
def test_br_dex_02_and_03_sub_invoice_lines_add_up_and_have_one_tax(share, taxes, rules):
    data = UBL.write(replace(VALID, specification=EXTENSION), "").decode()
    amount = VALID.lines[0].net_amount / share
    data = data.replace("</cac:InvoiceLine>", SUB.format(amount, taxes) + "</cac:InvoiceLine>", 1)
    for specification, expected in ((EXTENSION, rules), (KOSIT, set())):
        told = []
        read_document(data.replace(EXTENSION, specification).encode(), told=told)
        assert {finding.rule for finding in told if "DEX" in finding.rule} == expected


def test_br_dex_15_a_line_of_cii_has_no_parent():
    data = CII.write(replace(VALID, specification=EXTENSION), "").decode()
    parent = data.replace("</ram:LineID>", "</ram:LineID><ram:ParentLineID>1</ram:ParentLineID>", 1)
    for text, rules in ((data, set()), (parent, {"BR-DEX-15"})):
        told = []
        _, (document,) = read_document(text.encode(), told=told)
        found = check(document, "xrechnung", told)
        assert {f.rule for f in found if f.rule.startswith("BR-DEX")} == rules
