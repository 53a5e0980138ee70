"""Sweden: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Mervärdesskattelag (2023:200) 9 kap. 2 §", ("1996-01-01", "25")),
    *series("reduced", "Mervärdesskattelag (2023:200) 9 kap.", ("1996-01-01", "12")),
    *series("second_reduced", "Mervärdesskattelag (2023:200) 9 kap.", ("1996-01-01", "6")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="Momsreg.nr", module="eu.vat"),
    TaxIdKind(kind="company", label="Org.nr", module="se.orgnr"),
)

_WORDING = wording(
    {
        "sv": "Undantag från skatteplikt, liten omsättning (18 kap. mervärdesskattelagen)",
        "en": "Exempt from VAT, small turnover (VAT Act, chapter 18)",
    },
)

COUNTRY = Country(
    code="SE",
    name="Sweden",
    languages=("sv",),
    currency="SEK",
    time_zone="Europe/Stockholm",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("1"),
)
