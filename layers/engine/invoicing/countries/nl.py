"""Netherlands: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Wet OB 1968 art. 9 lid 1", ("2012-10-01", "21")),
    *series(
        "reduced", "Wet OB 1968 art. 9 lid 2, tabel I", ("1986-10-01", "6"), ("2019-01-01", "9")
    ),
    *series("zero", "Wet OB 1968 art. 9 lid 2, tabel II", ("1969-01-01", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="Btw-id", module="eu.vat"),
    TaxIdKind(kind="tax", label="BSN", module="nl.bsn"),
)

_WORDING = wording(
    {
        "nl": (
            "Vrijgesteld van omzetbelasting op grond van artikel 25 Wet OB 1968 "
            "(kleineondernemersregeling)"
        ),
        "en": "Exempt from VAT, article 25 of the VAT Act 1968 (small business scheme)",
    },
)

COUNTRY = Country(
    code="NL",
    name="Netherlands",
    languages=("nl",),
    currency="EUR",
    time_zone="Europe/Amsterdam",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
    due_days=30,
)
