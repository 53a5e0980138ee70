"""Bulgaria: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "ЗДДС чл. 66, ал. 1", ("2007-01-01", "20")),
    *series("reduced", "ЗДДС чл. 66, ал. 2", ("2011-04-01", "9")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="ДДС №", module="eu.vat"),
    TaxIdKind(kind="tax", label="ЕИК", module="bg.vat"),
)

_WORDING = wording(
    {
        "bg": "Основание за неначисляване на данък: чл. 113, ал. 9 от ЗДДС",
        "en": "No VAT charged: article 113 (9) of the VAT Act",
    },
)

COUNTRY = Country(
    code="BG",
    name="Bulgaria",
    languages=("bg",),
    currency="EUR",
    time_zone="Europe/Sofia",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
