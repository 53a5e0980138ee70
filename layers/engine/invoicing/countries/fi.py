"""Finland: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Region, TaxIdKind

_RATES = (
    *series("standard", "AVL 84 §", ("2013-01-01", "24"), ("2024-09-01", "25.5")),
    *series("reduced", "AVL 85 §", ("2013-01-01", "14"), ("2026-01-01", "13.5")),
    *series("second_reduced", "AVL 85 a §", ("2013-01-01", "10")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="ALV-numero", module="eu.vat"),
    TaxIdKind(kind="company", label="Y-tunnus", module="fi.ytunnus"),
)

_WORDING = wording(
    {
        "fi": "Ei arvonlisäveroa, vähäinen liiketoiminta (AVL 3 §)",
        "sv": "Ingen mervärdesskatt, ringa verksamhet (ML 3 §)",
        "en": "No VAT, small business (VAT Act § 3)",
    },
)

_REGIONS = (
    Region(
        code="AX",
        name="Åland",
        postal_codes=("22",),
        in_vat_area=False,
        rates=(*series("standard", "AVL 84 §", ("2013-01-01", "24"), ("2024-09-01", "25.5")),),
    ),
)

COUNTRY = Country(
    code="FI",
    name="Finland",
    languages=("fi", "sv"),
    currency="EUR",
    time_zone="Europe/Helsinki",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
    regions=_REGIONS,
)
