"""Spain: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series(
        "standard", "Ley 37/1992, art. 90; recargo: art. 161", ("2012-09-01", "21"), surcharge="5.2"
    ),
    *series(
        "reduced",
        "Ley 37/1992, art. 91.Uno; recargo: art. 161",
        ("2012-09-01", "10"),
        surcharge="1.4",
    ),
    *series(
        "super_reduced",
        "Ley 37/1992, art. 91.Dos; recargo: art. 161",
        ("2012-09-01", "4"),
        surcharge="0.5",
    ),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="NIF-IVA", module="eu.vat"),
    TaxIdKind(kind="tax", label="NIF", module="es.nif"),
)

_WORDING = wording(
    {
        "es": "Operación no sujeta o exenta de IVA: el emisor no es sujeto pasivo del impuesto",
        "en": "No VAT: the issuer is not liable for the tax",
    },
    domestic_reverse_charge={
        "es": "Inversión del sujeto pasivo, art. 84.Uno.2.º de la Ley 37/1992"
    },
    intra_community={"es": "Entrega intracomunitaria exenta, art. 25 de la Ley 37/1992"},
    export={"es": "Exportación exenta, art. 21 de la Ley 37/1992"},
)

_EXEMPTIONS = (
    Exemption(code="E1", text="Exenta por el artículo 20", category="E"),
    Exemption(
        code="E2",
        text="Exenta por el artículo 21 (exportaciones)",
        category="G",
        vatex="VATEX-EU-G",
    ),
    Exemption(code="E3", text="Exenta por el artículo 22", category="E"),
    Exemption(code="E4", text="Exenta por los artículos 23 y 24", category="E"),
    Exemption(
        code="E5",
        text="Exenta por el artículo 25 (entregas intracomunitarias)",
        category="K",
        vatex="VATEX-EU-IC",
    ),
    Exemption(code="E6", text="Exenta por otros motivos", category="E"),
    Exemption(
        code="N1", text="No sujeta, artículos 7, 14 y otros", category="O", vatex="VATEX-EU-O"
    ),
    Exemption(
        code="N2", text="No sujeta por reglas de localización", category="O", vatex="VATEX-EU-O"
    ),
    Exemption(
        code="S2",
        text="Sujeta y no exenta, con inversión del sujeto pasivo",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
)

_REGIONS = (
    Region(
        code="ES-CN",
        name="Canarias",
        postal_codes=("35", "38"),
        in_vat_area=False,
        rates=(
            *series("standard", "Ley 4/2012 de Canarias, art. 51 (IGIC)", ("2020-01-01", "7")),
            *series("reduced", "Ley 4/2012 de Canarias, art. 51 (IGIC)", ("2020-01-01", "3")),
            *series("zero", "Ley 4/2012 de Canarias, art. 51 (IGIC)", ("2020-01-01", "0")),
        ),
    ),
    Region(
        code="ES-CE",
        name="Ceuta",
        postal_codes=("51",),
        in_vat_area=False,
    ),
    Region(
        code="ES-ML",
        name="Melilla",
        postal_codes=("52",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="ES",
    name="Spain",
    languages=("es",),
    currency="EUR",
    time_zone="Europe/Madrid",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
    due_days=30,
)
