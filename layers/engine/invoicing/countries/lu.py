"""Luxembourg: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series(
        "standard",
        "Loi TVA du 12 février 1979, art. 39; loi du 26 octobre 2022",
        ("2015-01-01", "17"),
        ("2023-01-01", "16"),
        ("2024-01-01", "17"),
    ),
    *series(
        "intermediate",
        "Loi TVA du 12 février 1979, art. 39; loi du 26 octobre 2022",
        ("2015-01-01", "14"),
        ("2023-01-01", "13"),
        ("2024-01-01", "14"),
    ),
    *series(
        "reduced",
        "Loi TVA du 12 février 1979, art. 39; loi du 26 octobre 2022",
        ("2015-01-01", "8"),
        ("2023-01-01", "7"),
        ("2024-01-01", "8"),
    ),
    *series("super_reduced", "Loi TVA du 12 février 1979, art. 39", ("1993-01-01", "3")),
)

_TAX_IDS = (TaxIdKind(kind="vat", label="N° TVA", module="eu.vat"),)

_WORDING = wording(
    {
        "fr": "Régime de la franchise de taxe, art. 57 de la loi TVA",
        "de": "Steuerbefreiung für Kleinunternehmen, Art. 57 des MwSt.-Gesetzes",
        "en": "Small business exemption, article 57 of the VAT law",
    },
)

COUNTRY = Country(
    code="LU",
    name="Luxembourg",
    languages=("fr", "de"),
    currency="EUR",
    time_zone="Europe/Luxembourg",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
