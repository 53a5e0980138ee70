"""Italy's duties on documents: regimes, stamp duty, withholding, professional funds.

Source: FatturaPA 1.2.3, lists RegimeFiscale, TipoRitenuta, CausalePagamento, TipoCassa.
"""

from decimal import Decimal

from invoicing.model.country import Duties, Named, StampDutyLaw, TaxRegime

_NOT_SUBJECT = "N2.2"

# As short as RiferimentoNormativo (100 characters) wants it.
_FLAT_RATE = "Operazione ex art. 1, commi 54-89, Legge 190/2014 - Regime forfettario, senza IVA"
_MINIMUM = "Operazione ex art. 1, comma 100, Legge 244/2007 - Regime dei minimi, senza IVA"
_FRANCHISE = "Regime transfrontaliero di franchigia IVA, Direttiva (UE) 2020/285, senza IVA"
_CASH = "Operazione con IVA per cassa, art. 32-bis DL 83/2012"
_CASH_PUBLIC = "IVA a esigibilità differita, art. 6, comma 5, DPR 633/1972"
_CASH_CODE = "432"  # UNCL2005: paid to date

_REGIMES = (
    TaxRegime(code="RF01", text="Ordinario"),
    TaxRegime(
        code="RF02",
        text="Contribuenti minimi",
        charges_tax=False,
        exemption_code=_NOT_SUBJECT,
        bears_withholding=False,
        clause=_MINIMUM,
    ),
    TaxRegime(code="RF04", text="Agricoltura e attività connesse e pesca"),
    TaxRegime(code="RF05", text="Vendita sali e tabacchi"),
    TaxRegime(code="RF06", text="Commercio dei fiammiferi"),
    TaxRegime(code="RF07", text="Editoria"),
    TaxRegime(code="RF08", text="Gestione di servizi di telefonia pubblica"),
    TaxRegime(code="RF09", text="Rivendita di documenti di trasporto pubblico e di sosta"),
    TaxRegime(code="RF10", text="Intrattenimenti, giochi e altre attività"),
    TaxRegime(code="RF11", text="Agenzie di viaggi e turismo"),
    TaxRegime(code="RF12", text="Agriturismo"),
    TaxRegime(code="RF13", text="Vendite a domicilio"),
    TaxRegime(code="RF14", text="Rivendita di beni usati, oggetti d'arte e antiquariato"),
    TaxRegime(code="RF15", text="Agenzie di vendite all'asta"),
    TaxRegime(
        code="RF16", text="IVA per cassa P.A.", tax_point_code=_CASH_CODE, clause=_CASH_PUBLIC
    ),
    TaxRegime(code="RF17", text="IVA per cassa", tax_point_code=_CASH_CODE, clause=_CASH),
    TaxRegime(code="RF18", text="Altro"),
    TaxRegime(
        code="RF19",
        text="Regime forfettario",
        charges_tax=False,
        exemption_code=_NOT_SUBJECT,
        bears_withholding=False,
        clause=_FLAT_RATE,
    ),
    TaxRegime(
        code="RF20",
        text="Regime transfrontaliero di franchigia IVA",
        charges_tax=False,
        exemption_code=_NOT_SUBJECT,
        bears_withholding=False,
        clause=_FRANCHISE,
    ),
)

# Source: DPR 642/1972, tariffa, art. 13; DM 17 June 2014, art. 6.
_STAMP_DUTY = StampDutyLaw(
    amount=Decimal("2.00"),
    above=Decimal("77.47"),
    exemption_codes=("N1", "N2.1", "N2.2", "N3.5", "N3.6", "N4"),
    reason="Imposta di bollo",
    exemption_code="N1",
    clause="Imposta di bollo assolta in modo virtuale, art. 6 DM 17 giugno 2014",
)

_WITHHOLDING_TYPES = (
    Named(code="RT01", text="Ritenuta persone fisiche"),
    Named(code="RT02", text="Ritenuta persone giuridiche"),
    Named(code="RT03", text="Contributo INPS"),
    Named(code="RT04", text="Contributo ENASARCO"),
    Named(code="RT05", text="Contributo ENPAM"),
    Named(code="RT06", text="Altro contributo previdenziale"),
)
_WITHHOLDING_CAUSES = (
    *"ABCDEGILMNOPQRSTUVWXYZ",
    *("L1", "M1", "M2", "O1", "V1", "ZO"),
)

_FUNDS = (
    Named(code="TC01", text="Cassa Forense"),
    Named(code="TC02", text="Cassa dottori commercialisti"),
    Named(code="TC03", text="Cassa geometri"),
    Named(code="TC04", text="Inarcassa (ingegneri e architetti)"),
    Named(code="TC05", text="Cassa del notariato"),
    Named(code="TC06", text="Cassa ragionieri e periti commerciali"),
    Named(code="TC07", text="ENASARCO"),
    Named(code="TC08", text="ENPACL (consulenti del lavoro)"),
    Named(code="TC09", text="ENPAM (medici)"),
    Named(code="TC10", text="ENPAF (farmacisti)"),
    Named(code="TC11", text="ENPAV (veterinari)"),
    Named(code="TC12", text="ENPAIA (impiegati dell'agricoltura)"),
    Named(code="TC13", text="Fondo imprese di spedizione e agenzie marittime"),
    Named(code="TC14", text="INPGI (giornalisti)"),
    Named(code="TC15", text="ONAOSI (orfani sanitari)"),
    Named(code="TC16", text="CASAGIT"),
    Named(code="TC17", text="EPPI (periti industriali)"),
    Named(code="TC18", text="EPAP"),
    Named(code="TC19", text="ENPAB (biologi)"),
    Named(code="TC20", text="ENPAPI (professione infermieristica)"),
    Named(code="TC21", text="ENPAP (psicologi)"),
    Named(code="TC22", text="INPS"),
)

DUTIES = Duties(
    prefix="sdi",
    regimes=_REGIMES,
    usual_regime="RF01",
    small_business_regime="RF19",
    stamp_duty=_STAMP_DUTY,
    withholding_types=_WITHHOLDING_TYPES,
    withholding_causes=_WITHHOLDING_CAUSES,
    funds=_FUNDS,
    split_payment_clause="Scissione dei pagamenti, art. 17-ter DPR 633/1972",
)
