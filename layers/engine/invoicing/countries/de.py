"""Germany: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series(
        "standard",
        "UStG § 12 Abs. 1; § 28 Abs. 1 für das zweite Halbjahr 2020",
        ("2007-01-01", "19"),
        ("2020-07-01", "16"),
        ("2021-01-01", "19"),
    ),
    *series(
        "reduced",
        "UStG § 12 Abs. 2; § 28 Abs. 2 für das zweite Halbjahr 2020",
        ("1983-07-01", "7"),
        ("2020-07-01", "5"),
        ("2021-01-01", "7"),
    ),
    *series("zero", "UStG § 12 Abs. 3", ("2023-01-01", "0")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="USt-IdNr.", module="eu.vat"),
    TaxIdKind(kind="tax", label="Steuernummer", module="de.stnr"),
    TaxIdKind(kind="tax", label="IdNr.", module="de.idnr"),
    TaxIdKind(kind="company", label="Handelsregister", module="de.handelsregisternummer"),
)

_WORDING = wording(
    {
        "de": "Steuerfreier Umsatz eines Kleinunternehmers gemäß § 19 UStG",
        "en": "Exempt supply of a small business, § 19 UStG",
    },
    domestic_reverse_charge={
        "de": "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG)",
        "en": "Reverse charge (§ 13b UStG)",
    },
    intra_community={
        "de": (
            "Steuerfreie innergemeinschaftliche Lieferung (§ 4 Nr. 1 Buchst. b i. V. m. § 6a UStG)"
        ),
    },
    export={"de": "Steuerfreie Ausfuhrlieferung (§ 4 Nr. 1 Buchst. a i. V. m. § 6 UStG)"},
    margin_scheme={"de": "Gebrauchtgegenstände/Sonderregelung (§ 25a UStG)"},
)

_EXEMPTIONS = (
    Exemption(code="§ 4 Nr. 1a", text="Ausfuhrlieferung", category="G", vatex="VATEX-EU-G"),
    Exemption(
        code="§ 4 Nr. 1b",
        text="Innergemeinschaftliche Lieferung",
        category="K",
        vatex="VATEX-EU-IC",
    ),
    Exemption(code="§ 4 Nr. 8", text="Finanzumsätze", category="E"),
    Exemption(code="§ 4 Nr. 11", text="Versicherungsvertreter und -makler", category="E"),
    Exemption(code="§ 4 Nr. 12", text="Vermietung und Verpachtung von Grundstücken", category="E"),
    Exemption(code="§ 4 Nr. 14", text="Heilbehandlungen", category="E"),
    Exemption(code="§ 4 Nr. 21", text="Bildungsleistungen", category="E"),
    Exemption(
        code="§ 13b",
        text="Steuerschuldnerschaft des Leistungsempfängers",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(code="§ 19", text="Kleinunternehmer", category="E"),
    Exemption(code="§ 25a", text="Differenzbesteuerung", category="E", vatex="VATEX-EU-F"),
)

_REGIONS = (
    Region(
        code="DE-BUS",
        name="Büsingen am Hochrhein",
        postal_codes=("78266",),
        in_vat_area=False,
    ),
    Region(
        code="DE-HEL",
        name="Helgoland",
        postal_codes=("27498",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="DE",
    name="Germany",
    languages=("de",),
    currency="EUR",
    time_zone="Europe/Berlin",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
    due_days=30,
)
