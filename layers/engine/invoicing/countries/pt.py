"""Portugal: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series("standard", "CIVA art. 18.º, n.º 1 c)", ("2011-01-01", "23")),
    *series("intermediate", "CIVA art. 18.º, n.º 1 b), lista II", ("2010-07-01", "13")),
    *series("reduced", "CIVA art. 18.º, n.º 1 a), lista I", ("2010-07-01", "6")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="NIF", module="eu.vat"),
    TaxIdKind(kind="tax", label="NIF", module="pt.nif"),
)

_WORDING = wording(
    {
        "pt": "IVA – regime de isenção (artigo 53.º do CIVA)",
        "en": "VAT exemption scheme (article 53 of the CIVA)",
    },
    reverse_charge={"pt": "IVA – autoliquidação, artigo 6.º n.º 6 alínea a) do CIVA, a contrário"},
    domestic_reverse_charge={"pt": "IVA – autoliquidação"},
    intra_community={"pt": "Isento artigo 14.º do RITI"},
    export={"pt": "Isento artigo 14.º do CIVA"},
)

_EXEMPTIONS = (
    Exemption(code="M01", text="Artigo 16.º, n.º 6 do CIVA", category="E"),
    Exemption(code="M02", text="Artigo 6.º do Decreto-Lei n.º 198/90", category="E"),
    Exemption(code="M04", text="Isento artigo 13.º do CIVA", category="E"),
    Exemption(code="M05", text="Isento artigo 14.º do CIVA", category="G", vatex="VATEX-EU-G"),
    Exemption(code="M06", text="Isento artigo 15.º do CIVA", category="E"),
    Exemption(code="M07", text="Isento artigo 9.º do CIVA", category="E"),
    Exemption(code="M09", text="IVA – não confere direito a dedução", category="E"),
    Exemption(code="M10", text="IVA – regime de isenção", category="E"),
    Exemption(code="M11", text="Regime particular do tabaco", category="E"),
    Exemption(
        code="M12",
        text="Regime da margem de lucro – Agências de viagens",
        category="E",
        vatex="VATEX-EU-D",
    ),
    Exemption(
        code="M13",
        text="Regime da margem de lucro – Bens em segunda mão",
        category="E",
        vatex="VATEX-EU-F",
    ),
    Exemption(
        code="M14",
        text="Regime da margem de lucro – Objetos de arte",
        category="E",
        vatex="VATEX-EU-I",
    ),
    Exemption(
        code="M15",
        text="Regime da margem de lucro – Objetos de coleção e antiguidades",
        category="E",
        vatex="VATEX-EU-J",
    ),
    Exemption(code="M16", text="Isento artigo 14.º do RITI", category="K", vatex="VATEX-EU-IC"),
    Exemption(code="M19", text="Outras isenções", category="E"),
    Exemption(code="M20", text="IVA – regime forfetário", category="E"),
    Exemption(code="M21", text="IVA – não confere direito à dedução", category="E"),
    Exemption(code="M25", text="Mercadorias à consignação", category="E"),
    Exemption(
        code="M30",
        text="IVA – autoliquidação, artigo 2.º n.º 1 i) do CIVA",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M31",
        text="IVA – autoliquidação, artigo 2.º n.º 1 j) do CIVA",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M32",
        text="IVA – autoliquidação, artigo 2.º n.º 1 l) do CIVA",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M33",
        text="IVA – autoliquidação, artigo 2.º n.º 1 m) do CIVA",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M40",
        text="IVA – autoliquidação, artigo 6.º n.º 6 a) do CIVA",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M41",
        text="IVA – autoliquidação, artigo 8.º n.º 3 do RITI",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M42",
        text="IVA – autoliquidação, Decreto-Lei n.º 21/2007",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="M43",
        text="IVA – autoliquidação, Decreto-Lei n.º 362/99",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(code="M99", text="Não sujeito; não tributado", category="O", vatex="VATEX-EU-O"),
)

_REGIONS = (
    Region(
        code="PT-20",
        name="Açores",
        postal_codes=("95", "96", "97", "98", "99"),
        rates=(
            *series(
                "standard",
                "CIVA art. 18.º, n.º 3 a); DLR 15-A/2021/A",
                ("2014-01-01", "18"),
                ("2021-07-01", "16"),
            ),
            *series(
                "intermediate", "CIVA art. 18.º, n.º 3 a); DLR 15-A/2021/A", ("2021-07-01", "9")
            ),
            *series("reduced", "CIVA art. 18.º, n.º 3 a); DLR 15-A/2021/A", ("2021-07-01", "4")),
        ),
    ),
    Region(
        code="PT-30",
        name="Madeira",
        postal_codes=("90", "91", "92", "93", "94"),
        rates=(
            *series("standard", "CIVA art. 18.º, n.º 3 b)", ("2012-04-01", "22")),
            *series("intermediate", "CIVA art. 18.º, n.º 3 b)", ("2012-04-01", "12")),
            *series(
                "reduced",
                "CIVA art. 18.º, n.º 3 b); DLR 6/2024/M",
                ("2012-04-01", "5"),
                ("2024-10-01", "4"),
            ),
        ),
    ),
)

COUNTRY = Country(
    code="PT",
    name="Portugal",
    languages=("pt",),
    currency="EUR",
    time_zone="Europe/Lisbon",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
    due_days=30,
)
