"""Estonia: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series(
        "standard",
        "KMS § 15 lg 1",
        ("2009-07-01", "20"),
        ("2024-01-01", "22"),
        ("2025-07-01", "24"),
    ),
    *series("intermediate", "KMS § 15 lg 2 (majutus)", ("2025-01-01", "13")),
    *series("reduced", "KMS § 15 lg 2", ("2009-01-01", "9")),
    *series(
        "second_reduced", "KMS § 15 lg 2 (ajakirjandus)", ("2022-08-01", "5"), ("2025-01-01", "")
    ),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="KMKR nr", module="eu.vat"),
    TaxIdKind(kind="company", label="Registrikood", module="ee.registrikood"),
)

_WORDING = wording(
    {
        "et": "Ei ole käibemaksukohustuslane (KMS § 19)",
        "en": "Not registered for VAT (VAT Act § 19)",
    },
)

COUNTRY = Country(
    code="EE",
    name="Estonia",
    languages=("et",),
    currency="EUR",
    time_zone="Europe/Tallinn",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
)
