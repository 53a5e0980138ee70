"""Italy: VAT rates, identifiers and wording."""

from decimal import Decimal

from invoicing.countries._italian_duties import DUTIES
from invoicing.countries._series import series
from invoicing.countries._wording import wording
from invoicing.model.country import Country, Exemption, Region, TaxIdKind

_RATES = (
    *series("standard", "DPR 633/1972 art. 16; DL 76/2013", ("2013-10-01", "22")),
    *series("reduced", "DPR 633/1972 tabella A, parte III", ("1995-02-24", "10")),
    *series("second_reduced", "DPR 633/1972 tabella A, parte II-bis", ("2016-01-01", "5")),
    *series("super_reduced", "DPR 633/1972 tabella A, parte II", ("1989-01-01", "4")),
)

_TAX_IDS = (
    TaxIdKind(kind="vat", label="P.IVA", module="eu.vat"),
    TaxIdKind(kind="vat", label="P.IVA", module="it.iva"),
    TaxIdKind(kind="tax", label="C.F.", module="it.codicefiscale"),
)

_WORDING = wording(
    {
        "it": (
            "Operazione effettuata ai sensi dell'art. 1, commi da 54 a 89, della "
            "Legge n. 190/2014 – Regime forfettario"
        ),
        "en": "Flat-rate scheme, Law 190/2014, article 1 (54-89): no VAT charged",
    },
    domestic_reverse_charge={"it": "Inversione contabile, art. 17 DPR 633/1972"},
    intra_community={"it": "Operazione non imponibile, art. 41 DL 331/1993"},
    export={"it": "Operazione non imponibile, art. 8 DPR 633/1972"},
    outside_scope={"it": "Operazione non soggetta, artt. da 7 a 7-septies DPR 633/1972"},
    reverse_charge={"it": "Inversione contabile, art. 7-ter DPR 633/1972"},
)

_EXEMPTIONS = (
    Exemption(code="N1", text="Escluse ex art. 15", category="E"),
    Exemption(
        code="N2.1", text="Non soggette, artt. da 7 a 7-septies", category="O", vatex="VATEX-EU-O"
    ),
    Exemption(code="N2.2", text="Non soggette, altri casi", category="O", vatex="VATEX-EU-O"),
    Exemption(code="N3.1", text="Non imponibili, esportazioni", category="G", vatex="VATEX-EU-G"),
    Exemption(
        code="N3.2",
        text="Non imponibili, cessioni intracomunitarie",
        category="K",
        vatex="VATEX-EU-IC",
    ),
    Exemption(
        code="N3.3",
        text="Non imponibili, cessioni verso San Marino",
        category="G",
        vatex="VATEX-EU-G",
    ),
    Exemption(
        code="N3.4",
        text="Non imponibili, operazioni assimilate alle esportazioni",
        category="G",
        vatex="VATEX-EU-G",
    ),
    Exemption(
        code="N3.5", text="Non imponibili, a seguito di dichiarazioni d'intento", category="E"
    ),
    Exemption(code="N3.6", text="Non imponibili, altre operazioni", category="E"),
    Exemption(code="N4", text="Esenti", category="E"),
    Exemption(
        code="N5", text="Regime del margine, IVA non esposta", category="E", vatex="VATEX-EU-F"
    ),
    Exemption(
        code="N6.1",
        text="Inversione contabile, cessione di rottami",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.2",
        text="Inversione contabile, oro e argento puro",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.3",
        text="Inversione contabile, subappalto nel settore edile",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.4",
        text="Inversione contabile, cessione di fabbricati",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.5",
        text="Inversione contabile, cessione di telefoni cellulari",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.6",
        text="Inversione contabile, cessione di prodotti elettronici",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.7",
        text="Inversione contabile, prestazioni comparto edile",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.8",
        text="Inversione contabile, settore energetico",
        category="AE",
        vatex="VATEX-EU-AE",
    ),
    Exemption(
        code="N6.9", text="Inversione contabile, altri casi", category="AE", vatex="VATEX-EU-AE"
    ),
    # The other state's tax is no Italian one: the line bears no rate, which S would demand.
    Exemption(code="N7", text="IVA assolta in altro stato UE", category="O", vatex="VATEX-EU-O"),
)

_REGIONS = (
    Region(
        code="IT-LIV",
        name="Livigno",
        postal_codes=("23041",),
        in_vat_area=False,
    ),
    Region(
        code="IT-CAM",
        name="Campione d'Italia",
        postal_codes=("22061",),
        in_vat_area=False,
    ),
)

COUNTRY = Country(
    code="IT",
    name="Italy",
    languages=("it",),
    currency="EUR",
    time_zone="Europe/Rome",
    eu_member=True,
    rates=_RATES,
    tax_ids=_TAX_IDS,
    wording=_WORDING,
    cash_rounding=Decimal("0.05"),
    exemptions=_EXEMPTIONS,
    usual_exemptions={
        "E": "N4",
        "AE": "N6.9",
        "G": "N3.1",
        "K": "N3.2",
        "O": "N2.2",
        "Z": "N3.6",
    },
    usual_exemptions_abroad={"AE": "N2.1", "O": "N2.1"},
    duties=DUTIES,
    regions=_REGIONS,
    due_days=30,
)
