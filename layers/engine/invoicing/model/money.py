"""Amounts: strict reading, minor units of currencies, the one rounding rule."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

ZERO = Decimal(0)

_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")

# ISO 4217 codes by their minor units, without those for tests and for no currency.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CLF CNH CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
    "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
    "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SOS SRD SSP STD SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UYW UZS "
    "VED VES WST XAG XAU XBA XBB XBC XBD XCD XCG XDR XPD XPT XSU XUA YER ZAR ZMW ZWG "
)
_MINOR_UNITS = {
    code: places for places, codes in ((0, _NONE), (2, _TWO), (3, _THREE)) for code in codes.split()
}


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


def is_currency(code: str) -> bool:
    """Whether a document may be in this currency. Source: ISO 4217."""
    return code in _MINOR_UNITS


@cache
def quantum(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-minor_units(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount at the currency's minor unit, halves away from zero; never minus zero."""
    return amount.quantize(quantum(currency), ROUND_HALF_UP) + ZERO
