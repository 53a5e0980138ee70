"""What everybody may look up: currencies and countries, by name in a language."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from invoicing.countries import find_country
from invoicing.model.country import Level
from invoicing.model.money import minor_units
from invoicing.rules.en16931._code_lists import COUNTRIES, CURRENCIES

FALLBACK = "en"


class CurrencyName(NamedTuple):
    """A currency of ISO 4217."""

    code: str
    name: str
    symbol: str
    decimals: int


class CountryName(NamedTuple):
    """A country of ISO 3166-1; what we know of its tax law, where we know it."""

    code: str
    name: str
    currency: str
    eu_member: bool
    rates: tuple[tuple[Level, Decimal], ...]  # on the day asked for, percent


def list_currencies(language: str = FALLBACK) -> list[CurrencyName]:
    """Every currency an invoice may be in, by code. Source: ISO 4217; names: Unicode CLDR."""
    locale = _locale(language)
    return [
        CurrencyName(
            code,
            locale.currencies.get(code, code),
            locale.currency_symbols.get(code, code),
            minor_units(code),
        )
        for code in sorted(CURRENCIES)
    ]


def list_countries(on: date, language: str = FALLBACK) -> list[CountryName]:
    """Every country, by code, with the VAT rates of a day. Source: ISO 3166-1; Unicode CLDR."""
    locale = _locale(language)
    return [_country(code, locale, on) for code in sorted(COUNTRIES) if code in locale.territories]


def _country(code: str, locale: Locale, on: date) -> CountryName:
    known = find_country(code)
    name = locale.territories[code]
    if known is None:
        return CountryName(code, name, "", eu_member=False, rates=())
    rates = tuple(
        (rate.level, rate.rate)
        for rate in known.rates
        if rate.valid_from <= on and (rate.valid_to is None or on <= rate.valid_to)
    )
    return CountryName(code, name, known.currency, known.eu_member, rates)


def _locale(language: str) -> Locale:
    """The locale of a language we carry, else English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)
