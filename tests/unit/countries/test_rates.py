"""Rates on the days they changed, and identifiers judged by country."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.countries import find_country, rate_on, validate_tax_id

# One published VAT identifier per member state.
VAT_IDS = [
    "ATU13585627",
    "BE0428759497",
    "BG175074752",
    "CY10259033P",
    "CZ25123891",
    "DE136695976",
    "DK13585628",
    "EE100931558",
    "EL094259216",
    "ESB58378431",
    "FI20774740",
    "FR40303265045",
    "HR33392005961",
    "HU12892312",
    "IE6433435F",
    "IT00743110157",
    "LT119511515",
    "LU15027442",
    "LV40003521600",
    "MT11679112",
    "NL004495445B01",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE123456789701",
    "SI50223054",
    "SK2022749619",
]


@pytest.mark.parametrize(
    ("code", "level", "day", "percent"),
    [
        ("DE", "standard", "2020-06-30", "19"),
        ("DE", "standard", "2020-07-01", "16"),
        ("DE", "standard", "2020-12-31", "16"),
        ("DE", "standard", "2021-01-01", "19"),
        ("DE", "reduced", "2020-12-31", "5"),
        ("EE", "standard", "2023-12-31", "20"),
        ("EE", "standard", "2024-01-01", "22"),
        ("EE", "standard", "2025-06-30", "22"),
        ("EE", "standard", "2025-07-01", "24"),
        ("FI", "standard", "2024-08-31", "24"),
        ("FI", "standard", "2024-09-01", "25.5"),
        ("FI", "reduced", "2026-01-01", "13.5"),
        ("SK", "standard", "2024-12-31", "20"),
        ("SK", "standard", "2025-01-01", "23"),
        ("RO", "standard", "2025-07-31", "19"),
        ("RO", "standard", "2025-08-01", "21"),
        ("LU", "standard", "2023-06-15", "16"),
        ("LU", "standard", "2024-01-01", "17"),
        ("CH", "standard", "2017-12-31", "8"),
        ("CH", "standard", "2023-12-31", "7.7"),
        ("CH", "standard", "2024-01-01", "8.1"),
        ("IE", "standard", "2020-09-01", "21"),
        ("IE", "standard", "2021-03-01", "23"),
        ("GR", "standard", "2016-05-31", "23"),
        ("GR", "standard", "2016-06-01", "24"),
        ("NL", "reduced", "2018-12-31", "6"),
        ("NL", "reduced", "2019-01-01", "9"),
        ("CZ", "reduced", "2024-01-01", "12"),
        ("LT", "reduced", "2026-01-01", "12"),
        ("SI", "reduced", "2026-11-21", "9.5"),
    ],
)
def test_the_rate_is_the_one_of_the_documents_date(code, level, day, percent) -> None:
    found = rate_on(find_country(code).rates, date.fromisoformat(day), level)
    assert found.rate == Decimal(percent)


@pytest.mark.parametrize(
    ("code", "level", "day"),
    [
        ("SI", "second_reduced", "2019-12-31"),
        ("CZ", "second_reduced", "2024-01-01"),
        ("AT", "second_reduced", "2022-01-01"),
        ("DE", "standard", "2006-12-31"),
    ],
)
def test_no_rate_is_made_up_outside_its_time(code, level, day) -> None:
    assert rate_on(find_country(code).rates, date.fromisoformat(day), level) is None


def test_spanish_rates_carry_the_equalization_surcharge() -> None:
    spain = find_country("ES")
    surcharges = {str(r.rate): str(r.surcharge) for r in spain.rates}
    assert surcharges == {"21": "5.2", "10": "1.4", "4": "0.5"}


@pytest.mark.parametrize(
    ("code", "region", "day", "percent"),
    [
        ("PT", "PT-20", "2021-06-30", "18"),
        ("PT", "PT-20", "2021-07-01", "16"),
        ("PT", "PT-30", "2026-11-21", "22"),
        ("ES", "ES-CN", "2026-11-21", "7"),
        ("FR", "FR-974", "2026-11-21", "8.5"),
        ("AT", "AT-JM", "2026-11-21", "19"),
    ],
)
def test_regions_have_rates_of_their_own(code, region, day, percent) -> None:
    found = next(r for r in find_country(code).regions if r.code == region)
    assert rate_on(found.rates, date.fromisoformat(day)).rate == Decimal(percent)


def test_an_unknown_code_has_no_country() -> None:
    assert find_country("ZZ") is None
    assert find_country("") is None
    assert find_country("_series") is None
    assert validate_tax_id("ZZ", "anything") is None


@pytest.mark.parametrize("value", VAT_IDS)
def test_f181_a_published_vat_identifier_passes_and_a_changed_one_is_found(value) -> None:
    code = "GR" if value.startswith("EL") else value[:2]
    assert validate_tax_id(code, value) is None
    wrong = f"{value[:5]}{(int(value[5]) + 1) % 10}{value[6:]}"
    finding = validate_tax_id(code, wrong)
    assert finding is not None
    assert finding.rule == "TAX-ID-FORM"
    assert finding.pointer == "/_documentClient/taxNumber"
    assert wrong in finding.text
    assert finding.fix


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("CH", "CHE-100.155.212"),
        ("NO", "988077917"),
        ("IT", "RCCMNL83S18D969H"),
        ("HR", "12312312316"),
        ("PT", "999999990"),
        ("SK", "2022749619"),
        ("GB", "XI980780684"),
        ("NO", "988077917MVA"),
        ("SI", "10148019"),
    ],
)
def test_national_numbers_pass(code, value) -> None:
    assert validate_tax_id(code, value) is None


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("IT", "RCCMNL83S18D969A"),
        ("HR", "12312312312"),
        ("SI", "12345678"),
        ("SI", "ATU13585627"),
        ("DE", "'; DROP TABLE--"),
        ("FR", "١٢٣٤٥٦٧٨٩"),
    ],
)
def test_what_no_authority_issues_is_found(code, value) -> None:
    assert validate_tax_id(code, value) is not None
