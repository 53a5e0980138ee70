"""The elements of FatturaPA 1.2.3, ordinary and simplified, and the values they may hold.

A block is a name, then its children in the schema's order: `?` optional, `*` any number, `+` at
least one, `|` one of a choice, nothing exactly one. After a child's name stands its block, where
that has another name, or its kind of value.
Source: Agenzia delle Entrate, Schema_VFPR12 and Schema_VFPA12 1.2.3, SVFSM10.
"""

ORDINARY = """
FatturaElettronica
  FatturaElettronicaHeader
  FatturaElettronicaBody+
FatturaElettronicaHeader
  DatiTrasmissione
  CedentePrestatore
  RappresentanteFiscale?
  CessionarioCommittente
  TerzoIntermediarioOSoggettoEmittente? TerzoIntermediarioSoggettoEmittente
  SoggettoEmittente? =CC|TZ
DatiTrasmissione
  IdTrasmittente IdFiscale
  ProgressivoInvio B10
  FormatoTrasmissione =FPR12|FPA12
  CodiceDestinatario CodiceDestinatario
  ContattiTrasmittente?
  PECDestinatario? Email
IdFiscale
  IdPaese Nazione
  IdCodice X28
ContattiTrasmittente
  Telefono? TelFax
  Email? EmailContatti
CedentePrestatore
  DatiAnagrafici DatiAnagraficiCedente
  Sede Indirizzo
  StabileOrganizzazione? Indirizzo
  IscrizioneREA?
  Contatti?
  RiferimentoAmministrazione? B20
DatiAnagraficiCedente
  IdFiscaleIVA IdFiscale
  CodiceFiscale? CodiceFiscale
  Anagrafica
  AlboProfessionale? L60
  ProvinciaAlbo? Provincia
  NumeroIscrizioneAlbo? B60
  DataIscrizioneAlbo? D
  RegimeFiscale RegimeFiscale
Anagrafica
  Denominazione L80 |
  Nome L60 |
  Cognome L60 |
  Titolo? Titolo
  CodEORI? CodEORI
Indirizzo
  Indirizzo L60
  NumeroCivico? B8
  CAP CAP
  Comune L60
  Provincia? Provincia
  Nazione Nazione
IscrizioneREA
  Ufficio Provincia
  NumeroREA B20
  CapitaleSociale? A2
  SocioUnico? =SU|SM
  StatoLiquidazione =LS|LN
Contatti
  Telefono? TelFax
  Fax? TelFax
  Email? EmailContatti
RappresentanteFiscale
  DatiAnagrafici DatiAnagraficiRappresentante
DatiAnagraficiRappresentante
  IdFiscaleIVA IdFiscale
  CodiceFiscale? CodiceFiscale
  Anagrafica
CessionarioCommittente
  DatiAnagrafici DatiAnagraficiCessionario
  Sede Indirizzo
  StabileOrganizzazione? Indirizzo
  RappresentanteFiscale? RappresentanteFiscaleCessionario
DatiAnagraficiCessionario
  IdFiscaleIVA? IdFiscale
  CodiceFiscale? CodiceFiscale
  Anagrafica
RappresentanteFiscaleCessionario
  IdFiscaleIVA IdFiscale
  Denominazione L80 |
  Nome L60 |
  Cognome L60 |
TerzoIntermediarioSoggettoEmittente
  DatiAnagrafici DatiAnagraficiTerzoIntermediario
DatiAnagraficiTerzoIntermediario
  IdFiscaleIVA? IdFiscale
  CodiceFiscale? CodiceFiscale
  Anagrafica
FatturaElettronicaBody
  DatiGenerali
  DatiBeniServizi
  DatiVeicoli?
  DatiPagamento*
  Allegati*
DatiGenerali
  DatiGeneraliDocumento
  DatiOrdineAcquisto* DatiDocumentiCorrelati
  DatiContratto* DatiDocumentiCorrelati
  DatiConvenzione* DatiDocumentiCorrelati
  DatiRicezione* DatiDocumentiCorrelati
  DatiFattureCollegate* DatiDocumentiCorrelati
  DatiSAL*
  DatiDDT*
  DatiTrasporto?
  FatturaPrincipale?
DatiGeneraliDocumento
  TipoDocumento TipoDocumento
  Divisa Divisa
  Data D
  Numero B20
  DatiRitenuta*
  DatiBollo?
  DatiCassaPrevidenziale*
  ScontoMaggiorazione*
  ImportoTotaleDocumento? A2
  Arrotondamento? A2
  Causale* L200
  Art73? =SI
DatiRitenuta
  TipoRitenuta =RT01|RT02|RT03|RT04|RT05|RT06
  ImportoRitenuta A2
  AliquotaRitenuta R
  CausalePagamento CausalePagamento
DatiBollo
  BolloVirtuale =SI
  ImportoBollo? A2
DatiCassaPrevidenziale
  TipoCassa TipoCassa
  AlCassa R
  ImportoContributoCassa A2
  ImponibileCassa? A2
  AliquotaIVA R
  Ritenuta? =SI
  Natura? Natura
  RiferimentoAmministrazione? B20
ScontoMaggiorazione
  Tipo =SC|MG
  Percentuale? R
  Importo? A8
DatiDocumentiCorrelati
  RiferimentoNumeroLinea* N
  IdDocumento B20
  Data? D
  NumItem? B20
  CodiceCommessaConvenzione? L100
  CodiceCUP? B15
  CodiceCIG? B15
DatiSAL
  RiferimentoFase I3
DatiDDT
  NumeroDDT B20
  DataDDT D
  RiferimentoNumeroLinea* N
DatiTrasporto
  DatiAnagraficiVettore?
  MezzoTrasporto? L80
  CausaleTrasporto? L100
  NumeroColli? I4
  Descrizione? L100
  UnitaMisuraPeso? B10
  PesoLordo? W
  PesoNetto? W
  DataOraRitiro? T
  DataInizioTrasporto? D
  TipoResa? TipoResa
  IndirizzoResa? Indirizzo
  DataOraConsegna? T
DatiAnagraficiVettore
  IdFiscaleIVA IdFiscale
  CodiceFiscale? CodiceFiscale
  Anagrafica
  NumeroLicenzaGuida? B20
FatturaPrincipale
  NumeroFatturaPrincipale B20
  DataFatturaPrincipale D
DatiBeniServizi
  DettaglioLinee+
  DatiRiepilogo+
DettaglioLinee
  NumeroLinea N
  TipoCessionePrestazione? =SC|PR|AB|AC
  CodiceArticolo*
  Descrizione L1000
  Quantita? Q
  UnitaMisura? B10
  DataInizioPeriodo? D
  DataFinePeriodo? D
  PrezzoUnitario A8
  ScontoMaggiorazione*
  PrezzoTotale A8
  AliquotaIVA R
  Ritenuta? =SI
  Natura? Natura
  RiferimentoAmministrazione? B20
  AltriDatiGestionali*
CodiceArticolo
  CodiceTipo B35
  CodiceValore X35
AltriDatiGestionali
  TipoDato B10
  RiferimentoTesto? L60
  RiferimentoNumero? A8
  RiferimentoData? D
DatiRiepilogo
  AliquotaIVA R
  Natura? Natura
  SpeseAccessorie? A2
  Arrotondamento? A8
  ImponibileImporto A2
  Imposta A2
  EsigibilitaIVA? =D|I|S
  RiferimentoNormativo? L100
DatiVeicoli
  Data D
  TotalePercorso B15
DatiPagamento
  CondizioniPagamento =TP01|TP02|TP03
  DettaglioPagamento+
DettaglioPagamento
  Beneficiario? L200
  ModalitaPagamento ModalitaPagamento
  DataRiferimentoTerminiPagamento? D
  GiorniTerminiPagamento? I3
  DataScadenzaPagamento? D
  ImportoPagamento A2
  CodUfficioPostale? B20
  CognomeQuietanzante? L60
  NomeQuietanzante? L60
  CFQuietanzante? CodiceFiscalePF
  TitoloQuietanzante? Titolo
  IstitutoFinanziario? L80
  IBAN? IBAN
  ABI? ABI
  CAB? CAB
  BIC? BIC
  ScontoPagamentoAnticipato? A2
  DataLimitePagamentoAnticipato? D
  PenalitaPagamentiRitardati? A2
  DataDecorrenzaPenale? D
  CodicePagamento? B60
Allegati
  NomeAttachment L60
  AlgoritmoCompressione? B10
  FormatoAttachment? B10
  DescrizioneAttachment? L100
  Attachment 64
"""

SIMPLIFIED = """
FatturaElettronica
  FatturaElettronicaHeader
  FatturaElettronicaBody+
FatturaElettronicaHeader
  DatiTrasmissione
  CedentePrestatore
  CessionarioCommittente
  SoggettoEmittente? =CC|TZ
DatiTrasmissione
  IdTrasmittente IdFiscale
  ProgressivoInvio B10
  FormatoTrasmissione =FSM10
  CodiceDestinatario CodiceDestinatario
  PECDestinatario? Email
IdFiscale
  IdPaese Nazione
  IdCodice X28
CedentePrestatore
  IdFiscaleIVA IdFiscale
  CodiceFiscale? CodiceFiscale
  Denominazione L80 |
  Nome L60 |
  Cognome L60 |
  Sede Indirizzo
  StabileOrganizzazione? Indirizzo
  RappresentanteFiscale?
  IscrizioneREA?
  RegimeFiscale RegimeFiscale
Indirizzo
  Indirizzo L60
  NumeroCivico? B8
  CAP CAP
  Comune L60
  Provincia? Provincia
  Nazione Nazione
RappresentanteFiscale
  IdFiscaleIVA IdFiscale
  Denominazione L80 |
  Nome L60 |
  Cognome L60 |
IscrizioneREA
  Ufficio Provincia
  NumeroREA B20
  CapitaleSociale? A2
  SocioUnico? =SU|SM
  StatoLiquidazione =LS|LN
CessionarioCommittente
  IdentificativiFiscali
  AltriDatiIdentificativi?
IdentificativiFiscali
  IdFiscaleIVA? IdFiscale
  CodiceFiscale? CodiceFiscale
AltriDatiIdentificativi
  Denominazione L80 |
  Nome L60 |
  Cognome L60 |
  Sede Indirizzo
  StabileOrganizzazione? Indirizzo
  RappresentanteFiscale?
FatturaElettronicaBody
  DatiGenerali
  DatiBeniServizi+
  Allegati*
DatiGenerali
  DatiGeneraliDocumento
  DatiFatturaRettificata?
DatiGeneraliDocumento
  TipoDocumento =TD07|TD08|TD09
  Divisa Divisa
  Data D
  Numero B20
DatiFatturaRettificata
  NumeroFR B20
  DataFR D
  ElementiRettificati L1000
DatiBeniServizi
  Descrizione L1000
  Importo A2
  DatiIVA
  Natura? =N1|N2|N3|N4|N5
  RiferimentoNormativo? L100
DatiIVA
  Imposta? A2
  Aliquota? R
Allegati
  NomeAttachment L60
  AlgoritmoCompressione? B10
  FormatoAttachment? B10
  DescrizioneAttachment? L100
  Attachment 64
"""

ROOTS = {
    "{http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2}FatturaElettronica": ORDINARY,
    "{http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0}"
    "FatturaElettronicaSemplificata": SIMPLIFIED,
}

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})?"

# Regular expressions of the kinds of value that have no number in their name.
KINDS = {
    "ABI": r"[0-9]{5}",
    "CAB": r"[0-9]{5}",
    "CAP": r"[0-9]{5}",
    "BIC": r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?",
    "IBAN": r"[a-zA-Z]{2}[0-9]{2}[a-zA-Z0-9]{11,30}",
    "CodEORI": r".{13,17}",
    "CodiceDestinatario": r"[A-Z0-9]{6,7}",
    "CodiceFiscale": r"[A-Z0-9]{11,16}",
    "CodiceFiscalePF": r"[A-Z0-9]{16}",
    "Divisa": r"[A-Z]{3}",
    "Nazione": r"[A-Z]{2}",
    "Provincia": r"[A-Z]{2}",
    "TipoResa": r"[A-Z]{3}",
    "Email": r".+@.+[.]+.+",
    "EmailContatti": r"(?=.{7,256}$).+@.+[.]+.+",
    "TelFax": r"[\x00-\x7f]{5,12}",
    "Titolo": r"[\x00-\x7f]{2,10}",
    "TipoDocumento": r"TD(0[1-6]|1[6-9]|2[0-9])",
    "RegimeFiscale": r"RF(0[124-9]|1[0-9]|20)",
    "ModalitaPagamento": r"MP(0[1-9]|1[0-9]|2[0-3])",
    "TipoCassa": r"TC(0[1-9]|1[0-9]|2[0-2])",
    "CausalePagamento": r"[A-EG-IL-Z]|L1|M[12]|O1|V1|ZO",
    "Natura": r"N[1-7]|N2\.[12]|N3\.[1-6]|N6\.[1-9]",
    "A2": r"-?[0-9]{1,11}\.[0-9]{2}",
    "A8": r"-?[0-9]{1,11}\.[0-9]{2,8}",
    "Q": r"[0-9]{1,12}\.[0-9]{2,8}",
    "R": r"[0-9]{1,3}\.[0-9]{2}",
    "W": r"[0-9]{1,4}\.[0-9]{1,2}",
    "N": r"[1-9][0-9]{0,3}",
    "I3": r"[0-9]{1,3}",
    "I4": r"[1-9][0-9]{0,3}",
    "D": _DAY + _OFFSET,
    "T": rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?{_OFFSET}",
    "64": r"[A-Za-z0-9+/\s]*=?=?\s*",
}
