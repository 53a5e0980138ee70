"""Denmark: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (*series("standard", "Momsloven § 33", ("1992-01-01", "25")),)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="CVR/SE-nr.", module="eu.vat"),
    TaxIdKind(kind="company", label="CVR-nr.", module="dk.cvr"),
)

_WORDING = wording(
    {
        "da": "Ikke momsregistreret (momslovens § 48)",
        "en": "Not registered for VAT (VAT Act § 48)",
    },
)

COUNTRY = Country(
    code="DK",
    name="Denmark",
    languages=("da",),
    currency="DKK",
    time_zone="Europe/Copenhagen",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.50"),
)
