"""Greece: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Region, TaxIdKind

_RATES = (
    *series(
        "standard",
        "Κώδικας Φ.Π.Α. (ν. 2859/2000), άρθρο 21",
        ("2010-07-01", "23"),
        ("2016-06-01", "24"),
    ),
    *series("reduced", "Κώδικας Φ.Π.Α. (ν. 2859/2000), άρθρο 21", ("2011-01-01", "13")),
    *series("super_reduced", "Κώδικας Φ.Π.Α. (ν. 2859/2000), άρθρο 21", ("2015-07-20", "6")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="ΑΦΜ", module="eu.vat"),
    TaxIdKind(kind="tax", label="ΑΦΜ", module="gr.vat"),
)

_WORDING = wording(
    {
        "el": "Απαλλαγή από Φ.Π.Α. – καθεστώς μικρών επιχειρήσεων",
        "en": "Exempt from VAT – small business scheme",
    },
)

_REGIONS = (
    Region(
        code="GR-69",
        name="Άγιο Όρος",
        postal_codes=("63086",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="GR",
    name="Greece",
    languages=("el",),
    currency="EUR",
    time_zone="Europe/Athens",
    eu_member=True,
    vat_prefix="EL",
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    regions=_REGIONS,
)
