"""Ireland: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series(
        "standard",
        "VAT Consolidation Act 2010 s. 46(1)(a)",
        ("2012-01-01", "23"),
        ("2020-09-01", "21"),
        ("2021-03-01", "23"),
    ),
    *series("reduced", "VAT Consolidation Act 2010 s. 46(1)(c)", ("2003-01-01", "13.5")),
    *series("second_reduced", "VAT Consolidation Act 2010 s. 46(1)(ca)", ("2011-07-01", "9")),
    *series("super_reduced", "VAT Consolidation Act 2010 s. 46(1)(d)", ("2005-01-01", "4.8")),
    *series("zero", "VAT Consolidation Act 2010 s. 46(1)(b)", ("2010-11-23", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="VAT No.", module="eu.vat"),
    TaxIdKind(kind="tax", label="PPS No.", module="ie.pps"),
)

_WORDING = wording(
    {
        "en": "Not registered for VAT (VAT Consolidation Act 2010 s. 6)",
    },
)

COUNTRY = Country(
    code="IE",
    name="Ireland",
    languages=("en",),
    currency="EUR",
    time_zone="Europe/Dublin",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
)
