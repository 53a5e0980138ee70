"""Hungary: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "2007. évi CXXVII. törvény 82. § (1)", ("2012-01-01", "27")),
    *series("intermediate", "2007. évi CXXVII. törvény 82. § (3)", ("2009-07-01", "18")),
    *series("reduced", "2007. évi CXXVII. törvény 82. § (2)", ("2004-01-01", "5")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="Közösségi adószám", module="eu.vat"),
    TaxIdKind(kind="tax", label="Adószám", module="hu.anum"),
)

_WORDING = wording(
    {
        "hu": "Alanyi adómentes (2007. évi CXXVII. törvény XIII. fejezet)",
        "en": "Exempt small business (Act CXXVII of 2007, chapter XIII)",
    },
)

COUNTRY = Country(
    code="HU",
    name="Hungary",
    languages=("hu",),
    currency="HUF",
    time_zone="Europe/Budapest",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("5"),
)
