"""Exchange rates on the wire: our JSON, and the XML the European Central Bank publishes."""

from typing import Annotated, Any

from pydantic import Field

from invoicing.edge.request import parse
from invoicing.edge.wire.base import Amount, Currency, Day, Name, Wire, lean
from invoicing.errors import TooLarge, UnknownFormat
from invoicing.model.catalogue import ExchangeRates
from invoicing.safe import safe_xml
from invoicing.usecases.exchange_rates import DAYS_MAX

NAMESPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
ECB = "European Central Bank"


class RatesInput(Wire):
    """The rates of one day."""

    server_owned = frozenset({"id", "version", "updatedAt"})

    day: Day = Field(alias="date")
    base: Currency | None = None
    rates: Annotated[
        dict[Currency, Annotated[Amount, Field(gt=0)]], Field(min_length=1, max_length=200)
    ]
    source: Name | None = None


def read_rates(body: dict[str, Any]) -> ExchangeRates:
    wire = parse(RatesInput, body)
    base = wire.base or "EUR"
    rates = {currency: rate for currency, rate in wire.rates.items() if currency != base}
    return ExchangeRates(day=wire.day, base=base, rates=rates, source=wire.source or "")


def read_ecb(data: bytes) -> list[ExchangeRates]:
    """The days of a reference rate file. Source: ecb.europa.eu, eurofxref-daily.xml.

    UnknownFormat where it is none; InvalidDocument where a rate is no rate; TooLarge over 90 days.
    """
    root = safe_xml.parse(data)
    days = [cube for cube in root.iter(f"{NAMESPACE}Cube") if cube.get("time")]
    if not days:
        raise UnknownFormat(
            "exchange-rates-format",
            "this is no file of reference rates",
            fix="send the ECB's eurofxref-daily.xml or eurofxref-hist-90d.xml",
        )
    if len(days) > DAYS_MAX:
        raise TooLarge(
            "exchange-rates-days",
            f"the file has {len(days)} days; at most {DAYS_MAX} are taken at once",
            fix="send the file of the last 90 days, or split it",
        )
    return [_day(cube) for cube in days]


def _day(cube: Any) -> ExchangeRates:
    rows = cube.iterchildren(f"{NAMESPACE}Cube")
    rates = {row.get("currency", ""): row.get("rate", "") for row in rows}
    body = {"date": cube.get("time"), "base": "EUR", "rates": rates, "source": ECB}
    return read_rates(body)


def rates_view(rates: ExchangeRates) -> dict[str, Any]:
    """A day's rates as the API spells them."""
    return {
        "date": rates.day,
        "base": rates.base,
        "rates": rates.rates,
        **lean({"source": rates.source}),
    }
