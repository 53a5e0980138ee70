"""Every country answers the same questions."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from itertools import groupby, pairwise
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from invoicing.countries import Country, clause_text, find_country, rate_on
from invoicing.model.country import Clause
from invoicing.registry import member, names

TODAY = date(2026, 11, 21)

# Typed apart from the country files, from the tables tax offices publish.
STANDARD_RATES = dict(
    pair.split(":")
    for pair in [
        "AT:20",
        "BE:21",
        "BG:20",
        "CH:8.1",
        "CY:19",
        "CZ:21",
        "DE:19",
        "DK:25",
        "EE:24",
        "ES:21",
        "FI:25.5",
        "FR:20",
        "GB:20",
        "GR:24",
        "HR:25",
        "HU:27",
        "IE:23",
        "IT:22",
        "LT:21",
        "LU:17",
        "LV:21",
        "MT:18",
        "NL:21",
        "NO:25",
        "PL:23",
        "PT:23",
        "RO:21",
        "SE:25",
        "SI:22",
        "SK:23",
    ]
)
OUTSIDE_EU = {"CH", "GB", "NO"}
OUTSIDE_EURO = {
    "CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF",
    "NO": "NOK", "PL": "PLN", "RO": "RON", "SE": "SEK",
}  # fmt: skip

COUNTRIES = [member("countries", name, "COUNTRY") for name in names("countries")]


@pytest.fixture(params=COUNTRIES, ids=lambda country: country.code)
def country(request: pytest.FixtureRequest) -> Country:
    return request.param


def all_rate_tables(country: Country):
    yield country.rates
    yield from (region.rates for region in country.regions if region.rates)


def test_all_members_and_neighbours_are_there() -> None:
    assert {country.code for country in COUNTRIES} == set(STANDARD_RATES)
    assert sum(country.eu_member for country in COUNTRIES) == 27


def test_a_country_is_found_by_its_code(country: Country) -> None:
    assert find_country(country.code) is country
    assert find_country(country.code.lower()) is country


def test_the_standard_rate_of_today_agrees_with_a_table_of_its_own(country: Country) -> None:
    found = rate_on(country.rates, TODAY)
    assert found is not None
    assert found.rate == Decimal(STANDARD_RATES[country.code])


def test_rates_of_a_level_follow_one_another_without_overlap(country: Country) -> None:
    for table in all_rate_tables(country):
        for _, same in groupby(
            sorted(table, key=lambda r: (r.level, r.valid_from)), lambda r: r.level
        ):
            periods = list(same)
            for earlier, later in pairwise(periods):
                assert earlier.valid_to is not None
                assert earlier.valid_to < later.valid_from
            assert all(p.valid_to is None or p.valid_from <= p.valid_to for p in periods)


def test_the_standard_rate_has_no_gap_since_2015(country: Country) -> None:
    day = date(2015, 1, 1)
    while day <= TODAY:
        assert rate_on(country.rates, day) is not None, day
        day += timedelta(days=1)


def test_every_rate_names_its_law_and_is_a_percentage(country: Country) -> None:
    for table in all_rate_tables(country):
        for rate in table:
            assert len(rate.source) > 5
            assert 0 <= rate.rate <= 27


def test_lower_levels_are_below_the_standard_rate(country: Country) -> None:
    for table in all_rate_tables(country):
        standard = rate_on(table, TODAY)
        assert standard is not None
        for rate in table:
            if rate.level != "standard" and rate.valid_to is None:
                assert rate.rate < standard.rate


def test_currency_is_the_one_in_use(country: Country) -> None:
    assert country.currency == OUTSIDE_EURO.get(country.code, "EUR")


def test_the_time_zone_is_known(country: Country) -> None:
    assert ZoneInfo(country.time_zone).key == country.time_zone


def test_membership(country: Country) -> None:
    assert country.eu_member is (country.code not in OUTSIDE_EU)


def test_every_clause_is_worded_in_the_countrys_languages_and_english(country: Country) -> None:
    assert set(country.wording) == set(get_args(Clause))
    for clause in get_args(Clause):
        for language in (*country.languages, "en"):
            assert country.wording[clause].get(language), (clause, language)


def test_a_language_nobody_worded_falls_back_to_the_countrys_own(country: Country) -> None:
    own = country.wording["small_business"][country.languages[0]]
    assert clause_text(country, "small_business", "xx") == own


def test_identifier_kinds_name_modules_that_exist(country: Country) -> None:
    assert any(kind.kind == "vat" for kind in country.tax_ids)
    for kind in country.tax_ids:
        assert callable(import_module(f"stdnum.{kind.module}").is_valid)
        assert kind.label


def test_exemptions_have_distinct_codes_and_known_categories(country: Country) -> None:
    codes = [exemption.code for exemption in country.exemptions]
    assert len(codes) == len(set(codes))
    for exemption in country.exemptions:
        assert exemption.category in {"S", "Z", "E", "AE", "K", "G", "O"}
        assert exemption.text
        if exemption.category in {"AE", "K", "G", "O"} and country.eu_member:
            assert exemption.vatex.startswith("VATEX-"), exemption.code


def test_regions_are_told_apart(country: Country) -> None:
    codes = [region.code for region in country.regions]
    assert len(codes) == len(set(codes))
    prefixes = [prefix for region in country.regions for prefix in region.postal_codes]
    assert all(not b.startswith(a) for a in prefixes for b in prefixes if a is not b)
