"""Croatia: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, TaxIdKind

_RATES = (
    *series("standard", "Zakon o PDV-u, čl. 38. st. 1.", ("2012-03-01", "25")),
    *series("intermediate", "Zakon o PDV-u, čl. 38. st. 3.", ("2014-01-01", "13")),
    *series("reduced", "Zakon o PDV-u, čl. 38. st. 2.", ("2013-01-01", "5")),
    *series("zero", "Zakon o PDV-u, čl. 38. st. 4. (solarne ploče)", ("2022-10-01", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="PDV ID", module="eu.vat"),
    TaxIdKind(kind="tax", label="OIB", module="hr.oib"),
)

_WORDING = wording(
    {
        "hr": "PDV nije obračunat na temelju čl. 90. Zakona o PDV-u",
        "en": "No VAT charged, article 90 of the VAT Act",
    },
    reverse_charge={"hr": "Prijenos porezne obveze, čl. 17. st. 1. Zakona o PDV-u"},
    domestic_reverse_charge={"hr": "Prijenos porezne obveze, čl. 75. st. 3. Zakona o PDV-u"},
    intra_community={"hr": "Oslobođeno PDV-a, čl. 41. st. 1. Zakona o PDV-u"},
    export={"hr": "Oslobođeno PDV-a, čl. 45. st. 1. Zakona o PDV-u"},
)

_EXEMPTIONS = (
    Exemption(code="čl. 39.", text="Oslobođenje za djelatnosti od javnog interesa", category="E"),
    Exemption(code="čl. 40.", text="Oslobođenje za ostale djelatnosti", category="E"),
    Exemption(code="čl. 41.", text="Isporuka unutar Unije", category="K", vatex="VATEX-EU-IC"),
    Exemption(code="čl. 45.", text="Izvoz", category="G", vatex="VATEX-EU-G"),
    Exemption(
        code="čl. 75. st. 3.",
        text="Tuzemni prijenos porezne obveze",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(code="čl. 90.", text="Mali porezni obveznik", category="E"),
)

COUNTRY = Country(
    code="HR",
    name="Croatia",
    languages=("hr",),
    currency="EUR",
    time_zone="Europe/Zagreb",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
)
