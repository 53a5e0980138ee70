"""The exchange rate of a document: that of its own day, or the last one shortly before."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context

from invoicing.errors import Finding
from invoicing.model import ConversionRate
from invoicing.model.catalogue import ExchangeRates

AGE_MAX = timedelta(days=7)
"""Over holidays the last rate before holds; an older one is none."""

_CROSS = Context(prec=10, rounding=ROUND_HALF_UP)


def conversion(rates: ExchangeRates, currency: str, own: str) -> ConversionRate | None:
    """The rate between a document's currency and the organization's own; None without one.

    A published rate is kept as it was published, in its own direction; only between two
    currencies that are both not the table's base is it computed, to ten digits.
    """
    known = {rates.base, *rates.rates}
    if currency not in known or own not in known:
        return None
    if rates.base == own:
        pair, rate = (own, currency), rates.rates[currency]
    elif rates.base == currency:
        pair, rate = (currency, own), rates.rates[own]
    else:
        pair = (currency, own)
        rate = _CROSS.divide(rates.rates[own], rates.rates[currency])
    return ConversionRate(
        from_currency=pair[0],
        to_currency=pair[1],
        rate=rate,
        rate_date=rates.day,
        source=rates.source,
    )


def no_rate(currency: str, own: str, on: date) -> Finding:
    return Finding(
        "exchange-rate-missing",
        "/_documentConversionRate",
        f"the table has no rate between {currency} and {own} for {on.isoformat()},"
        f" nor for the {AGE_MAX.days} days before",
        "import the rates of that day, or send _documentConversionRate",
    )
