"""POST /v1/Documents/validate: what the rules say of a document or a file, saved nowhere."""

import base64

import pytest

VALIDATE = "/v1/Documents/validate"
DOCUMENT = {
    "_documentClient": {"name": "Kupec d.o.o.", "countryAlpha2Code": "SI"},
    "_documentItems": [{"name": "Consulting", "quantity": 2, "price": 100}],
}
INVOICE = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>A-1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>SI</cbc:IdentificationCode></cac:Country>
</cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>SI50223054</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Lipa</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty><cac:AccountingCustomerParty><cac:Party>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country>
</cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Kunde</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">22.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="EUR">22.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>22</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
</cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">122.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">122.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Consulting</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>22</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price>
</cac:InvoiceLine></Invoice>"""
XML = {"content-type": "application/xml"}


@pytest.fixture
def ask(world, owner):
    """The answer to a body."""

    def post(body, query="", headers=None):
        return world.request("POST", f"{VALIDATE}{query}", body, token=owner.token, headers=headers)

    return post


def codes(answer, kind="errors"):
    return {finding["code"]: finding["pointer"] for finding in answer.json[kind]}


def test_F263_a_valid_document_is_valid_and_nothing_is_saved(world, owner, ask):
    ask(DOCUMENT)
    before = world.rows()
    answer = ask(DOCUMENT)
    assert answer.status == 200
    assert answer.json["valid"] is True
    assert answer.json["errors"] == []
    assert world.rows() == before


def test_F263_each_finding_says_where_what_and_how_to_mend_it(ask):
    body = {**DOCUMENT, "currencyId": "XXQ"}
    answer = ask(body)
    assert answer.status == 200
    assert answer.json["valid"] is False
    assert answer.json["errors"][0] == {
        "pointer": "/currencyId",
        "code": "BR-CL-04",
        "message": "The currency is unknown.",
        "fix": "Use an ISO 4217 code, such as EUR.",
        "severity": "fatal",
        "term": "BT-5",
    }


def test_F263_a_profile_adds_its_rules(ask):
    assert ask(DOCUMENT, "?profile=en16931").json["valid"] is True
    found = codes(ask(DOCUMENT, "?profile=peppol"))
    assert found["PEPPOL-EN16931-R010"] == "/_documentClient/electronicAddress"


def test_F263_a_profile_there_is_not_is_400_and_names_those_there_are(ask):
    answer = ask(DOCUMENT, "?profile=nowhere")
    assert answer.status == 400
    assert "en16931, " in answer.json["errors"][0]["fix"]
    assert "peppol" in answer.json["errors"][0]["fix"]


def test_F149_an_exemption_without_a_reason_is_told_with_everything_else(ask):
    exempt = {"name": "x", "price": 1, "_documentItemTaxes": [{"rate": 0, "category": "E"}]}
    told = codes(ask({**DOCUMENT, "_documentItems": [exempt], "_documentClient": {}}))
    assert {"BR-E-10", "BR-07"} <= set(told)


def test_totals_the_caller_states_are_compared_with_ours(ask):
    answer = ask({**DOCUMENT, "total": 1})
    assert answer.json["valid"] is True
    assert codes(answer, "warnings") == {"TOTALS-DIFFER": "/total"}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (INVOICE.encode(), XML),
        ({"xml": INVOICE}, None),
        ({"xmlBase64": base64.b64encode(INVOICE.encode()).decode()}, None),
        (
            f'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n'
            f"Content-Type: application/xml\r\n\r\n{INVOICE}\r\n--b--\r\n".encode(),
            {"content-type": "multipart/form-data; boundary=b"},
        ),
    ],
    ids=["raw", "json", "base64", "multipart"],
)
def test_a_file_is_judged_however_it_is_sent(ask, body, headers):
    answer = ask(body, "", headers)
    assert answer.status == 200
    assert answer.json == {
        "valid": True,
        "format": "ubl",
        "profile": "en16931",
        "errors": [],
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("old", "new", "rule", "pointer"),
    [
        ("<cbc:ID>A-1</cbc:ID>", "", "BR-02", "/number"),
        (">122.00</cbc:PayableAmount>", ">121.00</cbc:PayableAmount>", "BR-CO-16", "/totalPayable"),
        ("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "", "BR-04", "/typeCode"),
        (' unitCode="C62"', "", "BR-23", "/_documentItems/0/unitCode"),
        (
            "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>",
            "",
            "BR-01",
            "/specification",
        ),
        (
            "<cbc:RegistrationName>Kunde</cbc:RegistrationName>",
            "",
            "BR-07",
            "/_documentClient/name",
        ),
    ],
)
def test_a_broken_file_that_can_be_read_is_200_with_its_findings(ask, old, new, rule, pointer):
    answer = ask(INVOICE.replace(old, new).encode(), "", XML)
    assert answer.status == 200
    assert answer.json["valid"] is False
    assert codes(answer)[rule] == pointer


def test_rules_of_a_profile_that_was_not_asked_for_only_warn(ask):
    other = INVOICE.replace('PriceAmount currencyID="EUR"', 'PriceAmount currencyID="USD"').encode()
    assert codes(ask(other, "", XML), "warnings") == {"PEPPOL-EN16931-R051": ""}
    assert "PEPPOL-EN16931-R051" in codes(ask(other, "?profile=peppol", XML))


def test_the_specification_of_a_file_names_its_profile(ask):
    named = INVOICE.replace(
        ">urn:cen.eu:en16931:2017<",
        ">urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0<",
    )
    answer = ask(named.encode(), "", XML)
    assert answer.json["profile"] == "peppol"
    assert "PEPPOL-EN16931-R003" in codes(answer)


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"no xml", XML, "xml-not-well-formed"),
        (INVOICE.replace("2026-01-31", "31.1.2026").encode(), XML, "bad-date"),
        (INVOICE.replace(">122.00<", ">1,2<").encode(), XML, "bad-number"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', XML, "xml-dtd-forbidden"),
        (b"[1]", {"content-type": "application/json"}, "json-object"),
        ({"_documentItems": [{"price": "1e3"}]}, None, "amount"),
        ({"note": "no items"}, None, "required"),
        (b"", None, "body-missing"),
    ],
)
def test_what_cannot_be_read_is_400(ask, body, headers, code):
    answer = ask(body, "", headers)
    assert (answer.status, answer.json["errors"][0]["code"]) == (400, code)


def test_a_root_of_no_format_is_422_as_for_parse_xml(ask):
    assert ask(b"<a/>", "", XML).status == 422


def test_a_stranger_is_refused(world):
    assert world.request("POST", VALIDATE, DOCUMENT).status == 401
