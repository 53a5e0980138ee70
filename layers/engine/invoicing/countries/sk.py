"""Slovakia: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series(
        "standard",
        "Zákon č. 222/2004 Z. z. § 27 ods. 1",
        ("2011-01-01", "20"),
        ("2025-01-01", "23"),
    ),
    *series(
        "reduced", "Zákon č. 222/2004 Z. z. § 27 ods. 2", ("2011-01-01", "10"), ("2025-01-01", "19")
    ),
    *series("second_reduced", "Zákon č. 222/2004 Z. z. § 27", ("2023-01-01", "5")),
)

_TAX_IDS = (TaxIdKind(kind="vat", label="IČ DPH", module="eu.vat"),)

_WORDING = wording(
    {
        "sk": "Dodávateľ nie je platiteľom DPH (§ 4 zákona č. 222/2004 Z. z.)",
        "en": "Not registered for VAT (§ 4 of Act 222/2004)",
    },
)

COUNTRY = Country(
    code="SK",
    name="Slovakia",
    languages=("sk",),
    currency="EUR",
    time_zone="Europe/Bratislava",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
)
