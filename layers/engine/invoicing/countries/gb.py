"""United Kingdom: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Region, TaxIdKind

_RATES = (
    *series("standard", "Value Added Tax Act 1994 s. 2(1)", ("2011-01-04", "20")),
    *series(
        "intermediate",
        "Value Added Tax Act 1994 s. 29A, Sch. 7A (hospitality)",
        ("2021-10-01", "12.5"),
        ("2022-04-01", ""),
    ),
    *series("reduced", "Value Added Tax Act 1994 s. 29A", ("1997-09-01", "5")),
    *series("zero", "Value Added Tax Act 1994 s. 30, Sch. 8", ("1994-09-01", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="VAT No.", module="gb.vat"),
    TaxIdKind(kind="vat", label="VAT No. (Northern Ireland)", module="eu.vat"),
    TaxIdKind(kind="tax", label="UTR", module="gb.utr"),
)

_WORDING = wording(
    {
        "en": "Not registered for VAT (Value Added Tax Act 1994, Sch. 1)",
    },
)

_REGIONS = (
    Region(
        code="XI",
        name="Northern Ireland",
        postal_codes=("BT",),
        eu_goods=True,
        vat_prefix="XI",
    ),
)

COUNTRY = Country(
    code="GB",
    name="United Kingdom",
    languages=("en",),
    currency="GBP",
    time_zone="Europe/London",
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    regions=_REGIONS,
)
