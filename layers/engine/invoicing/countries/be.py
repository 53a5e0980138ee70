"""Belgium: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, TaxIdKind

_RATES = (
    *series("standard", "Arrêté royal n° 20, art. 1", ("1996-01-01", "21")),
    *series("intermediate", "Arrêté royal n° 20, tableau B", ("1996-01-01", "12")),
    *series("reduced", "Arrêté royal n° 20, tableau A", ("1996-01-01", "6")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="BTW/TVA", module="eu.vat"),
    TaxIdKind(kind="company", label="Ondernemingsnummer", module="be.vat"),
)

_WORDING = wording(
    {
        "nl": (
            "Kleine onderneming onderworpen aan de vrijstellingsregeling van "
            "belasting. Btw niet toepasselijk."
        ),
        "fr": "Petite entreprise soumise au régime de la franchise de taxe. TVA non applicable.",
        "de": (
            "Kleinunternehmen, das der Steuerbefreiungsregelung unterliegt. MwSt. nicht anwendbar."
        ),
        "en": "Small business under the exemption scheme. VAT not applicable.",
    },
)

COUNTRY = Country(
    code="BE",
    name="Belgium",
    languages=("nl", "fr", "de"),
    currency="EUR",
    time_zone="Europe/Brussels",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
)
