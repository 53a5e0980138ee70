"""Amounts: strict reading, minor units of currencies, the one rounding rule."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

ZERO = Decimal(0)

_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")

# ISO 4217 minor units that differ from 2.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_UNITS = dict.fromkeys(_NONE.split(), 0) | dict.fromkeys(_THREE.split(), 3)


def parse_amount(text: str) -> Decimal:
    """A plain decimal number: ASCII digits, at most 12 before and 8 behind the point.

    ValueError for everything else: exponents, NaN, signs other than a leading minus,
    spaces, thousands separators, other scripts' digits.
    """
    if not _AMOUNT.fullmatch(text):
        raise ValueError(
            "not a plain decimal number (at most 12 digits before and 8 behind the point)"
        )
    return Decimal(text)


def minor_units(currency: str) -> int:
    """Decimal places of a currency's amounts. Source: ISO 4217.

    >>> minor_units("EUR"), minor_units("JPY"), minor_units("BHD")
    (2, 0, 3)
    """
    return _MINOR_UNITS.get(currency, 2)


@cache
def quantum(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-minor_units(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount at the currency's minor unit, halves away from zero; never minus zero."""
    return amount.quantize(quantum(currency), ROUND_HALF_UP) + ZERO
