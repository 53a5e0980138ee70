"""Romania: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series(
        "standard",
        "Codul fiscal art. 291 alin. (1); Legea 141/2025",
        ("2010-07-01", "24"),
        ("2016-01-01", "20"),
        ("2017-01-01", "19"),
        ("2025-08-01", "21"),
    ),
    *series(
        "reduced",
        "Codul fiscal art. 291 alin. (2); Legea 141/2025",
        ("2008-12-01", "9"),
        ("2025-08-01", "11"),
    ),
    *series(
        "second_reduced", "Codul fiscal art. 291 alin. (3)", ("2008-12-15", "5"), ("2025-08-01", "")
    ),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="CIF", module="eu.vat"),
    TaxIdKind(kind="tax", label="CUI", module="ro.cui"),
)

_WORDING = wording(
    {
        "ro": "Scutit de TVA – regimul special pentru întreprinderile mici, art. 310 Codul fiscal",
        "en": "Exempt from VAT – small business scheme, article 310 of the Fiscal Code",
    },
)

COUNTRY = Country(
    code="RO",
    name="Romania",
    languages=("ro",),
    currency="RON",
    time_zone="Europe/Bucharest",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
