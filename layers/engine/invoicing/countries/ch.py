"""Switzerland: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series(
        "standard",
        "MWSTG Art. 25 Abs. 1",
        ("2011-01-01", "8.0"),
        ("2018-01-01", "7.7"),
        ("2024-01-01", "8.1"),
    ),
    *series(
        "intermediate",
        "MWSTG Art. 25 Abs. 4 (Beherbergung)",
        ("2011-01-01", "3.8"),
        ("2018-01-01", "3.7"),
        ("2024-01-01", "3.8"),
    ),
    *series("reduced", "MWSTG Art. 25 Abs. 2", ("2011-01-01", "2.5"), ("2024-01-01", "2.6")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="MWST-Nr./N° TVA/N. IVA", module="ch.vat"),
    TaxIdKind(kind="company", label="UID", module="ch.uid"),
)

_WORDING = wording(
    {
        "de": "Nicht mehrwertsteuerpflichtig (Art. 10 Abs. 2 MWSTG)",
        "fr": "Non assujetti à la TVA (art. 10, al. 2, LTVA)",
        "it": "Non assoggettato all'IVA (art. 10 cpv. 2 LIVA)",
        "en": "Not liable for VAT (article 10 (2) of the VAT Act)",
    },
    domestic_reverse_charge={
        "de": "Bezugsteuer durch den Leistungsempfänger (Art. 45 MWSTG)",
        "fr": "Impôt sur les acquisitions dû par le destinataire (art. 45 LTVA)",
        "it": "Imposta sull'acquisto dovuta dal destinatario (art. 45 LIVA)",
    },
    export={
        "de": "Von der Steuer befreite Ausfuhr (Art. 23 Abs. 2 Ziff. 1 MWSTG)",
        "fr": "Exportation exonérée (art. 23, al. 2, ch. 1, LTVA)",
        "it": "Esportazione esente (art. 23 cpv. 2 n. 1 LIVA)",
    },
    outside_scope={
        "de": "Leistungsort im Ausland (Art. 8 Abs. 1 MWSTG)",
        "fr": "Lieu de la prestation à l'étranger (art. 8, al. 1, LTVA)",
        "it": "Luogo della prestazione all'estero (art. 8 cpv. 1 LIVA)",
    },
)

_EXEMPTIONS = (
    Exemption(code="Art. 21", text="Von der Steuer ausgenommene Leistung", category="E"),
    Exemption(code="Art. 23", text="Von der Steuer befreite Leistung", category="G"),
    Exemption(code="Art. 8", text="Leistungsort im Ausland", category="O"),
    Exemption(code="Art. 10", text="Nicht steuerpflichtig", category="E"),
)

_REGIONS = (
    Region(
        code="CH-SAM",
        name="Samnaun, Sampuoir",
        postal_codes=("7562", "7563"),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="CH",
    name="Switzerland",
    languages=("de", "fr", "it"),
    currency="CHF",
    time_zone="Europe/Zurich",
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
    exemptions=_EXEMPTIONS,
    regions=_REGIONS,
)
