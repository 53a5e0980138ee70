"""Czechia: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Zákon č. 235/2004 Sb. § 47", ("2013-01-01", "21")),
    *series(
        "reduced",
        "Zákon č. 235/2004 Sb. § 47, od 2024 ve znění č. 349/2023 Sb.",
        ("2013-01-01", "15"),
        ("2024-01-01", "12"),
    ),
    *series(
        "second_reduced", "Zákon č. 235/2004 Sb. § 47", ("2015-01-01", "10"), ("2024-01-01", "")
    ),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="DIČ", module="eu.vat"),
    TaxIdKind(kind="tax", label="DIČ", module="cz.dic"),
)

_WORDING = wording(
    {
        "cs": "Nejsme plátci DPH (§ 6 zákona č. 235/2004 Sb.)",
        "en": "Not registered for VAT (§ 6 of Act 235/2004)",
    },
)

COUNTRY = Country(
    code="CZ",
    name="Czechia",
    languages=("cs",),
    currency="CZK",
    time_zone="Europe/Prague",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("1"),
)
