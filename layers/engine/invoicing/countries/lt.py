"""Lithuania: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "PVMĮ 19 str. 1 d.", ("2009-09-01", "21")),
    *series("reduced", "PVMĮ 19 str. 3 d.", ("2009-01-01", "9"), ("2026-01-01", "12")),
    *series("second_reduced", "PVMĮ 19 str. 4 d.", ("2009-01-01", "5")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="PVM kodas", module="eu.vat"),
    TaxIdKind(kind="tax", label="Asmens kodas", module="lt.asmens"),
)

_WORDING = wording(
    {
        "lt": "Ne PVM mokėtojas (PVMĮ 71 str.)",
        "en": "Not registered for VAT (VAT Act, article 71)",
    },
)

COUNTRY = Country(
    code="LT",
    name="Lithuania",
    languages=("lt",),
    currency="EUR",
    time_zone="Europe/Vilnius",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
)
