"""France: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_OVERSEAS = (
    *series("standard", "CGI art. 296", ("2014-01-01", "8.5")),
    *series("reduced", "CGI art. 296", ("2014-01-01", "2.1")),
)

_RATES = (
    *series("standard", "CGI art. 278", ("2014-01-01", "20")),
    *series("intermediate", "CGI art. 278 bis, 279", ("2014-01-01", "10")),
    *series("reduced", "CGI art. 278-0 bis", ("2012-01-01", "5.5")),
    *series("super_reduced", "CGI art. 281 quater à 281 nonies", ("2012-01-01", "2.1")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="N° TVA", module="eu.vat"),
    TaxIdKind(kind="company", label="SIREN", module="fr.siren"),
    TaxIdKind(kind="company", label="SIRET", module="fr.siret"),
    TaxIdKind(kind="tax", label="Numéro fiscal", module="fr.nif"),
)

_WORDING = wording(
    {
        "fr": "TVA non applicable, art. 293 B du CGI",
        "en": "VAT not applicable, article 293 B of the CGI",
    },
    domestic_reverse_charge={"fr": "Autoliquidation, art. 283 du CGI"},
    intra_community={"fr": "Exonération de TVA, art. 262 ter I du CGI"},
    export={"fr": "Exonération de TVA, art. 262 I du CGI"},
    margin_scheme={"fr": "Régime particulier – Biens d'occasion, art. 297 A du CGI"},
)

_EXEMPTIONS = (
    Exemption(
        code="VATEX-FR-FRANCHISE",
        text="Franchise en base, art. 293 B",
        category="E",
        vatex="VATEX-FR-FRANCHISE",
    ),
    Exemption(
        code="VATEX-FR-CNWVAT", text="Avoir net de taxe", category="E", vatex="VATEX-FR-CNWVAT"
    ),
    Exemption(
        code="VATEX-FR-CGI261-1", text="Art. 261, 1", category="E", vatex="VATEX-FR-CGI261-1"
    ),
    Exemption(
        code="VATEX-FR-CGI261-4",
        text="Art. 261, 4: professions médicales, enseignement",
        category="E",
        vatex="VATEX-FR-CGI261-4",
    ),
    Exemption(
        code="VATEX-FR-CGI261C-1",
        text="Art. 261 C, 1: opérations bancaires et financières",
        category="E",
        vatex="VATEX-FR-CGI261C-1",
    ),
    Exemption(
        code="VATEX-FR-CGI261C-2",
        text="Art. 261 C, 2: assurances",
        category="E",
        vatex="VATEX-FR-CGI261C-2",
    ),
    Exemption(
        code="VATEX-FR-CGI261D-2",
        text="Art. 261 D, 2: locations d'immeubles",
        category="E",
        vatex="VATEX-FR-CGI261D-2",
    ),
    Exemption(
        code="VATEX-FR-CGI275",
        text="Art. 275: achats en franchise",
        category="E",
        vatex="VATEX-FR-CGI275",
    ),
    Exemption(code="VATEX-FR-AE", text="Autoliquidation", category="AE", vatex="VATEX-FR-AE"),
)

_REGIONS = (
    Region(
        code="FR-971",
        name="Guadeloupe",
        postal_codes=("971",),
        in_vat_area=False,
        rates=_OVERSEAS,
    ),
    Region(
        code="FR-972",
        name="Martinique",
        postal_codes=("972",),
        in_vat_area=False,
        rates=_OVERSEAS,
    ),
    Region(
        code="FR-974",
        name="La Réunion",
        postal_codes=("974",),
        in_vat_area=False,
        rates=_OVERSEAS,
    ),
    Region(
        code="FR-973",
        name="Guyane",
        postal_codes=("973",),
        in_vat_area=False,
    ),
    Region(
        code="FR-976",
        name="Mayotte",
        postal_codes=("976",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="FR",
    name="France",
    languages=("fr",),
    currency="EUR",
    time_zone="Europe/Paris",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    small_business_vatex="VATEX-FR-FRANCHISE",
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
    due_days=30,
)
