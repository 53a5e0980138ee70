"""Numbers, money and dates as a language writes them (CLDR, through Babel).

Babel's own formatting takes 20 microseconds a number, too long for a thousand lines. So only the
marks and patterns are read from CLDR, once a language; the digits are set by Python.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from invoicing.model.money import minor_units

if TYPE_CHECKING:
    from babel import Locale


PLAIN_PLACES_MAX = 6  # Decimal writes no exponent then
QUANTA = tuple(Decimal(1).scaleb(-places) for places in range(30))


@dataclass(frozen=True, slots=True)
class Figures:
    """How one language writes figures."""

    decimal: str
    group: str
    minus: str
    percent: str  # {} is the number
    date: Callable[[date], str]
    territory: Callable[[str], str]

    def number(self, value: Decimal, places_min: int = 0, places_max: int = 0) -> str:
        """The value with between `places_min` and `places_max` decimal places, digits grouped."""
        places_max = max(places_min, places_max)
        rounded = value.quantize(QUANTA[places_max], ROUND_HALF_UP)
        text = str(rounded) if places_max <= PLAIN_PLACES_MAX else f"{rounded:f}"
        whole, _, fraction = text.partition(".")
        keep = fraction[:places_min] + fraction[places_min:].rstrip("0")
        sign = ""
        if whole[0] == "-":
            whole = whole[1:]
            sign = self.minus if text.strip("-0.") else ""
        body = whole if len(whole) < 4 else f"{int(whole):,}".replace(",", self.group)
        return f"{sign}{body}{self.decimal}{keep}" if keep else f"{sign}{body}"

    def money(self, value: Decimal, currency: str) -> str:
        """An amount at its currency's minor unit, without the currency's sign."""
        places = minor_units(currency)
        return self.number(value, places, places)

    def rate(self, percent: Decimal) -> str:
        """A percentage: `percent` is 22, not 0.22."""
        return self.percent.replace("{}", self.number(percent, 0, 4))


@cache
def figures(language: str, country: str = "") -> Figures:
    """How this language (BCP 47) writes figures, as in the country where it is spoken there.

    Source: CLDR.
    """
    from babel.dates import format_date  # noqa: PLC0415 - 32 ms, for processes that render only

    locale = _locale(language, country)
    symbols = locale.number_symbols["latn"]
    pattern = locale.percent_formats[None].pattern.split(";")[0]
    hash_mark = pattern[pattern.index("#") : pattern.rindex("0") + 1]

    @cache
    def written(day: date) -> str:
        return str(format_date(day, "medium", locale=locale))

    def territory(code: str) -> str:
        return str(locale.territories.get(code, code))

    return Figures(
        decimal=symbols["decimal"],
        group=symbols["group"],
        minus=symbols["minusSign"],
        percent=pattern.replace(hash_mark, "{}"),
        date=written,
        territory=territory,
    )


def _locale(language: str, country: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above
    from babel.languages import get_official_languages  # noqa: PLC0415 - as above

    if language in get_official_languages(country, regional=True, de_facto=True):
        try:
            return Locale(language, country)
        except UnknownLocaleError:
            pass  # CLDR has nothing of its own for this country
    return Locale.parse(language, sep="-")
