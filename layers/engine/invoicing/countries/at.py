"""Austria: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series("standard", "UStG 1994 § 10 Abs. 1", ("1995-01-01", "20")),
    *series("intermediate", "UStG 1994 § 10 Abs. 3", ("2016-01-01", "13")),
    *series("reduced", "UStG 1994 § 10 Abs. 2", ("1995-01-01", "10")),
    *series("second_reduced", "UStG 1994 § 28 Abs. 52", ("2020-07-01", "5"), ("2022-01-01", "")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="UID", module="eu.vat"),
    TaxIdKind(kind="tax", label="Steuernummer", module="at.tin"),
    TaxIdKind(kind="company", label="FN", module="at.businessid"),
)

_WORDING = wording(
    {
        "de": "Umsatzsteuerbefreit – Kleinunternehmer gemäß § 6 Abs. 1 Z 27 UStG",
        "en": "Exempt from VAT – small business, § 6 (1) no. 27 UStG",
    },
    reverse_charge={"de": "Übergang der Steuerschuld auf den Leistungsempfänger (Reverse Charge)"},
    domestic_reverse_charge={
        "de": "Übergang der Steuerschuld gemäß § 19 UStG",
        "en": "Reverse charge, § 19 UStG",
    },
    intra_community={
        "de": "Steuerfreie innergemeinschaftliche Lieferung, Art. 6 Abs. 1 UStG (BMR)"
    },
    export={"de": "Steuerfreie Ausfuhrlieferung, § 6 Abs. 1 Z 1 UStG"},
)

_EXEMPTIONS = (
    Exemption(code="§ 6 Abs. 1 Z 1", text="Ausfuhrlieferung", category="G", vatex="VATEX-EU-G"),
    Exemption(
        code="Art. 6 Abs. 1 BMR",
        text="Innergemeinschaftliche Lieferung",
        category="K",
        vatex="VATEX-EU-IC",
    ),
    Exemption(code="§ 6 Abs. 1 Z 8", text="Geld- und Finanzumsätze", category="E"),
    Exemption(
        code="§ 6 Abs. 1 Z 16", text="Vermietung und Verpachtung von Grundstücken", category="E"
    ),
    Exemption(code="§ 6 Abs. 1 Z 19", text="Heilbehandlungen", category="E"),
    Exemption(code="§ 6 Abs. 1 Z 27", text="Kleinunternehmer", category="E"),
    Exemption(code="§ 19", text="Übergang der Steuerschuld", category="AE", vatex="VATEX-EU-AE"),
)

_REGIONS = (
    Region(
        code="AT-JM",
        name="Jungholz, Mittelberg",
        postal_codes=("6691", "6991", "6992", "6993"),
        rates=(*series("standard", "UStG 1994 § 10 Abs. 4", ("1995-01-01", "19")),),
    ),
)

COUNTRY = Country(
    code="AT",
    name="Austria",
    languages=("de",),
    currency="EUR",
    time_zone="Europe/Vienna",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
)
