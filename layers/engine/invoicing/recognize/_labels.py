"""The words that stand beside the fields of an invoice, by language.

Compared folded: without case, accents, spaces and punctuation. Where two fit, the longer counts.
"""

import unicodedata

LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "number": ("invoice no", "invoice number", "invoice", "inv no", "invoice nr", "bill no",
                   "document no", "document number", "credit note no", "credit note number",
                   "receipt no"),
        "issue_date": ("invoice date", "date", "date of issue", "issue date", "issued", "issued on",
                       "document date", "bill date"),
        "due_date": ("due date", "payment due", "payment due date", "due", "due by", "pay by",
                     "payable by", "due on"),
        "net": ("subtotal", "sub total", "net total", "total excl vat", "total excluding vat",
                "total net", "net amount", "net", "total before tax", "amount excl vat"),
        "tax": ("vat", "tax", "sales tax", "vat amount", "tax amount", "total vat", "total tax",
                "gst"),
        "total": ("total due", "total", "amount due", "total incl vat", "total including vat",
                  "grand total", "balance due", "invoice total", "total amount", "amount payable",
                  "total to pay"),
        "tax_id": ("vat no", "vat reg no", "vat id", "vat number", "vat registration number",
                   "tax id", "tin", "vat registration no"),
        "reference": ("payment reference", "reference", "ref"),
        "buyer": ("bill to", "billed to", "invoice to", "customer", "sold to", "buyer", "client"),
        "other": ("delivery date", "date of supply", "your order", "order no", "order date",
                  "customer no", "customer number", "account no", "order number", "delivery note",
                  "tax point", "po number", "phone", "tel"),
    },
    "de": {
        "number": ("rechnungsnummer", "rechnungs nr", "rechnung nr", "rechnung", "rechnungsnr",
                   "rechnung no", "belegnummer", "beleg nr", "gutschrift nr", "gutschriftsnummer"),
        "issue_date": ("rechnungsdatum", "datum", "belegdatum", "ausstellungsdatum",
                       "rechnung vom", "datum der rechnung"),
        "due_date": ("fällig am", "fällig", "zahlbar bis", "fälligkeit", "fälligkeitsdatum",
                     "zahlungsziel", "zu zahlen bis", "fällig bis"),
        "net": ("zwischensumme", "nettobetrag", "summe netto", "netto", "gesamt netto",
                "nettosumme", "gesamtbetrag netto", "rechnungsbetrag netto", "netto gesamt"),
        "tax": ("mwst", "ust", "umsatzsteuer", "mehrwertsteuer", "mwst betrag", "ust betrag",
                "steuerbetrag", "summe mwst", "summe ust"),
        "total": ("gesamtbetrag", "rechnungsbetrag", "zu zahlen", "gesamtsumme", "endbetrag",
                  "bruttobetrag", "summe brutto", "gesamt", "summe", "zahlbetrag", "gesamt brutto",
                  "brutto", "total", "zu zahlender betrag", "rechnungsbetrag brutto"),
        "tax_id": ("ust idnr", "ust id nr", "ust id", "ust ident nr", "uid nr", "uid",
                   "umsatzsteuer identifikationsnummer", "mwst nr", "umsatzsteuer id"),
        "reference": ("verwendungszweck", "zahlungsreferenz", "referenz", "referenznummer"),
        "buyer": ("kunde", "rechnungsempfänger", "rechnung an", "rechnungsadresse", "empfänger"),
        "other": ("lieferdatum", "leistungsdatum", "bestellung", "bestellnummer", "kundennummer",
                  "kunden nr", "steuernummer", "steuer nr", "auftrag", "auftragsnummer", "telefon",
                  "leistungszeitraum", "lieferschein", "bestelldatum"),
    },
    "it": {
        "number": ("fattura n", "numero fattura", "nr fattura", "fattura nr", "n fattura",
                   "fattura", "fattura numero", "numero documento", "nota di credito n"),
        "issue_date": ("data fattura", "data", "data emissione", "data documento", "emessa il",
                       "data di emissione"),
        "due_date": ("scadenza", "data scadenza", "da pagare entro", "scadenza pagamento",
                     "data di scadenza", "pagamento entro"),
        "net": ("imponibile", "totale imponibile", "totale netto", "netto", "subtotale"),
        "tax": ("iva", "imposta", "totale iva", "importo iva", "totale imposta"),
        "total": ("totale fattura", "totale", "totale da pagare", "totale documento",
                  "importo totale", "netto a pagare", "totale a pagare", "importo da pagare"),
        "tax_id": ("p iva", "partita iva", "part iva", "p iva c f", "partita iva codice fiscale"),
        "reference": ("causale", "riferimento", "riferimento pagamento"),
        "buyer": ("cliente", "destinatario", "spettabile", "spett le", "intestatario"),
        "other": ("data consegna", "vs ordine", "ordine", "codice cliente", "codice fiscale",
                  "data ordine", "telefono", "ddt", "codice destinatario", "numero ordine"),
    },
    "sl": {
        "number": ("račun št", "številka računa", "št računa", "račun številka", "račun",
                   "številka dokumenta", "dobropis št", "predračun št", "faktura št"),
        "issue_date": ("datum računa", "datum izdaje", "datum", "datum izstavitve",
                       "datum dokumenta", "izdano", "z dne", "datum izdaje računa"),
        "due_date": ("rok plačila", "zapade", "datum zapadlosti", "zapadlost", "plačati do",
                     "rok za plačilo", "zapade v plačilo"),
        "net": ("osnova", "skupaj brez ddv", "neto znesek", "osnova za ddv", "neto",
                "znesek brez ddv", "skupaj osnova", "vmesna vsota", "davčna osnova"),
        "tax": ("ddv", "znesek ddv", "skupaj ddv", "davek", "znesek davka"),
        "total": ("za plačilo", "skupaj z ddv", "skupaj", "znesek za plačilo", "skupaj za plačilo",
                  "končni znesek", "za plačilo eur", "skupaj eur", "znesek z ddv", "vsota"),
        "tax_id": ("id za ddv", "id št za ddv", "davčna številka", "id ddv", "davčna št",
                   "identifikacijska številka za ddv", "id številka za ddv"),
        "reference": ("sklic", "sklic št", "referenca", "model in sklic"),
        "buyer": ("kupec", "naročnik", "prejemnik", "plačnik"),
        "other": ("datum dobave", "datum opravljene storitve", "naročilo", "naročilnica",
                  "matična številka", "datum storitve", "telefon", "šifra kupca", "dobavnica",
                  "datum naročila", "obdobje", "kraj izdaje"),
    },
}  # fmt: skip

# A tax number under these labels lacks its country's prefix.
HOMES = {"it": "IT", "sl": "SI"}

LEGAL_FORMS = (
    "d.o.o.", "s.p.", "d.d.", "d.n.o.", "k.d.", "gmbh", "ag", "kg", "ohg", "og", "e.u.", "e.k.",
    "ug", "gbr", "ltd", "ltd.", "limited", "plc", "llc", "inc", "inc.", "llp", "s.r.l.", "srl",
    "s.p.a.", "spa", "s.n.c.", "snc", "s.a.s.", "s.r.l.s.", "sa", "s.a.", "sarl", "b.v.", "bv",
    "n.v.", "ab", "as", "a/s", "aps", "oy", "lda", "lda.", "kft", "kft.", "s.l.", "sl",
    "a.s.", "s.r.o.",
)  # fmt: skip
CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD"}
CURRENCY_CODES = frozenset(
    ("EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "AUD")
)
MONTHS = (
    ("january", "januar", "gennaio", "jan", "gen", "janner"),
    ("february", "februar", "febbraio", "feb"),
    ("march", "marz", "marzo", "marec", "mar", "maerz"),
    ("april", "aprile", "apr"),
    ("may", "mai", "maggio", "maj", "mag"),
    ("june", "juni", "giugno", "junij", "jun", "giu"),
    ("july", "juli", "luglio", "julij", "jul", "lug"),
    ("august", "agosto", "avgust", "aug", "avg", "ago"),
    ("september", "settembre", "sep", "sept", "set"),
    ("october", "oktober", "ottobre", "oct", "okt", "ott"),
    ("november", "novembre", "nov"),
    ("december", "dezember", "dicembre", "dec", "dez", "dic"),
)


def folded(text: str) -> str:
    """Letters and digits alone, lower case, without accents.

    >>> folded("Fällig am:"), folded("Št. računa")
    ('falligam', 'stracuna')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
MEANINGS: dict[str, tuple[str, str]] = {
    folded(phrase): (field, language)
    for language, fields in LABELS.items()
    for field, phrases in fields.items()
    for phrase in phrases
}
"""Folded label -> field and language."""
