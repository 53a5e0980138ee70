"""Norway: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Region, TaxIdKind

_RATES = (
    *series("standard", "Stortingets vedtak om merverdiavgift § 2", ("2005-01-01", "25")),
    *series("intermediate", "Stortingets vedtak om merverdiavgift § 3", ("2012-01-01", "15")),
    *series(
        "reduced",
        "Stortingets vedtak om merverdiavgift § 4",
        ("2016-01-01", "10"),
        ("2018-01-01", "12"),
        ("2020-04-01", "6"),
        ("2021-10-01", "12"),
    ),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="MVA-nr.", module="no.mva"),
    TaxIdKind(kind="company", label="Org.nr.", module="no.orgnr"),
)

_WORDING = wording(
    {
        "nb": "Ikke registrert i Merverdiavgiftsregisteret (mval. § 2-1)",
        "en": "Not registered for VAT (VAT Act § 2-1)",
    },
)

_REGIONS = (
    Region(
        code="NO-21",
        name="Svalbard",
        postal_codes=("917",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="NO",
    name="Norway",
    languages=("nb",),
    currency="NOK",
    time_zone="Europe/Oslo",
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("1"),
    regions=_REGIONS,
)
