"""Slovenia: VAT rates, identifiers and wording."""

from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, TaxIdKind

_RATES = (
    *series("standard", "ZDDV-1, 41. člen (1)", ("2013-07-01", "22")),
    *series("reduced", "ZDDV-1, 41. člen (2), priloga I", ("2013-07-01", "9.5")),
    *series("second_reduced", "ZDDV-1, 41. člen (3), priloga IV", ("2020-01-01", "5")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="ID za DDV", module="eu.vat"),
    TaxIdKind(kind="tax", label="Davčna številka", module="si.ddv"),
    TaxIdKind(kind="company", label="Matična številka", module="si.maticna"),
)

_WORDING = wording(
    {
        "sl": "DDV ni obračunan na podlagi prvega odstavka 94. člena ZDDV-1",
        "en": "No VAT charged, article 94 (1) of ZDDV-1",
    },
    reverse_charge={"sl": "Obrnjena davčna obveznost, prvi odstavek 25. člena ZDDV-1"},
    domestic_reverse_charge={"sl": "Obrnjena davčna obveznost, 76.a člen ZDDV-1"},
    intra_community={"sl": "Oproščeno DDV, 46. člen ZDDV-1"},
    export={"sl": "Oproščeno DDV, 52. člen ZDDV-1"},
    margin_scheme={"sl": "Posebna ureditev – rabljeno blago, 102. člen ZDDV-1"},
)

_EXEMPTIONS = (
    Exemption(code="42. člen", text="Oproščene dejavnosti v javnem interesu", category="E"),
    Exemption(code="44. člen", text="Druge oprostitve", category="E"),
    Exemption(
        code="46. člen", text="Dobava blaga znotraj Unije", category="K", vatex="VATEX-EU-IC"
    ),
    Exemption(code="52. člen", text="Izvoz blaga", category="G", vatex="VATEX-EU-G"),
    Exemption(
        code="76.a člen", text="Obrnjena davčna obveznost", category="AE", vatex="VATEX-EU-AE"
    ),
    Exemption(code="94. člen", text="Mali davčni zavezanec", category="E"),
)

COUNTRY = Country(
    code="SI",
    name="Slovenia",
    languages=("sl",),
    currency="EUR",
    time_zone="Europe/Ljubljana",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    exemptions=_EXEMPTIONS,
    due_days=30,
)
