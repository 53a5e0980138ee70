"""Latvia: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "PVN likums, 41. pants", ("2012-07-01", "21")),
    *series("reduced", "PVN likums, 42. pants", ("2011-01-01", "12")),
    *series("second_reduced", "PVN likums, 42. pants", ("2018-01-01", "5")),
)

_TAX_IDS = (TaxIdKind(kind="vat", label="PVN reģ. Nr.", module="eu.vat"),)

_WORDING = wording(
    {
        "lv": "PVN netiek piemērots (PVN likuma 59. pants)",
        "en": "No VAT charged (VAT law, section 59)",
    },
)

COUNTRY = Country(
    code="LV",
    name="Latvia",
    languages=("lv",),
    currency="EUR",
    time_zone="Europe/Riga",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
