"""Malta: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "VAT Act, Cap. 406, art. 19", ("2004-01-01", "18")),
    *series("intermediate", "VAT Act, Cap. 406, Eighth Schedule", ("2024-01-01", "12")),
    *series("reduced", "VAT Act, Cap. 406, Eighth Schedule", ("2011-01-01", "7")),
    *series("second_reduced", "VAT Act, Cap. 406, Eighth Schedule", ("2004-01-01", "5")),
)

_TAX_IDS = (TaxIdKind(kind="vat", label="VAT No.", module="eu.vat"),)

_WORDING = wording(
    {
        "en": "Exempt small undertaking, article 11 of the VAT Act",
        "mt": "Impriża żgħira eżenti, artikolu 11 tal-Att dwar it-VAT",
    },
)

COUNTRY = Country(
    code="MT",
    name="Malta",
    languages=("en", "mt"),
    currency="EUR",
    time_zone="Europe/Malta",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
)
