"""The treatment the two parties and their countries decide."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.countries import find_country
from invoicing.model.party import Address, Party
from invoicing.rules.treatment import determine

ON = date(2026, 11, 21)


def party(country: str, *, postal_code: str = "", **fields) -> Party:
    return Party(address=Address(country_code=country, postal_code=postal_code), **fields)


def treat(seller: Party, buyer: Party, supply="goods", *, on=ON, **more):
    home = find_country(seller.address.country_code)
    abroad = find_country(buyer.address.country_code)
    return determine(seller, buyer, supply, on, home, abroad, **more)


SELLER = party("SI", vat_identifier="SI50223054", is_taxable=True)
BUSINESS = party("DE", vat_identifier="DE136695976", is_taxable=True)
CONSUMER = party("DE", is_end_customer=True)


def test_domestic_sale_takes_the_rate_of_the_day() -> None:
    found = treat(party("DE"), party("DE"), on=date(2020, 7, 1))
    assert (found.kind, found.category, found.rate) == ("domestic", "S", Decimal(16))
    assert not found.omit_taxes
    assert not found.warnings
    assert found.clause == ""


def test_goods_to_a_business_of_another_member_are_an_intra_community_supply() -> None:
    found = treat(SELLER, BUSINESS, language="de")
    assert (found.kind, found.category) == ("intra_community_supply", "K")
    assert (found.exemption_code, found.rate) == ("VATEX-EU-IC", 0)
    assert found.clause == "Steuerfreie innergemeinschaftliche Lieferung"
    assert found.omit_taxes
    assert "article 138" in found.reasons[0]


def test_services_to_a_business_of_another_member_are_reverse_charged() -> None:
    found = treat(SELLER, BUSINESS, "services", language="sl")
    assert (found.kind, found.category, found.exemption_code) == (
        "reverse_charge",
        "AE",
        "VATEX-EU-AE",
    )
    assert found.clause == "Obrnjena davčna obveznost, prvi odstavek 25. člena ZDDV-1"


def test_a_greek_identifier_begins_with_el() -> None:
    assert treat(SELLER, party("GR", vat_identifier="EL094259216")).category == "K"
    assert treat(SELLER, party("GR", vat_identifier="GR094259216")).category == "S"


@pytest.mark.parametrize("vat_id", ["DE136695977", "SI50223054", "ATU13585627", "DE"])
def test_an_identifier_the_buyers_country_did_not_issue_leaves_the_sale_domestic(vat_id) -> None:
    found = treat(SELLER, party("DE", vat_identifier=vat_id, is_taxable=True))
    assert (found.kind, found.rate) == ("domestic", Decimal(22))
    assert vat_id in found.warnings[0]


def test_a_business_without_an_identifier_is_taxed_at_home_with_a_warning() -> None:
    found = treat(SELLER, party("DE", is_taxable=True))
    assert (found.kind, found.tax_country) == ("domestic", "SI")
    assert "without a VAT identifier" in found.warnings[0]


def test_oss_takes_the_rate_of_the_destination() -> None:
    found = treat(SELLER, CONSUMER, oss=True)
    assert (found.kind, found.rate, found.tax_country) == ("oss", Decimal(19), "DE")
    assert not found.omit_taxes
    madeira = party("PT", postal_code="9000-001", is_end_customer=True)
    assert treat(SELLER, madeira, oss=True).rate == 22


def test_a_consumer_abroad_is_taxed_at_home_when_the_seller_is_outside_the_oss() -> None:
    found = treat(SELLER, CONSUMER)
    assert (found.kind, found.rate) == ("domestic", Decimal(22))
    assert "OSS" in found.warnings[0]


def test_a_consumers_identifier_never_takes_the_tax_away() -> None:
    both = party("DE", vat_identifier="DE136695976", is_end_customer=True)
    assert treat(SELLER, both).kind == "domestic"


@pytest.mark.parametrize("country", ["CH", "NO", "GB", "US"])
def test_goods_to_a_third_country_are_an_export(country) -> None:
    found = treat(SELLER, party(country), language="en")
    assert (found.kind, found.category, found.exemption_code) == ("export", "G", "VATEX-EU-G")
    assert found.clause == "Export, exempt from tax"
    assert country in found.reasons[0]


@pytest.mark.parametrize("country", ["CH", "US"])
def test_services_to_a_business_in_a_third_country_are_outside_the_scope(country) -> None:
    found = treat(SELLER, party(country, is_taxable=True), "services")
    assert (found.kind, found.category, found.exemption_code) == (
        "outside_scope",
        "O",
        "VATEX-EU-O",
    )
    assert found.clause


@pytest.mark.parametrize("country", ["CH", "US"])
def test_services_to_a_consumer_in_a_third_country_stay_domestic_with_a_warning(country) -> None:
    found = treat(SELLER, party(country, is_end_customer=True), "services")
    assert found.kind == "domestic"
    assert found.warnings


def test_northern_ireland_is_eu_for_goods_only() -> None:
    belfast = party("GB", postal_code="BT1 1AA", vat_identifier="XI980780684", is_taxable=True)
    assert treat(SELLER, belfast).category == "K"
    assert treat(SELLER, belfast, "services").category == "O"
    london = party("GB", postal_code="EC1A 1AA", vat_identifier="GB980780684", is_taxable=True)
    assert treat(SELLER, london).category == "G"
    assert treat(belfast, BUSINESS).category == "K"
    assert treat(london, BUSINESS).category == "G"


@pytest.mark.parametrize(
    ("country", "postal_code"),
    [("ES", "35001"), ("ES", "51001"), ("IT", "23041"), ("DE", "78266"), ("FR", "97400")],
)
def test_goods_to_a_territory_outside_the_vat_area_are_an_export(country, postal_code) -> None:
    there = party(country, postal_code=postal_code)
    assert treat(SELLER, there).kind == "export"
    assert treat(party(country), there).kind == "export"


def test_a_territorys_own_rate_applies_inside_it() -> None:
    inside = party("ES", postal_code="38001")
    assert treat(inside, party("ES", postal_code="35001")).rate == 7
    assert treat(party("PT", postal_code="9500-001"), party("PT")).rate == 16


def test_a_territory_without_vat_has_no_rate_and_says_so() -> None:
    livigno = party("IT", postal_code="23041")
    found = treat(livigno, livigno)
    assert found.rate is None
    assert "no rate" in found.warnings[0]


@pytest.mark.parametrize(
    ("country", "language", "words", "vatex"),
    [
        ("DE", "de", "§ 19 UStG", ""),
        ("AT", "de", "§ 6 Abs. 1 Z 27", ""),
        ("SI", "sl", "94. člena ZDDV-1", ""),
        ("HR", "hr", "čl. 90.", ""),
        ("IT", "it", "forfettario", ""),
        ("FR", "fr", "art. 293 B", "VATEX-FR-FRANCHISE"),
        ("PT", "pt", "artigo 53.º", ""),
    ],
)
def test_a_non_taxable_issuer_charges_nothing_and_cites_its_law(
    country, language, words, vatex
) -> None:
    found = treat(party(country, is_taxable=False), party(country), language=language)
    assert (found.kind, found.category, found.exemption_code) == ("small_business", "E", vatex)
    assert words in found.clause
    assert found.omit_taxes


def test_domestic_reverse_charge_only_when_the_caller_says_so() -> None:
    found = treat(party("DE"), party("DE"), reverse_charge=True, language="de")
    assert (found.kind, found.category) == ("domestic_reverse_charge", "AE")
    assert "§ 13b UStG" in found.clause


def test_f150_ignore_omit_taxes_keeps_domestic_tax_and_says_what_was_set_aside() -> None:
    found = treat(SELLER, BUSINESS, ignore_omit_taxes=True)
    assert (found.kind, found.rate, found.omit_taxes) == ("domestic", Decimal(22), False)
    assert any("intra_community_supply would apply" in reason for reason in found.reasons)


def test_missing_facts_fall_back_to_domestic_with_a_warning() -> None:
    found = treat(SELLER, Party())
    assert (found.kind, found.rate) == ("domestic", Decimal(22))
    assert found.warnings == ("the buyer's country is not given",)


def test_a_date_before_the_table_gives_no_rate_and_a_warning() -> None:
    found = treat(party("SI"), party("SI"), on=date(1990, 1, 1))
    assert found.rate is None
    assert "1990-01-01" in found.warnings[0]


def test_the_clause_falls_back_to_the_sellers_language() -> None:
    assert treat(party("FR"), BUSINESS, language="ja").clause.startswith("Exonération de TVA")
