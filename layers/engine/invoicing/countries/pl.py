"""Poland: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Ustawa o VAT art. 41 ust. 1, art. 146ef", ("2011-01-01", "23")),
    *series("reduced", "Ustawa o VAT art. 41 ust. 2, art. 146ef", ("2011-01-01", "8")),
    *series("second_reduced", "Ustawa o VAT art. 41 ust. 2a", ("2011-01-01", "5")),
    *series("zero", "Ustawa o VAT art. 83", ("2004-05-01", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="NIP UE", module="eu.vat"),
    TaxIdKind(kind="tax", label="NIP", module="pl.nip"),
    TaxIdKind(kind="company", label="REGON", module="pl.regon"),
)

_WORDING = wording(
    {
        "pl": "Zwolnienie z VAT na podstawie art. 113 ust. 1 ustawy o VAT",
        "en": "Exempt from VAT, article 113 (1) of the VAT Act",
    },
)

COUNTRY = Country(
    code="PL",
    name="Poland",
    languages=("pl",),
    currency="PLN",
    time_zone="Europe/Warsaw",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
