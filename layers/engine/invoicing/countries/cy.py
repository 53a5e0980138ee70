"""Cyprus: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Ν. 95(I)/2000, άρθρο 17", ("2014-01-13", "19")),
    *series("intermediate", "Ν. 95(I)/2000, Δωδέκατο Παράρτημα", ("2014-01-13", "9")),
    *series("reduced", "Ν. 95(I)/2000, Πέμπτο Παράρτημα", ("2014-01-13", "5")),
    *series("super_reduced", "Ν. 95(I)/2000, Δέκατο Τέταρτο Παράρτημα", ("2024-01-01", "3")),
)

_TAX_IDS = (TaxIdKind(kind="vat", label="Αρ. Φ.Π.Α.", module="eu.vat"),)

_WORDING = wording(
    {
        "el": "Μη εγγεγραμμένος στο μητρώο Φ.Π.Α.",
        "en": "Not registered for VAT",
    },
)

COUNTRY = Country(
    code="CY",
    name="Cyprus",
    languages=("el",),
    currency="EUR",
    time_zone="Asia/Nicosia",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
