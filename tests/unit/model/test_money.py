"""Amounts as they are read and rounded."""

from decimal import Decimal
from string import ascii_uppercase

import pytest

from invoicing.model.money import is_currency, minor_units, parse_amount, quantum, round_money
from invoicing.model.value import canonical
from invoicing.rules.en16931._code_lists import CURRENCIES


@pytest.mark.parametrize("text", ["0", "-0.01", "999999999999.99999999", "007", "12.50"])
def test_plain_decimal_numbers_are_read_exactly(text):
    assert parse_amount(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "--1",
        "1e3",
        "1E3",
        "NaN",
        "Infinity",
        "1,5",
        "1.000,00",
        "1_000",
        ".5",
        "5.",
        "0x10",
        "١٢",
        "−1",
        "1" * 13,
        "0." + "1" * 9,
    ],
)
def test_anything_but_a_plain_decimal_number_is_refused(text):
    with pytest.raises(ValueError, match="plain decimal"):
        parse_amount(text)


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("JPY", 0), ("BHD", 3), ("ISK", 0)])
def test_iso_4217_minor_units(currency, places):
    assert minor_units(currency) == places
    assert quantum(currency) == Decimal(10) ** -places


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("815.955", "EUR", "815.96"),
        ("-0.005", "EUR", "-0.01"),
        ("0.004999", "EUR", "0.00"),
        ("0.5", "JPY", "1"),
        ("1.2345", "BHD", "1.235"),
    ],
)
def test_halves_round_away_from_zero(amount, currency, rounded):
    assert str(round_money(Decimal(amount), currency)) == rounded


@pytest.mark.parametrize(("number", "text"), [("1E+3", "1000"), ("-0.0", "0"), ("1.50", "1.5")])
def test_one_spelling_of_a_number(number, text):
    assert canonical(Decimal(number)) == text


def test_br_cl_04_currencies_are_those_of_the_norms_code_list():
    codes = {a + b + c for a in ascii_uppercase for b in ascii_uppercase for c in ascii_uppercase}
    assert {code for code in codes if is_currency(code)} == CURRENCIES - {"XXX", "XTS"}
